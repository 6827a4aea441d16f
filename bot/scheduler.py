"""The clock's visits: once a minute, or when it is woken, each job is asked what is due. Truth stays in the tables."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from handlers import Job
from handlers.house import House

EACH_SECONDS = 60

_log = structlog.get_logger(__name__)


class Scheduler:
    """Wakes the jobs; APScheduler's own memory of jobs is not used, since it drops, doubles and loses them."""

    def __init__(self, house: House, jobs: Sequence[Job]) -> None:
        self._house = house
        self._jobs = tuple(jobs)
        # Whether a visit is under way, and whether something became due meanwhile.
        self._turn = threading.Lock()
        self._visiting = self._woken = False
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._visits = self._scheduler.add_job(
            self.visit,
            "interval",
            seconds=EACH_SECONDS,
            # A late visit is better than none, and one visit makes up for any number missed.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Begin the visits; the first one comes after a minute."""
        self._scheduler.start()

    def stop(self) -> None:
        """Return when the visit under way, if any, is over."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Say that something is due now: a visit that is under way goes round once more, or else one begins."""
        with self._turn:
            self._woken = True
            if self._visiting:
                return
        if self._scheduler.running:
            with suppress(JobLookupError):
                self._visits.modify(next_run_time=datetime.now(UTC))

    def visit(self) -> None:
        """Ask each job what is due now."""
        while True:
            with self._turn:
                self._woken, self._visiting = False, True
            now = self._house.clock()
            for job in self._jobs:
                self.run(job, now)
            with self._turn:
                self._visiting = self._woken
                if not self._woken:
                    return

    def run(self, job: Job, now: datetime) -> None:
        """Run a job in this thread; if it fails, the log says so under a reference."""
        try:
            job.run(self._house, now)
        except Exception as error:  # noqa: BLE001  One job's trouble must not stop the others.
            _log.error("job_failed", job=job.name, reference=secrets.token_hex(4), exc_info=error)
