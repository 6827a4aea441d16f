"""A form that one person opened and another sends, and a person who is of another company by the time they send."""

from __future__ import annotations

from typing import Any

import pytest

from storage import companies, people
from storage.companies import Seat
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_every_listener import answers
from tests.journeys.test_for_whom import SECRET


def prepared(stage: Stage) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let Frida fill the form; give the form as she sent it, and her preview as she would send it."""
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages", "summary": SECRET})
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    preview = signed.altered(
        sent, view__callback_id="takedown_preview", view__private_metadata=view["private_metadata"], view__state={}
    )
    return sent, preview


def by(body: dict[str, Any], user: str, team: str) -> bytes:
    """Let Slack sign a form for somebody else."""
    return signed.interaction(signed.altered(body, user__id=user, user__team_id=team, team__id=team))


@pytest.mark.parametrize(
    ("user", "team"),
    [("U0FELIX", "T0FACEBOOK"), ("U0GRETA", "T0GOOGLE"), ("U0STRANGER", "T0STRANGER")],
    ids=["a colleague", "another company", "a stranger"],
)
def test_a_form_that_somebody_else_sends_says_nothing_and_changes_nothing(stage: Stage, user: str, team: str) -> None:
    form, preview = prepared(stage)
    for body in (form, preview):
        assert SECRET not in answers(stage, by(body, user, team))
    assert stage.cards("U0FRIDA") == []
    stage.slack.submit("U0FRIDA")
    assert stage.slack.view("U0FRIDA") is None
    stage.card("U0GRETA", "74 Facebook pages")


def test_whoever_is_of_another_company_by_the_time_they_send_sends_nothing_for_the_old_one(stage: Stage) -> None:
    _, preview = prepared(stage)
    with stage.database.begin() as session:
        google = companies.named(session, stage.coalition, "Google")
        people.enter(
            session,
            people.meet(session, google, "U0FRIDA", guest_account=False, now=stage.clock()),
            people.Room.MEMBERS,
        )
    assert SECRET not in answers(stage, by(preview, "U0FRIDA", "T0GOOGLE"))
    assert stage.cards("U0FRIDA") == []


def test_whoever_s_company_has_left_meanwhile_sends_nothing_more(stage: Stage) -> None:
    """Its seat went to an observer's: what was typed stays a draft, and nothing is posted."""
    prepared(stage)
    with stage.database.begin() as session:
        companies.add(
            session, stage.coalition, "Facebook", team_ids=["T0FACEBOOK"], seat=Seat.OBSERVER, now=stage.clock()
        )
    stage.slack.submit("U0FRIDA")
    assert "observer or a guest" in stage.top("U0FRIDA")
    assert stage.cards("U0GRETA") == []
