"""The console's cast: staff with a browser, a colleague, and strangers who must see nothing."""

import pytest
from django.test import Client

from tests.factories import a_conversation, a_staff_member


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Hashed file names need `collectstatic`; these tests are about pages."""
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages


@pytest.fixture
def sam(db):
    return a_staff_member("sam", "Sam", "Reed", is_staff=True)


@pytest.fixture
def kim(db):
    return a_staff_member("kim", "Kim", "Lee", is_staff=True)


@pytest.fixture
def client_of_sam(sam):
    return logged_in(sam)


@pytest.fixture
def client_of_kim(kim):
    return logged_in(kim)


@pytest.fixture(params=["nobody", "somebody who is no staff", "staff who left"])
def stranger(request, db):
    """Somebody's browser that must not get in."""
    if request.param == "nobody":
        return Client()
    is_former = request.param == "staff who left"
    user = a_staff_member("eve", is_staff=is_former)
    client = logged_in(user)
    if is_former:
        user.is_active = False
        user.save()
    return client


@pytest.fixture
def conversation(db):
    return a_conversation().conversation


def logged_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
