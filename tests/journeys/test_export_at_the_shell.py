"""The operator exports for a company, and finds out whose export a copy comes from."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from storage import access, audit, exports, takedowns
from storage.access import Way
from tests.journeys.conftest import Shell, Stage
from tests.journeys.test_export import GRETA, asked, came, carried, rows, states
from tests.journeys.test_reading_records import logged, pages_of
from tests.storage.intake_ground import brought, domain

PLACES = ("IR", "RU", "US", "GB", "FR", "DE")


@pytest.fixture
def told(stage: Stage) -> Stage:
    """A coalition with twelve records."""
    reports = [pages_of(n, origins=PLACES[: n % 3], targets=PLACES[n % 4 :]) for n in range(1, 13)]
    logged(stage, "U0FRIDA", "T0FACEBOOK", *reports)
    return stage


def test_the_operator_exports_what_a_company_may_see(told: Stage, shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "google.json"
    said = shell("export", "--coalition", "Coalition", "--company", "google", "--format", "json", "--to", str(to))
    assert said.code == 0, said.words
    assert "12 records, as Google may see them" in said.words
    whole = json.loads(to.read_bytes())
    assert (whole["export"]["made_for"], whole["export"]["count"]) == ({"company": "Google", "person": None}, 12)
    assert whole["export"]["export_id"] in said.words
    with told.database.read() as session:
        (entry,) = audit.about(session, told.coalition.id, exports.ABOUT, 1)
    assert (entry.way, entry.detail) == (Way.SHELL, "json for Google")
    again = shell("export", "--company", "Google", "--to", str(to))
    assert "is there already" in again.words
    assert "“Myspace”" in shell("export", "--company", "Myspace", "--to", str(tmp_path / "none.csv")).words


def test_an_export_holds_the_indicators_that_the_company_may_read(told: Stage, shell: Shell, tmp_path: Path) -> None:
    with told.database.read() as session:
        frida = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=told.room)
        first, second = takedowns.recent(session, frida).takedowns[:2]
    for record in (first, second):
        brought(told.database, frida, record, [domain("bad.example")], now=told.clock.now)
    with told.database.begin() as session:
        takedowns.recall(session, frida, second.token, reason="", form="r", way=Way.FORM, now=told.clock.now)
    to = tmp_path / "google.csv"
    assert shell("export", "--company", "Google", "--to", str(to)).code == 0
    held = [row for row in rows(to.read_bytes()) if row["counted_as"] == "indicator"]
    assert [(row["reference"], row["indicator"]) for row in held] == [(first.reference, "bad.example")]


def test_an_observer_s_export_holds_nothing_of_the_members(told: Stage, shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "fireeye.csv"
    assert "0 records" in shell("export", "--company", "FireEye", "--to", str(to)).words
    assert rows(to.read_bytes()) == []


def test_a_copy_that_was_saved_again_is_traced_to_whom_it_was_made_for(
    told: Stage, shell: Shell, tmp_path: Path
) -> None:
    for company in ("Google", "Twitter", "Microsoft", "Facebook"):
        shell("export", "--company", company, "--to", str(tmp_path / f"{company}.csv"))
    asked(told, GRETA)
    data = came(told, GRETA)
    carried(told, lambda: states(told)[-1] == "sent")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(sorted(line[1:] for line in lines)[:9])
    copy = tmp_path / "leaked.txt"
    copy.write_bytes(text.getvalue().encode("utf-16"))
    said = shell("audit", "trace", str(copy))
    assert said.code == 0
    assert said.out.count("EX-") == 1
    assert f"for Google ({GRETA}), of Coalition, asked for 2018-08-24" in said.words
    assert "Sure, by the order of its lists, though its id was taken out" in said.words
    said = shell("audit", "trace", str(tmp_path / "Twitter.csv"))
    assert "for Twitter, made by the operator" in said.words


def test_what_is_no_export_is_told_so(told: Stage, shell: Shell, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\r\n1,2\r\n")
    said = shell("audit", "trace", str(other))
    assert (said.code, "No export of this deployment" in said.words) == (1, True)
    other.write_bytes(b"PK\x03\x04")
    assert "cannot be read" in shell("audit", "trace", str(other)).words
    with told.database.read() as session:
        assert exports.origins(session) == ()
