"""A fresh, migrated database for each test: a copy of one that was migrated once for the session."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Dialect, Engine, create_engine, event, text

from storage.database import Database
from storage.schema import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database; the test runs once on each engine."""
    name = {"sqlite": "sqlite_database", "postgresql": "postgres_database"}[request.param]
    found: Database = request.getfixturevalue(name)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest) -> Database:
    """A database without a table; the test runs once on each engine."""
    name = {"sqlite": "empty_sqlite", "postgresql": "empty_postgres"}[request.param]
    found: Database = request.getfixturevalue(name)
    return found


# On a machine with much else to do a writer may be kept for longer than Slack would wait.
PATIENCE = 20.0


# What was compiled for a database serves the next one too: a test would spend a third of its time on that.
_compiled: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


@contextmanager
def opened(url: URL | str, *, patience: float = PATIENCE) -> Iterator[Database]:
    """Open a database and close its connections afterwards."""
    database = Database(url if isinstance(url, str) else url.render_as_string(hide_password=False), patience=patience)
    if database.is_sqlite:
        event.listen(database.engine, "connect", _hasten)
    _compile_once(database)
    try:
        yield database
    finally:
        database.dispose()


def _compile_once(database: Database) -> None:
    """Let all databases of a kind share what was compiled for one of them, which holds for one dialect."""
    if database.engine.dialect.name not in _compiled:
        with database.engine.connect():
            pass  # A dialect learns from its first connection what the server can do.
    dialect, compiled = _compiled.setdefault(database.engine.dialect.name, (database.engine.dialect, {}))
    for engine in (database.engine, database._writer, database._reader):
        engine.dialect = dialect
        engine.update_execution_options(compiled_cache=compiled)


def _hasten(connection: sqlite3.Connection, _record: object) -> None:
    """Let a test lose what it wrote when the machine loses power, as it does on PostgreSQL."""
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file that each test's is a copy of."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    with opened(f"sqlite:///{path}") as database:
        migrate(database)
    return path


@pytest.fixture
def patience() -> float:
    """For how many seconds whoever writes waits for another; a test of that says so by its own parameter."""
    return PATIENCE


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path, patience: float) -> Iterator[Database]:
    """A fresh SQLite database."""
    path = tmp_path / "tocsin.sqlite3"
    shutil.copyfile(migrated_file, path)
    with opened(f"sqlite:///{path}", patience=patience) as database:
        yield database


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file without a table."""
    with opened(f"sqlite:///{tmp_path / 'empty.sqlite3'}") as database:
        yield database


@pytest.fixture(scope="session")
def administrator(postgres_server: URL) -> Iterator[Engine]:
    """A connection that makes and drops databases, which PostgreSQL allows outside of transactions only."""
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def _order(administrator: Engine, command: str) -> None:
    with administrator.connect() as connection:
        connection.execute(text(command))


@contextmanager
def made(administrator: Engine, *, template: str = "template0") -> Iterator[URL]:
    """Make a database on the server, and drop it afterwards."""
    name = f"tocsin_test_{secrets.token_hex(6)}"
    _order(administrator, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield administrator.url.set(database=name)
    finally:
        _order(administrator, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_template(administrator: Engine) -> Iterator[str]:
    """The PostgreSQL database that each test's is a copy of."""
    with made(administrator) as url:
        with opened(url) as database:
            migrate(database)
        assert url.database
        yield url.database


@pytest.fixture
def postgres_database(administrator: Engine, migrated_template: str) -> Iterator[Database]:
    """A fresh PostgreSQL database."""
    with made(administrator, template=migrated_template) as url, opened(url) as database:
        yield database


@pytest.fixture
def empty_postgres(administrator: Engine) -> Iterator[Database]:
    """A PostgreSQL database without a table."""
    with made(administrator) as url, opened(url) as database:
        yield database
