"""Verifying the trail: whatever was done to a sealed line is found and named, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text, update

from storage import audit
from storage.audit import NOWHERE, Fault, Flaw, Seal, Verdict, trail
from storage.audit.sealing import seals
from storage.database import Database, Session
from tests.storage.trail_ground import NOW, Forger, Ground, ground

SLOTS = 3
WRITE = st.tuples(st.just("write"), st.integers(0, SLOTS - 1), st.integers(1, 3))
END = st.tuples(st.just("end"), st.integers(0, SLOTS - 1), st.booleans())
SEAL = st.tuples(st.just("seal"), st.integers(1, 4), st.just(0))
STEPS = st.lists(st.one_of(WRITE, WRITE, END, SEAL), max_size=30)


class Writers:
    """Several transactions open at once, where the database allows it; on SQLite each waits for its end."""

    def __init__(self, here: Ground) -> None:
        self.here = here
        self.open: dict[int, tuple[ExitStack, Session]] = {}
        self.waiting: dict[int, int] = {}
        self.committed = 0

    def write(self, slot: int, lines: int) -> None:
        if not self.here.database.is_sqlite:
            if slot not in self.open:
                stack = ExitStack()
                self.open[slot] = (stack, stack.enter_context(self.here.database.engine.connect()))
            self.here.write(self.open[slot][1], lines)
        self.waiting[slot] = self.waiting.get(slot, 0) + lines

    def end(self, slot: int, commit: bool) -> None:  # noqa: FBT001  Drawn with the step.
        lines = self.waiting.pop(slot, 0)
        if slot in self.open:
            stack, connection = self.open.pop(slot)
            (connection.commit if commit else connection.rollback)()
            stack.close()
        elif commit and lines:
            with self.here.database.begin() as session:
                self.here.write(session, lines)
        self.committed += lines if commit else 0

    def end_all(self) -> None:
        for slot in range(SLOTS):
            self.end(slot, commit=True)


def play(here: Ground, steps: list[tuple[str, int, Any]]) -> int:
    """Write and seal in this order, and then whatever is left; how many lines there are."""
    writers = Writers(here)
    for what, which, how in steps:
        if what == "seal":
            here.seal(which)
        else:
            getattr(writers, what)(which, how)
    writers.write(0, 4)
    writers.end_all()
    while here.seal(5):
        pass
    return writers.committed


@dataclass(frozen=True)
class Deed:
    """What a forger did: the places that it was done to, and how many of the following may be named with them."""

    at: frozenset[int]
    others: int = 1
    all_of_them: bool = True


COLUMNS: dict[str, Callable[[Any], Any]] = {
    "id": lambda old: old + 1_000_000,
    "at": lambda old: old + timedelta(microseconds=1),
    "company_id": lambda _: None,
    "person_id": lambda _: None,
    "way": lambda _: "shell",
    "act": lambda _: "listed!",
    "about": lambda old: old + "s",
    "about_id": lambda old: old + 1,
    "detail": lambda old: old + " ",
    "sequence": lambda _: None,
    "sealed_as": lambda old: old + 1,
    "hash": lambda old: old[:-1] + ("0" if old[-1] != "0" else "1"),
}


def commit_a_deed(forger: Forger, data: st.DataObject, last: int) -> Deed:
    place = data.draw(st.integers(1, last), label="place")
    other = data.draw(st.integers(1, last).filter(lambda each: each != place), label="other place")
    both = frozenset({place, other})
    match data.draw(st.sampled_from(["change", "rehash", "delete", "swap", "swap places", "insert"]), label="deed"):
        case "change":
            column = data.draw(st.sampled_from(sorted(COLUMNS)), label="column")
            forger.change(place, **{column: COLUMNS[column](forger.line(place)[column])})
            return Deed(frozenset({place}), others=0)
        case "rehash":
            forger.change(place, detail="never was")
            forger.chain(place)
            return Deed(frozenset({place, min(place + 1, last)}), others=0, all_of_them=False)
        case "delete":
            forger.delete(place)
            return Deed(frozenset({place}), others=0)
        case "swap":
            one, two = forger.line(place)["detail"], forger.line(other)["detail"]
            forger.change(place, detail=two)
            forger.change(other, detail=one)
            return Deed(both, others=0)
        case "swap places":
            forger.swap_places(place, other, with_hashes=data.draw(st.booleans(), label="hashes too"))
            return Deed(both)
        case _:
            forger.insert(place, last, well_chained=data.draw(st.booleans(), label="well chained"))
            return Deed(frozenset({place, place + 1}), others=last, all_of_them=False)


def named(verdict: Verdict) -> set[int]:
    return {place for fault in verdict.faults for place in range(fault.first, fault.last + 1)}


@contextmanager
def undone(database: Database) -> Any:
    """Open a transaction that is rolled back in the end."""
    with database._writer.connect() as session:
        yield session
        session.rollback()


def check_any_order_and_any_deed(database: Database, examples: int) -> None:
    @settings(max_examples=examples)
    @given(steps=STEPS, data=st.data())
    def holds(steps: list[tuple[str, int, Any]], data: st.DataObject) -> None:
        here = ground(database)
        last = play(here, steps)
        verdict = here.verdict()
        assert (verdict.sealed, verdict.unsealed, verdict.faults) == (last, 0, ())
        with undone(database) as session:
            deed = commit_a_deed(Forger(session, here.coalition), data, last)
            found = named(audit.verify(session, here.coalition, page=data.draw(st.integers(1, 6), label="page")))
        assert deed.at <= found if deed.all_of_them else deed.at & found
        assert found <= {place + more for place in deed.at for more in range(deed.others + 1)}

    holds()


@pytest.mark.fuzz
def test_any_order_is_one_chain_and_any_deed_is_named_on_sqlite(sqlite_database: Database) -> None:
    check_any_order_and_any_deed(sqlite_database, settings.default.max_examples if settings.default else 60)


@pytest.mark.fuzz
def test_any_order_is_one_chain_and_any_deed_is_named_on_postgresql(postgres_database: Database) -> None:
    check_any_order_and_any_deed(postgres_database, settings.default.max_examples if settings.default else 60)


@pytest.fixture
def here(database: Database) -> Ground:
    """A trail of eight sealed lines."""
    made = ground(database)
    with database.begin() as session:
        made.write(session, 8)
    made.seal()
    return made


def forged(here: Ground, deed: Callable[[Forger], object], printed: Seal | None = None) -> tuple[Fault, ...]:
    """Let a forger do something, and say what is found."""
    with undone(here.database) as session:
        deed(Forger(session, here.coalition))
        return audit.verify(session, here.coalition, printed=printed).faults


def at(number: int) -> Any:
    return NOW + timedelta(microseconds=number)


def test_a_fault_is_told_by_place_and_time(here: Ground) -> None:
    assert forged(here, lambda forger: forger.change(3, detail="never was")) == (Fault(Flaw.ALTERED, 3, 3, at(3)),)
    assert forged(here, lambda forger: forger.delete(3)) == (Fault(Flaw.MISSING, 3, 3, at(2)),)
    assert forged(here, lambda forger: forger.delete(1)) == (Fault(Flaw.MISSING, 1, 1, None),)
    assert forged(here, lambda forger: forger.delete(8)) == (Fault(Flaw.MISSING, 8, 8, at(7)),)


def test_a_run_of_missing_lines_is_one_fault(here: Ground) -> None:
    assert forged(here, lambda forger: [forger.delete(place) for place in (4, 5, 6)]) == (
        Fault(Flaw.MISSING, 4, 6, at(3)),
    )


def test_all_lines_missing_is_a_fault(here: Ground) -> None:
    assert forged(here, lambda forger: [forger.delete(place) for place in range(1, 9)]) == (
        Fault(Flaw.MISSING, 1, 8, None),
    )


def test_a_changed_or_missing_newest_seal_is_a_fault(here: Ground) -> None:
    mine = seals.c.coalition_id == here.coalition.id
    moved = update(seals).where(mine)
    assert forged(here, lambda forger: forger.session.execute(moved.values(hash="0" * 64))) == (
        Fault(Flaw.RESEALED, 8, 8, at(8)),
    )
    assert forged(here, lambda forger: forger.session.execute(moved.values(sequence=6))) == (
        Fault(Flaw.BEYOND, 7, 8, at(8)),
    )
    assert forged(here, lambda forger: forger.session.execute(seals.delete().where(mine))) == (
        Fault(Flaw.BEYOND, 1, 8, at(8)),
    )


def test_a_trail_that_was_hashed_anew_is_found_by_a_seal_that_was_printed_before(here: Ground) -> None:
    with here.database.begin() as session:
        printed = audit.newest_seal(session, here.coalition)
        here.write(session, 2)
    here.seal()

    def rewrite(forger: Forger) -> None:
        forger.change(3, detail="never was")
        forger.chain_all_anew(10)

    assert forged(here, rewrite) == ()
    assert forged(here, rewrite, printed) == (Fault(Flaw.OTHER_SEAL, 8, 8, at(8)),)
    assert forged(here, lambda _: None, printed) == ()
    # Digests and exports carry the hash alone.
    assert printed is not None
    told = Seal.read(printed.for_others)
    assert forged(here, rewrite, told) == (Fault(Flaw.OTHER_SEAL, NOWHERE, NOWHERE, None),)
    assert forged(here, lambda _: None, told) == ()


def test_a_seal_of_another_trail_or_of_the_future_is_told(here: Ground) -> None:
    other = Seal(8, "0" * 64)
    assert forged(here, lambda _: None, other) == (Fault(Flaw.OTHER_SEAL, 8, 8, at(8)),)
    assert forged(here, lambda _: None, Seal(9, "0" * 64)) == (Fault(Flaw.OTHER_SEAL, 9, 9, None),)
    assert forged(here, lambda _: None, Seal(0, "0" * 64)) == (Fault(Flaw.OTHER_SEAL, 0, 0, None),)


def test_a_line_twice_in_one_place_is_told(here: Ground) -> None:
    def double(forger: Forger) -> None:
        forger.session.execute(text("DROP INDEX ix_audit_chain"))
        line = {name: value for name, value in forger.line(4).items() if name != "id"}
        forger.session.execute(trail.insert().values(**line))

    assert forged(here, double) == (Fault(Flaw.ADDED, 4, 4, at(4)),)


def test_what_is_no_time_or_no_number_is_told(sqlite_database: Database) -> None:
    """SQLite keeps whatever is forced into a column."""
    here = ground(sqlite_database)
    with sqlite_database.begin() as session:
        here.write(session, 3)
    here.seal()
    for column, value in (("at", "yesterday"), ("at", 5), ("about_id", 1.5), ("company_id", "x"), ("detail", b"\xff")):
        statement = text(f"UPDATE audit SET {column} = :value WHERE sequence = 2")
        with undone(sqlite_database) as session:
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
            session.execute(statement, {"value": value})
            faults = audit.verify(session, here.coalition).faults
        assert [(fault.flaw, fault.first) for fault in faults] == [(Flaw.ALTERED, 2)]
    with undone(sqlite_database) as session:
        session.execute(text("UPDATE audit SET sequence = 'two' WHERE sequence = 2"))
        flaws = [fault.flaw for fault in audit.verify(session, here.coalition).faults]
    assert flaws == [Flaw.MISSING, Flaw.ADDED]


def test_lines_that_are_not_sealed_yet_are_counted_and_no_fault(here: Ground) -> None:
    with here.database.begin() as session:
        here.write(session, 3)
    verdict = here.verdict()
    assert (verdict.sealed, verdict.unsealed, verdict.faults) == (8, 3, ())


def test_a_long_trail_is_read_page_by_page(here: Ground) -> None:
    pages: list[str] = []

    @event.listens_for(here.database.engine, "before_cursor_execute")
    def _count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "LIMIT" in statement:
            pages.append(statement)

    with here.database.read() as session:
        assert audit.verify(session, here.coalition, page=3).sealed == 8
    event.remove(here.database.engine, "before_cursor_execute", _count)
    assert len(pages) == 4


def test_of_very_many_faults_a_hundred_are_told_and_the_others_counted(database: Database) -> None:
    here = ground(database)
    with database.begin() as session:
        here.write(session, 130)
    here.seal()
    with undone(database) as session:
        session.execute(update(trail).where(trail.c.coalition_id == here.coalition.id).values(detail="never was"))
        verdict = audit.verify(session, here.coalition)
    assert (len(verdict.faults), verdict.more) == (100, 30)
