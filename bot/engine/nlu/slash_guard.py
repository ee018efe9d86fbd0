"""Makes a typed command plain language: Rasa itself acts on every text that begins with a slash.

RegexMessageHandler is always the last NLU node and reads `/intent{"slot": …}` out of a visitor's text.
This component stands first in the pipeline, so it covers every channel, `rasa shell` too.
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

WORD_JOINER = "\u2060"  # invisible, and no white space: Rasa strips that before it looks for the slash


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SlashGuard(GraphComponent):
    """Puts a word joiner before a leading slash."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SlashGuard:
        """Nothing to configure."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to guard: training data hold no commands."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Guard each message's text in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.strip().startswith("/"):
                message.set(TEXT, WORD_JOINER + text)
        return messages
