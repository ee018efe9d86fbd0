"""What somebody typed stands in no log of the real processes and, once erased, in no file of theirs either."""

import uuid

import pytest
import requests

from benchmarks.stack import Stack

pytestmark = pytest.mark.stack

NAME, PHONE, MAIL, COUNTY = "Zacharias Kanarienvogel", "(314) 555-0177", "kanarienvogel@example.org", "Kanaria County"
TRACES = (b"anarienvogel", b"555-0177", b"5550177", b"Kanaria")
TYPED = [
    "can she drop the charges",
    f"my name is {NAME}",
    "/restart kanarienvogel",
    *("i want to talk to a lawyer", "myself", NAME, PHONE, "yes", COUNTY, "march 3"),
    f"my mail is {MAIL}",
]


@pytest.fixture(scope="module")
def own_stack():
    """One of its own: the action server goes down in it."""
    with Stack() as running:
        yield running


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def traces(files):
    return {(str(path), trace) for path, data in files.items() for trace in TRACES if trace in data}


def test_a_canary_sings_in_no_log_and_is_gone_after_erasure(own_stack):
    opened = requests.post(f"{own_stack.url}/api/conversations", timeout=30).json()
    url, headers = (
        f"{own_stack.url}/api/conversations/{opened['conversation']}",
        {"Authorization": f"Bearer {opened['token']}"},
    )

    def say(text):
        body = {"id": str(uuid.uuid4()), "text": text}
        return requests.post(f"{url}/messages", json=body, headers=headers, timeout=30)

    for text in TYPED:
        assert say(text).status_code == 200
    own_stack.stop_one("actions")
    for text in ("yes", "yes", f"why not, {NAME}"):  # the form cannot be sent: Rasa logs that
        assert say(text).status_code == 200
    assert traces(content(own_stack.data_dir)) != set()  # in the databases

    assert requests.delete(url, headers=headers, timeout=30).status_code == 204

    own_stack.stop_one("engine")
    assert traces(content(own_stack.data_dir)) == set()
    for log in own_stack.logs.values():
        assert opened["token"] not in log.read_text()
