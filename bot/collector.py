"""The collector: fetches the files that people handed in, and has each one read. Knows no feature."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from slack_sdk import WebClient

from bot.courier import Clients
from bot.courier.outcomes import back_off
from bot.fetching import Fetched, Never, NotNow, Why, fetch
from bot.worker import Guard, Runner
from handlers.house import House, Sought
from storage import intakes
from storage.errors import Refusal
from storage.intakes import Intake

# With the pauses between them, about half an hour.
_MOST_ATTEMPTS = 12
# A company's file may come to be seen a little after we are told of it.
_NOT_THERE_YET = 3
_LONGEST_FETCH = 60.0
# A lease is not outlasted by the fetching of one file.
_SHARE_OF_LEASE = 0.4
# Whoever asks again finds the file read; a crowd of them shall not fill the memory.
_MOST_LOOKS = 1000

_log = structlog.get_logger(__name__)


class Reading(Protocol):
    """What a feature does with the files that are fetched for it."""

    def teams(self, house: House, one: Intake) -> tuple[str | None, ...]:
        """Name the workspaces whose copy of the app may have been given a file."""

    def read(self, house: House, one: Intake, name: str, content: bytes, lease: timedelta) -> None:
        """Read a file that is claimed, and tell what it says; whatever stands in the way is told to its sender."""

    def refuse(self, house: House, one: Intake, why: str) -> None:
        """Tell the sender that the file could not be had."""

    def sweep(self, house: House) -> bool:
        """Clear away something of what was laid down in vain; True if there may be more."""

    def files_of(self, house: House, sought: Sought) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
        """Name files that belong to no record yet, each with the workspaces that may have been given it."""

    def look(self, house: House, sought: Sought, file_id: str, *, name: str, content: bytes | None, why: str) -> None:
        """Keep what such a file says, or why it could not be had."""


class Collector(Runner):
    """Has one file after the other read; any number of collectors, in any number of processes, may."""

    def __init__(self, house: House, clients: Clients, reading: Reading, *, guard: Guard, lease: timedelta) -> None:
        super().__init__("collector", "intakes", house, guard)
        self._clients = clients
        self._reading = reading
        self._lease = lease
        self._seconds = min(_LONGEST_FETCH, lease.total_seconds() * _SHARE_OF_LEASE)
        self._looks: queue.Queue[Sought] = queue.Queue(_MOST_LOOKS)

    def look_into(self, sought: Sought) -> None:
        """Say that somebody sent files which belong to no record yet; what is lost of that is asked for again."""
        try:
            self._looks.put_nowait(sought)
        except queue.Full:
            _log.warning("look left out")
        self.wake()

    def _run_one(self) -> bool:
        return self._look_at_one() or self.read_one()

    def read_one(self) -> bool:
        """Read the oldest file that is due as far as it goes; False if there was none."""
        # Asking first takes no lock, and mostly there is nothing.
        with self._house.database.read() as session:
            if not intakes.any_due(session, now=self._house.clock()):
                return False
        with self._house.database.begin() as session:
            one = intakes.claim(session, lease=self._lease, now=self._house.clock())
        if one is None:
            return self._reading.sweep(self._house)
        self._read(one)
        self._house.wake_courier()
        return True

    def _read(self, one: Intake) -> None:
        if one.attempts > _MOST_ATTEMPTS:
            self._refuse(one, Why.PATIENCE, "too_many_attempts")
            return
        if one.text is not None or one.file_id is None:
            self._reading.read(self._house, one, one.name, (one.text or "").encode(), self._lease)
            return
        try:
            found = self._fetched(one.file_id, self._reading.teams(self._house, one))
        except NotNow as later:
            self._postpone(one, later.error, later.pause)
        except Never as never:
            if never.error == "file_not_found" and one.attempts < _NOT_THERE_YET:
                self._postpone(one, never.error)
            else:
                self._refuse(one, never.why, never.error)
        else:
            self._reading.read(self._house, one, found.name or one.name, found.content, self._lease)

    def _fetched(self, file_id: str, teams: tuple[str | None, ...]) -> Fetched:
        """Fetch a file by the copy of the app that sees it."""
        refused: Never | None = None
        for client in self._clients_of(teams):
            try:
                return fetch(client, file_id, seconds=self._seconds)
            except Never as never:
                if never.why is not Why.NOT_THERE:
                    raise
                refused = refused or never
        raise refused or Never(Why.MAY_NOT, "no_installation")

    def _clients_of(self, teams: tuple[str | None, ...]) -> Iterator[WebClient]:
        known: list[WebClient] = []
        for team in teams:
            try:
                client = self._clients.for_posting(team)
            except Refusal as refusal:
                _log.warning("installation unreadable", team=team, refusal=type(refusal).__name__)
                continue
            if client not in known:
                known.append(client)
                yield client

    def _postpone(self, one: Intake, error: str, pause: timedelta | None = None) -> None:
        _log.info("intake postponed", intake=one.id, error=error)
        until: datetime = self._house.clock() + (pause or back_off(one.attempts))
        with self._house.database.begin() as session:
            intakes.postpone(session, one, until=until)

    def _refuse(self, one: Intake, why: Why, error: str) -> None:
        _log.warning("intake refused", intake=one.id, why=why, error=error)
        self._reading.refuse(self._house, one, why)

    def _look_at_one(self) -> bool:
        try:
            sought = self._looks.get_nowait()
        except queue.Empty:
            return False
        for file_id, teams in self._reading.files_of(self._house, sought):
            try:
                found = self._fetched(file_id, teams)
            except Never as never:
                self._reading.look(self._house, sought, file_id, name="", content=None, why=never.why)
            except NotNow as later:
                # Whoever opens the file has it looked into again.
                _log.info("look given up", error=later.error)
            else:
                self._reading.look(self._house, sought, file_id, name=found.name, content=found.content, why="")
        return True
