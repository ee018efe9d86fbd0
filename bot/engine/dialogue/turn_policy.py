"""Rasa policy that serves the turns in which several things must be said, or none is sure.

At the start of a turn it asks turn_plan.py and keeps the plan in the slot `turn_plan`; then it predicts the
plan's actions one after the other. Turns without a plan belong to the rules and stories.
"""

from __future__ import annotations

import logging
from typing import Any, Dict, FrozenSet, List, Optional, Text, Tuple

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.dialogue.nlg import IN_SPANISH
from bot.engine.dialogue.turn_plan import FORM, LISTEN, TurnState, plan_turn
from bot.knowledge.labels import intent_key, is_knowledge
from bot.knowledge.spanish import load_spanish

logger = logging.getLogger(__name__)

PLAN_SLOT = "turn_plan"
OFFERED_SLOT = "person_offered"
MIN_CHOICE = 0.03  # share from which a label may have been what was meant
LAST_RESORT = 0.5  # below what rules and remembered stories claim


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Predicts the actions of a turn's plan; without one, the plain reply as a last resort."""

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns nothing: told apart from policies that would read stories."""
        return SupportedData.RULE_DATA

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Above RulePolicy, which has 6."""
        return {"priority": 10}

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TurnPolicy:
        """Nothing to load."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[Text, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The plan's next action with confidence 1, the last resort with less, or nothing."""
        turn = _events_of_turn(tracker.events)
        if turn is None or tracker.is_paused():
            return self._nothing(domain)
        done = sum(isinstance(event, (ActionExecuted, ActionExecutionRejected)) for event in turn)
        events: List[Event] = []
        actions: List[Text]
        if done == 0:
            plan = plan_turn(tracker.latest_message.parse_data, _state_of(tracker, domain))
            actions = list(plan.actions) if plan else []
            if plan:
                events += [SlotSet(name, value) for name, value in plan.slots.items()]
            if actions or tracker.get_slot(PLAN_SLOT):
                events.append(SlotSet(PLAN_SLOT, actions or None))
        else:
            # Rasa drops what a policy set together with an action that was rejected, as the form does with a question
            # in between: the slot then holds the turn before's plan.
            is_of_this_turn = any(isinstance(event, SlotSet) and event.key == PLAN_SLOT for event in turn)
            actions = (tracker.get_slot(PLAN_SLOT) or []) if is_of_this_turn else []
            events += _offer_made(turn, tracker)
        if done < len(actions):
            return self._one(actions[done], domain, 1.0, events, beats_the_form=True)
        if not actions and done == 0:
            return self._one(self._plain_reply(tracker, domain), domain, LAST_RESORT, events)
        return self._one(LISTEN, domain, LAST_RESORT, events)

    @staticmethod
    def _plain_reply(tracker: DialogueStateTracker, domain: Domain) -> Text:
        """What to say when no rule and no story knows the turn: never silence."""
        rows = tracker.latest_message.parse_data.get("labels") or [{"name": tracker.latest_message.intent.get("name")}]
        action = f"utter_{intent_key(rows[0]['name'] or '')}"
        return action if action in domain.action_names_or_texts else "utter_default"

    def _one(
        self, action: Text, domain: Domain, confidence: float, events: List[Event], beats_the_form: bool = False
    ) -> PolicyPrediction:
        if action not in domain.action_names_or_texts:
            logger.error("the domain has no %s", action)
            action = "utter_default"
        probabilities = [0.0] * domain.num_actions
        probabilities[domain.index_for_action(action)] = confidence
        # RulePolicy continues an open form with a "no user" prediction, which only another such overrules.
        return self._prediction(probabilities, events=events, is_no_user_prediction=beats_the_form)

    def _nothing(self, domain: Domain) -> PolicyPrediction:
        return self._prediction([0.0] * domain.num_actions)


def _events_of_turn(events: Any) -> Optional[List[Event]]:
    """The events since the visitor's last message; None when there has been none."""
    turn: List[Event] = []
    for event in reversed(events):
        if isinstance(event, UserUttered):
            return turn[::-1]
        turn.append(event)
    return None


def _state_of(tracker: DialogueStateTracker, domain: Domain) -> TurnState:
    said = [event for event in reversed(tracker.events) if isinstance(event, BotUttered)]
    answered = [str(event.metadata.get("answer") or "") for event in said]
    buttons = (said[0].data.get("buttons") or []) if said else []
    turns = _turns_before(tracker.events)
    last_said = turns[0][1] if turns else ()
    # What was asked before it had to be repaired: "that's not it" is no question.
    asked = next((user for user, actions in turns if not any(a.startswith("utter_repair_") for a in actions)), None)
    return TurnState(
        asked_if_safe="utter_check_safety" in last_said,
        last_said=frozenset(last_said),
        explained=_explained(said),
        is_form_open=tracker.active_loop_name == FORM,
        requested=tracker.get_slot("requested_slot"),
        slots=tracker.current_slot_values(),
        last_answer=next((label for label in answered if is_knowledge(label)), None),
        last_served=next((label for label in answered if label), None),
        in_spanish=frozenset(load_spanish())
        | {name.replace(IN_SPANISH, "utter_", 1) for name in domain.responses if name.startswith(IN_SPANISH)},
        last_offered=tuple(str(button.get("label") or "") for button in buttons),
        last_ranking=tuple(
            row["name"]
            for row in ((asked.parse_data.get("labels") or []) if asked else [])[:5]
            if row["confidence"] >= MIN_CHOICE
        ),
    )


def _turns_before(events: Any) -> List[Tuple[UserUttered, Tuple[Text, ...]]]:
    """The turns before this one, newest first: what the visitor wrote, and the names of the replies."""
    turns: List[Tuple[UserUttered, Tuple[Text, ...]]] = []
    replies: List[Text] = []
    for event in reversed(events):
        if isinstance(event, BotUttered):
            replies.append(str(event.metadata.get("utter_action") or ""))
        elif isinstance(event, UserUttered):
            turns.append((event, tuple(replies)))
            replies = []
    return turns[1:]


def _explained(said: List[BotUttered]) -> FrozenSet[Text]:
    """The "more" and "short" texts since the last knowledge answer itself."""
    explained = set()
    for event in said:
        action = str(event.metadata.get("utter_action") or "")
        if action.startswith(("utter_more_", "utter_short_")):
            explained.add(action)
        elif is_knowledge(str(event.metadata.get("answer") or "")):
            break
    return frozenset(explained)


def _offer_made(turn: List[Event], tracker: DialogueStateTracker) -> List[Event]:
    """Remember that a person was offered, so that it is done once."""
    offered = any(isinstance(event, BotUttered) and event.metadata.get("offers_person") for event in turn)
    return [SlotSet(OFFERED_SLOT, True)] if offered and not tracker.get_slot(OFFERED_SLOT) else []
