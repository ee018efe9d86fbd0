from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from bot.console.housekeeping import forget_logins, keep_house
from bot.conversations import audit
from bot.conversations.models import AuditEntry

pytestmark = pytest.mark.django_db


def log_in(username, password):
    return Client().post("/staff/login/", {"username": username, "password": password})


def test_records_of_logins_go_after_their_days_and_the_audit_trail_stays(sam, settings):
    settings.LOGIN_RETENTION_DAYS = 14
    log_in("sam", "a wrong password")
    log_in("kim", "a wrong password")
    log_in("sam", "a long enough password")
    audit.record(verb="conversation.viewed", user=sam)
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=4000))
    before = [rows.objects.count() for rows in (AccessAttempt, AccessFailureLog, AccessLog)]
    assert sum(before) >= 2
    assert forget_logins() == 0
    for rows in (AccessAttempt, AccessFailureLog, AccessLog):
        rows.objects.update(attempt_time=timezone.now() - timedelta(days=15))

    keep_house()

    assert [rows.objects.count() for rows in (AccessAttempt, AccessFailureLog, AccessLog)] == [0, 0, 0]
    assert AuditEntry.objects.filter(verb="conversation.viewed").exists()


def test_sessions_that_have_ended_go(sam):
    log_in("sam", "a long enough password")
    log_in("sam", "a long enough password")
    ended = Session.objects.first()
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now() - timedelta(hours=1))

    keep_house()

    assert Session.objects.count() == 1


def test_the_worker_knows_every_chore():
    assert len(project.WORKER_CHORES) == 3
    for chore in project.WORKER_CHORES:
        assert callable(import_string(chore))
