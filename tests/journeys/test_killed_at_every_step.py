"""The process dies at every step between a form and its card, and nothing is lost or said twice."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from bot.simulator import Simulator, running
from storage import outbox, takedowns
from storage.database import Database
from tests.conftest import PROJECT
from tests.fixtures_database import made, opened
from tests.journeys.conftest import KEY, WORLD, found

ROOM, SENDER, READER = "C0MEMBERS", "U0FRIDA", "U0GRETA"
PATIENCE = 30.0
REPEATED = "letter posted again unseen"


class Launcher:
    """Begins one `tocsin run` after the other, each ordered to kill itself somewhere."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.killable"],
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._folder = folder
        self._told: Queue[int] = Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._begun = 0

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.put(int(line))

    def begin(self, orders: dict[str, str | None]) -> Process:
        """Have a process begin."""
        self._begun += 1
        log = self._folder / f"log{self._begun}"
        log.touch()
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps({**orders, 'log': str(log)})}\n")
        self._process.stdin.flush()
        return Process(self._told.get(timeout=PATIENCE), self._told, log)

    def close(self) -> None:
        """Let it go, when its last process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._listener.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


@dataclass
class Process:
    """One `tocsin run`."""

    pid: int
    told: Queue[int]
    log: Path
    code: int | None = None

    def said(self, event: str) -> dict[str, Any]:
        """Wait for a line of its log."""
        until(lambda: self.lines(event), otherwise=self.log)
        return self.lines(event)[0]

    def lines(self, event: str) -> list[dict[str, Any]]:
        """List the lines of its log that tell of an event."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.endswith("}"))
        return [line for line in lines if line["event"] == event]

    def killed_itself(self) -> bool:
        """Wait for its end; whether it was by its own hand."""
        try:
            self.code = self.told.get(timeout=PATIENCE)
        except Empty:
            return False
        return self.code == -signal.SIGKILL

    def end(self) -> None:
        """Ask it to leave, and wait until it has."""
        if self.code is None:
            os.kill(self.pid, signal.SIGTERM)
            self.code = self.told.get(timeout=PATIENCE)


class Stage:
    """The local Slack, the database, and one process after the other."""

    def __init__(self, simulator: Simulator, database: Database, folder: Path, lease: int) -> None:
        self.simulator = simulator
        self.slack = simulator.switchboard
        self.database = database
        self._armed = folder / "armed"
        self._points = folder / "points"
        self._folder = folder
        environment = {
            "SLACK_BOT_TOKEN": "xoxb-facebook",
            "SLACK_SIGNING_SECRET": "journey-secret",
            "SLACK_API_URL": f"{simulator.url}/api/",
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "PORT": "0",
            "TOCSIN_KEY": KEY,
            "COURIER_LEASE": str(lease),
            "LOG_FORMAT": "json",
        }
        self._launcher = Launcher(environment, folder)
        self.process: Process | None = None

    def start(self, kill_at: str | None) -> Process:
        """Begin a process that dies at a point, if it ever comes there after somebody pressed *Send*."""
        self._armed.unlink(missing_ok=True)
        self._points.write_text("")
        orders = {"armed": str(self._armed), "points": str(self._points), "kill_at": kill_at}
        self.process = self._launcher.begin(orders)
        self.process.said("introduced")
        self.simulator.connect(f"{self.process.said('listening')['url']}/slack/events")
        return self.process

    def fill_in(self, case: str) -> None:
        """Open the form, fill it in, and look at the preview."""
        answer = self.slack.command(SENDER, ROOM, "/takedown", f"652 pages on Facebook from Iran {case}")
        assert self.is_form_open(), (answer, self.slack.notices(SENDER), self.told())
        self.slack.submit(SENDER)
        assert "Check and send" in self.slack.text(self.slack.view(SENDER)), self.told()

    def told(self) -> str:
        """Give the process's log, for when something is wrong."""
        return self.process.log.read_text() if self.process else ""

    def send(self, *, armed: bool) -> None:
        """Press *Send*."""
        if armed:
            self.arm()
        self.slack.submit(SENDER)

    def arm(self) -> None:
        """Say that what it may die of is under way."""
        self._armed.touch()

    def is_form_open(self) -> bool:
        return self.slack.view(SENDER) is not None

    def rest(self) -> None:
        """Wait until nothing is owed any more."""
        until(self._owes_nothing)

    def _owes_nothing(self) -> bool:
        with self.database.read() as session:
            return not session.execute(select(outbox.outbox.c.id).where(outbox.outbox.c.next_at.is_not(None))).all()

    def points(self) -> list[str]:
        return self._points.read_text().splitlines()

    def cards(self, case: str) -> list[dict[str, Any]]:
        return [message for message in self.slack.seen(READER, ROOM) if case in self.slack.text(message)]

    def receipts(self) -> int:
        """Count what the bot wrote to the sender alone."""
        ims = [channel for channel in self.slack.state()["channels"] if channel["kind"] == "im"]
        return sum(message["bot"] for im in ims for message in im["messages"])

    def records(self) -> int:
        with self.database.read() as session:
            return session.execute(select(func.count()).select_from(takedowns.takedowns)).scalar_one()

    def close(self) -> None:
        if self.process is not None:
            self.process.end()
        self._launcher.close()


def until(predicate: Callable[[], object], *, otherwise: Path | None = None) -> None:
    """Ask again and again; what is waited for happens in another process, which cannot tell."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while not predicate():
        assert time.monotonic() < deadline, otherwise and otherwise.read_text()
        pause.wait(0.02)


@contextmanager
def staged(database: Database, folder: Path, *, history: bool, lease: int) -> Iterator[Stage]:
    world = yaml.safe_load(WORLD.read_text())
    # The process reads the machine's clock, and looks for what it posted around that time.
    del world["clock"]
    world["app"]["manifest"] = str(PROJECT / "manifest.yml")
    if not history:
        for workspace in world["workspaces"]:
            workspace.get("installed", {}).pop("optional_scopes", None)
    folder.mkdir()
    with running(world) as simulator:
        found(database, simulator.world.clock.moment())
        stage = Stage(simulator, database, folder, lease)
        try:
            yield stage
        finally:
            stage.close()


def name(number: int) -> str:
    """Name a case in letters, since a number would be read as a count."""
    return f"case{chr(97 + number // 26)}{chr(97 + number % 26)}"


def listed(stage: Stage) -> list[str]:
    """Log one takedown without any accident, and list the points on its way."""
    process = stage.start(kill_at=None)
    stage.fill_in(name(0))
    stage.send(armed=True)
    stage.rest()
    assert len(stage.cards(name(0))) == 1
    process.end()
    return list(dict.fromkeys(stage.points()))


def each_in_turn(stage: Stage, points: list[str]) -> Iterator[tuple[str, str, Process]]:
    """Die at each of the points, each time with a form of its own; the point, the case, and who came after."""
    process = stage.start(kill_at=points[0])
    for number, point in enumerate(points, 1):
        before = stage.records(), stage.receipts()
        stage.fill_in(name(number))
        stage.send(armed=True)
        assert process.killed_itself(), f"never reached: {point}"
        process = stage.start(kill_at=points[number] if number < len(points) else None)
        if stage.is_form_open():
            # The sender was told that it did not work, and tries again.
            stage.send(armed=False)
        assert not stage.is_form_open(), point
        stage.rest()
        assert (stage.records(), stage.receipts()) == (before[0] + 1, before[1] + 1), point
        yield point, name(number), process


def dies_at(database: Database, folder: Path, points: list[str]) -> None:
    """With history granted: one card wherever it dies."""
    with staged(database, folder, history=True, lease=1) as stage:
        for point, case, process in each_in_turn(stage, points):
            assert len(stage.cards(case)) == 1, point
            assert process.lines(REPEATED) == [], point


def dies_in_the_gap(database: Database, folder: Path, points: list[str]) -> None:
    """Without history: where it dies between Slack's OK and our note of it, one repeat, which the log names."""
    repeats = 0
    with staged(database, folder, history=False, lease=2) as stage:
        for point, case, process in each_in_turn(stage, points):
            cards = stage.cards(case)
            tokens = {card["metadata"]["event_payload"]["token"] for card in cards}
            logged = {line["token"] for line in process.lines(REPEATED)}
            assert len(cards) <= 2, point
            assert len(tokens) == 1, point
            assert len(cards) == 1 or tokens <= logged, point
            repeats += len(cards) - 1
    assert repeats


Fresh = Callable[[], AbstractContextManager[Database]]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """Make as many databases as are asked for."""
    return partial(FRESH[request.param], request, tmp_path)


@contextmanager
def fresh_sqlite(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    path = folder / f"{secrets.token_hex(6)}.sqlite3"
    shutil.copyfile(request.getfixturevalue("migrated_file"), path)
    with opened(f"sqlite:///{path}") as database:
        yield database


@contextmanager
def fresh_postgres(request: pytest.FixtureRequest, _folder: Path) -> Iterator[Database]:
    template = request.getfixturevalue("migrated_template")
    with made(request.getfixturevalue("administrator"), template=template) as url, opened(url) as database:
        yield database


FRESH = {"sqlite": fresh_sqlite, "postgresql": fresh_postgres}


@pytest.mark.timeout(600)
def test_one_record_and_one_card_wherever_it_dies(fresh: Fresh, tmp_path: Path) -> None:
    with fresh() as database, staged(database, tmp_path / "listing", history=True, lease=1) as stage:
        points = listed(stage)
    assert sum(point.startswith("web: INSERT takedowns ") for point in points) == 1
    hands = [point for point in points if point.startswith("hand: ")]
    gap = hands[hands.index("hand: before chat.postMessage #1") :]
    # Most of it is waiting for leases to run out, so several worlds wait at once.
    stories = [(dies_at, points[0::3]), (dies_at, points[1::3]), (dies_at, points[2::3]), (dies_in_the_gap, gap)]
    with ExitStack() as worlds, ThreadPoolExecutor(len(stories)) as crew:
        told = [
            crew.submit(story, worlds.enter_context(fresh()), tmp_path / f"world{number}", some)
            for number, (story, some) in enumerate(stories)
        ]
        for each in told:
            each.result()
