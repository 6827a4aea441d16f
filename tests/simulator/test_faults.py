"""Failures on order: of the app's calls, and of what is delivered to it."""

import threading
from http.client import RemoteDisconnected

import pytest

from bot.simulator import Denied
from tests.simulator.small_world import ANA, BOB, BOT, ROOM, Town, error, modal, refusal


def texts(here: Town) -> list[str]:
    return [each["text"] for each in here.slack.seen(ANA, ROOM)]


def test_an_error_is_answered_once_and_nothing_is_done(here: Town) -> None:
    here.slack.fault(method="chat.postMessage", kind="error", error="internal_error")
    assert error(lambda: here.client().chat_postMessage(channel=ROOM, text="a")) == "internal_error"
    assert here.client().chat_postMessage(channel=ROOM, text="b")["ok"]
    assert texts(here) == ["b"]


@pytest.mark.parametrize(("status", "code"), [(429, "ratelimited"), (503, "internal_error")])
def test_an_http_status_with_its_retry_after(here: Town, status: int, code: str) -> None:
    here.slack.fault(method="chat.postMessage", kind="http", status=status, retry_after=7, times=2)
    for _ in range(2):
        refused = refusal(lambda: here.client().chat_postMessage(channel=ROOM, text="a")).response
        after = {key.lower(): value for key, value in refused.headers.items()}["retry-after"]
        assert (refused.status_code, refused["error"], after) == (status, code, "7")
    assert here.client().chat_postMessage(channel=ROOM, text="b")["ok"]


def test_a_connection_is_cut_before_or_after_the_work_is_done(here: Town) -> None:
    here.slack.fault(method="chat.postMessage", kind="drop_before")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        here.client().chat_postMessage(channel=ROOM, text="before")
    assert texts(here) == []
    here.slack.fault(method="*", kind="drop_after")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        here.client().chat_postMessage(channel=ROOM, text="after")
    assert texts(here) == ["after"]


def test_a_slow_call_is_done_at_once_and_answered_late(here: Town) -> None:
    here.slack.fault(method="chat.postMessage", kind="slow", seconds=30)
    client = here.client()
    client.timeout = 1
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=ROOM, text="slow")
    assert texts(here) == ["slow"]


def test_a_lost_call_is_never_done(here: Town) -> None:
    here.slack.fault(method="chat.postMessage", kind="lost", seconds=0.05)
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        here.client().chat_postMessage(channel=ROOM, text="lost")
    assert texts(here) == []


def test_a_call_may_be_done_twice(here: Town) -> None:
    here.slack.fault(method="chat.postMessage", kind="twice")
    here.client().chat_postMessage(channel=ROOM, text="again")
    assert texts(here) == ["again", "again"]


def test_a_delivery_may_come_twice(here: Town) -> None:
    here.open(modal())
    here.slack.fault(delivery="view_submission", kind="twice")
    here.slack.submit(BOB, {"what": "a"})
    bodies = [each.body for each in here.app.of("view_submission")]
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("kind", "came", "notices"),
    [
        ("drop_before", 0, ['/ring failed with the error "dispatch_failed"']),
        ("drop_after", 1, ['/ring failed with the error "operation_timeout"']),
        ("error", 0, ['/ring failed with the error "http_service_error"']),
        ("lost", 0, []),
    ],
)
def test_a_command_that_goes_astray(here: Town, kind: str, came: int, notices: list[str]) -> None:
    here.slack.fault(delivery="command", kind=kind)
    assert not here.slack.command(ANA, ROOM, "/ring")["ok"]
    assert len(here.app.of("command")) == came
    assert here.slack.notices(ANA) == notices


def test_a_lost_event_never_comes_and_a_dropped_one_comes_again(here: Town) -> None:
    here.slack.fault(delivery="app_mention", kind="lost")
    here.slack.say(ANA, ROOM, "@bell lost")
    here.slack.wait(lambda: here.slack.deliveries("app_mention"))
    here.app.wait("message")
    here.slack.fault(delivery="event", kind="drop_before")
    here.slack.say(BOB, BOT, "dropped")
    heard = here.app.wait("message", 2)[-1]
    assert heard.headers["x-slack-retry-reason"] == "connection_failed"
    assert here.app.of("app_mention") == []


def test_faults_wait_until_they_are_met_or_forgotten(here: Town) -> None:
    here.slack.fault(method="views.open", kind="error")
    assert [each["method"] for each in here.slack.state()["faults"]] == ["views.open"]
    with pytest.raises(Denied, match="method or a delivery"):
        here.slack.fault(method="views.open", delivery="command", kind="error")
    with pytest.raises(Denied):
        here.slack.fault(method="views.open", kind="flood")


def test_many_people_may_wait_for_an_app_that_calls_back(patient: Town) -> None:
    patient.card()
    everybody = threading.Barrier(30, timeout=20)

    def answer(_: object) -> tuple[int, str]:
        everybody.wait()
        patient.client().auth_test()
        return 200, ""

    patient.app.answers["block_actions"] = answer
    acks: list[bool] = []
    clicks = [threading.Thread(target=lambda: acks.append(patient.slack.click(BOB, "go")["ok"])) for _ in range(30)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert acks == [True] * 30
