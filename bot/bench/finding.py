"""Figure (b) of files: finding a value among five million indicators, and taking a thousand in beside them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bot.bench import adding, postgres
from bot.bench.ringing import named
from storage import access, indicators, intakes, takedowns
from storage.access import Speaker, Way
from storage.audiences import Mark
from storage.database import Database
from storage.indicators import Indicator, IndicatorType, Listed
from storage.intakes import Gathered
from storage.reports import Report
from storage.takedowns import Takedown

STANDING, OF_EACH, FINDS, INTAKES = 5_000_000, 1000, 300, 20
# PostgreSQL plans a question anew the first ten times that a connection asks it, and keeps its plan from then on.
_AT_FIRST = 10
_LEASE = timedelta(minutes=5)
# So many are laid in one question.
_LAID = 500_000
_REVISIONS = """
INSERT INTO takedown_revisions (takedown_id, number, person_id, form, at, reason, content)
SELECT id, 1, person_id, token, logged_at, '', '{}' FROM takedowns
"""
_INTAKES = """
INSERT INTO intakes (token, coalition_id, person_id, takedown_id, name, state, attempts, staged, indicators, why, at,
    changed_at, read_at)
SELECT token, coalition_id, person_id, id, 'list.csv', 'read', 1, true, 1000, '', logged_at, logged_at, logged_at
FROM takedowns ORDER BY id
"""
_INDICATORS = """
INSERT INTO indicators (intake_id, type, value, digest, raw, procedure, comment)
WITH RECURSIVE numbers(n) AS (SELECT CAST(:first AS integer) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
SELECT :intake + (n - 1) / 1000, 'domain', 'host-' || n || '.example.org', {digest}, 'host-' || n || '[.]example[.]org',
    '0.6.2', 'used by the network' FROM numbers
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Milliseconds: to find the newest records that hold a value, at first and sorted after; to take in a thousand."""

    at_first: list[float]
    finds: list[float]
    intakes: list[float]


def measure(folder: Path) -> Mapping[str, Finding]:
    """Measure on SQLite and, where the wheel is there, on PostgreSQL."""
    with postgres.databases(["finding"]) as servers:
        urls = (("SQLite", f"sqlite:///{folder / 'finding.sqlite3'}"), *named(servers))
        return {engine: _finding(Database(url)) for engine, url in urls}


def told(found: Mapping[str, Finding]) -> str:
    """Lay the figures out as the README shows them."""
    rows = [
        f"| among {STANDING:,} indicators | find: p50 ms | p99 ms | first ms | {OF_EACH:,} taken in: p50 ms | most |",
        "| --- |" + " ---: |" * 5,
    ]
    for engine, one in found.items():
        finds = f"{median(one.finds):.2f} | {one.finds[int(len(one.finds) * 0.99)]:.2f} | {median(one.at_first):.2f}"
        rows.append(f"| {engine} | {finds} | {median(one.intakes):.0f} | {one.intakes[-1]:.0f} |")
    return "\n".join(rows)


def record(database: Database, who: Speaker, form: str) -> Takedown:
    """Log a takedown that a file is to be read into."""
    said, now = Report(summary="Pages of one network"), datetime.now(UTC)
    with database.begin() as session:
        return takedowns.report(session, who, said, mark=Mark.AMBER, form=form, way=Way.FORM, now=now)


def somebody(database: Database) -> Speaker:
    """Recognise the first person of the ground."""
    with database.read() as session:
        who = access.seat_of(session, 1)
    assert who is not None
    return who


def _finding(database: Database) -> Finding:
    finds, taken = [], []
    common = Listed(Indicator(IndicatorType.DOMAIN, "known-to-all.example.org"), "known-to-all[.]example[.]org")
    try:
        _lay(database)
        who = somebody(database)
        for number in range(INTAKES):
            there = record(database, who, str(number))
            values = [f"host-{number}-{n}.example.com" for n in range(OF_EACH - 1)]
            found = [Listed(Indicator(IndicatorType.DOMAIN, each), each, "0.6.2", "theirs") for each in values]
            began = time.perf_counter()
            _take_in(database, who, there, [*found, common])
            taken.append((time.perf_counter() - began) * 1000)
        with database.read() as session:
            for _ in range(_AT_FIRST + FINDS):
                began = time.perf_counter()
                held = indicators.find(session, who, common.indicator)
                finds.append((time.perf_counter() - began) * 1000)
                if len(held) != takedowns.PAGE:
                    raise ValueError(f"{len(held)} records were found")
    finally:
        database.dispose()
    return Finding(finds[:_AT_FIRST], sorted(finds[_AT_FIRST:]), sorted(taken))


def _lay(database: Database) -> None:
    """Lay five million indicators, a thousand to each record."""
    adding.lay(database, STANDING // OF_EACH, with_figures=False)
    digest = "randomblob(16)" if database.is_sqlite else "decode(md5(n::text), 'hex')"
    with database.begin() as session:
        session.execute(text(_REVISIONS))
        session.execute(text(_INTAKES))
        first = session.execute(text("SELECT min(id) FROM intakes")).scalar_one()
        for begin in range(1, STANDING + 1, _LAID):
            given = {"first": begin, "last": begin + _LAID - 1, "intake": first}
            session.execute(text(_INDICATORS.format(digest=digest)), given)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _take_in(database: Database, who: Speaker, there: Takedown, found: list[Listed]) -> None:
    """Take in a file from its note to its publication, but for reading it."""
    now = datetime.now(UTC)
    with database.begin() as session:
        intakes.note(session, who, there, file_id="F0", name="list.csv", way=Way.FORM, now=now)
    with database.begin() as session:
        one = intakes.claim(session, lease=_LEASE, now=now)
    assert one is not None
    with database.begin() as session:
        intakes.begin(session, one, name=one.name, sha256=there.token, size=1, until=now + _LEASE)
    with database.begin() as session:
        intakes.stage(session, one, found, until=now + _LEASE)
    with database.begin() as session:
        assert intakes.publish(session, one, Gathered(), now=now)
