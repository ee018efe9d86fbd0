"""The actions process, `python -m bot.action_server --port 5055`: Rasa SDK's own server with our actions.

It listens on loopback unless SANIC_HOST says otherwise (rasa_sdk's default is every address), and leaves out other
people's warnings. `python -m rasa_sdk --actions actions` works as well.
"""

from __future__ import annotations

import os
import sys

from bot import foreign_warnings


def main() -> None:
    """Takes rasa_sdk's options."""
    os.environ["SANIC_HOST"] = os.environ.get("SANIC_HOST") or "127.0.0.1"
    foreign_warnings.drop()
    from rasa_sdk.__main__ import main as rasa_sdk_main

    sys.argv[1:1] = ["--actions", "actions"]
    rasa_sdk_main()


if __name__ == "__main__":
    main()
