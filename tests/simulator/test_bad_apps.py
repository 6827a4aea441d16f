"""Apps that are down, slow, endless or out of their mind: nobody waits longer than on Slack, and nothing is left."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.simulator import Denied, Simulator, running
from tests.simulator.small_world import ANA, BOB, BOT, ROOM, Json, Town, button, modal, town, world

Serve = Callable[[socket.socket, threading.Event], None]


@contextmanager
def app_that(serve: Serve) -> Iterator[str]:
    """Listen, and let each connection be served in its own way until the end."""
    over, threads = threading.Event(), []
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                serve(connection, over)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=one, args=(connection,)))
            threads[-1].start()

    door = threading.Thread(target=accept)
    door.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        door.join()
        for each in threads:
            each.join()


def drips_a_head(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.02):
        connection.sendall(b"X")


def drips_a_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.02):
        connection.sendall(b" ")


def says_nothing(_: socket.socket, over: threading.Event) -> None:
    over.wait(30)


def never_ends(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        connection.sendall(b"a" * 65536)


def is_no_http(connection: socket.socket, _: threading.Event) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


def hangs_up(_: socket.socket, __: threading.Event) -> None:
    """Say nothing, and be gone."""


def small(**changes: Any) -> Json:
    return world(ack_seconds=0.3, **changes)


@pytest.mark.parametrize(
    ("serve", "reason", "told"),
    [
        (drips_a_head, "timeout", "operation_timeout"),
        (drips_a_body, "timeout", "operation_timeout"),
        (says_nothing, "timeout", "operation_timeout"),
        (never_ends, "too_large", "http_service_error"),
        (is_no_http, "connection_failed", "dispatch_failed"),
        (hangs_up, "connection_failed", "dispatch_failed"),
    ],
)
def test_a_person_waits_no_longer_than_slack_lets_them(serve: Serve, reason: str, told: str) -> None:
    with app_that(serve) as url, running(small(), url) as simulator:
        slack = simulator.switchboard
        assert slack.command(ANA, ROOM, "/ring") == {"ok": False, "status": 0, "error": reason}
        assert slack.notices(ANA) == [f'/ring failed with the error "{told}"']


def test_an_app_that_is_down_is_told_and_events_come_again_once_it_is_up() -> None:
    with town(world(retry_delays=[0.05] * 100)) as here:
        here.card()
        closed = socket.create_server(("127.0.0.1", 0))
        address = closed.getsockname()
        closed.close()
        here.slack.connect(f"http://127.0.0.1:{address[1]}/slack/events")
        assert here.slack.click(BOB, "go")["error"] == "connection_failed"
        here.slack.say(BOB, BOT, "anybody there?")
        here.slack.wait(lambda: len(here.slack.deliveries("message.im")) == 2)
        here.slack.connect(here.app.url)
        heard = here.app.wait("message", 2)[-1]
        assert heard.headers["x-slack-retry-reason"] == "connection_failed"


@pytest.mark.parametrize("address", ["https://bell.example/events", "bell", "http://", "http://a:b/"])
def test_an_address_that_cannot_be_reached_is_refused(here: Town, address: str) -> None:
    with pytest.raises(Denied):
        here.slack.connect(address)


WILD: list[Any] = [
    {"text": {"a": 1}},
    {"blocks": "x"},
    {"blocks": [None]},
    {"response_type": ["x"], "text": "a"},
    {"thread_ts": {"a": 1}, "text": "a"},
    {"response_action": ["errors"]},
    {"response_action": "errors", "errors": ["a"]},
    {"response_action": "errors", "errors": {"what": {"a": 1}}},
    {"response_action": "update", "view": "x"},
    {"response_action": "push", "view": [1]},
    {"delete_original": True},
    [],
    5,
    None,
    "\x00",
]


@pytest.mark.parametrize("said", WILD, ids=[json.dumps(each) for each in WILD])
def test_no_answer_breaks_the_local_slack(here: Town, said: Any) -> None:
    here.open(modal())
    for kind in ("command", "block_actions", "view_submission"):
        here.app.answers[kind] = (200, said)
    here.slack.command(ANA, ROOM, "/ring")
    here.slack.click(BOB, "go", channel=ROOM)
    here.slack.submit(BOB, {"what": "a"})
    assert here.slack.state(ANA)["me"]["id"] == ANA


def stopped_in(simulator: Simulator) -> float:
    began = time.monotonic()
    simulator.stop()
    return time.monotonic() - began


def test_it_stops_at_once_whatever_waits_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with app_that(says_nothing) as url, running(small(retry_delays=[60, 60, 60]), url) as simulator:
        slack = simulator.switchboard
        slack.fault(delivery="app_mention", kind="slow", seconds=600)
        for number in range(100):
            slack.say(ANA, ROOM, f"@bell are you there, {number}?")
        slack.wait(lambda: slack.deliveries("app_mention"))
        # Much less than a hundred deliveries to a silent app one after the other, or than the slow one alone.
        assert stopped_in(simulator) < 15
    assert {each for each in set(threading.enumerate()) - before if each.is_alive() and not each.daemon} == set()


def test_a_stream_and_a_waiting_call_end_with_it() -> None:
    with running(small()) as simulator:
        slack = simulator.switchboard
        ended = threading.Event()

        def wait() -> None:
            try:
                slack.ask("changed", since=10**6, seconds=30)
            finally:
                ended.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
        slack.state()
        assert stopped_in(simulator) < 15
        assert ended.wait(10)
        waiting.join()


def test_hundreds_of_clicks_at_once_are_each_answered_and_none_is_lost(patient: Town) -> None:
    patient.card(button("go"))
    patient.app.answers["block_actions"] = lambda _: (200, "" if patient.client().auth_test()["ok"] else "no")
    acks: list[bool] = []
    threads = [threading.Thread(target=lambda: acks.append(patient.slack.click(BOB, "go")["ok"])) for _ in range(150)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert acks == [True] * 150
    assert len(patient.app.of("block_actions")) == 150
    assert len({each.payload["trigger_id"] for each in patient.app.of("block_actions")}) == 150
