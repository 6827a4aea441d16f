"""How long ten thousand leads wait who are all to be asked for their update in one minute: alone, and by a crowd."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, update

from bot.bench import postgres
from bot.bench.ringing import CROWD, at_work, forms, named
from bot.clock import system
from handlers.update import prompting
from storage.coalitions import coalitions
from storage.companies import Seat, companies
from storage.database import Database
from storage.meetings import MeetingState
from storage.meetings.records import meetings
from storage.outbox import outbox
from storage.people import Role, people, roles
from storage.prompts import prompts
from storage.schema import migrate

COALITIONS, COMPANIES = 500, 20
ALL = COALITIONS * COMPANIES
# A Monday morning in Paris, and the meetings on the Friday of that week.
_NOW = datetime(2026, 9, 21, 8, 0, tzinfo=UTC)
_STARTS = datetime(2026, 9, 25, 8, 0, tzinfo=UTC)
_ZONE = "Europe/Paris"
_MINUTE = 60
# Long enough to begin four processes.
_AHEAD = timedelta(seconds=12)


@dataclass(frozen=True, slots=True)
class Prompted:
    """For each engine how long it took one process to owe all, and how long a form waited; and what it took four."""

    alone: Mapping[str, tuple[float, float]]
    crowd: float | None


def measure(folder: Path) -> Prompted:
    """Measure with the job of `tocsin run`; ValueError where one is not in the outbox, or rang twice."""
    alone, crowd = {}, None
    with postgres.databases(["prompting"]) as servers:
        for engine, url in (("SQLite", f"sqlite:///{folder / 'prompting.sqlite3'}"), *named(servers)):
            database = Database(url)
            migrate(database)
            _lay(database)
            with forms(database) as waits:
                began = time.perf_counter()
                prompting.ring(at_work(database), _NOW)
                took = time.perf_counter() - began
            _check(database)
            alone[engine] = (took, max(waits) * 1000)
            crowd = None if database.is_sqlite else _crowd(database, url)
            database.dispose()
    return Prompted(alone, crowd)


def _crowd(database: Database, url: str) -> float:
    """Let four processes ask at once; after how many seconds the last was owed."""
    with database.begin() as session:
        session.execute(outbox.delete())
        session.execute(update(prompts).values(next_at=_NOW, stage=0, rung=0, rung_at=None, letters=""))
    moment = system() + _AHEAD
    words = [sys.executable, "-m", __name__, url, moment.isoformat()]
    crowd = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(CROWD)]  # noqa: S603  Ourselves.
    took = [float(one.communicate()[0]) for one in crowd]
    _check(database)
    return max(took)


def _join(url: str, moment: datetime) -> float:
    """Be one of the crowd: begin at a moment, and work until nobody is left; how many seconds that took."""
    database = Database(url)
    house = at_work(database)
    with database.read() as session:
        session.execute(select(prompts.c.id).limit(1))
    time.sleep(max((moment - system()).total_seconds(), 0))
    prompting.ring(house, _NOW)
    took = (system() - moment).total_seconds()
    database.dispose()
    return took


def _check(database: Database) -> None:
    with database.read() as session:
        owed = session.execute(select(func.count(), func.max(outbox.c.version)).select_from(outbox)).one()
        rung = session.execute(select(func.count(), func.max(prompts.c.rung)).where(prompts.c.rung > 0)).one()
    if (tuple(owed), tuple(rung)) != ((ALL, 1), (ALL, 1)):
        raise ValueError(f"{owed} letters of {ALL}, and {rung} that rang")


def told(prompted: Prompted) -> str:
    """Lay the figures out as the README shows them."""
    heads = f"{ALL:,} leads of {COALITIONS} coalitions to be asked within a minute"
    rows = [f"| {heads} | one process: all in the outbox, s | a form meanwhile, ms at most |", "| --- | ---: | ---: |"]
    rows += [f"| {engine} | {took:.1f} | {waited:.0f} |" for engine, (took, waited) in prompted.alone.items()]
    if prompted.crowd is not None:
        rows += ["", f"Four processes at once have all of them there within {prompted.crowd:.1f} s, each once."]
    return "\n".join(rows)


def _lay(database: Database) -> None:
    """Seat the companies, name their leads, plan the meetings, and let everybody be due within one minute."""
    wide = range(1, COALITIONS + 1)
    every = range(1, ALL + 1)
    with database.begin() as session:
        session.execute(
            insert(coalitions),
            [
                {
                    "id": n, "name": f"Coalition {n}", "channel": f"C{n}", "zone": _ZONE, "language": "en",
                    "token": f"token{n}", "created_at": _NOW,
                }
                for n in wide
            ],
        )  # fmt: skip
        session.execute(
            insert(companies),
            [
                {
                    "id": n, "coalition_id": _coalition(n), "name": f"Company {n}", "seat": Seat.MEMBER,
                    "token": f"company{n}", "joined_at": _NOW, "created_at": _NOW,
                }
                for n in every
            ],
        )  # fmt: skip
        session.execute(
            insert(people),
            [
                {
                    "id": n, "coalition_id": _coalition(n), "company_id": n, "user_id": f"U{n}", "zone": _ZONE,
                    "guest_account": False, "in_members": True, "in_open": False, "seen_at": _NOW,
                }
                for n in every
            ],
        )  # fmt: skip
        session.execute(insert(roles), [{"person_id": n, "role": Role.LEAD} for n in every])
        session.execute(
            insert(meetings),
            [
                {
                    "id": n, "coalition_id": n, "day": _STARTS.date(), "uid": f"uid{n}", "sequence": 0,
                    "starts_at": _STARTS, "ends_at": _STARTS + timedelta(hours=1), "zone": _ZONE, "place": "",
                    "link": "", "inviter_id": (n - 1) * COMPANIES + 1, "with_open": False, "prompt_days": 4,
                    "agenda_days": 1, "state": MeetingState.PLANNED, "moved": False, "called_off": False,
                    "agenda_stale": False, "made_at": _NOW, "changed_at": _NOW,
                }
                for n in wide
            ],
        )  # fmt: skip
        session.execute(
            insert(prompts),
            [
                {
                    "coalition_id": _coalition(n), "meeting_id": _coalition(n), "company_id": n, "starts_at": _STARTS,
                    "next_at": _NOW - timedelta(seconds=n % _MINUTE), "stage": 0, "rung": 0,
                }
                for n in every
            ],
        )  # fmt: skip


def _coalition(company: int) -> int:
    return (company - 1) // COMPANIES + 1


if __name__ == "__main__":
    print(_join(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
