"""The trained model for tests: an agent in this process to talk to, and the engine as a process of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
import warnings
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.engine.model_file import MODEL
from bot.engine.without_tensorflow import install

install()
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")  # Rasa's SQLAlchemy is 1.4
ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9/webhook"  # the discard port: nobody listens, so a call fails at once
START_TIMEOUT_S = 120


def model_file() -> Path:
    """The model to test; TEST_MODEL names another one, for trying out."""
    path = Path(os.environ.get("TEST_MODEL") or MODEL)
    if not path.exists():
        pytest.skip(f"there is no {path.name}: run make train")
    return path


def a_domain(yaml_text: str):
    """A small domain of a test's own, without Rasa's remark on old versions."""
    from rasa.shared.core.domain import Domain

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Domain.from_yaml(yaml_text)


@lru_cache
def load_agent():
    """Rasa's agent as the engine process has it; loaded once for all tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa's own, of its age
        import logging

        import rasa.utils.log_utils
        from rasa.core.agent import Agent
        from rasa.utils.endpoints import EndpointConfig

        from bot.engine.dialogue.locks import WokenLockStore
        from bot.engine.dialogue.nlg import AnswerNLG
        from bot.engine.dialogue.tracker_store import SnapshotTrackerStore

        rasa.utils.log_utils.configure_structlog(logging.ERROR)
        logging.getLogger("rasa").setLevel(logging.CRITICAL)
        return Agent.load(
            str(model_file()),
            action_endpoint=EndpointConfig(url=NOWHERE),
            tracker_store=SnapshotTrackerStore(None),
            lock_store=WokenLockStore(),
            generator=AnswerNLG(),
        )


class Conversation:
    """A visitor who talks to the agent; what was understood and said last, and the dialogue's state."""

    def __init__(self, agent=None, store=None):
        self.id = str(uuid.uuid4())
        self._agent = agent or load_agent()
        self.parse = {}
        self.replies = []

    def say(self, text):
        """Type a message; returns the replies."""
        return self._turn(text, self._run(self._agent.parse_message(text)))

    def press(self, title):
        """Press a button of the last replies, as the web process does."""
        from bot.engine.nlu.parse_result import chosen

        buttons = [button for reply in self.replies for button in reply["buttons"]]
        found = next((button for button in buttons if button["title"] == title), None)
        assert found, f"no button {title!r} among {[button['title'] for button in buttons]}"
        return self._turn(title, chosen(found["label"], title)) if found["label"] else self.say(title)

    @property
    def tracker(self):
        """The dialogue's state as the store kept it."""
        return self._run(self._agent.tracker_store.retrieve(self.id))

    def slot(self, name):
        """The value of a slot after the last turn."""
        return self.tracker.get_slot(name)

    @property
    def said(self):
        """Names of the responses of the last turn."""
        return [reply["variation"].partition("#")[0] for reply in self.replies]

    def _turn(self, text, parse):
        from rasa.core.channels.channel import UserMessage

        from bot.engine.dialogue.channel import NAME, CollectedReplies

        out = CollectedReplies()
        message = UserMessage(text, out, self.id, parse_data=parse, input_channel=NAME, message_id=str(uuid.uuid4()))
        self._run(self._agent.handle_message(message))
        self.parse, self.replies = parse, out.replies
        return out.replies

    @staticmethod
    def _run(awaitable):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return asyncio.run(awaitable)


class EngineServer:
    """`python -m bot.engine run` with a secret, on a free port of loopback."""

    secret = "engine-secret-of-tests"

    def __init__(self, model: Path, folder: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/webhooks/visitor"
        self._log = (folder / "engine.log").open("w+")
        endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text())
        endpoints["action_endpoint"]["url"] = NOWHERE
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
        options = ["--credentials", "credentials.yml", "--interface", "127.0.0.1", "--port", str(self.port)]
        options += ["--model", str(model), "--endpoints", str(folder / "endpoints.yml")]
        self._command = [sys.executable, "-m", "bot.engine", "run", *options]
        self._environment = {**os.environ, "DATA_DIR": str(folder), "ENGINE_SECRET": self.secret}

    def __enter__(self):
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        start = time.monotonic()
        while time.monotonic() - start < START_TIMEOUT_S:
            if self._process.poll() is not None:
                break
            try:
                self._open("health", None, self.secret)
                return self
            except OSError:
                time.sleep(0.2)
        printed = self.log
        self.__exit__()
        raise RuntimeError(f"the engine did not start:\n{printed[-2000:]}")

    def __exit__(self, *exc):
        self._process.terminate()
        self._process.wait(15)
        self._log.close()

    def ask(self, path, body=None, secret=secret):
        """Status and text of a request; a body that is no bytes goes as JSON."""
        try:
            with self._open(path, body, secret) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    @property
    def log(self):
        """What the process printed so far."""
        return Path(self._log.name).read_text()

    def _open(self, path, body, secret):
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, {"Content-Type": "application/json"})
        if secret is not None:
            request.add_header("X-Engine-Secret", secret)
        return urllib.request.urlopen(request, timeout=20)
