"""Sealing the trail: whatever order lines come in, each gets one place, in one chain, at little cost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from storage import audit
from storage.audit import NOWHERE, Seal, trail
from storage.audit.encoding import BEGINNING, Line, chained, encoded
from storage.database import Database
from storage.errors import Busy
from tests.storage.trail_ground import NOW, Ground, ground

LINE = Line(
    2,
    {
        "id": 41,
        "coalition_id": 1,
        "at": datetime(2018, 8, 24, 16, 0, 0, 500, tzinfo=UTC),
        "company_id": 3,
        "person_id": None,
        "way": "button",
        "act": "opened",
        "about": "takedown",
        "about_id": 7,
        "detail": "№ “1”",
    },
)


def places(here: Ground) -> list[tuple[int, str]]:
    with here.database.read() as session:
        rows = session.execute(
            select(trail.c.sequence, trail.c.detail)
            .where(trail.c.coalition_id == here.coalition.id, trail.c.sequence.is_not(None))
            .order_by(trail.c.sequence)
        )
        return [tuple(row) for row in rows]


def newest(here: Ground) -> Seal | None:
    with here.database.read() as session:
        return audit.newest_seal(session, here.coalition)


def test_what_is_hashed_stays_as_it_was_written_down() -> None:
    """Whoever changes this makes every seal that was ever printed worthless; add a version instead."""
    assert encoded(LINE, BEGINNING, 1).decode() == (
        '["tocsin-audit-1","' + "0" * 64 + '",2,41,1,"2018-08-24T16:00:00.000500+00:00",3,null,'
        '"button","opened","takedown",7,"\\u2116 \\u201c1\\u201d"]'
    )
    assert chained(LINE, BEGINNING, 1) == "d68afe902188150bb59ca500efb659c65971cf2850c764d82ee462759749a77b"


def test_every_column_is_hashed() -> None:
    assert set(LINE.columns) | {"sequence", "sealed_as", "hash"} == set(trail.c.keys())


def test_nothing_to_seal_makes_no_seal(database: Database) -> None:
    here = ground(database)
    assert here.seal() == 0
    assert newest(here) is None


def test_lines_are_sealed_in_batches_each_behind_the_one_before(database: Database) -> None:
    here = ground(database)
    with database.begin() as session:
        here.write(session, 5)
    assert [here.seal(2), here.seal(2), here.seal(2), here.seal(2)] == [2, 2, 1, 0]
    assert places(here) == [(place, f"№ {place}") for place in range(1, 6)]
    seal = newest(here)
    assert seal is not None
    assert seal.sequence == 5
    assert Seal.read(str(seal)) == seal
    assert Seal.read(seal.for_others) == Seal(NOWHERE, seal.hash)
    assert (here.verdict().sealed, here.verdict().unsealed, here.verdict().faults) == (5, 0, ())


@pytest.mark.parametrize("text", ["", "12", "12:ab", "x:" + "0" * 64, "12:" + "g" * 64, "12:" + "0" * 65])
def test_what_is_no_seal_is_not_read_as_one(text: str) -> None:
    assert Seal.read(text) is None


def test_each_coalition_has_a_chain_of_its_own(database: Database) -> None:
    here, there = ground(database), ground(database)
    with database.begin() as session:
        for _ in range(3):
            here.write(session)
            there.write(session)
    assert (here.seal(), there.seal()) == (3, 3)
    assert [place for place, _ in places(there)] == [1, 2, 3]
    assert (here.verdict().faults, there.verdict().faults) == ((), ())


def test_a_line_that_is_committed_late_is_sealed_late(postgres_database: Database) -> None:
    """Its number is lower than that of a line that is sealed already."""
    here = ground(postgres_database)
    with postgres_database.begin() as slow:
        here.write(slow)
        with postgres_database.begin() as quick:
            here.write(quick)
        assert here.seal() == 1
        assert places(here) == [(1, "№ 2")]
    assert here.seal() == 1
    assert places(here) == [(1, "№ 2"), (2, "№ 1")]
    assert here.verdict().faults == ()


def test_while_one_seals_another_finds_nothing_to_do_and_does_not_wait(postgres_database: Database) -> None:
    here = ground(postgres_database)
    with postgres_database.begin() as session:
        here.write(session)
    assert here.seal() == 1
    with postgres_database.begin() as session:
        here.write(session, 2)
    with postgres_database.begin() as one:
        assert audit.seal(one, here.coalition, now=NOW) == 2
        assert here.seal() == 0
    assert places(here) == [(1, "№ 1"), (2, "№ 2"), (3, "№ 3")]
    assert here.verdict().faults == ()


def patiently(work: Callable[[], object]) -> None:
    """Do something as soon as the database is free for it."""
    while True:
        try:
            work()
        except Busy:
            continue
        return


def test_writers_and_sealers_in_a_crowd_make_one_chain(database: Database) -> None:
    here, lines, done = ground(database), 25, threading.Event()

    def write_one() -> None:
        with database.begin() as session:
            here.write(session)

    def write() -> None:
        for _ in range(lines):
            patiently(write_one)

    def seal() -> None:
        while not done.is_set():
            patiently(lambda: here.seal(7))

    with ThreadPoolExecutor(6) as crowd:
        sealers = [crowd.submit(seal) for _ in range(2)]
        writers = [crowd.submit(write) for _ in range(4)]
        wait(writers)
        done.set()
    assert [worker.exception() for worker in (*sealers, *writers)] == [None] * 6
    here.seal()
    assert [place for place, _ in places(here)] == list(range(1, 4 * lines + 1))
    assert len({detail for _, detail in places(here)}) == 4 * lines
    verdict = here.verdict()
    assert (verdict.sealed, verdict.unsealed, verdict.faults) == (4 * lines, 0, ())


def test_a_thousand_lines_are_sealed_with_a_handful_of_statements(database: Database) -> None:
    here = ground(database)
    with database.begin() as session:
        here.write(session, 1000)
    statements: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def _count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    assert here.seal() == 1000
    event.remove(database.engine, "before_cursor_execute", _count)
    assert len(statements) <= 8, statements
    assert here.verdict().faults == ()
