"""The page of the coalition: who sits here, who does what, and what is agreed; open to everybody who sits here."""

from __future__ import annotations

import pytest

from bot.simulator import Denied
from storage import companies, people
from storage.people import Role
from tests.journeys.conftest import Stage


def lead(stage: Stage, person: str, company: str, role: Role = Role.LEAD) -> None:
    """Give somebody a role, as the operator would."""
    with stage.database.begin() as session:
        sits = companies.named(session, stage.coalition, company)
        people.appoint(session, sits, person, role, now=stage.clock())


def test_a_member_finds_who_sits_here_who_leads_and_who_coordinates(stage: Stage) -> None:
    lead(stage, "U0GRETA", "Google")
    lead(stage, "U0MIRA", "Microsoft", Role.COUNSEL)
    lead(stage, "U0FRIDA", "Facebook", Role.ANALYST)
    stage.slack.command("U0FRIDA", stage.room, "/coalition")
    said = stage.top("U0FRIDA")
    assert "America/Los_Angeles" in said
    assert "TLP:AMBER+STRICT" in said
    assert "6 companies" in said
    assert "Google · member since" in said.replace("*", "")
    assert "<@U0GRETA>" in said or "@Greta" in said
    assert "coordinator" in said
    # Another company's counsel is its own affair; what one's own company named is shown.
    assert "Mira" not in said
    assert "analyst" in said


@pytest.mark.parametrize("person", ["U0GRETA", "U0MIRA", "U0SASHA", "U0TESSA", "U0FIRE"])
def test_everybody_reaches_it_from_the_pinned_message(stage: Stage, person: str) -> None:
    stage.open_doors()
    stage.slack.click(person, "coalition_open", channel=stage.open_room)
    assert "Coordinators" in stage.top(person)


def test_a_mention_and_a_direct_message_reach_it_too(stage: Stage) -> None:
    slack = stage.slack
    stage.mention("U0GRETA", "coalition")
    assert "Coordinators" in stage.top("U0GRETA")
    slack.say("U0MIRA", "U0BOTFACEBOOK", "/coalition help")
    stage.soon(lambda: slack.seen("U0MIRA", "U0BOTFACEBOOK")[1:])
    slack.click("U0MIRA", "open_asked", channel="U0BOTFACEBOOK")
    assert "/coalition" in slack.text(slack.seen("U0MIRA", "U0BOTFACEBOOK")[-1])


def test_what_waits_in_the_inbox_opens_on_a_page_of_its_own(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> coalition help")
    stage.soon(lambda: [each for each in slack.seen("U0GRETA", stage.room) if each["ephemeral"]])
    slack.click("U0GRETA", "for_me", channel=stage.room)
    slack.click("U0GRETA", "open_asked")
    assert "/coalition" in stage.top("U0GRETA")


def test_words_that_are_no_verb_are_said_back_and_the_page_opens(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "<!channel> dance")
    said = stage.top("U0FRIDA")
    assert "dance” is nothing that /coalition knows" in said
    assert "Coordinators" in said


@pytest.mark.parametrize("language", ["fr"])
def test_it_speaks_french_where_the_coalition_does(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "aide")
    assert "ouvre qui siège ici" in stage.aside("U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/coalition")
    assert "La coordination" in stage.top("U0FRIDA")


def test_an_observer_finds_whom_they_meet_and_no_lead(stage: Stage) -> None:
    stage.open_doors()
    lead(stage, "U0GRETA", "Google")
    stage.slack.leave("U0GRETA", stage.open_room)
    stage.slack.wait(lambda: not there(stage, "U0GRETA"))
    lead(stage, "U0MIRA", "Microsoft")
    lead(stage, "U0FIRE", "FireEye")
    stage.slack.click("U0FIRE", "coalition_open", channel=stage.open_room)
    said = stage.top("U0FIRE")
    assert "Google" not in said
    assert "Microsoft" in said
    assert "Mira" not in said
    assert "FireEye" in said
    assert stage.room not in said
    assert "lead" in said


def there(stage: Stage, person: str) -> bool:
    """Tell whether the bot knows somebody to be in the open channel."""
    with stage.database.read() as session:
        google = companies.named(session, stage.coalition, "Google")
        found = people.named(session, stage.coalition, google, person)
    return found is not None and found.in_open


def test_a_partner_without_the_app_has_no_command_and_a_stranger_no_page(stage: Stage) -> None:
    stage.open_doors()
    with pytest.raises(Denied):
        stage.slack.command("U0GRETA", stage.room, "/coalition")
    stage.slack.click("U0STRANGER", "coalition_open", channel=stage.room)
    assert "does not know your company" in stage.top("U0STRANGER")
