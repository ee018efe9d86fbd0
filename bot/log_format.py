"""Log lines that name an error and its place, never its words: a database error quotes what somebody typed."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WordlessFormatter(logging.Formatter):
    """Prints exceptions as their types and the lines of code they passed."""

    def formatException(  # noqa: N802 (logging's name)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The chain of exceptions, oldest first."""
        exc, lines = ei[1], list[str]()
        while exc is not None:
            lines.insert(0, "".join(traceback.format_tb(exc.__traceback__)) + type(exc).__name__)
            exc = exc.__cause__ or exc.__context__
        return "\n".join(lines)
