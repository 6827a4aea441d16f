"""The shell: short answers, plain refusals, no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.__main__ import main, sentence
from bot.cli import NoSlack
from storage.database import Database
from storage.errors import Busy
from storage.schema import BrokenLinks, Foreign, Newer, Standing, standing

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """Type a command; its exit code, what it answered, and what it complained of."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'shell.sqlite3'}")
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TOCSIN_KEY"):
        monkeypatch.delenv(name, raising=False)

    def type_(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["tocsin", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert isinstance(left.value.code, int | None)
        return left.value.code or 0, said.out, said.err

    return type_


def test_help_lists_every_command(shell: Shell) -> None:
    code, said, _ = shell("--help")
    assert code == 0
    for command in ("run", "migrate", "doctor", "key", "demo", "coalition", "company", "person", "installation"):
        assert f" {command} " in said


def test_a_new_key_is_one_that_seals(shell: Shell) -> None:
    code, key, _ = shell("key")
    assert code == 0
    Fernet(key.strip())


def test_migrating_twice_does_nothing_the_second_time(shell: Shell, tmp_path: Path) -> None:
    assert shell("migrate")[:2] == (0, "The database is up to date now.\n")
    assert shell("migrate")[:2] == (0, "The database was up to date.\n")
    database = Database(f"sqlite:///{tmp_path / 'shell.sqlite3'}")
    assert standing(database) is Standing.CURRENT
    database.dispose()


def test_the_doctor_says_what_is_missing_and_ends_with_one(shell: Shell) -> None:
    code, said, _ = shell("doctor")
    assert code == 1
    assert "TO MEND  Settings: SLACK_BOT_TOKEN is missing" in said
    shell("migrate")
    assert "ok       Database: there, and up to date." in shell("doctor")[1]


def test_a_command_of_a_feature_needs_neither_slack_nor_a_migration_first(shell: Shell) -> None:
    code, _, complaint = shell("coalition", "add", "Neighbours", "--channel", "C0ROOM", "--zone", "Europe/Paris")
    assert (code, complaint) == (0, "")
    code, said, _ = shell("coalition", "list")
    assert code == 0
    assert "Neighbours" in said


def test_a_refusal_is_one_sentence(shell: Shell) -> None:
    code, said, complaint = shell("company", "list", "--coalition", "Nobody")
    assert code != 0
    assert said == ""
    assert "Nobody" in complaint
    assert "Traceback" not in complaint


def test_a_database_that_is_none_is_told(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "shell.sqlite3").write_text("this is a letter, not a database\n" * 100)
    code, _, complaint = shell("migrate")
    assert code == 1
    assert complaint.startswith("The database is out of reach: file is not a database")


def test_somebody_elses_database_is_left_alone(shell: Shell, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'shell.sqlite3'}")
    with database.begin() as session:
        session.execute(text("CREATE TABLE songs (id INTEGER)"))
    database.dispose()
    code, _, complaint = shell("migrate")
    assert (code, complaint) == (1, sentence(Foreign()) + "\n")


@pytest.mark.parametrize("refusal", [Newer(), Foreign(), BrokenLinks(("people",)), NoSlack(), Busy()])
def test_every_refusal_has_its_own_words(refusal: Newer | Foreign | BrokenLinks | NoSlack | Busy) -> None:
    said = sentence(refusal)
    assert said.endswith(".")
    assert said != "This cannot be done now. Try again."
