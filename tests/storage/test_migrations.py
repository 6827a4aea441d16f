"""The tables that the migrations make, and what happens when a migration meets a database."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

import storage
from storage import coalitions, schedules
from storage.base import metadata
from storage.database import Database
from storage.errors import Refusal
from storage.schema import (
    BrokenLinks,
    Foreign,
    Newer,
    Standing,
    bring_up_to_date,
    migrate,
    standing,
    versions,
)


def tables(database: Database) -> set[str]:
    with database.read() as session:
        return set(inspect(session).get_table_names())


def set_version(database: Database, version: str) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_models_and_migrations_agree(database: Database) -> None:
    with database.read() as session:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(session, opts=options), metadata) == []


def test_models_and_migrations_check_the_same_things(database: Database, empty_database: Database) -> None:
    with empty_database.begin() as session:
        metadata.create_all(session)

    def checks(of: Database) -> dict[str, set[tuple[str | None, str]]]:
        with of.read() as session:
            inspector = inspect(session)
            return {
                table: {(check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)}
                for table in metadata.tables
            }

    assert checks(database) == checks(empty_database)


def test_schema_knows_the_tables_of_every_page() -> None:
    known = set(metadata.tables)
    for page in pkgutil.iter_modules(storage.__path__, "storage."):
        importlib.import_module(page.name)
    assert set(metadata.tables) == known


def test_versions_follow_each_other() -> None:
    assert versions() == tuple(f"{number:04}" for number in range(1, len(versions()) + 1))


def test_an_empty_database_is_migrated_once(empty_database: Database) -> None:
    assert standing(empty_database) is Standing.EMPTY
    assert bring_up_to_date(empty_database)
    assert standing(empty_database) is Standing.CURRENT
    assert not bring_up_to_date(empty_database)


def test_who_was_there_before_menus_named_them_is_named_and_what_was_said_stays_shared(
    empty_database: Database,
) -> None:
    migrate(empty_database, to="0003")
    then = "2018-08-21 16:00:00+00:00"
    with empty_database.begin() as session:
        for row in (
            (
                "coalitions (id, name, channel, zone, language, token, created_at) "
                f"VALUES (1, 'One', 'C0ONE', 'UTC', 'en', 'one', '{then}')"
            ),
            f"companies (id, coalition_id, name, seat, joined_at) VALUES (1, 1, 'Facebook', 'member', '{then}')",
            (
                "people (id, coalition_id, company_id, user_id, guest_account, in_members, in_open, seen_at) "
                f"VALUES (1, 1, 1, 'U0ANA', false, true, false, '{then}')"
            ),
            (
                "takedowns (id, coalition_id, company_id, person_id, reference, token, audience, mark, state, "
                "revision, logged_at, changed_at, search) VALUES (1, 1, 1, 1, 'TD-00000', 'td', 'members', 'CLEAR', "
                f"'standing', 1, '{then}', '{then}', '')"
            ),
        ):
            session.execute(text(f"INSERT INTO {row}"))
    migrate(empty_database)
    with empty_database.read() as session:
        for table in ("companies", "people"):
            assert len(session.scalar(text(f"SELECT token FROM {table}"))) == 22
        assert session.scalar(text("SELECT count(*) FROM takedowns WHERE shared_at = logged_at")) == 1


def test_the_day_and_hour_of_a_digest_become_a_rhythm_that_comes_round(empty_database: Database) -> None:
    then = "2018-08-24 16:00:00.000000"
    migrate(empty_database, to="0008")
    with empty_database.begin() as session:
        for row in (
            f"(1, 'One', 'C0ONE', 'Europe/Paris', 'fr', 'one', '{then}', 4, 16)",
            f"(2, 'Two', 'C0TWO', 'UTC', 'en', 'two', '{then}', NULL, NULL)",
        ):
            names = "id, name, channel, zone, language, token, created_at, digest_day, digest_hour"
            session.execute(text(f"INSERT INTO coalitions ({names}) VALUES {row}"))
    migrate(empty_database)
    now = datetime(2018, 8, 24, 12, 0, tzinfo=UTC)
    with empty_database.begin() as session:
        one, two = (coalitions.by_id(session, row_id) for row_id in (1, 2))
        assert (one.digest_rule, two.digest_rule) == ("RRULE:FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0", None)
        assert schedules.is_round(session, now=now)
        schedules.come_round(session, now=now, limit=10)
        kept = schedules.of(session, 1, schedules.DIGEST)
        assert kept is not None
        assert kept.next_at == datetime(2018, 8, 24, 14, 0, tzinfo=UTC)
        # What the form would keep is what is kept.
        assert schedules.keep(session, one, schedules.DIGEST, kept.rhythm, now=now) == kept
        assert schedules.of(session, 2, schedules.DIGEST) is None


def test_a_database_of_a_newer_tocsin_is_refused_and_left_alone(database: Database) -> None:
    set_version(database, "9999")
    assert standing(database) is Standing.NEWER
    with pytest.raises(Newer):
        bring_up_to_date(database)
    assert standing(database) is Standing.NEWER


@pytest.mark.parametrize("with_versions", [False, True])
def test_somebody_elses_database_is_refused_and_left_alone(empty_database: Database, *, with_versions: bool) -> None:
    with empty_database.begin() as session:
        session.execute(text("CREATE TABLE songs (id INTEGER PRIMARY KEY)"))
        if with_versions:
            session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            session.execute(text("INSERT INTO alembic_version VALUES ('a1b2c3')"))
    before = tables(empty_database)
    with pytest.raises(Foreign):
        bring_up_to_date(empty_database)
    assert tables(empty_database) == before


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the migrations with one more version, whose upgrade the test writes into the file."""
    import shutil  # noqa: PLC0415

    from storage import schema  # noqa: PLC0415

    copied = shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations")
    monkeypatch.setattr(schema, "MIGRATIONS", copied)
    return copied / "versions" / "9000_another.py"


def write_version(path: Path, *statements: str) -> None:
    newest = versions()[-1]
    body = "\n".join(f"    op.execute({statement!r})" for statement in statements)
    path.write_text(f"from alembic import op\nrevision = '9000'\ndown_revision = {newest!r}\ndef upgrade():\n{body}\n")


def test_an_older_database_is_brought_up_to_date(database: Database, another_version: Path) -> None:
    write_version(another_version, "CREATE TABLE later (id INTEGER PRIMARY KEY)")
    assert standing(database) is Standing.OLDER
    assert bring_up_to_date(database)
    assert "later" in tables(database)
    assert standing(database) is Standing.CURRENT


def test_a_failed_migration_leaves_nothing_behind(database: Database, another_version: Path) -> None:
    write_version(another_version, "CREATE TABLE half (id INTEGER PRIMARY KEY)", "SELECT nonsense")
    before = tables(database)
    with pytest.raises(Exception, match="nonsense"):
        migrate(database)
    assert tables(database) == before
    assert standing(database) is Standing.OLDER


def test_a_failed_first_migration_leaves_an_empty_database(empty_database: Database, another_version: Path) -> None:
    write_version(another_version, "SELECT nonsense")
    with pytest.raises(Exception, match="nonsense"):
        migrate(empty_database)
    assert standing(empty_database) is Standing.EMPTY


def test_a_migration_that_leaves_orphans_is_undone(sqlite_database: Database, another_version: Path) -> None:
    write_version(
        another_version,
        "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
        "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id))",
        "INSERT INTO children VALUES (1, 1)",
    )
    with pytest.raises(BrokenLinks) as refused:
        migrate(sqlite_database)
    assert isinstance(refused.value, Refusal)
    assert refused.value.tables == ("children",)
    assert standing(sqlite_database) is Standing.OLDER


def test_a_replaced_table_keeps_its_children(sqlite_database: Database, another_version: Path) -> None:
    with sqlite_database.begin() as session:
        session.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        session.execute(
            text("CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE)")
        )
        session.execute(text("INSERT INTO parents VALUES (1)"))
        session.execute(text("INSERT INTO children VALUES (1)"))
    newest = versions()[-1]
    another_version.write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9000'\ndown_revision = {newest!r}\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('parents', recreate='always') as parents:\n"
        "        parents.add_column(sa.Column('name', sa.String(10)))\n"
    )
    migrate(sqlite_database)
    with sqlite_database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM children")) == 1
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_two_processes_may_migrate_at_once(empty_database: Database) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    program = f"from storage.database import Database; from storage.schema import migrate; migrate(Database({url!r}))"
    both = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(2)]
    complaints = [process.communicate(timeout=60)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], complaints
    assert standing(empty_database) is Standing.CURRENT
