"""Somebody was wrongly named: the name goes at once from the card, from every revision, and from files in Slack."""

from __future__ import annotations

from typing import Any

import pytest

from storage import companies, people
from storage.audit import Act
from storage.companies import Seat
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_a_stray import strayed, waits
from tests.journeys.test_changing_records import edit, send, stands
from tests.journeys.test_every_listener import answers, click
from tests.journeys.test_export import asked, came, carried, files_of, rows, states
from tests.journeys.test_for_whom import reference, shown
from tests.journeys.test_recall import FELIX, FRIDA, GRETA, MIRA, acts, token

NAME = "Ivo Marsh"


@pytest.fixture
def card(stage: Stage) -> dict[str, Any]:
    """A record of Facebook's that names somebody, in two revisions."""
    stage.open_doors()
    stage.log(FRIDA, "Ivo Marsh’s network: 74 Facebook pages", summary="Run by Ivo Marsh, they say")
    edit(stage, reference(stage))
    send(stage, summary="IVO MARSH runs it", reason="ivo marsh said so")
    stage.soon(lambda: "said so" in stage.slack.text(stage.card(MIRA)))
    return stage.card(MIRA)


def erase(stage: Stage, person: str = FRIDA, words: str = NAME, why: str = "It was not Ivo Marsh") -> None:
    """Erase words from the record whose form is open."""
    stage.slack.submit(person, {"words": words, "reason": why})


def names(said: object) -> bool:
    """Tell whether somebody is still named."""
    return "marsh" in str(said).lower()


def test_the_name_is_gone_from_all_that_anybody_can_open(stage: Stage, card: dict[str, Any]) -> None:
    td = reference(stage)
    asked(stage, GRETA)
    assert names(rows(came(stage, GRETA)))
    carried(stage, lambda: states(stage) == ["sent"])
    stage.slack.close(GRETA, all_=True)
    stage.slack.click(FRIDA, "takedown_show", channel=stage.room, ts=card["ts"])
    stage.slack.click(FRIDA, "takedown_erase")
    assert "cannot be undone" in stage.top(FRIDA)
    erase(stage, words="Somebody else")
    assert "None of these words stands in the record" in stage.field_errors(FRIDA)["words"]
    erase(stage, words="i")
    assert "too short" in stage.field_errors(FRIDA)["words"]
    erase(stage, words="\n  Ivo  Marsh \n")
    assert stage.slack.view(FRIDA) is None
    stage.soon(lambda: "words erased" in stage.slack.text(stage.card(MIRA)))
    assert stage.card(MIRA)["ts"] == card["ts"]
    carried(stage, lambda: states(stage) == ["taken_back"])
    assert files_of(stage, GRETA) == []
    for person in (MIRA, GRETA, FRIDA, FELIX):
        assert not names(stage.slack.seen(person, stage.room))
        assert not names(shown(stage, person, f"show {td}"))
        assert not names(shown(stage, person, "list"))
        assert not names(shown(stage, person, "list marsh").replace("marsh", "", 1))
        stage.slack.click(person, "takedown_show", channel=stage.room, ts=card["ts"])
        stage.slack.click(person, "takedown_history")
        past = stage.top(person)
        assert "Revision 3, words erased" in past
        assert "[erased] said so" in past
        assert not names(past)
        stage.slack.close(person, all_=True)
    assert (Act.ERASED, "Facebook") in acts(stage)
    edit(stage, td)
    assert not names(stage.slack.view(FRIDA))
    send(stage, summary="Somebody ran it", reason="Not them")
    assert stands(stage).revision == 4


def test_why_it_was_erased_is_for_its_own_company(stage: Stage, card: dict[str, Any]) -> None:
    td = reference(stage)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"effacer {td}")
    erase(stage)
    stage.soon(lambda: "words erased" in stage.slack.text(stage.card(MIRA)))
    stage.slack.command(FELIX, stage.room, "/takedown", f"show {td}")
    assert "takedown_erase" not in str(stage.slack.view(FELIX))
    stage.slack.click(FELIX, "takedown_answers")
    assert "It was not [erased]" in stage.top(FELIX)
    for person in (GRETA, MIRA):
        stage.slack.click(person, "takedown_show", channel=stage.room, ts=card["ts"])
        stage.slack.click(person, "takedown_history")
        assert "It was not" not in stage.top(person)


def test_nobody_else_erases(stage: Stage, card: dict[str, Any]) -> None:
    there, before = token(stage), stands(stage)
    who_logs = "Words are erased by whoever logged the record"
    others = "Only the company that logged a record can change it"
    for person, team, said in (
        (FELIX, "T0FACEBOOK", who_logs),
        (GRETA, "T0GOOGLE", others),
        (MIRA, "T0MICROSOFT", others),
        ("U0STRANGER", "T0STRANGER", "does not know your company"),
    ):
        assert said in answers(stage, click("takedown_erase", there, person, team, channel=stage.room))
        assert said in answers(stage, sent_by(person, team, there))
    assert stands(stage) == before
    with stage.database.begin() as session:
        facebook = companies.named(session, stage.coalition, "Facebook")
        people.appoint(session, facebook, FELIX, Role.COUNSEL, now=stage.clock())
    assert "clear" in answers(stage, sent_by(FELIX, "T0FACEBOOK", there))
    assert not names(stands(stage))


def sent_by(person: str, team: str, record: str) -> bytes:
    """Write the form as somebody would send it, as Slack signs it."""
    fields = {
        "words": {"words": {"type": "plain_text_input", "value": NAME}},
        "reason": {"reason": {"type": "plain_text_input", "value": "None"}},
    }
    view = {
        "id": f"V{person}",
        "type": "modal",
        "callback_id": "takedown_erasing",
        "hash": "1.a",
        "private_metadata": record,
        "app_installed_team_id": "T0FACEBOOK",
        "state": {"values": fields},
    }
    user = {"id": person, "team_id": team}
    payload = {"type": "view_submission", "user": user, "team": {"id": team}, "api_app_id": "A0TOCSIN", "view": view}
    return signed.interaction(payload | {"trigger_id": "1.2.3"})


def test_a_form_that_is_open_cannot_bring_the_name_back_unnoticed(stage: Stage, card: dict[str, Any]) -> None:
    td = reference(stage)
    edit(stage, td, FELIX)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"erase {td}")
    erase(stage)
    send(stage, FELIX, reason="One more")
    assert f"{td} was revised while this form was open" in stage.top(FELIX)
    assert not names(stands(stage))


def test_a_card_that_can_be_changed_no_more_is_deleted(stage: Stage, card: dict[str, Any]) -> None:
    """Since a company came, older cards are not changed in the channel; but the name must not stay there."""
    with stage.database.begin() as session:
        later = stage.clock()
        companies.add(session, stage.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.MEMBER, now=later)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"erase {reference(stage)}")
    erase(stage)
    stage.soon(lambda: stage.cards(MIRA) == [])
    assert not names([each for each in stage.slack.seen(MIRA, stage.room) if not each["deleted"]])


def test_while_the_channel_is_paused_the_card_is_deleted_and_comes_back_without_the_name(
    stage: Stage, card: dict[str, Any]
) -> None:
    strayed(stage)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"erase {reference(stage)}")
    erase(stage)
    stage.soon(lambda: stage.cards(MIRA) == [])
    stage.soon(lambda: waits(stage))
    stage.slack.leave("U0FIRE", stage.room)
    assert "[erased]" in stage.slack.text(stage.card(MIRA))
    assert not names(stage.card(MIRA))


@pytest.mark.parametrize("language", ["fr"])
def test_it_speaks_french(stage: Stage, card: dict[str, Any], language: str) -> None:
    stage.slack.command(FRIDA, stage.room, "/takedown", f"effacer {reference(stage)}")
    assert "Mots à effacer" in stage.top(FRIDA)
    erase(stage)
    stage.soon(lambda: "mots effacés" in stage.slack.text(stage.card(MIRA)))
    assert "[effacé]" in stage.slack.text(stage.card(MIRA))
