"""Who opened what: the lead and the counsel of a record's company read it; nobody else learns that it can be read."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import audit as page
from storage import audit, companies, people, takedowns
from storage.audit import Act, Entry
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import Stage

BUTTON = "audit_opened_by"
GRETA, OTTO, FRIDA, TESSA = "U0GRETA", "U0OUTSIDE", "U0FRIDA", "U0TESSA"


def appoint(stage: Stage, company: str, person: str, role: Role) -> None:
    """Give a person a role, as the operator does at the shell."""
    with stage.database.begin() as session:
        there = companies.named(session, stage.coalition, company)
        people.appoint(session, there, person, role, now=stage.clock())


@pytest.fixture
def card(stage: Stage) -> dict[str, Any]:
    """A record of Google's, whose lead is Greta; Otto is its analyst, and Frida leads Facebook."""
    stage.slack.join(OTTO, "C0OTHER")
    stage.slack.join(OTTO, stage.room)
    appoint(stage, "Google", GRETA, Role.LEAD)
    appoint(stage, "Google", OTTO, Role.ANALYST)
    appoint(stage, "Facebook", FRIDA, Role.LEAD)
    stage.open_doors()
    stage.slack.click(GRETA, "takedown_log", channel=stage.room)
    return stage.log(GRETA, "39 YouTube channels")


def open_details(stage: Stage, person: str, card: dict[str, Any]) -> str:
    """Open the record's page, and give its blocks."""
    stage.slack.click(person, "takedown_show", channel=stage.room, ts=card["ts"])
    assert "Google" in stage.top(person)
    return str(stage.slack.view(person))


def entries(stage: Stage) -> list[Entry]:
    """Read what the trail says of the one record that there is."""
    with stage.database.read() as session:
        row_id = session.execute(takedowns.takedowns.select()).one().id
        return list(audit.about(session, stage.coalition.id, takedowns.ABOUT, row_id))


def test_the_lead_sees_who_of_which_company_opened_the_record(stage: Stage, card: dict[str, Any]) -> None:
    open_details(stage, TESSA, card)
    open_details(stage, FRIDA, card)
    assert "Who opened it" in open_details(stage, GRETA, card)
    stage.slack.click(GRETA, BUTTON)
    seen = stage.top(GRETA)
    assert "Opened by people of Facebook and Twitter." in seen
    lines = [line for line in seen.splitlines() if line.startswith(("Facebook", "Twitter", "Google", "*"))]
    whose = [next(name for name in ("Facebook", "Twitter", "Google") if name in line) for line in lines]
    assert whose == ["Google", "Facebook", "Twitter", "Google"]
    view = str(stage.slack.view(GRETA))
    assert f"<@{TESSA}>" in view
    assert "<!date^" in view
    assert "opened it, with a button" in seen
    assert "logged it, in a form" in seen


def test_that_the_trail_was_read_is_noted_and_shown_the_next_time(stage: Stage, card: dict[str, Any]) -> None:
    open_details(stage, GRETA, card)
    stage.slack.click(GRETA, BUTTON)
    assert "read who opened it" not in stage.top(GRETA)
    assert "Nobody of another company has opened it yet." in stage.top(GRETA)
    assert entries(stage)[-1].act is Act.READ_TRAIL
    stage.slack.close(GRETA)
    stage.slack.click(GRETA, BUTTON)
    assert "read who opened it, with a button" in stage.top(GRETA)


def test_a_counsel_of_the_same_company_reads_it_too(stage: Stage, card: dict[str, Any]) -> None:
    appoint(stage, "Google", OTTO, Role.COUNSEL)
    assert BUTTON in open_details(stage, OTTO, card)
    stage.slack.click(OTTO, BUTTON)
    assert f"<@{GRETA}>" in str(stage.slack.view(OTTO))


@pytest.mark.parametrize(
    ("person", "team"),
    [(OTTO, "T0GOOGLE"), (FRIDA, "T0FACEBOOK"), ("U0FELIX", "T0FACEBOOK"), (TESSA, "T0TWITTER")],
    ids=["an analyst of the same company", "another company's lead", "the coordinator", "somebody else"],
)
def test_for_everybody_else_there_is_no_button_and_a_forged_click_finds_nothing(
    stage: Stage, card: dict[str, Any], person: str, team: str
) -> None:
    assert BUTTON not in open_details(stage, person, card)
    with stage.database.read() as session:
        token = session.execute(takedowns.takedowns.select()).one().token
    told = [answered(stage, person, team, value) for value in (token, f"{token}:3", "AAAAAAAAAAAAAAAAAAAAAA", "")]
    assert told == [told[0]] * 4
    assert "no longer here, or it is not yours" in told[0]
    assert "Greta" not in told[0]
    refused = entries(stage)[-1]
    assert (refused.act, refused.detail, refused.user_id) == (Act.REFUSED, "read_trail", person)


def answered(stage: Stage, person: str, team: str, value: str) -> str:
    """Click a button that Slack never showed, and give what the bot asked Slack to show."""
    view = stage.slack.view(person)
    assert view is not None
    before = stage.slack.last_call()
    click = {
        "type": "block_actions",
        "user": {"id": person, "team_id": team},
        "team": {"id": "T0FACEBOOK"},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": BUTTON, "block_id": "b", "value": value, "action_ts": "1.1"}],
        "view": {"id": view["id"], "hash": view["hash"], "type": "modal", "app_installed_team_id": "T0FACEBOOK"},
    }
    assert signed.post(stage.tocsin.url, signed.interaction(click)).text == ""
    # What the courier brings meanwhile is another matter.
    made = [call for call in stage.slack.calls(since=before) if call["method"].startswith("views.")]
    return str([(call["method"], call["arguments"].get("view")) for call in made])


def test_a_long_trail_is_turned_page_by_page(stage: Stage, card: dict[str, Any]) -> None:
    for _ in range(24):
        stage.slack.click(TESSA, "takedown_show", channel=stage.room, ts=card["ts"])
        stage.slack.close(TESSA, all_=True)
    open_details(stage, GRETA, card)
    stage.slack.click(GRETA, BUTTON)
    first = stage.top(GRETA)
    assert first.count("opened it, with a button") == 20
    assert "logged it" not in first
    stage.slack.click(GRETA, BUTTON)
    second = stage.top(GRETA)
    assert "logged it" in second
    assert second.count("opened it, with a button") == 5
    assert "Older" not in second


def test_somebody_who_tries_to_change_another_companys_record_is_in_its_trail(
    stage: Stage, card: dict[str, Any]
) -> None:
    reference = "TD-" + stage.slack.text(card).partition("TD-")[2][:5]
    stage.slack.command(FRIDA, stage.room, "/takedown", f"edit {reference}")
    stage.slack.command(FRIDA, stage.room, "/takedown", f"withdraw {reference}")
    tried = [entry for entry in entries(stage) if entry.act is Act.REFUSED]
    assert [(entry.company, entry.user_id, entry.way, entry.detail) for entry in tried] == [
        ("Facebook", FRIDA, "command", "change")
    ] * 2
    open_details(stage, GRETA, card)
    stage.slack.click(GRETA, BUTTON)
    assert "tried to change it and was refused, with a command" in stage.top(GRETA)


def test_what_happened_is_sealed_by_the_next_visit_of_the_clock(stage: Stage, card: dict[str, Any]) -> None:
    open_details(stage, TESSA, card)
    page.seal(stage.tocsin.house, stage.clock())
    with stage.database.read() as session:
        verdict = audit.verify(session, stage.coalition)
        newest = audit.newest_seal(session, stage.coalition)
    assert (verdict.unsealed, verdict.faults) == (0, ())
    assert newest is not None
    assert newest.sequence == verdict.sealed > 1


@pytest.mark.parametrize("language", ["fr"])
def test_the_trail_speaks_the_coalitions_language(stage: Stage, card: dict[str, Any], language: str) -> None:
    open_details(stage, TESSA, card)
    assert "Qui l’a ouverte" in open_details(stage, GRETA, card)
    stage.slack.click(GRETA, BUTTON)
    assert "l’a ouverte, par un bouton" in stage.top(GRETA)
