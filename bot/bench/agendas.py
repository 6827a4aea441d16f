"""The agenda of a coalition of sixty companies, with more and more on it, among a million takedowns."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, insert, select, text

from bot.bench import adding, postgres
from bot.bench.adding import NOW
from storage import agendas, meetings, people
from storage.access import Reader, seat_of
from storage.agendas import Kind, State
from storage.agendas.records import items, supports
from storage.audiences import Audience, Mark
from storage.base import new_token
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Database, Session
from storage.meetings import Meeting, Plan
from storage.people import Role, Room

COMPANIES, TAKEDOWNS, ITEMS, ROUNDS = 60, 1_000_000, (50, 500, 5_000), 8
_MEMBERS, _MEMBER = "everybody in the channel", "one person"


@dataclass(frozen=True, slots=True)
class Built:
    """For each engine, number of items and reader the milliseconds of each round."""

    took: Mapping[tuple[str, int, str], list[float]]
    takedowns: int


def measure(folder: Path, takedowns: int = TAKEDOWNS) -> Built:
    """Build the agenda again and again, on SQLite and, where the wheel is there, on PostgreSQL."""
    took: dict[tuple[str, int, str], list[float]] = {}
    with ExitStack() as open_ones:
        urls = {"SQLite": f"sqlite:///{folder / 'agendas.sqlite3'}"}
        servers = open_ones.enter_context(postgres.databases({"agendas": 1}))
        urls |= dict(zip(["PostgreSQL"], servers.values(), strict=False))
        for engine, url in urls.items():
            database = Database(url)
            open_ones.callback(database.dispose)
            coalition = adding.lay(database, takedowns, COMPANIES, with_figures=False)
            with database.begin() as session:
                meeting = _planned(session)
            for n in ITEMS:
                _lay(database, coalition, meeting, n)
                for name, milliseconds in _rounds(database, coalition, meeting):
                    took.setdefault((engine, n, name), []).append(milliseconds)
    return Built(took, takedowns)


def _planned(session: Session) -> Meeting:
    """Plan a meeting a week from now, by somebody who coordinates."""
    first = session.execute(select(people.people.c.id).order_by(people.people.c.id).limit(1)).scalar_one()
    who = seat_of(session, first)
    assert who is not None
    people.appoint(session, who.company, who.user_id, Role.COORDINATOR, now=NOW)
    who = seat_of(session, first)
    assert who is not None
    wanted = Plan(zone="UTC", starts_at=NOW + timedelta(days=7), minutes=90)
    return meetings.plan(session, who, wanted, now=NOW)


def _lay(database: Database, coalition: Coalition, meeting: Meeting, n: int) -> None:
    """Put so much on the agenda: of all companies, of all kinds, each third one in words that others use, too."""
    with database.begin() as session:
        session.execute(delete(supports))
        session.execute(delete(items))
        seated = list(session.execute(select(companies.c.id).order_by(companies.c.id)).scalars())
        met = session.execute(select(people.people.c.company_id, people.people.c.id))
        authors = {row.company_id: row.id for row in met}
        kinds = tuple(Kind)
        session.execute(
            insert(items),
            [
                {
                    "coalition_id": coalition.id,
                    "company_id": seated[at % len(seated)],
                    "person_id": authors[seated[at % len(seated)]],
                    "token": new_token(),
                    "audience": Audience.MEMBERS,
                    "mark": Mark.AMBER,
                    "shared_at": NOW,
                    "embargoed": False,
                    "meeting_id": meeting.id,
                    "kind": kinds[at % len(kinds)],
                    "text": f"Accounts of network {at // 7 if at % 3 == 0 else at} come back within a day",
                    "link": "",
                    "state": State.OPEN,
                    "carried": at % 4,
                    "proposed_at": NOW,
                    "changed_at": NOW,
                }
                for at in range(n)
            ],
        )
        ids = session.execute(select(items.c.id).order_by(items.c.id)).scalars()
        backed = [{"item_id": one, "company_id": seated[(one * 7) % len(seated)], "at": NOW} for one in ids]
        session.execute(insert(supports), backed)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _rounds(database: Database, coalition: Coalition, meeting: Meeting) -> Iterator[tuple[str, float]]:
    with database.read() as session:
        last = session.execute(select(people.people.c.id).order_by(people.people.c.id.desc()).limit(1)).scalar_one()
        member = seat_of(session, last)
        assert member is not None
        readers: dict[str, Reader] = {_MEMBERS: Room.MEMBERS, _MEMBER: member}
        for _ in range(ROUNDS):
            for name, reader in readers.items():
                began = time.perf_counter()
                agendas.contents(session, coalition, meeting, reader, NOW)
                yield name, (time.perf_counter() - began) * 1000


def told(built: Built) -> str:
    """Lay the figures out as the README shows them; the shortest counts."""
    head = " | ".join(f"{n:,} open items: ms" for n in ITEMS)
    rows = [
        f"| the agenda of {COMPANIES} companies among {built.takedowns:,} takedowns | for | {head} |",
        "| --- | --- |" + " ---: |" * len(ITEMS),
    ]
    for engine in dict.fromkeys(engine for engine, *_ in built.took):
        for name in (_MEMBERS, _MEMBER):
            cells = " | ".join(f"{min(built.took[engine, n, name]):.1f}" for n in ITEMS)
            rows.append(f"| {engine} | {name} | {cells} |")
    return "\n".join(rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(told(measure(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else TAKEDOWNS)))
