"""Figures (c) and (e): how late the clock is, when nothing else is due and in a rush, and what a tick costs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy import insert, select, update

from bot.bench import postgres
from bot.clock import system
from bot.scheduler import Scheduler
from handlers import Job, scheduling
from handlers.house import House
from storage import once, schedules
from storage.cipher import Cipher
from storage.coalitions import coalitions
from storage.database import Database
from storage.periods import Span
from storage.schedules import DIGEST
from storage.schedules.records import occurrences
from storage.schedules.records import schedules as table
from storage.schema import migrate

STANDING, RUSH, IDLE, TICKS = 100_000, 10_000, 100, 300
_RULE = "RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0"
_ZONES = ("Europe/Paris", "America/Los_Angeles", "Asia/Tokyo", "Europe/London", "America/New_York")
_FAR = timedelta(days=300)
_LEASE = timedelta(minutes=5)
_BATCH = 500
_APART, _AHEAD, _PATIENCE = timedelta(milliseconds=70), timedelta(seconds=2), 60.0
# Long enough to lay ten thousand, and to begin four processes.
_RUSH_AHEAD, _CROWD_STAYS = timedelta(seconds=15), timedelta(seconds=5)
CROWD = 4
_PAUSE = 0.003


@dataclass(frozen=True, slots=True)
class Ringing:
    """In milliseconds: lateness when idle, a whole rush and what a form waited meanwhile, a tick with none due."""

    idle_p50: float
    idle_p99: float
    rush: float
    waited: float
    tick_p50: float
    tick_p99: float


@dataclass(frozen=True, slots=True)
class Rung:
    """What one process does on each engine, and after how many milliseconds four have claimed a rush on PostgreSQL."""

    alone: Mapping[str, Ringing]
    crowd: float | None


def measure(folder: Path) -> Rung:
    """Measure with the scheduler of `tocsin run`; ValueError where one is not claimed, or twice."""
    alone, crowd = {}, None
    with postgres.databases(["ringing"]) as servers:
        for engine, url in (("SQLite", f"sqlite:///{folder / 'ringing.sqlite3'}"), *named(servers)):
            database = Database(url)
            migrate(database)
            _lay(database)
            alone[engine] = _alone(database)
            crowd = None if database.is_sqlite else _crowd(database, url)
            database.dispose()
    return Rung(alone, crowd)


def named(servers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the engine of a server's databases."""
    return [("PostgreSQL", url) for url in servers.values()]


def _alone(database: Database) -> Ringing:
    ticks = _ticks(database)
    idle = _due(database, [system() + _AHEAD + number * _APART for number in range(IDLE)])
    idle_late = sorted(_claimed(database, idle)[0])
    rush = _due(database, [system() + _RUSH_AHEAD] * RUSH)
    with forms(database) as waits:
        late, _ = _claimed(database, rush)
    return Ringing(
        idle_late[IDLE // 2], idle_late[int(IDLE * 0.99)], max(late), max(waits) * 1000,
        ticks[TICKS // 2], ticks[int(TICKS * 0.99)],
    )  # fmt: skip


def _crowd(database: Database, url: str) -> float:
    """Let four processes meet at one rush; after how many milliseconds the last was claimed, each once."""
    moment = system() + 2 * _RUSH_AHEAD
    rush = _due(database, [moment] * RUSH)
    words = [sys.executable, "-m", __name__, url, moment.isoformat()]
    crowd = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(CROWD)]  # noqa: S603  Ourselves.
    told = [json.loads(one.communicate()[0]) for one in crowd]
    whose = [one for each in told for one in each["whose"]]
    if sorted(whose) != sorted(rush):
        raise ValueError(f"{len(whose)} claims of {len(set(whose))} that were due, of {len(rush)}")
    return float(max(each["late"] for each in told))


def _join(url: str, moment: datetime) -> dict[str, object]:
    """Be one of the crowd: work until nothing of the rush is left."""
    database = Database(url)
    late, whose = _claimed(database, None, until=moment + _CROWD_STAYS)
    database.dispose()
    return {"late": max(late, default=0), "whose": whose}


def told(rung: Rung) -> str:
    """Lay the figures out as the README shows them."""
    heads = (
        "from the moment it comes round to its claim",
        "alone: p50 ms",
        "p99 ms",
        f"{RUSH:,} at once: the last, ms",
        "a form meanwhile, ms at most",
        f"a tick, none of {STANDING:,} due: p50 ms",
        "p99 ms",
    )
    rows = [f"| {' | '.join(heads)} |", "| --- |" + " ---: |" * (len(heads) - 1)]
    rows += [
        f"| {engine} | {one.idle_p50:.0f} | {one.idle_p99:.0f} | {one.rush:,.0f} | {one.waited:.0f} "
        f"| {one.tick_p50:.2f} | {one.tick_p99:.2f} |"
        for engine, one in rung.alone.items()
    ]
    if rung.crowd is not None:
        rows += ["", f"Four processes at once claim the {RUSH:,} within {rung.crowd:,.0f} ms on PostgreSQL, each once."]
    return "\n".join(rows)


def _lay(database: Database) -> None:
    """Let something come round for many coalitions, and for none of them soon."""
    now = system()
    with database.begin() as session:
        session.execute(
            insert(coalitions),
            [
                {
                    "id": n, "name": f"Coalition {n}", "channel": f"C{n}", "zone": _zone(n), "language": "en",
                    "token": f"token{n}", "created_at": now,
                }
                for n in range(1, STANDING + 1)
            ],
        )  # fmt: skip
        session.execute(
            insert(table),
            [
                {
                    "coalition_id": n, "kind": DIGEST, "rule": _RULE, "zone": _zone(n), "span": Span.DAY,
                    "moves_holidays": False, "allowance": 24 * 60, "next_at": now + _FAR + timedelta(seconds=n),
                    "reckoned_at": now,
                }
                for n in range(1, STANDING + 1)
            ],
        )  # fmt: skip


def _zone(number: int) -> str:
    return _ZONES[number % len(_ZONES)]


def _due(database: Database, moments: list[datetime]) -> list[int]:
    """Let some that have not come round yet be due at these moments; whose they are."""
    with database.begin() as session:
        fresh = select(table.c.coalition_id).where(table.c.next_at > system() + _FAR / 2)
        ids = list(session.execute(fresh.order_by(table.c.id).limit(len(moments))).scalars())
        for moment in dict.fromkeys(moments):
            these = [one for one, its in zip(ids, moments, strict=True) if its == moment]
            for begin in range(0, len(these), _BATCH):
                some = table.c.coalition_id.in_(these[begin : begin + _BATCH])
                session.execute(update(table).where(some).values(next_at=moment))
        session.execute(occurrences.delete())
    return ids


def _claimed(
    database: Database, expected: list[int] | None, *, until: datetime | None = None
) -> tuple[list[float], list[int]]:
    """Let the clock run until all are claimed, or `until` then; milliseconds that each was late, and whose it is."""
    late: list[float] = []
    whose: list[int] = []
    all_claimed = threading.Event()

    def claim(house: House, now: datetime) -> None:
        while True:
            with house.database.begin() as session:
                some = schedules.claim_some(session, DIGEST, limit=_BATCH, lease=_LEASE, now=now)
            at = system()
            late.extend((at - one.due_at).total_seconds() * 1000 for one in some)
            whose.extend(one.coalition_id for one in some)
            if expected is not None and len(whose) >= len(expected):
                all_claimed.set()
            if not some:
                return

    def next_due(house: House) -> datetime | None:
        with house.database.read() as session:
            return schedules.next_due(session, DIGEST)

    jobs = (Job("schedules", scheduling.come_round, scheduling.next_due), Job("claim", claim, next_due))
    with _running(database, jobs):
        patience = _PATIENCE if until is None else (until - system()).total_seconds()
        if not all_claimed.wait(patience) and expected is not None:
            raise ValueError(f"{len(whose)} of {len(expected)} were claimed")
    if expected is not None and sorted(whose) != sorted(expected):
        raise ValueError("some were claimed twice")
    return late, whose


def at_work(database: Database, wake_clock: Callable[[], None] = lambda: None) -> House:
    """Make a house that has only its database."""
    return House(
        database=database, clock=system, slack=lambda _: WebClient(), slack_with=WebClient,
        wake_courier=lambda: None, cipher=Cipher(None), wake_clock=wake_clock,
    )  # fmt: skip


@contextmanager
def _running(database: Database, jobs: tuple[Job, ...]) -> Iterator[Scheduler]:
    made: list[Scheduler] = []
    house = at_work(database, wake_clock=lambda: made[0].wake())  # noqa: PLW0108
    made.append(Scheduler(house, jobs))
    made[0].start()
    try:
        yield made[0]
    finally:
        made[0].stop()


@contextmanager
def forms(database: Database) -> Iterator[list[float]]:
    """Write as a form does, again and again, and note how long each waited for the database's only writer."""
    waits: list[float] = []
    over = threading.Event()

    def write() -> None:
        number = 0
        while not over.wait(_PAUSE):
            began = time.perf_counter()
            with database.begin() as session:
                once.first_time(session, f"form {number}", now=datetime.now(UTC))
            waits.append(time.perf_counter() - began)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield waits
    finally:
        over.set()
        writer.join()


def _ticks(database: Database) -> list[float]:
    """Look whether anything is due, as the clock does, and note how long each look took."""
    house = at_work(database)
    looks: tuple[Callable[[], object], ...] = (
        lambda: scheduling.come_round(house, system()),
        lambda: scheduling.next_due(house),
    )
    took = []
    for _ in range(TICKS):
        began = time.perf_counter()
        for look in looks:
            look()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


if __name__ == "__main__":
    print(json.dumps(_join(sys.argv[1], datetime.fromisoformat(sys.argv[2]))))
