"""The snapshot keeps what the next turn needs and nothing else, over restarts too."""

import time

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.dialogue import tracker_store
from bot.engine.dialogue.tracker_store import CACHED_CONVERSATIONS, KEPT_TURNS, SnapshotTrackerStore, snapshot
from tests.engine.trained import a_domain

pytestmark = pytest.mark.anyio

DOMAIN = a_domain(
    """
version: "3.1"
intents: [greet]
slots:
  intake_name: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  request_sent: {type: bool, initial_value: false, mappings: [{type: custom}]}
  requested_slot: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  intake_form: {required_slots: [intake_name]}
responses:
  utter_greet: [{text: "Hello."}]
"""
)


@pytest.fixture
def store(tmp_path):
    tracker_store._cache.clear()
    yield SnapshotTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'engine.sqlite3'}")
    tracker_store._cache.clear()


def restarted(store):
    """A new process: another store on the same file, nothing remembered."""
    tracker_store._cache.clear()
    return SnapshotTrackerStore(DOMAIN, host=str(store._engine.url))


def a_tracker(turns=0, *events):
    tracker = DialogueStateTracker("c-1", DOMAIN.slots)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"), *events):
        tracker.update(event, DOMAIN)
    for number in range(turns):
        a_turn(tracker, f"message {number}")
    return tracker


def a_turn(tracker, text="hello"):
    tracker.update(UserUttered(text, {"name": "greet", "confidence": 1.0}))
    tracker.update(ActionExecuted("utter_greet"))
    tracker.update(BotUttered("Hello.", metadata={"utter_action": "utter_greet"}))
    tracker.update(ActionExecuted("action_listen"))


async def after_turns(store, count, *events):
    """A conversation that was loaded and saved in each of its turns."""
    await store.save(a_tracker(0, *events))
    for number in range(count):
        tracker = await store.retrieve("c-1")
        a_turn(tracker, f"message {number}")
        await store.save(tracker)
    return await store.retrieve("c-1")


async def test_an_unknown_conversation_is_none(store):
    assert await store.retrieve("nobody") is None


async def test_turn_1000_has_as_few_events_as_turn_10(store):
    at_10 = len((await after_turns(store, 10)).events)

    at_1000 = len((await after_turns(store, 1000)).events)

    assert at_1000 == at_10
    assert at_10 < 10 * KEPT_TURNS


async def test_the_last_turns_are_kept_word_for_word(store):
    tracker = await after_turns(store, 30)

    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]

    assert texts == [f"message {number}" for number in range(30 - KEPT_TURNS, 30)]


async def test_slots_form_and_open_question_survive_many_turns_and_a_restart(store):
    await after_turns(
        store, 20, ActiveLoop("intake_form"), SlotSet("intake_name", "Ana"), SlotSet("requested_slot", "intake_contact")
    )

    tracker = await restarted(store).retrieve("c-1")

    assert tracker.active_loop_name == "intake_form"
    assert tracker.get_slot("intake_name") == "Ana"
    assert tracker.get_slot("requested_slot") == "intake_contact"


async def test_a_conversation_goes_on_in_mid_form_after_a_restart(store):
    await store.save(a_tracker(2, ActiveLoop("intake_form"), SlotSet("requested_slot", "intake_name")))

    tracker = await restarted(store).retrieve("c-1")
    a_turn(tracker, "Ana")
    tracker.update(SlotSet("intake_name", "Ana"))
    await store.save(tracker)

    again = await restarted(store).retrieve("c-1")
    assert again.active_loop_name == "intake_form"
    assert again.get_slot("intake_name") == "Ana"


async def test_a_form_that_was_closed_stays_closed(store):
    tracker = await after_turns(store, 20, ActiveLoop("intake_form"), ActiveLoop(None))

    assert tracker.active_loop_name is None


async def test_a_slot_that_was_emptied_stays_empty(store):
    events = SlotSet("intake_name", "Ana"), SlotSet("request_sent", True), SlotSet("intake_name", None)

    tracker = await after_turns(store, 20, *events)

    assert tracker.get_slot("intake_name") is None
    assert tracker.get_slot("request_sent") is True


async def test_the_pause_survives_and_so_does_its_end(store):
    assert (await after_turns(store, 20, ConversationPaused())).is_paused()
    assert not (await after_turns(store, 20, ConversationPaused(), ConversationResumed())).is_paused()


@pytest.mark.parametrize("turns", range(KEPT_TURNS + 3))
async def test_the_snapshot_gives_the_same_state_as_all_events(turns):
    tracker = a_tracker(turns, ActiveLoop("intake_form"), SlotSet("intake_name", "Ana"))

    short = DialogueStateTracker.from_events("c-1", snapshot(tracker), DOMAIN.slots, domain=DOMAIN)

    assert short.current_slot_values() == tracker.current_slot_values()
    assert short.active_loop_name == tracker.active_loop_name
    assert short.latest_action_name == tracker.latest_action_name
    assert short.latest_message == tracker.latest_message


async def test_a_second_store_sees_what_the_first_wrote_last(store):
    """A model swap builds a new store; what the cache holds must not be older than the row."""
    other = SnapshotTrackerStore(DOMAIN, host=str(store._engine.url))
    await store.save(a_tracker(1))
    await other.retrieve("c-1")

    await store.save(a_tracker(3))

    tracker = await other.retrieve("c-1")
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 3


async def test_conversations_do_not_mix(store):
    await store.save(a_tracker(1, SlotSet("intake_name", "Ana")))
    stranger = DialogueStateTracker("c-2", DOMAIN.slots)
    await store.save(stranger)

    assert (await store.retrieve("c-2")).get_slot("intake_name") is None
    assert sorted(await store.keys()) == ["c-1", "c-2"]


async def test_a_forgotten_conversation_is_gone_from_file_and_memory(store):
    await store.save(a_tracker(3))

    store.forget("c-1")

    assert await store.retrieve("c-1") is None
    assert await restarted(store).retrieve("c-1") is None


async def test_forgetting_a_stranger_does_no_harm(store):
    store.forget("nobody")


async def test_conversations_not_touched_for_long_are_forgotten(store):
    await store.save(a_tracker(1))

    assert store.forget_before(time.time() - 60) == 0
    assert store.forget_before(time.time() + 60) == 1
    assert await store.retrieve("c-1") is None


async def test_the_cache_is_bounded(store):
    for number in range(CACHED_CONVERSATIONS + 20):
        tracker = DialogueStateTracker(f"c-{number}", DOMAIN.slots)
        await store.save(tracker)

    assert len(tracker_store._cache) == CACHED_CONVERSATIONS
    assert await store.retrieve("c-0") is not None


async def test_a_state_that_cannot_be_saved_is_an_error_without_the_visitors_words(store, caplog):
    store._engine.execute("DROP TABLE engine_conversation")

    with pytest.raises(Exception, match="no such table"):
        await store.save(a_tracker(1))

    assert "c-1" in caplog.text
    assert "message 0" not in caplog.text


def test_enough_turns_are_kept_for_the_policies():
    import yaml

    from bot.engine.model_file import ROOT

    policies = yaml.safe_load((ROOT / "config.yml").read_text())["policies"]

    assert max(policy.get("max_history", 0) for policy in policies) <= KEPT_TURNS
