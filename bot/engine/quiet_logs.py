"""Keeps what visitors typed out of the engine's log.

Rasa's error paths quote messages, slots and whole action calls, mostly in f-strings that no setting turns off. From
the first request on, a record of anybody but ourselves says only which logger, where, what kind of error, and the
conversation's id. Before, nobody has typed anything, and a start that fails may say why.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

_EVENT = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+")  # how structlog's events are named
_ID = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b")
_LONGEST_CHAIN = 5

_plain_record = logging.getLogRecordFactory()
_people_type = threading.Event()


def install() -> None:
    """Before Rasa sets up its logging: as JSON, structlog's records keep the name of their event readable."""
    os.environ.setdefault("FORCE_JSON_LOGGING", "true")
    logging.setLogRecordFactory(_record)
    sys.excepthook = _report_the_end
    threading.excepthook = _report_the_end_of_a_thread


def people_type_now() -> None:
    """The channel says so at each request."""
    _people_type.set()


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _plain_record(*args, **kwargs)
    if _people_type.is_set():
        _leave_words_out(record)
    return record


def _leave_words_out(record: logging.LogRecord) -> None:
    said = record.getMessage()
    parts = [said if record.name.split(".")[0] == "bot" else _place(record, said)]
    if record.exc_info and record.exc_info[1]:
        parts.append(_kinds(record.exc_info[1]))
    record.msg, record.args = ": ".join(parts), ()
    record.exc_info = record.exc_text = record.stack_info = None


def _place(record: logging.LogRecord, said: str) -> str:
    """Event or line of code, and the ids of conversations; the logger's name is part of the log's own format."""
    try:
        event = str(json.loads(said)["event"])
    except (ValueError, TypeError, KeyError):
        event = ""
    where = event if _EVENT.fullmatch(event) else f"{record.name}.{record.funcName}, line {record.lineno}"
    ids = list(dict.fromkeys(_ID.findall(said)))[:3]
    return f"{where} (words left out{', of ' + ', '.join(ids) if ids else ''})"


def _kinds(exc: BaseException | None) -> str:
    """The chain of exceptions, latest first, each with the line that raised it."""
    chain: list[str] = []
    while exc is not None and len(chain) < _LONGEST_CHAIN:
        frames = traceback.extract_tb(exc.__traceback__)
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        chain.append(f"{type(exc).__name__}{place}")
        exc = exc.__cause__ or exc.__context__
    return " from ".join(chain)


def _report_the_end(kind: type[BaseException], exc: BaseException, where: TracebackType | None) -> None:
    if _people_type.is_set() and not issubclass(kind, KeyboardInterrupt):
        print(f"ended by {_kinds(exc)}", file=sys.stderr)  # noqa: T201 (logging may be gone)
    else:
        sys.__excepthook__(kind, exc, where)


def _report_the_end_of_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        _report_the_end(ended.exc_type, ended.exc_value, ended.exc_traceback)
