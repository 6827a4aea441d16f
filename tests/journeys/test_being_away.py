"""Somebody is away until a day: what rings for them as a lead rings for the deputy meanwhile."""

from __future__ import annotations

import pytest

from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.test_every_listener import answers, click
from tests.journeys.test_export import doorbells, inbox_of
from tests.journeys.test_naming_people import found
from tests.journeys.test_reading_records import logged, pages_of
from tests.journeys.test_the_coalition import lead


def test_a_command_says_until_when_and_back_ends_it(stage: Stage) -> None:
    lead(stage, "U0FRIDA", "Facebook")
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "away until 3 September")
    assert "back on September 3, 2018" in stage.aside("U0FRIDA")
    until = found(stage, "Facebook", "U0FRIDA").away_until
    # The day begins where the coalition is.
    assert until is not None
    assert until.isoformat() == "2018-09-03T07:00:00+00:00"
    stage.slack.command("U0FELIX", stage.room, "/coalition")
    assert "(away, back on" in stage.top("U0FELIX")
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "retour")
    assert found(stage, "Facebook", "U0FRIDA").away_until is None


def test_without_a_day_the_form_asks_and_takes_none_that_has_been(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0GRETA", "coalition_open", channel=stage.room)
    stage.slack.click("U0GRETA", "coalition_away")
    for day in ("2018-08-24", "2020-01-01"):
        stage.slack.submit("U0GRETA", {"back_on": day})
        assert "a day to come, within a year" in stage.field_errors("U0GRETA")["back_on"]
    stage.slack.submit("U0GRETA", {"back_on": "2018-08-31"})
    assert "back on August 31, 2018" in stage.top("U0GRETA")
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "You are noted as away" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "coalition_back")
    assert "noted as here" in stage.top("U0GRETA")
    assert found(stage, "Google", "U0GRETA").away_until is None


def test_a_mention_does_it_too(stage: Stage) -> None:
    stage.mention("U0GRETA", "coalition absent jusqu’au 31 août")
    assert "back on August 31, 2018" in stage.aside("U0GRETA")


def test_while_the_lead_is_away_the_deputy_hears_who_reads_in_bulk(stage: Stage) -> None:
    logged(stage, "U0GRETA", "T0GOOGLE", pages_of(74))
    stage.open_doors()
    lead(stage, "U0FRIDA", "Facebook")
    lead(stage, "U0LENT", "Facebook", Role.DEPUTY)
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "away until next Monday")
    stage.slack.command("U0FELIX", stage.room, "/takedown", "export")
    stage.slack.submit("U0FELIX")
    stage.soon(lambda: doorbells(stage, "U0LENT"))
    assert doorbells(stage, "U0FRIDA") == []
    assert "exported 1 record" in inbox_of(stage, "U0LENT")


@pytest.mark.parametrize("who", [("U0STRANGER", "T0STRANGER"), ("U0LENT", "T0FACEBOOK")])
def test_a_stranger_and_a_lent_account_are_not_away(stage: Stage, who: tuple[str, str]) -> None:
    for action in ("coalition_away", "coalition_back"):
        said = answers(stage, click(action, stage.coalition.token, *who))
        assert "does not know your company" in said or "guest account of Facebook" in said
