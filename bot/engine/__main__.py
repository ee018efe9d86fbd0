"""`python -m bot.engine train|run|shell|test …`: Rasa's own command line with TensorFlow kept out of the process."""

from __future__ import annotations

import os
import sys

from bot.engine.without_tensorflow import install


def main() -> None:
    """Run Rasa's command line; telemetry off, one thread for numeric libraries (two cores are shared)."""
    for name, value in {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
    }.items():
        os.environ.setdefault(name, value)
    install()
    from rasa.__main__ import main as rasa_main

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
