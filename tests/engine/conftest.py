"""Hands out the trained model, in this process and as a server; TensorFlow stays out, as in the engine's process."""

import pytest

from tests.engine import trained


@pytest.fixture(scope="session")
def model():
    """The trained model's file; `make test` trains it first."""
    return trained.model_file()


@pytest.fixture(scope="session")
def agent(model):
    """The real agent with our stores and words, its action server nowhere."""
    return trained.load_agent()


@pytest.fixture(scope="session")
def engine_server(model, tmp_path_factory):
    """A real engine process on a free port, its action server nowhere."""
    with trained.EngineServer(model, tmp_path_factory.mktemp("engine")) as server:
        yield server
