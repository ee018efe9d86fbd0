"""The trained model in this process, as rasa shell nlu would use it: no server, TensorFlow kept out."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

from bot.engine.model_file import MODEL, check_seal
from bot.engine.without_tensorflow import install

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class EngineModel:
    """Parses messages with a trained model; the model's seal is checked first."""

    def __init__(self, model: Path = MODEL) -> None:
        check_seal(model)
        install()
        import rasa.utils.log_utils

        # Without this structlog prints visitors' words at DEBUG.
        rasa.utils.log_utils.configure_structlog(logging.ERROR)
        logging.getLogger("rasa").setLevel(logging.ERROR)
        from rasa.core.agent import Agent

        self._agent = Agent.load(str(model))

    def parse(self, text: str) -> dict[str, Any]:
        """The parse result of one message (C1)."""
        return asyncio.run(self._agent.parse_message(text))
