"""The courier at work by itself: woken, on time, in a crowd, and leaving in good order."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from bot.courier import Courier
from storage.database import Database
from storage.outbox import Address, State
from tests.bot.courier_desk import OPEN, ROOM, Desk, desk

COURIERS = 4
LETTERS = 24


@pytest.fixture
def at(sqlite_database: Database) -> Iterator[Desk]:
    with desk(sqlite_database) as at:
        at.courier.start()
        yield at
        at.courier.stop()


def test_a_commit_and_a_ring_of_the_bell_are_enough(at: Desk) -> None:
    at.want(text="652 pages")
    at.courier.wake()
    assert at.board.wait(lambda: at.texts() == ["652 pages"])


def test_what_another_process_wrote_is_found_without_a_bell(at: Desk) -> None:
    at.want(text="652 pages")
    assert at.board.wait(lambda: at.texts() == ["652 pages"])


def test_what_is_wanted_again_and_again_ends_with_the_newest_words(at: Desk) -> None:
    for number in range(50):
        at.want(text=f"{number} pages")
        at.courier.wake()
    assert at.board.wait(lambda: at.texts() == ["49 pages"])
    assert len(at.calls()) < 50


def test_a_channel_that_does_not_answer_holds_up_no_other(at: Desk) -> None:
    at.board.fault(method="chat.postMessage", kind="slow", seconds=4)
    at.want("slow", "slow")
    at.courier.wake()
    at.board.wait(lambda: at.texts() == ["slow"])
    at.want("quick", "quick", address=Address.in_channel(OPEN))
    at.courier.wake()
    assert at.board.wait(lambda: at.texts(OPEN) == ["quick"], seconds=3)
    assert at.standing("slow").state is State.SENDING


def test_a_database_that_is_out_of_reach_for_a_while_is_asked_again(at: Desk) -> None:
    with at.database.begin() as session:
        session.exec_driver_sql("ALTER TABLE paces RENAME TO away")
    with capture_logs() as log:
        at.courier.wake()
        at.want(text="652 pages")
        until(lambda: "outbox out of reach" in [line["event"] for line in log])
    with at.database.begin() as session:
        session.exec_driver_sql("ALTER TABLE away RENAME TO paces")
    assert at.board.wait(lambda: at.texts() == ["652 pages"])


def until(predicate: Callable[[], bool]) -> None:
    deadline, pause = time.monotonic() + 20, threading.Event()
    while not predicate():
        assert time.monotonic() < deadline
        pause.wait(0.02)


def test_who_stops_finishes_what_is_under_way(at: Desk) -> None:
    at.board.fault(method="chat.postMessage", kind="slow", seconds=1)
    at.want(text="652 pages")
    at.courier.wake()
    at.board.wait(lambda: at.texts() == ["652 pages"])
    at.courier.stop()
    assert at.standing().state is State.SENT


def test_a_courier_that_never_started_can_be_stopped(sqlite_database: Database) -> None:
    with desk(sqlite_database) as at:
        at.courier.stop()


def test_four_couriers_deliver_each_letter_once(database: Database) -> None:
    with desk(database) as at:
        for number in range(LETTERS):
            at.want(f"card {number}", f"card {number}", address=Address.in_channel((ROOM, OPEN)[number % 2]))
        couriers = [at.another() for _ in range(COURIERS)]
        for courier in couriers:
            courier.start()
        try:
            # A second passes for the world whenever something was posted, so that nobody waits for the pace.
            deliver_all(at, couriers)
        finally:
            for courier in couriers:
                courier.stop()
        texts = Counter(at.texts(ROOM) + at.texts(OPEN))
        assert texts == Counter(f"card {number}" for number in range(LETTERS))
        assert "conversations.history" not in at.calls()


def deliver_all(at: Desk, couriers: list[Courier]) -> None:
    def done() -> bool:
        at.simulator.world.clock.advance(1)
        for courier in couriers:
            courier.wake()
        return len(at.texts(ROOM) + at.texts(OPEN)) >= LETTERS

    at.board.wait(done, seconds=60)
