"""Training hashes messages quickly and still tells them apart."""

import subprocess
import sys

CHECK = """
from bot.engine import without_tensorflow
without_tensorflow.install()
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from bot.engine.quick_training import install

messages = lambda: [Message.build(text, label) for text, label in
                    (("hi", "greet"), ("hi", "greet"), ("hi", "thank"), ("bye", "goodbye"))]
before = [(m.get("text"), m.get("intent")) for m in TrainingData(messages()).training_examples]
install()
after = [(m.get("text"), m.get("intent")) for m in TrainingData(messages()).training_examples]
assert before == after == [("hi", "greet"), ("hi", "thank"), ("bye", "goodbye")], (before, after)
assert hash(messages()[0]) == hash(messages()[1])
"""


def test_the_same_message_counts_once_and_another_label_makes_another_message():
    # In a process of its own: the change holds for the whole process.
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-500:]
