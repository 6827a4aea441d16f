"""A company says what it will share and by when; it is reminded in private, and says itself what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import handlers
from storage import access, commitments, drafts
from storage.access import Way
from storage.commitments import Commitment
from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.test_the_coalition import lead

WORDS = "commit share our list of domains by Friday"


def all_of_them(stage: Stage) -> list[tuple[str, str, str]]:
    """Read what is kept: the words, the day, how it stands."""
    table = commitments.commitments
    with stage.database.read() as session:
        rows = session.execute(select(table.c.text, table.c.due_on, table.c.state).order_by(table.c.id)).all()
    return [(row.text, row.due_on.isoformat(), row.state) for row in rows]


def committed(stage: Stage, person: str = "U0FRIDA", words: str = WORDS) -> None:
    """Commit somebody's company with a command, to the end."""
    stage.slack.command(person, stage.room, "/meeting", words)
    stage.slack.submit(person)
    stage.slack.close(person, all_=True)


def put_away(stage: Stage, person: str) -> None:
    """Close whatever somebody has open."""
    if stage.slack.view(person) is not None:
        stage.slack.close(person, all_=True)


def for_me(stage: Stage, person: str) -> str:
    """Open the inbox from the pinned message."""
    put_away(stage, person)
    stage.slack.click(person, "for_me", channel=stage.room)
    return stage.top(person)


def noted(stage: Stage, company: str, by: str, team: str) -> Commitment:
    """Note what another company said, as whoever takes notes does."""
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=[team], user_id=by, channel=stage.room)
        other = next(one for one in access.everybody(session, stage.coalition) if one.company.name == company)
        day = (stage.clock() + timedelta(days=7)).date()
        return commitments.note_for(
            session, who, other.company, "send their domains", day, form="noted", way=Way.FORM, now=stage.clock()
        )


def test_a_command_says_it_and_the_form_asks_the_rest(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/meeting", WORDS)
    assert "What Facebook will share" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    assert "Facebook commits itself, by Friday, August 31, 2018." in stage.top("U0FRIDA")
    assert all_of_them(stage) == [("share our list of domains", "2018-08-31", "open")]
    with stage.database.read() as session:
        assert session.execute(select(drafts.drafts.c.id)).all() == []
    # Another member reads it, and has no buttons for it.
    stage.mention("U0GRETA", "meeting commitments")
    assert "share our list of domains" in stage.top("U0GRETA")
    assert "Done" not in stage.top("U0GRETA")


def test_a_partner_without_the_app_says_it_in_a_mention_in_french_words(stage: Stage) -> None:
    stage.mention("U0GRETA", "réunion engager partager notre liste avant vendredi")
    stage.slack.submit("U0GRETA")
    assert all_of_them(stage) == [("partager notre liste", "2018-08-31", "open")]


def test_what_cannot_be_taken_stays_in_the_form_and_under_for_me(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.command("U0FRIDA", stage.room, "/meeting", "commit share our list")
    for day in ("2018-08-23", "2020-01-01"):
        stage.slack.submit("U0FRIDA", {"commitment_due": day})
        assert "today or a day to come" in stage.field_errors("U0FRIDA")["commitment_due"]
    stage.slack.submit("U0FRIDA", {"commitment_text": "off the record: our lawyers", "commitment_due": "2018-08-31"})
    assert "kept nowhere" in stage.field_errors("U0FRIDA")["commitment_text"]
    stage.slack.submit("U0FRIDA", {"commitment_text": "share half of it", "commitment_audience": "everyone"})
    assert "CLEAR and GREEN only" in stage.field_errors("U0FRIDA")["commitment_mark"]
    assert "A draft that you have not sent" in for_me(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "commitment_resume")
    assert "share half of it" in str(stage.slack.view("U0FRIDA"))
    with stage.database.read() as session:
        assert "lawyers" not in str(session.execute(select(drafts.drafts.c.body)).all())
    stage.slack.submit("U0FRIDA", {"commitment_mark": "GREEN"})
    assert all_of_them(stage) == [("share half of it", "2018-08-31", "open")]
    # What is for everyone the observer reads, who commits to nothing.
    stage.slack.click("U0FIRE", "for_me", channel=stage.open_room)
    assert "share half" not in stage.top("U0FIRE")


def test_it_is_reminded_of_in_private_before_it_is_due_and_once(stage: Stage) -> None:
    stage.open_doors()
    committed(stage)
    stage.clock.advance(days=5, hours=23)
    _visit(stage)
    assert doorbells(stage, "U0FRIDA") == []
    stage.clock.advance(hours=2)
    _visit(stage)
    _visit(stage)
    (bell,) = stage.soon(lambda: doorbells(stage, "U0FRIDA"))
    assert "list of domains" not in bell
    assert "Facebook" not in bell
    assert [doorbells(stage, one) for one in ("U0FELIX", "U0TESSA", "U0GRETA")] == [[], [], []]
    assert "Your company will share, by Friday, August 31, 2018" in for_me(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "commitment_move")
    stage.slack.submit("U0FRIDA", {"commitment_due": "2018-08-30"})
    stage.slack.close("U0FRIDA", all_=True)
    assert all_of_them(stage) == [("share our list of domains", "2018-08-30", "open")]
    for_me(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "commitment_kept")
    assert "Noted as done" in stage.top("U0FRIDA")
    assert all_of_them(stage) == [("share our list of domains", "2018-08-30", "kept")]
    assert "Your company will share" not in for_me(stage, "U0FRIDA")


def doorbells(stage: Stage, person: str) -> list[str]:
    """List the doorbells that rang for somebody's commitments."""
    direct = [each for each in stage.slack.state(person)["channels"] if each["kind"] == "im"]
    said = [each["text"] for channel in direct for each in channel["messages"]]
    return [each for each in said if "said it would share" in each]


def _visit(stage: Stage) -> None:
    (job,) = [one for one in handlers.JOBS if one.name == "commitments"]
    job.run(stage.tocsin.house, stage.clock())
    stage.later(2)


def test_a_bell_that_waits_is_not_rung_once_the_matter_is_settled(stage: Stage) -> None:
    stage.open_doors()
    committed(stage)
    stage.slack.fault(method="chat.postMessage", kind="http", status=503, times=3)
    stage.clock.advance(days=6, hours=1)
    _visit(stage)
    for_me(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "commitment_drop")
    stage.later(600)
    stage.later(600)
    assert doorbells(stage, "U0FRIDA") == []


def test_what_was_noted_of_a_company_its_lead_says_to_be_so_or_not(stage: Stage) -> None:
    stage.open_doors()
    lead(stage, "U0GRETA", "Google")
    noted(stage, "Google", "U0FRIDA", "T0FACEBOOK")
    for person in ("U0FRIDA", "U0TESSA", "U0FELIX"):
        assert "send their domains" not in for_me(stage, person)
        put_away(stage, person)
        stage.mention(person, "meeting commitments")
        assert "No commitment is open" in stage.top(person)
    assert "understood that Google will share this" in for_me(stage, "U0GRETA")
    stage.slack.click("U0GRETA", "commitment_decline")
    assert "Nothing of it is kept" in stage.top("U0GRETA")
    assert [(text, state) for text, _, state in all_of_them(stage)] == [("", "declined")]
    assert "understood" not in for_me(stage, "U0GRETA")


@pytest.mark.parametrize("language", ["fr"])
def test_in_french(stage: Stage) -> None:
    lead(stage, "U0FRIDA", "Facebook", Role.LEAD)
    stage.slack.command("U0FRIDA", stage.room, "/meeting", "engager partager notre liste d’ici vendredi")
    assert "Engager l’entreprise" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    assert "vendredi 31 août 2018" in stage.top("U0FRIDA")


def test_an_observer_commits_to_nothing_and_a_stranger_is_told_so(stage: Stage) -> None:
    stage.mention("U0FIRE", "meeting commit share our list by Friday", room=stage.open_room)
    assert "member companies" in str(stage.slack.notices("U0FIRE")) + stage.top("U0FIRE")
    assert all_of_them(stage) == []
