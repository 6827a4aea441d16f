"""Whatever keeps the bot from answering, the person is told in their own language, and keeps their words."""

from __future__ import annotations

import sqlite3

import pytest

from storage.database import LOCK_SECONDS, Database
from tests.journeys.conftest import Stage
from tests.journeys.test_the_form import opened


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """SQLite has one writer at a time; PostgreSQL has no such story."""
    return sqlite_database


@pytest.mark.parametrize("patience", [LOCK_SECONDS])
def test_where_another_process_writes_for_too_long_the_person_is_told_in_time(
    stage: Stage,
    patience: float,
) -> None:
    filled = opened(stage, "74 Facebook pages")
    other = sqlite3.connect(str(stage.database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        stage.slack.command("U0FELIX", stage.room, "/takedown", "3 blogs from Iran")
        said = stage.aside("U0FELIX")
        stage.slack.submit("U0FRIDA")
    finally:
        other.close()
    assert "busy" in said
    assert "3 blogs from Iran" in said
    assert "busy" in str(stage.field_errors("U0FRIDA"))
    stage.slack.submit("U0FRIDA")
    assert str(filled["what"]) in stage.top("U0FRIDA")
    assert "Check and send" in stage.top("U0FRIDA")


@pytest.mark.parametrize("language", ["fr"])
def test_a_refusal_inside_a_form_speaks_the_coalitions_language(stage: Stage, language: str) -> None:
    opened(stage, "74 pages Facebook")
    stage.slack.submit("U0FRIDA")
    stage.clock.advance(days=8)
    stage.slack.submit("U0FRIDA")
    assert "Fermer" in stage.top("U0FRIDA")
    assert "Close" not in stage.top("U0FRIDA")


@pytest.mark.parametrize("language", ["fr"])
def test_a_french_coalition_reads_french_everywhere(stage: Stage, language: str) -> None:
    stage.open_doors()
    assert "Consigner un retrait" in str(stage.slack.seen("U0GRETA", stage.room))
    for words in ("liste", "aide", "montrer TD-00000", "new"):
        stage.slack.command("U0FRIDA", stage.room, "/takedown", words)
        shown = stage.top("U0FRIDA") + stage.aside("U0FRIDA")
        for english in ("Look for", "Nothing", "There is", "Cancel", "opens the"):
            assert english not in shown
        if stage.slack.view("U0FRIDA"):
            stage.slack.close("U0FRIDA", all_=True)
