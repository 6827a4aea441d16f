"""Figure (a) of the digest: what a week adds up to, among more and more takedowns, beside SQL written by hand."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, text, update

from bot.bench import postgres
from storage import coalitions, companies, figures, people
from storage.base import Instant
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.people import Room
from storage.periods import running as week_of
from storage.schema import migrate

SIZES = (10_000, 100_000, 1_000_000)
# So many in each of the last weeks, whatever the size: between the 38 of ten thousand and the 3,800 of a million that
# are spread evenly over five years.
A_WEEK, WEEKS, DAYS = 100, 13, 5 * 364
COMPANIES, ROUNDS = 12, 60
SUNDAY = date(2018, 8, 26)
WEEK = week_of(SUNDAY)
NOW = datetime(2018, 8, 26, 16, tzinfo=UTC)

_TAKEDOWNS = """
INSERT INTO takedowns (id, coalition_id, company_id, person_id, reference, token, audience, shared_at, embargoed,
    chatham, mark, state, revision, logged_at, changed_at, search, acted_on)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :size)
SELECT n, 1, 1 + n % :companies, 1 + n % :companies, 'TD-' || n, 'token ' || n, 'members', :at, false, false,
    'AMBER', 'standing', 1, days.at, :at, :words, day
FROM numbers JOIN days ON days.back = CASE
    WHEN :size - n < :lately THEN (:size - n) / :a_week * 7 + n % 7
    ELSE :weeks * 7 + n * 31 % (:days - :weeks * 7) END
ORDER BY n
"""
_TALLIES = """
INSERT INTO tallies (takedown_id, stated, platforms, by_platform, n, qualifier)
SELECT takedowns.id, false, platform, true, 1 + takedowns.id % 700, 'exact'
FROM takedowns CROSS JOIN (SELECT 'facebook' AS platform UNION ALL SELECT 'instagram' UNION ALL SELECT 'x') AS of_each
ORDER BY takedowns.id
"""
_PLACES = """
INSERT INTO tally_places (takedown_id, role, code)
SELECT takedowns.id, role, CASE WHEN role = 'origin' AND takedowns.id % 3 = 0 THEN 'RU' ELSE code END
FROM takedowns CROSS JOIN (
    SELECT 'origin' AS role, 'IR' AS code UNION ALL SELECT 'target', 'US' UNION ALL SELECT 'target', 'GB') AS of_each
ORDER BY takedowns.id
"""
# How somebody would ask who knows the tables: which takedowns count, once, and from them all the sums.
_BY_HAND = """
WITH counted AS (
    SELECT t.id, t.company_id, t.chatham, {week} AS week FROM takedowns t JOIN companies c ON c.id = t.company_id
    WHERE t.coalition_id = {p} AND t.acted_on BETWEEN {p} AND {p} AND t.state = 'standing'
    AND t.audience IN ('everyone', 'members') AND NOT t.embargoed AND t.recalled_at IS NULL AND t.erased_at IS NULL
    AND c.left_at IS NULL AND t.shared_at >= (SELECT max(joined_at) FROM companies
        WHERE coalition_id = {p} AND seat = 'member' AND left_at IS NULL))
SELECT 'takedowns', week, '', '', 0, 0, count(*) FROM counted GROUP BY week
UNION ALL SELECT 'tallies', week, platforms, qualifier, CAST(stated AS integer), CAST(by_platform AS integer), sum(n)
    FROM counted JOIN tallies ON takedown_id = counted.id GROUP BY week, platforms, qualifier, stated, by_platform
UNION ALL SELECT role, week, code, '', 0, 0, count(*)
    FROM counted JOIN tally_places ON takedown_id = counted.id GROUP BY week, role, code
UNION ALL SELECT 'companies', week, name, '', 1, 0, count(*)
    FROM counted JOIN companies ON companies.id = company_id WHERE NOT chatham GROUP BY week, name
"""
_MEMBERS = """
SELECT count(*) FROM companies
WHERE coalition_id = {p} AND seat = 'member' AND left_at IS NULL AND figures_agreed_at IS NULL
"""
_FOUNDED = "SELECT created_at FROM coalitions WHERE id = {p}"


@dataclass(frozen=True, slots=True)
class Adding:
    """For each engine and size the milliseconds of each round: Tocsin's, and those of SQL written by hand.

    The shortest counts, since whatever else the machine does makes a round longer and none shorter.
    """

    ours: Mapping[tuple[str, int], list[float]]
    by_hand: Mapping[tuple[str, int], list[float]]
    sizes: tuple[int, ...]

    def ratio(self, engine: str, size: int) -> float:
        """Compare with SQL written by hand."""
        return min(self.ours[engine, size]) / min(self.by_hand[engine, size])

    def growth(self, engine: str) -> float:
        """Compare the largest with the smallest."""
        return min(self.ours[engine, self.sizes[-1]]) / min(self.ours[engine, self.sizes[0]])


def measure(folder: Path, sizes: tuple[int, ...] = SIZES) -> Adding:
    """Measure all sizes side by side, on SQLite and, where the wheel is there, on PostgreSQL."""
    ours: dict[tuple[str, int], list[float]] = {}
    by_hand: dict[tuple[str, int], list[float]] = {}
    with ExitStack() as open_ones:
        questions: dict[tuple[str, int], tuple[Callable[[], object], Callable[[], object]]] = {}
        urls = {("SQLite", size): f"sqlite:///{folder / f'adding{size}.sqlite3'}" for size in sizes}
        for (engine, size), url in (urls | _servers(open_ones, sizes)).items():
            session, coalition = open_ones.enter_context(ready(Database(url), size))
            asks = (_tocsin(session, coalition), _hand(session, coalition))
            questions[engine, size] = asks
            ours[engine, size], by_hand[engine, size] = [], []
        for _ in range(ROUNDS):
            for key, asks in questions.items():
                for ask, took in zip(asks, (ours[key], by_hand[key]), strict=True):
                    began = time.perf_counter()
                    ask()
                    took.append((time.perf_counter() - began) * 1000)
    return Adding(ours, by_hand, sizes)


def told(adding: Adding) -> str:
    """Lay the figures out as the README shows them."""
    heads = [f"{size:,} takedowns: ms | : by hand" for size in adding.sizes]
    rows = [
        f"| a week, the usual and the trend, each week of {A_WEEK} | {' | '.join(heads)} | largest : smallest |",
        "| --- |" + " ---: |" * (2 * len(heads) + 1),
    ]
    for engine in dict.fromkeys(engine for engine, _ in adding.ours):
        cells = [f"{min(adding.ours[engine, size]):.2f} | {adding.ratio(engine, size):.2f}" for size in adding.sizes]
        rows.append(f"| {engine} | {' | '.join(cells)} | {adding.growth(engine):.2f} |")
    return "\n".join(rows)


def _servers(open_ones: ExitStack, sizes: tuple[int, ...]) -> dict[tuple[str, int], str]:
    """Start PostgreSQL with a database for each size."""
    named = {f"adding{size}": size for size in sizes}
    urls = open_ones.enter_context(postgres.databases(named))
    return {("PostgreSQL", named[name]): url for name, url in urls.items()}


@contextmanager
def ready(database: Database, size: int) -> Iterator[tuple[Session, Coalition]]:
    """Lay a coalition's takedowns of five years, and open a transaction that reads."""
    try:
        coalition = lay(database, size)
        with database.read() as session:
            yield session, coalition
    finally:
        database.dispose()


def lay(database: Database, size: int, n: int = COMPANIES, *, with_figures: bool = True) -> Coalition:
    """Lay the takedowns of five years of a coalition of `n` companies, with what is added up of them."""
    migrate(database)
    with database.begin() as session:
        coalition = _found(session, n)
        session.execute(
            text(
                "CREATE TABLE days (back integer PRIMARY KEY, day date NOT NULL, at timestamp with time zone NOT NULL)"
            )
        )
        days = [
            {"back": back, "day": SUNDAY - timedelta(days=back), "at": NOW - timedelta(days=back)}
            for back in range(DAYS)
        ]
        filled = text("INSERT INTO days VALUES (:back, :day, :at)").bindparams(bindparam("at", type_=Instant))
        session.execute(filled, days)
        given = {"size": size, "companies": n, "words": "pages of one network " * 5, "at": NOW}
        given |= {"lately": A_WEEK * WEEKS, "a_week": A_WEEK, "weeks": WEEKS, "days": DAYS}
        further = (text(_TALLIES), text(_PLACES)) if with_figures else ()
        for statement in (text(_TAKEDOWNS).bindparams(bindparam("at", type_=Instant)), *further):
            names = statement.compile().params
            session.execute(statement, {name: value for name, value in given.items() if name in names})
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return coalition


def _found(session: Session, n: int) -> Coalition:
    then = NOW - timedelta(days=DAYS)
    coalition, _ = coalitions.add(
        session, "Bench", channel="C0BENCH", open_channel=None, host_team=None, zone="UTC", language="en", now=then
    )
    for number in range(n):
        one, _ = companies.add(session, coalition, f"Company {number}", team_ids=[], seat=Seat.MEMBER, now=then)
        people.meet(session, one, f"U{number}", guest_account=False, now=then)
    session.execute(update(companies.companies).values(figures_agreed_at=then))
    return coalition


def _tocsin(session: Session, coalition: Coalition) -> Callable[[], object]:
    return lambda: figures.comparison(session, coalition, Room.MEMBERS, WEEK)


def _hand(session: Session, coalition: Coalition) -> Callable[[], object]:
    """Ask the driver itself; ValueError where that does not add up to the same."""
    cursor: Any = session.connection.cursor()
    first = WEEK.before(WEEKS - 1).starts
    if session.dialect.name == "sqlite":
        mark, week = "?", f"CAST((julianday(t.acted_on) - julianday('{first}')) / 7 AS integer)"
    else:
        mark, week = "%s", f"(t.acted_on - DATE '{first}') / 7"
    statement = _BY_HAND.format(p=mark, week=week)
    small = [each.format(p=mark) for each in (_MEMBERS, _FOUNDED)]
    given = [coalition.id, first.isoformat(), SUNDAY.isoformat(), coalition.id]

    def ask() -> list[tuple[Any, ...]]:
        for each in small:
            cursor.execute(each, [coalition.id]).fetchall()
        rows: list[tuple[Any, ...]] = cursor.execute(statement, given).fetchall()
        return rows

    _must_agree(session, coalition, ask())
    return ask


def _must_agree(session: Session, coalition: Coalition, rows: list[tuple[Any, ...]]) -> None:
    for nth, each in enumerate(figures.trend(session, coalition, Room.MEMBERS, WEEK, n=WEEKS)):
        by_company = each.by_company.cells if each.by_company else ()
        told = [each.takedowns, *(cell.number for cell in (*each.by_platform.cells, *each.by_origin.cells))]
        told += [cell.number for cell in (*each.by_target.cells, *by_company)]
        by_hand = sorted(int(row[-1]) for row in rows if row[1] == nth)
        if by_hand != sorted(number.n for number in told if isinstance(number, figures.Sum)):
            raise ValueError(f"week {nth} adds up to something else")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(told(measure(Path(folder), tuple(int(size) for size in sys.argv[1:]) or SIZES)))
