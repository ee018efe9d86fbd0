"""The project's settings for tests: data in a folder of its own, limits off, known secrets and origins.

A settings module, because pytest-django reads the settings before any conftest.py runs.
"""

import atexit
import os
import shutil
import tempfile

os.environ.update(
    ENV_FILE=os.devnull,
    DATA_DIR=tempfile.mkdtemp(prefix="chatbot-tests-"),
    HOST="127.0.0.1",
    RATE_LIMITS="off",
    ENGINE_SECRET="the-engine's-secret",
    ALLOWED_ORIGINS="https://firm.example.org",
)

from bot.settings import *  # noqa: F403
from bot.settings import DATA_DIR, DATABASES

atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

# A file, as in production: the threads that tests use could not share a database in memory.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nobody's real password
