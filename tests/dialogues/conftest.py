"""The trained model, as in tests/engine."""

from tests.engine.conftest import agent, model

__all__ = ["agent", "model"]
