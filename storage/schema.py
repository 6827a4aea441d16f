"""The shape of the database: every table, how far a database has come, and bringing it up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, literal_column, select, text

# Each of these pages lays its tables into the metadata.
from storage import (  # noqa: F401
    acknowledgements,
    agendas,
    approvals,
    audiences,
    audit,
    bulk,
    coalitions,
    commitments,
    companies,
    connections,
    decisions,
    departures,
    digests,
    dissolving,
    drafts,
    erasing,
    exports,
    exposures,
    holds,
    indicators,
    installations,
    intakes,
    joiners,
    knocks,
    meetings,
    minutes,
    once,
    outbox,
    people,
    prompts,
    proofs,
    retention,
    schedules,
    showings,
    starts,
    strays,
    takedowns,
    trials,
    updates,
    visits,
)
from storage.base import metadata
from storage.database import Database
from storage.errors import Refusal

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"

# Any number will do, as long as every process asks for the same one.
_ADVISORY_LOCK = 7_239_462
# A second process that starts meanwhile waits for the first one's migration instead of failing.
_MIGRATION_LOCK_SECONDS = 120


class Standing(StrEnum):
    """How far a database has come, compared with the versions that this Tocsin ships."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


class Newer(Refusal):
    """The database was migrated by a newer Tocsin than this one."""


class Foreign(Refusal):
    """The database holds somebody else's tables and none of ours."""


class BrokenLinks(Refusal):
    """After a migration some rows point at rows that are not there; it was undone. `tables` names where."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(*tables)
        self.tables = tables


def standing(database: Database) -> Standing:
    """Say how far the database has come, without loading Alembic."""
    with database.read() as session:
        tables = set(inspect(session).get_table_names())
        if not tables:
            return Standing.EMPTY
        known = VERSION_TABLE in tables
        found: set[str] = (
            set(session.scalars(select(literal_column("version_num")).select_from(text(VERSION_TABLE))))
            if known
            else set()
        )
    if not found:
        return Standing.FOREIGN if tables - {VERSION_TABLE} else Standing.EMPTY
    shipped = versions()
    if found == {shipped[-1]}:
        return Standing.CURRENT
    if found <= set(shipped):
        return Standing.OLDER
    return Standing.NEWER if tables & set(metadata.tables) else Standing.FOREIGN


def versions() -> tuple[str, ...]:
    """List the versions that this Tocsin ships, oldest first; a file's name begins with its version."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def bring_up_to_date(database: Database) -> bool:
    """Migrate a database that is empty or older; True if there was anything to do.

    Raises Newer for one that a newer Tocsin migrated, Foreign for one that is not ours.
    """
    match standing(database):
        case Standing.CURRENT:
            return False
        case Standing.NEWER:
            raise Newer
        case Standing.FOREIGN:
            raise Foreign
        case Standing.EMPTY | Standing.OLDER:
            migrate(database)
            return True


def migrate(database: Database, *, to: str = "head") -> None:
    """Run the missing migrations in one transaction: all of them, or none. Safe with two processes at once."""
    with _migrating(database) as connection:
        run_alembic(connection, to)


def run_alembic(connection: Connection, to: str) -> None:
    """Run the migrations up to `to` on a connection whose transaction somebody else began and will end."""
    from alembic import command  # noqa: PLC0415  Alembic is slow to load and rarely needed.

    command.upgrade(alembic_config(connection), to)


def alembic_config(connection: Connection) -> Any:
    """Make the configuration that Alembic would read from an ini file."""
    from alembic.config import Config  # noqa: PLC0415  Alembic is slow to load and rarely needed.

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    engine = _sqlite_engine(database) if database.is_sqlite else create_engine(database.url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            yield connection
            if database.is_sqlite:
                _refuse_broken_links(connection)
    finally:
        engine.dispose()


def _sqlite_engine(database: Database) -> Engine:
    """Make an engine of its own, because foreign keys can be switched only outside of transactions.

    With them on, a table that Alembic replaces would take its children with it.
    https://www.sqlite.org/foreignkeys.html#fk_enable
    """
    engine = create_engine(database.url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_MIGRATION_LOCK_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _refuse_broken_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenLinks(tuple(sorted({row[0] for row in broken})))
