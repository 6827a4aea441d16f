"""Files are fetched from Slack's own address alone, whole or not at all, and never more than a file may hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.clients import client
from bot.fetching import Fetched, Never, NotNow, Why, fetch, is_slacks
from bot.simulator import Simulator, running
from handlers.formats.disclosures import LARGEST

WORLD = Path(__file__).parent.parent / "journeys" / "world.yml"
BOT, FRIDA, GRETA = "U0BOTFACEBOOK", "U0FRIDA", "U0GRETA"
LIST = b"indicator_type,indicator_value\ndomain,example.com\n"


@pytest.fixture(scope="module")
def slack() -> Iterator[Simulator]:
    """The local Slack."""
    with running(WORLD) as simulator:
        yield simulator


@pytest.fixture
def host(slack: Simulator) -> WebClient:
    """The host's copy of the app."""
    return client("xoxb-facebook", f"{slack.url}/api/", seconds=5)


def sent(slack: Simulator, content: bytes = LIST, name: str = "list.csv", who: str = GRETA) -> str:
    return str(slack.switchboard.upload(who, name, content, channel=BOT)["file"]["id"])


@pytest.mark.parametrize("who", [FRIDA, GRETA])
def test_a_file_of_whatever_company_is_fetched_whole(slack: Simulator, host: WebClient, who: str) -> None:
    assert fetch(host, sent(slack, who=who), seconds=5) == Fetched("list.csv", LIST)


def test_a_file_of_whatever_name_is_fetched(slack: Simulator, host: WebClient) -> None:
    name = "Größe #1 & 2?/Öl 100%.csv"
    assert fetch(host, sent(slack, name=name), seconds=5).name == name


def test_what_was_deleted_or_never_shown_to_us_is_not_there(slack: Simulator, host: WebClient) -> None:
    deleted, unseen = sent(slack), slack.switchboard.upload(GRETA, "a.csv", LIST)["file"]["id"]
    slack.switchboard.delete_file(GRETA, deleted)
    for file in (deleted, unseen, "F0NONE"):
        with pytest.raises(Never) as gone:
            fetch(host, file, seconds=5)
        assert gone.value.why is Why.NOT_THERE


def test_a_file_that_is_deleted_between_the_question_and_the_fetching_is_not_there(
    slack: Simulator, host: WebClient
) -> None:
    file = sent(slack)
    slack.switchboard.fault(method="download", kind="http", status=404)
    with pytest.raises(Never) as gone:
        fetch(host, file, seconds=5)
    assert gone.value.why is Why.NOT_THERE


@pytest.mark.parametrize("how", ["redirect", "sign_in", "forbidden"])
def test_whoever_is_sent_on_follows_nobody(slack: Simulator, host: WebClient, how: str) -> None:
    file = sent(slack)
    orders = {
        "redirect": {"kind": "redirect", "to": f"http://localhost:{slack.url.rpartition(':')[2]}/signin"},
        "sign_in": {"kind": "sign_in"},
        "forbidden": {"kind": "http", "status": 403},
    }
    slack.switchboard.fault(method="download", **orders[how])
    with pytest.raises(Never) as stopped:
        fetch(host, file, seconds=5)
    assert stopped.value.why is Why.MAY_NOT


def test_without_the_scope_the_installation_may_not(slack: Simulator, host: WebClient) -> None:
    slack.switchboard.fault(method="files.info", kind="error", error="missing_scope")
    with pytest.raises(Never) as refused:
        fetch(host, sent(slack), seconds=5)
    assert refused.value.why is Why.MAY_NOT


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "cut"},
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "http", "status": 503},
        {"kind": "slow", "seconds": 30},
    ],
    ids=lambda order: "-".join(map(str, order.values())),
)
def test_what_came_in_part_or_not_at_all_is_fetched_another_time(slack: Simulator, order: dict[str, object]) -> None:
    file = sent(slack)
    slack.switchboard.fault(method="download", **order)
    with pytest.raises(NotNow):
        fetch(client("xoxb-facebook", f"{slack.url}/api/", seconds=0.5), file, seconds=5)
    assert fetch(client("xoxb-facebook", f"{slack.url}/api/", seconds=5), file, seconds=5).content == LIST


@pytest.mark.parametrize("method", ["files.info", "download"])
def test_slack_is_waited_for_as_long_as_it_asks(slack: Simulator, host: WebClient, method: str) -> None:
    file = sent(slack)
    slack.switchboard.fault(method=method, kind="http", status=429, retry_after=7)
    with pytest.raises(NotNow) as later:
        fetch(host, file, seconds=5)
    assert (later.value.error, later.value.pause) == ("ratelimited", timedelta(seconds=7))


def test_nothing_larger_than_a_file_may_be_is_kept_whatever_its_size_was_told_as(
    slack: Simulator, host: WebClient
) -> None:
    told = sent(slack, b"a" * (LARGEST + 1))
    untold = sent(slack)
    slack.switchboard.fault(method="download", kind="longer")
    for file in (told, untold):
        with pytest.raises(Never) as refused:
            fetch(host, file, seconds=30)
        assert refused.value.why is Why.TOO_LARGE
    assert len(fetch(host, sent(slack, b"a" * LARGEST), seconds=30).content) == LARGEST


def test_a_file_that_comes_too_slowly_is_given_up(slack: Simulator, host: WebClient) -> None:
    ticks = iter(range(0, 1000, 10))
    with pytest.raises(NotNow, match="too_slow"):
        fetch(host, sent(slack), seconds=5, timer=lambda: float(next(ticks)))


@pytest.mark.parametrize(
    ("address", "api", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.csv", "https://slack.com/api/", True),
        ("https://slack.com/files-pri/T1-F1/a.csv", "https://www.slack.com/api/", True),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.csv", "https://slack-gov.com/api/", True),
        ("http://files.slack.com/files-pri/T1-F1/a.csv", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/a.csv", "https://slack.com/api/", False),
        ("https://files.slack-gov.com/a.csv", "https://slack.com/api/", False),
        ("https://notslack.com/a.csv", "https://slack.com/api/", False),
        ("https://slack.com.evil.example/a.csv", "https://slack.com/api/", False),
        ("https://files.slack.com@evil.example/a.csv", "https://slack.com/api/", False),
        ("https://user@files.slack.com/a.csv", "https://slack.com/api/", False),
        ("file:///etc/passwd", "https://slack.com/api/", False),
        ("", "https://slack.com/api/", False),
        ("http://127.0.0.1:9000/files/F1/a.csv", "http://127.0.0.1:9000/api/", True),
        ("http://127.0.0.1:9001/files/F1/a.csv", "http://127.0.0.1:9000/api/", False),
        ("http://localhost:9000/files/F1/a.csv", "http://127.0.0.1:9000/api/", False),
        ("https://127.0.0.1:9000/files/F1/a.csv", "http://127.0.0.1:9000/api/", False),
        ("https://files.slack.com/files/F1/a.csv", "http://127.0.0.1:9000/api/", False),
        ("http://[::1/a.csv", "http://127.0.0.1:9000/api/", False),
        ("http://127.0.0.1:99999/a.csv", "http://127.0.0.1:9000/api/", False),
    ],
)
def test_the_token_is_shown_to_slack_alone(address: str, api: str, ours: bool) -> None:  # noqa: FBT001
    assert is_slacks(address, api) is ours
