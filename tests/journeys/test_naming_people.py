"""Leads, deputies, counsel and analysts are named by their own company's lead, and at first by a coordinator."""

from __future__ import annotations

from typing import Any

import pytest

from storage import coalitions, companies, people
from storage.people import Person, Role
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_at_the_same_time import together
from tests.journeys.test_every_listener import answers, click, form
from tests.journeys.test_not_there_and_not_yours import FORGED, other
from tests.journeys.test_the_coalition import lead
from tests.journeys.test_who_may import bells


def found(stage: Stage, company: str, person: str) -> Person:
    """Find a person of a company."""
    with stage.database.read() as session:
        known = people.named(session, stage.coalition, companies.named(session, stage.coalition, company), person)
    assert known is not None
    return known


def is_met(stage: Stage, company: str, person: str) -> bool:
    """Tell whether the bot knows of a person."""
    with stage.database.read() as session:
        sits = companies.named(session, stage.coalition, company)
        return people.named(session, stage.coalition, sits, person) is not None


def token(stage: Stage, company: str) -> str:
    """Give a company's name in menus."""
    with stage.database.read() as session:
        return companies.named(session, stage.coalition, company).token


def opened(stage: Stage, person: str, company: str = "") -> None:
    """Open the people of a company from the pinned message."""
    stage.slack.click(person, "coalition_open", channel=stage.room)
    stage.slack.click(person, "coalition_people")
    if company:
        stage.slack.choose(person, "coalition_people_of", token(stage, company))


def test_a_coordinator_names_googles_lead_who_names_a_deputy(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "U0FELIX", "Google")
    assert "Nobody of this company has been named yet" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX", {"person": found(stage, "Google", "U0GRETA").token, "role": "lead"})
    assert "Greta · lead" in stage.top("U0FELIX").replace("<@U0GRETA>", "Greta").replace("@Greta", "Greta")
    assert found(stage, "Google", "U0GRETA").roles == {Role.LEAD}
    (bell,) = stage.soon(lambda: bells(stage, "U0GRETA"))
    said = stage.slack.text(bell)
    assert "it concerns you" in said
    assert not [word for word in ("lead", "Google", "Coalition") if word in said]
    # From now on Google acts for itself: a coordinator names only a further coordinator there.
    assert "role" in str(stage.slack.view("U0FELIX"))
    assert "deputy" not in str(stage.slack.view("U0FELIX"))
    stage.slack.join("U0OUTSIDE", stage.room)
    stage.soon(lambda: is_met(stage, "Google", "U0OUTSIDE"))
    opened(stage, "U0GRETA")
    stage.slack.submit("U0GRETA", {"person": found(stage, "Google", "U0OUTSIDE").token, "role": "deputy"})
    assert found(stage, "Google", "U0OUTSIDE").roles == {Role.DEPUTY}
    stage.slack.click("U0GRETA", "coalition_dismiss", value=f"{found(stage, 'Google', 'U0OUTSIDE').token}:deputy")
    assert found(stage, "Google", "U0OUTSIDE").roles == frozenset()


def test_a_guest_account_is_nobody_until_its_companys_lead_names_it_here(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "U0FELIX", "Facebook")
    assert "guest account" not in str(stage.slack.view("U0FELIX"))
    stage.slack.submit("U0FELIX", {"person": found(stage, "Facebook", "U0FRIDA").token, "role": "lead"})
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.click("U0LENT", "coalition_open", channel=stage.room)
    assert "guest account of Facebook" in stage.top("U0LENT")
    stage.slack.close("U0LENT")
    opened(stage, "U0FRIDA")
    assert "(guest account)" in str(stage.slack.view("U0FRIDA"))
    stage.slack.submit("U0FRIDA", {"person": found(stage, "Facebook", "U0LENT").token, "role": "analyst"})
    stage.slack.click("U0LENT", "coalition_open", channel=stage.room)
    assert "Coordinators" in stage.top("U0LENT")


def test_the_last_coordinator_and_the_last_lead_are_told_to_name_another_first(stage: Stage) -> None:
    stage.open_doors()
    lead(stage, "U0FELIX", "Facebook")
    felix = found(stage, "Facebook", "U0FELIX").token
    for role, words in (("coordinator", "Nobody else coordinates"), ("lead", "Nobody else leads this company")):
        opened(stage, "U0FELIX")
        stage.slack.click("U0FELIX", "coalition_dismiss", value=f"{felix}:{role}")
        assert words in stage.top("U0FELIX")
        stage.slack.close("U0FELIX", all_=True)
    assert found(stage, "Facebook", "U0FELIX").roles == {Role.LEAD, Role.COORDINATOR}


def test_who_gives_away_what_let_them_name_others_is_told_so(stage: Stage) -> None:
    stage.open_doors()
    lead(stage, "U0FRIDA", "Facebook", Role.COORDINATOR)
    opened(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "coalition_dismiss", value=f"{found(stage, 'Facebook', 'U0FRIDA').token}:coordinator")
    assert "You name nobody here any more" in stage.top("U0FRIDA")


def test_a_form_without_a_choice_says_so_at_its_field(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "U0FELIX", "Google")
    sent = form("coalition_people_form", token(stage, "Google"), "U0FELIX", "T0FACEBOOK")
    assert "Choose one of these" in answers(stage, sent)


@pytest.mark.parametrize("person", [("U0GRETA", "T0GOOGLE"), ("U0FRIDA", "T0FACEBOOK"), ("U0FIRE", "T0FIREEYE")])
def test_who_names_nobody_finds_no_button_and_is_refused(stage: Stage, person: tuple[str, str]) -> None:
    stage.open_doors()
    stage.slack.click(person[0], "coalition_open", channel=stage.open_room)
    assert "coalition_people" not in str(stage.slack.view(person[0]))
    greta = found(stage, "Google", "U0GRETA").token
    for body in (
        click("coalition_people", stage.coalition.token, *person),
        click("coalition_people_of", token(stage, "Google"), *person),
        click("coalition_dismiss", f"{greta}:lead", *person),
        naming(token(stage, "Google"), greta, "lead", *person),
    ):
        assert "lead names its people" in answers(stage, body)
    assert found(stage, "Google", "U0GRETA").roles == frozenset()


def naming(company: str, token: str, role: str, person: str, team: str) -> bytes:
    """Write the form, sent."""
    chosen = {
        name: {name: {"type": "static_select", "selected_option": {"value": value}}}
        for name, value in (("person", token), ("role", role))
    }
    return signed.interaction(sent(company, person, team) | {"view": view(company, chosen)})


def sent(company: str, person: str, team: str) -> dict[str, Any]:
    """Write a form that is sent, but for its fields."""
    return {
        "type": "view_submission",
        "user": {"id": person, "team_id": team},
        "team": {"id": team},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "view": view(company, {}),
    }


def view(company: str, values: dict[str, Any]) -> dict[str, Any]:
    """Write the open form."""
    return {
        "id": "V0NAMING",
        "type": "modal",
        "callback_id": "coalition_people_form",
        "hash": "1.a",
        "private_metadata": company,
        "app_installed_team_id": "T0FACEBOOK",
        "state": {"values": values},
    }


def test_a_forged_role_and_a_person_of_elsewhere_are_refused(stage: Stage) -> None:
    lead(stage, "U0GRETA", "Google")
    google, frida = token(stage, "Google"), found(stage, "Facebook", "U0FRIDA").token
    greta = ("U0GRETA", "T0GOOGLE")
    for whom, role, words in (
        (frida, "lead", "lead names its people"),
        (found(stage, "Google", "U0GRETA").token, "king", "no longer here"),
        ("AAAAAAAAAAAAAAAAAAAAAA", "lead", "no longer here"),
    ):
        assert words in answers(stage, naming(google, whom, role, *greta))
    assert found(stage, "Facebook", "U0FRIDA").roles == frozenset()


def test_a_company_and_a_person_of_a_coalition_that_one_does_not_sit_in_answer_as_nothing_does(stage: Stage) -> None:
    other(stage, with_google=False)
    with stage.database.read() as session:
        second = coalitions.of_channel(session, "C0OTHER")
        assert second is not None
        facebook = companies.named(session, second, "Facebook")
        felix = people.named(session, second, facebook, "U0FELIX")
        assert felix is not None
    lead(stage, "U0GRETA", "Google", Role.COORDINATOR)
    greta = ("U0GRETA", "T0GOOGLE")
    for one in (facebook.token, felix.token, f"{felix.token}:lead"):
        nothing = one.replace(one[:22], FORGED)
        for action in ("coalition_people", "coalition_people_of", "coalition_dismiss"):
            assert answers(stage, click(action, one, *greta)) == answers(stage, click(action, nothing, *greta))
        forms = [form("coalition_people_form", each, *greta) for each in (one, nothing)]
        assert answers(stage, forms[0]) == answers(stage, forms[1])


def test_two_leads_who_dismiss_each_other_at_once_leave_one(stage: Stage) -> None:
    for person in ("U0FELIX", "U0FRIDA"):
        lead(stage, person, "Facebook")
    tokens = {person: found(stage, "Facebook", person).token for person in ("U0FELIX", "U0FRIDA")}

    def press(person: str, whom: str) -> dict[str, Any]:
        return {
            **sent("", person, "T0FACEBOOK"),
            "type": "block_actions",
            "team": {"id": "T0FACEBOOK"},
            "actions": [
                {
                    "type": "button",
                    "action_id": "coalition_dismiss",
                    "block_id": "b",
                    "value": f"{tokens[whom]}:lead",
                    "action_ts": "1.1",
                },
            ],
        }

    together(stage, press("U0FELIX", "U0FRIDA"), press("U0FRIDA", "U0FELIX"))
    leading = [person for person in tokens if Role.LEAD in found(stage, "Facebook", person).roles]
    assert len(leading) == 1
