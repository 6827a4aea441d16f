"""The clock's visits: each job is asked what is due, once a minute, when it is woken, and when it says that it is.

Truth stays in the tables: a visit too many does nothing, and one that was missed is made up for by the next.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.job import Job as Coming
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from handlers import Job
from handlers.house import House
from storage import visits

EACH_SECONDS = 60
# How often it is seen to that visits come, as a share of the time between two.
_WATCHED = 0.25
# Whatever the clock says, nobody is asked for the next moment more often than this.
_SHORTEST = timedelta(milliseconds=1)

_MANY = 100
# What failed may only have met a moment when another process was writing: it comes again after this, and after a
# second failure at the next minute.
_AGAIN = timedelta(seconds=1)
# A job that is asked more often than this need not say so each time.
_NOTED_EACH = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


class Scheduler:
    """Wakes the jobs; APScheduler's own memory of jobs is not used, since it drops, doubles and loses them.

    The jobs of each minute follow one another. A job that knows when it is due next has a line of its own, so that
    nothing keeps it waiting.
    """

    def __init__(self, house: House, jobs: Sequence[Job], *, each: float = EACH_SECONDS) -> None:
        self._house = house
        self._each = each
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._watch_over, name="clock-watch", daemon=True)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        minutely = [job for job in jobs if job.next_due is None]
        self._lines = [_Line(self, minutely), *(_Line(self, [job]) for job in jobs if job.next_due is not None)]
        for line in self._lines:
            line.coming = self._scheduler.add_job(
                line.visit,
                "interval",
                seconds=each,
                # A late visit is better than none, and one visit makes up for any number missed.
                misfire_grace_time=None,
                coalesce=True,
                # A line sees to it that its visits follow one another; APScheduler would drop the second.
                max_instances=_MANY,
            )

    def start(self) -> None:
        """Begin the visits; the jobs of each minute come first after a minute, those that know their moment at it."""
        self._scheduler.start()
        self._watch.start()
        for line in self._lines[1:]:
            line.wake()

    def stop(self) -> None:
        """Return when the visits under way, if any, are over."""
        self._stopping.set()
        if self._scheduler.running:
            self._watch.join()
            self._scheduler.shutdown(wait=True)

    def _watch_over(self) -> None:
        """Wake whoever was not visited for longer than a visit is apart, by a clock that nobody can set.

        APScheduler waits for a time of the day: after the clock was set back by an hour, it would wait for that hour.
        """
        while not self._stopping.wait(self._each * _WATCHED):
            for line in self._lines:
                if line.seconds_alone > self._each * (1 + _WATCHED):
                    line.wake()

    @property
    def is_running(self) -> bool:
        """Whether visits come by themselves."""
        return bool(self._scheduler.running)

    def wake(self) -> None:
        """Say that something is due now: a visit that is under way goes round once more, or else one begins."""
        for line in self._lines:
            line.wake()

    def visit(self) -> None:
        """Ask every job what is due now, in this thread."""
        for line in self._lines:
            line.visit()

    def now(self) -> datetime:
        """Read the house's clock."""
        return self._house.clock()

    def run(self, job: Job, now: datetime) -> None:
        """Run a job in this thread; if it fails, the log says so under a reference."""
        self.ask(job, now)

    def ask(self, job: Job, now: datetime) -> str | None:
        """Run a job in this thread; the reference under which the log says that it failed, or None."""
        return self._guarded(job.name, lambda: job.run(self._house, now))

    def note(self, asked: Mapping[str, str | None], now: datetime) -> None:
        """Keep when jobs were asked, for whoever looks after this deployment."""

        def write() -> None:
            with self._house.database.begin() as session:
                visits.note(session, asked, now=now)

        self._guarded("visits", write)

    def next_due(self, job: Job) -> datetime | None:
        """Ask a job for the next moment at which it is due; None if it has none, or cannot say."""
        found: list[datetime | None] = [None]
        if job.next_due is not None:
            asked = job.next_due
            self._guarded(job.name, lambda: found.append(asked(self._house)))
        return found[-1]

    def _guarded(self, name: str, act: Callable[[], object]) -> str | None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  One job's trouble must not stop the others.
            reference = secrets.token_hex(4)
            _log.error("job_failed", job=name, reference=reference, exc_info=error)
            return reference
        return None


class _Line:
    """Jobs that follow one another, and when they are visited."""

    coming: Coming

    def __init__(self, scheduler: Scheduler, jobs: Sequence[Job]) -> None:
        self._scheduler = scheduler
        self._jobs = tuple(jobs)
        # Whether a visit is under way, and whether something became due meanwhile.
        self._turn = threading.Lock()
        self._visiting = self._woken = False
        self._failed = False
        self._noted_at: datetime | None = None
        self._seen = time.monotonic()

    @property
    def seconds_alone(self) -> float:
        """For how long nobody visited."""
        return 0 if self._visiting else time.monotonic() - self._seen

    def wake(self) -> None:
        """Let a visit begin, or the one under way go round once more."""
        with self._turn:
            self._woken = True
            if self._visiting:
                return
        self._come_at(datetime.now(UTC))

    def visit(self) -> None:
        """Ask each job what is due now, and come again at the next moment."""
        with self._turn:
            if self._visiting:
                self._woken = True
                return
            self._visiting = True
        while True:
            with self._turn:
                self._woken = False
            now = self._scheduler.now()
            asked = {job.name: self._scheduler.ask(job, now) for job in self._jobs}
            self._note(asked, now)
            failed_before, self._failed = self._failed, any(asked.values())
            soon = self._soonest(now)
            if self._failed and not failed_before:
                again = datetime.now(UTC) + _AGAIN
                soon = again if soon is None else min(soon, again)
            with self._turn:
                if self._woken:
                    continue
                self._visiting, self._seen = False, time.monotonic()
            if soon is not None:
                self._come_at(soon)
            return

    def _note(self, asked: dict[str, str | None], now: datetime) -> None:
        """Keep when the jobs were asked, now and then, and whenever one failed."""
        is_news = self._noted_at is None or abs(now - self._noted_at) >= _NOTED_EACH
        if asked and (is_news or any(asked.values())):
            self._scheduler.note(asked, now)
            self._noted_at = now

    def _soonest(self, now: datetime) -> datetime | None:
        """Say when the operating system's clock shows the next moment, where that is within the minute.

        What was due at this visit and is due still had its turn: somebody else is at it, or it waits for the next.
        """
        moments = [self._scheduler.next_due(job) for job in self._jobs]
        coming = [moment for moment in moments if moment is not None and moment > now]
        if not coming:
            return None
        wait = max(min(coming) - self._scheduler.now(), _SHORTEST)
        return datetime.now(UTC) + wait if wait < timedelta(seconds=EACH_SECONDS) else None

    def _come_at(self, moment: datetime) -> None:
        if self._scheduler.is_running:
            with suppress(JobLookupError):
                self.coming.modify(next_run_time=moment)
