import pytest
from django.core.cache import caches
from django.test import RequestFactory

from bot.api import limits
from bot.api.limits import Rate
from bot.api.problems import Problem
from tests.api.test_messages import assert_is_problem


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.RATE_LIMITS = True
    caches["limits"].clear()


@pytest.fixture
def clock(monkeypatch):
    """The limits' time, in seconds."""
    now = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    return now


def test_a_burst_is_let_through_and_then_one_at_a_time(clock):
    rate = Rate("test", burst=3, per_s=0.5)
    for _ in range(3):
        limits._take(rate, "a")

    with pytest.raises(Problem) as refused:
        limits._take(rate, "a")

    assert refused.value.headers == {"Retry-After": "2"}
    clock[0] += 2
    limits._take(rate, "a")
    with pytest.raises(Problem):
        limits._take(rate, "a")


def test_one_does_not_pay_for_another(clock):
    rate = Rate("test", burst=1, per_s=1)

    limits._take(rate, "a")
    limits._take(rate, "b")


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:0db8:0001:0002"), ("", "unknown"), ("unix:", "unknown")],
)
def test_an_ipv6_household_counts_as_one(address, network):
    assert limits.client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.anyio
async def test_too_many_messages_are_429_and_not_stored(visitor):
    statuses = [(await visitor.say()).status_code for _ in range(limits.MESSAGES_OF_CONVERSATION.burst)]
    refused = await visitor.say()

    assert set(statuses) == {200}
    assert_is_problem(refused, 429)
    assert int(refused["Retry-After"]) >= 1
    assert "911" in refused.json()["detail"]
    assert len(await visitor.transcript()) == 2 + 2 * len(statuses)


@pytest.mark.anyio
async def test_too_many_openings_from_one_address_are_429(visitor):
    burst = limits.OPENINGS_OF_ADDRESS.burst
    responses = [
        await visitor.client.post("/api/conversations", content_type="application/json") for _ in range(burst + 10)
    ]

    assert responses[burst - 1].status_code == 201
    assert_is_problem(responses[-1], 429)
