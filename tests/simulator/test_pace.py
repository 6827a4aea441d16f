"""How fast an app may call: one message a second a channel, and each method's tier."""

import pytest

from tests.simulator.small_world import ANA, ROOM, Town, error, refusal, town, world

TIERS = [
    ("pins.add", {"channel": ROOM, "timestamp": "1.2"}, 20),
    ("team.info", {}, 50),
    ("users.info", {"user": ANA}, 100),
]


@pytest.fixture
def strict():
    with town(world(rate_limits="on")) as running:
        yield running


def test_a_channel_takes_one_message_a_second(strict: Town) -> None:
    client = strict.client()
    client.chat_postMessage(channel=ROOM, text="a")
    refused = refusal(lambda: client.chat_postMessage(channel=ROOM, text="b")).response
    assert (refused.status_code, refused["error"], refused.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert client.chat_postMessage(channel=ANA, text="another channel")["ok"]
    strict.slack.advance(1)
    assert client.chat_postMessage(channel=ROOM, text="b")["ok"]


def test_a_refused_message_costs_nothing(strict: Town) -> None:
    client = strict.client()
    assert error(lambda: client.api_call("chat.postMessage", json={"channel": ROOM, "text": ""})) == "no_text"
    assert client.chat_postMessage(channel=ROOM, text="a")["ok"]


@pytest.mark.parametrize(("method", "arguments", "most"), TIERS)
def test_a_method_takes_so_many_calls_a_minute(strict: Town, method: str, arguments: dict[str, str], most: int) -> None:
    def call() -> str | None:
        response = strict.client().api_call(method, params=arguments)
        return response["error"] if not response["ok"] else None

    codes = [error(call) if method == "pins.add" else call() for _ in range(most)]
    assert "ratelimited" not in codes
    refused = refusal(lambda: strict.client().api_call(method, params=arguments)).response
    assert (refused.status_code, refused["error"]) == (429, "ratelimited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert strict.client("xoxb-twin").api_call("auth.test")["ok"], "another workspace has a pace of its own"
    strict.slack.advance(60)
    again = [error(call) if method == "pins.add" else call()]
    assert "ratelimited" not in again
