"""When the courier goes: woken by a commit, by the next moment that something is due, or by the clock."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, system
from bot.courier.delivery import Delivery, MayGo, OnDead, OnSent, unnoticed
from bot.courier.uploading import Clients
from bot.worker import Worker
from storage import outbox
from storage.database import Database
from storage.errors import Busy

# A thousand commits a second wake us this often at most.
_REST = 0.05
# With many letters waiting for a slow lane a look takes longer: it may cost a twentieth of the time at most.
_SHARE = 20
# Another process may have written something that nobody here heard of.
_IDLE = 3.0

# What a hand does for one letter, or one file.
Work = Callable[[], None]

_log = structlog.get_logger(__name__)


class Courier(Worker):
    """Delivers what the outbox owes, in a thread of its own with a few hands for the calls to Slack.

    Any number of couriers, in any number of processes, may serve one outbox. `lease` is how long a letter stays with a
    process that died; it must be more than twice as long as a call to Slack may take.
    """

    def __init__(
        self,
        database: Database,
        clients: Clients,
        *,
        may_go: MayGo,
        on_dead: OnDead,
        on_sent: OnSent = unnoticed,
        lease: timedelta = timedelta(minutes=1),
        clock: Clock = system,
        hands: int = 4,
    ) -> None:
        super().__init__("courier")
        self._database = database
        self._lease = lease
        self._clock = clock
        self._delivery = Delivery(
            database, clients, may_go=may_go, on_dead=on_dead, on_sent=on_sent, lease=lease, clock=clock
        )
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._rest = _REST
        self._took = 0.0
        self._free_hands = threading.Semaphore(hands)
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="courier-hand")

    def stop(self) -> None:
        """Claim nothing more, and return when what is under way is settled."""
        super().stop()
        self._hands.shutdown()

    def deliver_one(self, now: datetime) -> bool:
        """Bring the oldest letter that is due one step further, in this thread; False if there was none.

        Where no letter is due, a file is deleted that no letter shows.
        """
        work = self._claim(now)
        if work is None:
            return False
        work()
        return True

    def _go_rounds(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                pause = self._go_round()
            except (Busy, SQLAlchemyError) as error:
                _log.warning("outbox out of reach", error=type(error).__name__)
                pause = _IDLE
            self._stopping.wait(self._rest)
            self._bell.wait(pause)

    def _go_round(self) -> float:
        """Hand out all that is due; how many seconds there is nothing to do then, unless the bell rings."""
        # Asking first takes no lock, so that the many commits after which nothing can go yet do not wait for us.
        pause = self._pause()
        while pause <= 0 and not self._stopping.is_set():
            if not self._hand_one_out():
                # What is due is being claimed by somebody else at this moment.
                return max(_REST, self._pause())
            pause = 0
        return pause

    def _hand_one_out(self) -> bool:
        work = None
        self._free_hands.acquire()
        try:
            work = None if self._stopping.is_set() else self._claim(self._clock())
        finally:
            if work is None:
                self._free_hands.release()
        if work is not None:
            self._hands.submit(self._carry, work)
        return work is not None

    def _carry(self, work: Work) -> None:
        try:
            work()
        finally:
            self._free_hands.release()
            # The letter's lane is free again, sooner than its lease said.
            self._bell.set()

    def _claim(self, now: datetime) -> Work | None:
        with self._database.begin() as session:
            letter = outbox.claim(session, by=self._name, lease=self._lease, now=now)
            if letter is not None:
                return partial(self._delivery.carry, letter)
            left = outbox.claim_left_over(session, by=self._name, lease=self._lease, now=now)
            return None if left is None else partial(self._delivery.take_away, left)

    def _pause(self) -> float:
        now, began = self._clock(), time.monotonic()
        with self._database.read() as session:
            due = outbox.next_due(session, now=now)
        took = time.monotonic() - began
        # One look that took long was held up by something else; where there is much to look at, two of them are long.
        self._rest = min(_IDLE, max(_REST, _SHARE * min(took, self._took)))
        self._took = took
        return _IDLE if due is None else min(_IDLE, (due - now).total_seconds())
