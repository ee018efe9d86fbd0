"""Lines that say what a long measurement is doing, with the minutes since it began."""

from __future__ import annotations

import time

from benchmarks.child import Child, end_all

_began_at = time.monotonic()
EVERY_S = 60.0


def say(words: str) -> None:
    """Print one line."""
    minutes, seconds = divmod(int(time.monotonic() - _began_at), 60)
    print(f"[{minutes:3d}:{seconds:02d}] {words}", flush=True)


def wait_with_progress(child: Child, what: str) -> float:
    """Wait until a process ends, with a line every minute; returns its seconds. Ends it when we are ended."""
    try:
        while not child.wait(EVERY_S):
            minutes = (time.monotonic() - child.started_at) / 60
            say(f"  {what}: {minutes:.0f} min ({child.last_line()[:90]})")
        return time.monotonic() - child.started_at
    finally:
        end_all([child], 5)
