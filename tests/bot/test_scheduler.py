"""The clock's visits: every job is asked each time, whatever became of the one before it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from bot.scheduler import Scheduler
from handlers import Job
from handlers.house import House
from storage.cipher import Cipher
from storage.database import Database


@pytest.fixture
def house(sqlite_database: Database, now: datetime) -> House:
    return House(
        database=sqlite_database,
        clock=lambda: now,
        slack=lambda _: WebClient(),
        slack_with=WebClient,
        wake_courier=lambda: None,
        cipher=Cipher(None),
    )


def fails(_house: House, _now: datetime) -> None:
    raise ValueError("stop")


@pytest.fixture
def visits() -> list[datetime]:
    return []


@pytest.fixture
def scheduler(house: House, visits: list[datetime]) -> Iterator[Scheduler]:
    scheduler = Scheduler(house, [Job("fails", fails), Job("notes", lambda _house, at: visits.append(at))])
    scheduler.start()
    yield scheduler
    scheduler.stop()


def test_a_job_that_fails_does_not_keep_the_others(scheduler: Scheduler, visits: list[datetime], now: datetime) -> None:
    scheduler.visit()
    scheduler.visit()
    assert visits == [now, now]


def test_a_visit_under_way_is_finished_before_it_stops(house: House) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def slowly(_house: House, _at: datetime) -> None:
        began.set()
        may_end.wait(10)
        ended.set()

    scheduler = Scheduler(house, [Job("slow", slowly)])
    scheduler.start()
    (visit,) = scheduler._scheduler.get_jobs()
    visit.modify(next_run_time=datetime.now(UTC))
    assert began.wait(10)
    stopping = threading.Thread(target=scheduler.stop)
    stopping.start()
    assert not ended.is_set()
    may_end.set()
    stopping.join(10)
    assert ended.is_set()


def test_no_visit_is_missed_or_doubled_by_apscheduler(scheduler: Scheduler) -> None:
    (visit,) = scheduler._scheduler.get_jobs()
    assert (visit.misfire_grace_time, visit.coalesce, visit.max_instances) == (None, True, 1)


def test_a_visit_comes_at_once_when_it_is_woken_and_goes_round_again_when_it_is_under_way(house: House) -> None:
    came: list[int] = []
    both = threading.Event()

    def wakes_once_more(_house: House, _at: datetime) -> None:
        came.append(len(came))
        if len(came) == 1:
            scheduler.wake()
        else:
            both.set()

    scheduler = Scheduler(house, [Job("wakes", wakes_once_more)])
    scheduler.start()
    scheduler.wake()
    assert both.wait(10)
    scheduler.stop()
    scheduler.wake()
    assert came[:2] == [0, 1]
