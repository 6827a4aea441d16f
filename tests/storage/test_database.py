"""Transactions: short, whole, and one writer at a time where the engine has only one place."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.base import Instant
from storage.database import Database
from storage.errors import Busy

marks = Table(
    "marks",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("word", String(40), unique=True),
    Column("number", Integer, nullable=False, default=0),
    Column("at", Instant),
)


@pytest.fixture
def marked(empty_database: Database) -> Database:
    """A database with one table, and one row in it."""
    with empty_database.begin() as session:
        marks.create(session)
        session.execute(insert(marks).values(word="first"))
    return empty_database


def words(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(marks.c.word).order_by(marks.c.id)))


def write_and_fail(session: Connection) -> None:
    session.execute(insert(marks).values(word="second"))
    raise RuntimeError("stop")


def test_a_transaction_is_kept_as_a_whole(marked: Database) -> None:
    with marked.begin() as session:
        session.execute(insert(marks).values(word="second"))
    assert words(marked) == ["first", "second"]


def test_a_transaction_that_fails_leaves_nothing(marked: Database) -> None:
    with pytest.raises(RuntimeError), marked.begin() as session:
        write_and_fail(session)
    assert words(marked) == ["first"]


def test_no_count_is_lost_in_a_crowd(marked: Database) -> None:
    def count(_: int) -> None:
        with marked.begin() as session:
            row = select(marks.c.number).where(marks.c.id == 1)
            number = session.scalar(row if marked.is_sqlite else row.with_for_update())
            session.execute(update(marks).where(marks.c.id == 1).values(number=number + 1))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(count, range(200)))
    with marked.read() as session:
        assert session.scalar(select(marks.c.number)) == 200


def test_a_reader_is_not_held_up_by_a_writer(marked: Database) -> None:
    with marked.begin() as session:
        session.execute(insert(marks).values(word="second"))
        assert words(marked) == ["first"]


def in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Database]:
    """A database whose writers wait for one another a twentieth of a second."""
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite3'}", patience=0.05)
    yield database
    database.dispose()


def test_a_second_writer_in_this_process_is_refused_before_slack_gives_up(
    impatient: Database,
) -> None:
    refused = []

    def write() -> None:
        with pytest.raises(Busy), impatient.begin():
            pass
        refused.append(True)

    with impatient.begin():
        in_background(write).join()
    assert refused


def test_a_second_writer_in_another_process_is_refused_too(impatient: Database) -> None:
    other = sqlite3.connect(impatient.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy), impatient.begin():
        pass
    other.close()
    with impatient.begin():
        pass


def test_sqlite_is_opened_to_be_safe(tmp_path: Path) -> None:
    """Not one of the tests' own, which are hastier."""
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite3'}")
    with database.read() as session:
        assert {name: session.scalar(text(f"PRAGMA {name}")) for name in asked} == asked
    database.dispose()


def test_waiting_for_a_lock_ends_before_slack_gives_up(tmp_path: Path) -> None:
    """Not one of the tests' own, which are more patient."""
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite3'}")
    with database.read() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) < 3000
    database.dispose()


def test_instants_come_back_in_utc(marked: Database, now: datetime) -> None:
    elsewhere = now.astimezone(timezone(timedelta(hours=5)))
    with marked.begin() as session:
        session.execute(update(marks).values(at=elsewhere))
    with marked.read() as session:
        found = session.scalar(select(marks.c.at))
    assert found == now
    assert found is not None
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(marked: Database) -> None:
    with pytest.raises(StatementError, match="has no zone"), marked.begin() as session:
        session.execute(update(marks).values(at=datetime(2018, 8, 24)))  # noqa: DTZ001


def test_no_error_quotes_what_somebody_typed(marked: Database) -> None:
    with marked.begin() as session:
        session.execute(insert(marks).values(word="typed by somebody"))
    with pytest.raises(IntegrityError) as failed, marked.begin() as session:
        session.execute(insert(marks).values(word="typed by somebody"))
    assert isinstance(failed.value, DBAPIError)
    assert failed.value.hide_parameters
    if marked.is_sqlite:
        assert "typed by somebody" not in str(failed.value)
