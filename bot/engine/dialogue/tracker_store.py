"""Keeps each conversation's dialogue state as one small row, so that turn 1,000 costs what turn 10 did.

Rasa loads and replays every event of a conversation in every turn; its own stores are 10 times slower at turn
500. The transcript belongs to the web process; the dialogue needs slots, form and the last few turns only.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Text, Tuple

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    ConversationResumed,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)

KEPT_TURNS = 4  # not less than max_history of the policies in config.yml
BUSY_TIMEOUT_MS = 5000
CACHED_CONVERSATIONS = 300  # the smaller, the flatter the memory curve; a miss costs about 2 ms

_metadata = sa.MetaData()
_rows = sa.Table(
    "engine_conversation",
    _metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)
# One for the process, not for the store: a model swap builds a new store, and must not trust an older copy.
_cache: OrderedDict[str, Tuple[int, List[Event]]] = OrderedDict()


class SnapshotTrackerStore(TrackerStore):
    """A row a conversation in SQLite (DATA_DIR/engine.sqlite3) or in the database ENGINE_DATABASE_URL names."""

    def __init__(
        self,
        domain: Optional[Domain],
        host: Optional[Text] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._engine = _connect(os.environ.get("ENGINE_DATABASE_URL") or host)
        _metadata.create_all(self._engine)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The conversation's tracker with its last turns, or None."""
        with self._engine.connect() as connection:
            version = connection.execute(sa.select([_rows.c.version]).where(_rows.c.id == sender_id)).scalar()
            if version is None:
                return None
            known = _cache.get(sender_id)
            if known is None or known[0] != version:
                stored = connection.execute(sa.select([_rows.c.events]).where(_rows.c.id == sender_id)).scalar()
                _remember(sender_id, version, deserialise_events(json.loads(stored)))
        events = _cache[sender_id][1]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replace the conversation's row by what the next turn needs.

        Errors are reported and raised: Rasa's wrapper would otherwise go on in memory without a word.
        """
        events = snapshot(tracker)
        version = time.time_ns()
        row = {
            "version": version,
            "events": json.dumps([event.as_dict() for event in events]),
            "updated_at": time.time(),
        }
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(_rows.update().where(_rows.c.id == tracker.sender_id).values(**row))
                if not changed.rowcount:
                    connection.execute(_rows.insert().values(id=tracker.sender_id, **row))
        except sa.exc.SQLAlchemyError:
            logger.error("conversation %s: the dialogue state could not be saved", tracker.sender_id)
            raise
        _remember(tracker.sender_id, version, events)

    async def keys(self) -> Iterable[Text]:
        """Ids of all conversations."""
        with self._engine.connect() as connection:
            return [row[0] for row in connection.execute(sa.select([_rows.c.id]))]

    def forget(self, sender_id: Text) -> None:
        """Erase a conversation's state."""
        with self._engine.begin() as connection:
            connection.execute(_rows.delete().where(_rows.c.id == sender_id))
        _cache.pop(sender_id, None)
        self._empty_write_ahead_log()

    def forget_before(self, moment: float) -> int:
        """Erase the state of conversations not touched since `moment` (seconds since 1970); returns how many."""
        old = _rows.c.updated_at < moment
        with self._engine.begin() as connection:
            ids = [row[0] for row in connection.execute(sa.select([_rows.c.id]).where(old))]
            if not ids:
                return 0
            count = int(connection.execute(_rows.delete().where(old)).rowcount)
        for id_ in ids:
            _cache.pop(id_, None)
        self._empty_write_ahead_log()
        return count

    def _empty_write_ahead_log(self) -> None:
        """SQLite's log still holds the deleted words; when another process reads, a later checkpoint does it."""
        if self._engine.dialect.name != "sqlite":
            return
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 250")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def snapshot(tracker: DialogueStateTracker) -> List[Event]:
    """The shortest list of events that gives the same state: slots, form, pause, then the last turns."""
    events = list(tracker.events)
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= KEPT_TURNS:
        return events
    cut = starts[-KEPT_TURNS]
    slots: Dict[Text, SlotSet] = {}
    loop: Optional[ActiveLoop] = None
    paused: Optional[Event] = None
    for event in events[:cut]:
        if isinstance(event, SlotSet):
            slots[event.key] = event
        elif isinstance(event, ActiveLoop):
            loop = event
        elif isinstance(event, (ConversationPaused, ConversationResumed)):
            paused = event
    initial = {name: slot.initial_value for name, slot in tracker.slots.items()}
    kept: List[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    kept += [event for name, event in slots.items() if name in initial and event.value != initial[name]]
    if loop is not None and loop.name:
        kept.append(loop)
    if isinstance(paused, ConversationPaused):
        kept.append(paused)
    kept.append(ActionExecuted("action_listen"))
    return kept + events[cut:]


def _remember(sender_id: Text, version: int, events: List[Event]) -> None:
    _cache[sender_id] = (version, events)
    _cache.move_to_end(sender_id)
    while len(_cache) > CACHED_CONVERSATIONS:
        _cache.popitem(last=False)


def _connect(url: Optional[Text]) -> sa.engine.Engine:
    """SQLite by default, as C9 asks: WAL and a busy time-out, several processes may write the folder's files."""
    if not url:
        folder = Path(os.environ.get("DATA_DIR") or "var")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = f"sqlite:///{folder.resolve() / 'engine.sqlite3'}"
    # SQLAlchemy opens SQLite files anew each time unless told to keep connections: 2 ms a turn.
    engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"), poolclass=sa.pool.QueuePool)
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _settle(connection: Any, _record: Any) -> None:
            # secure_delete overwrites what was forgotten; otherwise it could still be read out of the file
            settings = "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "secure_delete=ON"
            for pragma in settings:
                connection.execute(f"PRAGMA {pragma}")

    return engine
