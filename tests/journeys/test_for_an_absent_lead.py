"""Somebody files for the absent lead of their company: "for X, by Y", on the card, on the page and in the trail."""

from __future__ import annotations

from typing import Any

import pytest

from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import stands
from tests.journeys.test_naming_people import found
from tests.journeys.test_the_coalition import lead
from tests.journeys.test_what_is_agreed import dismissed
from tests.journeys.test_who_may import bells


def opened(stage: Stage, person: str = "U0FRIDA") -> dict[str, Any]:
    """Open the form with all that it holds."""
    stage.slack.command(person, stage.room, "/takedown", "74 Facebook pages")
    stage.slack.click(person, "takedown_more")
    view = stage.slack.view(person)
    assert view is not None
    return view


def test_a_record_is_filed_for_the_lead_who_hears_of_it(stage: Stage) -> None:
    lead(stage, "U0FELIX", "Facebook")
    stage.slack.command("U0FELIX", stage.room, "/coalition", "away until next Monday")
    assert "noted as away" in stage.aside("U0FELIX")
    assert "Logged for" in str(opened(stage))
    card = stage.log("U0FRIDA", logged_for=found(stage, "Facebook", "U0FELIX").token)
    said = stage.slack.text(card)
    assert "for Felix, by Frida" in said
    # Names, since a mention would ring for both.
    assert "<@" not in str(card["blocks"])
    (bell,) = stage.soon(lambda: bells(stage, "U0FELIX"))
    assert "logged in your name" in stage.slack.text(bell)
    assert "74" not in stage.slack.text(bell)
    stage.slack.command("U0FELIX", stage.room, "/takedown", f"show {stands(stage).reference}")
    assert "for Felix, by Frida" in stage.top("U0FELIX")
    stage.slack.click("U0FELIX", "audit_opened_by")
    assert "logged it in the name of" in stage.top("U0FELIX")


def test_ones_own_name_is_the_choice_that_stands_there(stage: Stage) -> None:
    lead(stage, "U0FELIX", "Facebook")
    opened(stage)
    assert "for Felix" not in stage.slack.text(stage.log("U0FRIDA"))
    assert stands(stage).filed is None


def test_where_nobody_leads_nobody_is_offered(stage: Stage) -> None:
    assert "Logged for" not in str(opened(stage))
    lead(stage, "U0FRIDA", "Facebook")
    stage.slack.close("U0FRIDA", all_=True)
    assert "Logged for" not in str(opened(stage))


def test_one_who_leads_no_more_is_not_named_and_nothing_typed_is_lost(stage: Stage) -> None:
    lead(stage, "U0FELIX", "Facebook", Role.DEPUTY)
    opened(stage)
    stage.slack.submit("U0FRIDA", {"logged_for": found(stage, "Facebook", "U0FELIX").token, "summary": "Kept"})
    preview = stage.slack.view("U0FRIDA")
    assert preview is not None
    assert "for Felix, by Frida" in stage.top("U0FRIDA")
    dismissed(stage, "U0FELIX", Role.DEPUTY)
    stage.slack.submit("U0FRIDA")
    assert "The form changed since this was shown" in stage.top("U0FRIDA")
    stage.slack.close("U0FRIDA")


@pytest.mark.parametrize("whose", ["U0GRETA", ""])
def test_nobody_is_filed_for_whom_one_may_not_name(stage: Stage, whose: str) -> None:
    lead(stage, "U0FELIX", "Facebook")
    lead(stage, "U0GRETA", "Google")
    opened(stage)
    token = found(stage, "Google", whose).token if whose else "AAAAAAAAAAAAAAAAAAAAAA"
    stage.slack.submit("U0FRIDA")
    form = stage.slack.deliveries("view_submission")[-1]["body"]
    chosen = {"type": "static_select", "selected_option": {"value": token}}
    forged = signed.altered(form, view__state__values__logged_for={"logged_for": chosen})
    answer = signed.post(stage.tocsin.url, signed.interaction(forged))
    assert "no longer here" in answer.text
    assert "push" not in answer.text


def test_a_record_for_named_people_is_the_leads_to_read_too(stage: Stage) -> None:
    lead(stage, "U0FELIX", "Facebook")
    opened(stage)
    felix = found(stage, "Facebook", "U0FELIX").token
    greta = found(stage, "Google", "U0GRETA").token
    stage.slack.choose("U0FRIDA", "audience", "people")
    stage.slack.submit("U0FRIDA", {"people": [greta], "logged_for": felix})
    stage.slack.submit("U0FRIDA")
    assert stage.slack.view("U0FRIDA") is None
    stage.slack.command("U0FELIX", stage.room, "/takedown", f"show {stands(stage).reference}")
    assert "for Felix, by Frida" in stage.top("U0FELIX")
