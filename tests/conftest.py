"""The environment of every test: data in a folder of its own, limits off unless a test is about them."""

import os
import tempfile
import uuid

# Before Django's settings are read, and also where a developer's shell sets them.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="chatbot-tests-")
os.environ["RATE_LIMITS"] = "off"
os.environ["ENGINE_SECRET"] = "the-engine's-secret"
os.environ["ALLOWED_ORIGINS"] = "https://firm.example.org"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")

import pytest
from django.conf import settings as django_settings

from tests.engine_double import EngineDouble
from tests.factories import Visitor, a_conversation

# A file, as in production: the threads that tests use could not share a database in memory.
if django_settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    django_settings.DATABASES["default"]["TEST"] = {
        "NAME": f"{django_settings.DATA_DIR}/tests-{uuid.uuid4().hex}.sqlite3"
    }


@pytest.fixture
def engine(settings):
    """An engine that speaks the channel's contract over HTTP and does what the test wants."""
    with EngineDouble(secret=settings.ENGINE_SECRET) as double:
        settings.ENGINE_URL = double.url
        yield double


@pytest.fixture
def visitor(transactional_db, engine):
    """A visitor with a conversation just opened."""
    return Visitor(a_conversation())


@pytest.fixture
def stranger(transactional_db):
    """Somebody with a conversation and token of their own, who must not get at the visitor's."""
    return Visitor(a_conversation())
