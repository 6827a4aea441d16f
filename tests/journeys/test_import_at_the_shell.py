"""The operator keeps a company's files: each becomes a takedown with all that it holds, and only once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.intake import storing
from storage import access, audit, indicators, intakes, outbox, people, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import named
from storage.indicators import Indicator, IndicatorType
from storage.intakes import State
from storage.people import Role
from tests.journeys.conftest import Shell, Stage

WHERE = ("--coalition", "Coalition", "--company", "Facebook")


@pytest.fixture
def led(stage: Stage) -> Stage:
    """A coalition in which Facebook has a lead."""
    with stage.database.begin() as session:
        company = named(session, stage.coalition, "Facebook")
        people.appoint(session, company, "U0FRIDA", Role.LEAD, now=stage.clock.now)
    return stage


def greta(stage: Stage) -> Speaker:
    """Recognise somebody of another company."""
    with stage.database.read() as session:
        return access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel=stage.room)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A file with more rows than are laid down at once, one of them twice, and one that cannot be used."""
    lines = [f"domain_name,host-{n}[.]example[.]org,shut,2021-07-15" for n in range(1500)]
    file = tmp_path / "July & August #1.csv"
    file.write_text("\n".join(["indicator_type,indicator_value,comment,ds", *lines, lines[0], "md5,none,,2021-07-15"]))
    return file


def test_a_file_becomes_a_takedown_with_its_indicators_and_its_card(led: Stage, shell: Shell, listed: Path) -> None:
    said = shell("import", str(listed), *WHERE)
    assert said.code == 0, said.words
    assert "July & August #1.csv: kept as TD-" in said.words
    assert "of Facebook" in said.words
    assert "Row 1503: none" in said.words
    assert "1,501 domain" in said.words
    with led.database.read() as session:
        (record,) = takedowns.recent(session, greta(led)).takedowns
        assert (record.company, record.logged_by, record.revision) == ("Facebook", "U0FRIDA", 1)
        assert record.report.summary == "July & August #1"
        assert indicators.how_many(session, record) == 1500
        host = Indicator(IndicatorType.DOMAIN, "host-1499.example.org")
        assert indicators.find(session, greta(led), host) == (record,)
        acts = [(entry.act, entry.way) for entry in audit.about(session, led.coalition.id, takedowns.ABOUT, record.id)]
        assert acts == [(Act.LOGGED, Way.SHELL)]
        bodies = session.execute(select(outbox.outbox.c.body)).scalars().all()
    (card,) = (each for each in bodies if "1,500 indicators" in each)
    assert "Facebook: July & August #1" in json.loads(card)["blocks"][0]["text"]["text"]


def test_the_same_file_again_changes_nothing(led: Stage, shell: Shell, listed: Path) -> None:
    assert shell("import", str(listed), *WHERE).code == 0
    copy = listed.with_name("copy.csv")
    copy.write_bytes(listed.read_bytes())
    said = shell("import", str(copy), *WHERE)
    assert (said.code, "it was kept before; nothing was changed" in said.words) == (0, True)
    with led.database.read() as session:
        assert takedowns.how_many(session, greta(led)) == 1
        rows = select(func.count()).select_from(indicators.indicators)
        assert session.execute(rows).scalar_one() == 1500


def test_a_refused_file_leaves_nothing_and_the_next_is_kept(
    led: Stage, shell: Shell, listed: Path, tmp_path: Path
) -> None:
    (tmp_path / "old.xml").write_text('<stix:STIX_Package version="1.2"/>')
    said = shell("import", str(tmp_path / "old.xml"), str(tmp_path / "none.csv"), str(listed), *WHERE)
    assert said.code == 1
    assert "Convert it to STIX 2.1" in said.words
    assert "There is no such file" in said.words
    assert "kept as TD-" in said.words
    with led.database.read() as session:
        assert takedowns.how_many(session, greta(led)) == 1


def test_who_died_in_the_middle_is_waited_for_and_taken_over(led: Stage, shell: Shell, listed: Path) -> None:
    house = led.tocsin.house
    sender = storing.author(house, "Coalition", "Facebook")

    def die(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storing.store(house, sender, listed.name, listed.read_bytes(), die)
    with led.database.read() as session:
        assert takedowns.how_many(session, greta(led)) == 0
    again = storing.store(house, sender, listed.name, listed.read_bytes(), lambda _: None)
    assert again.became is storing.Became.BEING_READ
    led.clock.advance(minutes=1)
    again = storing.store(house, sender, listed.name, listed.read_bytes(), lambda _: None)
    assert again.became is storing.Became.STORED
    with led.database.read() as session:
        (record,) = takedowns.recent(session, greta(led)).takedowns
        assert indicators.how_many(session, record) == 1500
        assert session.execute(select(intakes.intakes.c.state)).scalars().all() == [State.READ]


def test_whose_they_are_has_to_be_said_and_has_to_have_a_lead(stage: Stage, shell: Shell, listed: Path) -> None:
    assert "--company" in shell("import", str(listed)).words
    said = shell("import", str(listed), "--company", "Google")
    assert said.code != 0
    assert "Google has no lead" in said.words
    assert "“Myspace”" in shell("import", str(listed), "--company", "Myspace").words
    with stage.database.read() as session:
        assert session.execute(select(intakes.intakes)).all() == []


def test_an_observer_s_lead_logs_nothing(stage: Stage, shell: Shell, listed: Path) -> None:
    with stage.database.begin() as session:
        people.appoint(session, named(session, stage.coalition, "FireEye"), "U0FIRE", Role.LEAD, now=stage.clock.now)
    said = shell("import", str(listed), "--company", "FireEye")
    assert said.code == 1
    with stage.database.read() as session:
        assert session.execute(select(intakes.intakes)).all() == []
