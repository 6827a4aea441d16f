"""Figures by company are told while every member company agrees; each one's lead agrees for it."""

from __future__ import annotations

import pytest

from storage import access, audit, figures
from storage.audit import Act
from storage.people import Room
from storage.periods import running
from tests.journeys.conftest import Stage
from tests.journeys.test_the_coalition import lead

# Who leads which member company.
LEADS = {"U0FRIDA": "Facebook", "U0GRETA": "Google", "U0MIRA": "Microsoft", "U0TESSA": "Twitter", "U0SASHA": "Snap"}


def told(stage: Stage) -> dict[str, int] | None:
    """Read the figures by company of the week, as the members' channel would be told them."""
    with stage.database.read() as session:
        week = running(stage.clock().date())
        found = figures.of_period(session, stage.coalition, Room.MEMBERS, week).by_company
    return None if found is None else {cell.key: getattr(cell.number, "n", 0) for cell in found.cells}


def opened(stage: Stage, person: str) -> str:
    """Open the page from the pinned message, and read it."""
    stage.slack.click(person, "coalition_open", channel=stage.room)
    stage.slack.click(person, "coalition_figures")
    return stage.top(person)


def test_each_lead_agrees_for_their_company_and_one_who_takes_it_back_ends_it_for_all(stage: Stage) -> None:
    stage.open_doors()
    stage.log("U0FRIDA")
    for person, company in LEADS.items():
        assert told(stage) is None
        lead(stage, person, company)
        assert "Your company has not agreed." in opened(stage, person)
        stage.slack.click(person, "coalition_figures_agree")
    assert "Every member company has agreed." in stage.top(person)
    assert told(stage) == {"Facebook": 1}
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "figures")
    assert "Every member company has agreed." in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "coalition_figures_end")
    assert "Your company has not agreed." in stage.top("U0FRIDA")
    assert told(stage) is None
    # Who it was is not told to the others.
    assert "Your company has agreed. Not every member company has." in opened(stage, "U0GRETA")
    with stage.database.read() as session:
        frida = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        noted = audit.about(session, stage.coalition.id, "company", frida.company.id)
    acts = [entry.act for entry in noted if entry.act in {Act.FIGURES_AGREED, Act.FIGURES_ENDED}]
    assert acts == [Act.FIGURES_AGREED, Act.FIGURES_ENDED]


def test_who_does_not_lead_reads_how_it_stands_and_finds_no_button(stage: Stage) -> None:
    stage.open_doors()
    assert "Your company’s lead agrees for it" in opened(stage, "U0GRETA")
    assert "coalition_figures_agree" not in str(stage.slack.view("U0GRETA"))


@pytest.mark.parametrize("words", ["figures", "chiffres"])
def test_it_is_the_members_own_affair(stage: Stage, words: str) -> None:
    stage.open_doors()
    lead(stage, "U0FIRE", "FireEye")
    stage.mention("U0FIRE", f"coalition {words}", stage.open_room)
    assert "Each one’s lead agrees for it" in stage.top("U0FIRE")
