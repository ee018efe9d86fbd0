"""Rasa's action server: started as `python -m rasa_sdk --actions actions`, it calls bot/handoff and nothing else."""

from __future__ import annotations

import os
import sys

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
if not apps.ready:  # pytest has set Django up already
    try:
        django.setup()
    except ImproperlyConfigured as exc:
        sys.exit(f"make: {exc}")
