"""The clock's visits: every job is asked each time, whatever became of the one before it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduler import Scheduler
from handlers import Job
from handlers.house import House


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


def test_a_job_that_failed_comes_again_soon_and_if_it_fails_again_at_the_next_minute(house: House) -> None:
    scheduler = Scheduler(house, [Job("fails", fails)])
    scheduler.start()
    try:
        (visit,) = scheduler._scheduler.get_jobs()
        scheduler.visit()
        assert visit.next_run_time < datetime.now(UTC) + timedelta(seconds=2)
        visit.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
        scheduler.visit()
        assert visit.next_run_time > datetime.now(UTC) + timedelta(minutes=30)
    finally:
        scheduler.stop()


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
    assert (visit.misfire_grace_time, visit.coalesce) == (None, True)
    assert visit.max_instances > 1


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


class Bells:
    """A job that is due at moments of the operating system's clock."""

    def __init__(self, *waits: float) -> None:
        began = datetime.now(UTC)
        self.moments = [began + timedelta(seconds=wait) for wait in waits]
        self.came: list[datetime] = []
        self.all_came = threading.Event()

    def run(self, _house: House, at: datetime) -> None:
        self.came += [at for moment in self.moments[len(self.came) :] if moment <= at]
        if len(self.came) == len(self.moments):
            self.all_came.set()

    def next_due(self, _house: House) -> datetime | None:
        return next(iter(self.moments[len(self.came) :]), None)


def test_a_job_that_knows_its_moment_is_asked_at_it_and_waits_for_nobody(house: House) -> None:
    house = replace(house, clock=lambda: datetime.now(UTC))
    bells, may_end = Bells(0.2, 0.3, 0.4), threading.Event()
    scheduler = Scheduler(
        house, [Job("slow", lambda *_: bool(may_end.wait(30))), Job("bells", bells.run, next_due=bells.next_due)]
    )
    scheduler.start()
    scheduler.wake()
    assert bells.all_came.wait(30)
    assert all(moment <= at for moment, at in zip(bells.moments, bells.came, strict=True))
    may_end.set()
    scheduler.stop()


def test_a_clock_that_is_set_back_keeps_nobody_waiting(house: House) -> None:
    came = threading.Semaphore(0)
    scheduler = Scheduler(house, [Job("notes", lambda *_: came.release())], each=0.05)
    scheduler.start()
    # So APScheduler sees its own next visit once the time of the day was set back by an hour.
    (visit,) = scheduler._scheduler.get_jobs()
    visit.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    assert came.acquire(timeout=30)
    scheduler.stop()


def test_a_job_that_cannot_say_when_it_is_due_is_asked_each_minute(house: House, visits: list[datetime]) -> None:
    def cannot_say(_house: House) -> datetime:
        raise ValueError("stop")

    scheduler = Scheduler(house, [Job("notes", lambda _, at: visits.append(at), next_due=cannot_say)])
    scheduler.visit()
    scheduler.visit()
    assert visits == [house.clock()] * 2
