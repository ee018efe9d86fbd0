"""Rasa's action server: started as `python -m rasa_sdk --actions actions`, it calls bot/handoff and nothing else."""

from __future__ import annotations

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
if not apps.ready:  # pytest has set Django up already
    django.setup()
