"""Threads of our own beside the web face: each goes its rounds when it is woken, and now and then."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime

from handlers import Job
from handlers.house import House

# Runs a job and logs what goes wrong with it.
Guard = Callable[[Job, datetime], None]

# So long what was postponed may wait for longer.
_IDLE = 5.0


class Worker(ABC):
    """A thread that goes its rounds until it is stopped."""

    def __init__(self, name: str) -> None:
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._go_rounds, name=name, daemon=True)

    def start(self) -> None:
        """Begin to go rounds."""
        self._thread.start()

    def stop(self) -> None:
        """Begin with nothing more, and return when what is under way is settled."""
        self._stopping.set()
        self._bell.set()
        if self._thread.ident is not None:
            self._thread.join()

    def wake(self) -> None:
        """Say that there is something to do; costs nothing."""
        self._bell.set()

    @abstractmethod
    def _go_rounds(self) -> None:
        """Do what is due each time that the bell rings, until it is to stop."""


class Runner(Worker):
    """Runs one errand after the other until none is due; `kind` is what the log calls a round that went wrong."""

    def __init__(self, name: str, kind: str, house: House, guard: Guard) -> None:
        super().__init__(name)
        self._house = house
        self._guard = guard
        self._round = Job(kind, lambda _house, _now: self._run_all())

    def _go_rounds(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            self._guard(self._round, self._house.clock())
            self._bell.wait(_IDLE)

    def _run_all(self) -> None:
        while not self._stopping.is_set() and self._run_one():
            pass

    @abstractmethod
    def _run_one(self) -> bool:
        """Run the oldest errand that is due as far as it goes; False if there was none."""
