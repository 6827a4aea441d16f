"""Coordinators change what the coalition has agreed on; its channel is told, and what is pinned follows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from storage import audit, coalitions, companies, people, schedules
from storage.audit import Act
from storage.coalitions import Coalition
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_at_the_same_time import together
from tests.journeys.test_the_coalition import lead


def stands(stage: Stage) -> Coalition:
    """Read what is agreed on now."""
    with stage.database.read() as session:
        return coalitions.by_id(session, stage.coalition.id)


def told(stage: Stage, as_: str = "U0GRETA") -> list[str]:
    """List what the members' channel was told about changes."""
    seen = [stage.slack.text(message) for message in stage.slack.seen(as_, stage.room)]
    return [text for text in seen if "changed what the coalition has agreed on" in text]


def pinned(stage: Stage) -> str:
    """Read the pinned message."""
    seen = stage.slack.seen("U0GRETA", stage.room)
    return stage.slack.text(next(each for each in seen if "takedown_log" in str(each)))


def opened(stage: Stage, person: str = "U0FELIX") -> dict[str, Any]:
    """Open the form, and give its submission as Slack would deliver it."""
    stage.slack.command(person, stage.room, "/coalition", "settings")
    view = stage.slack.view(person)
    assert view is not None
    return view


def test_a_coordinator_changes_the_name_and_the_digest_and_all_are_told(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0FELIX", "coalition_open", channel=stage.room)
    stage.slack.click("U0FELIX", "coalition_settings")
    rhythms = {"digest": "Fridays at 9:00", "meetings": "premier mardi du mois à 10 h", "holidays": "united states"}
    stage.slack.submit("U0FELIX", {"name": "Good *neighbours* <!channel>", **rhythms})
    # What was understood is shown first, with its next three times, and nothing is kept yet.
    back = stage.top("U0FELIX")
    for line in ("Every Friday at 09:00", "Friday, August 31, 2018 at 09:00", "Friday, September 14, 2018 at 09:00"):
        assert line in back
    for line in ("The first Tuesday of the month at 10:00", "Tuesday, September 4, 2018 at 10:00"):
        assert line in back
    assert stands(stage).digest_rule is None
    stage.slack.submit("U0FELIX")
    assert stage.slack.view("U0FELIX") is None
    (text,) = stage.soon(lambda: told(stage))
    assert "Facebook changed what" in text
    for line in ("Coalition  →  Good *neighbours* <!channel>", "→  Every Friday at 09:00", "→  The first Tuesday"):
        assert line in text
    assert "none for now  →  United States" in text
    assert "Zone" not in text
    stage.soon(lambda: "Good *neighbours*" in pinned(stage))
    stage.slack.command("U0FRIDA", stage.room, "/coalition")
    assert "Every Friday at 09:00" in stage.top("U0FRIDA")
    with stage.database.read() as session:
        digest = schedules.of(session, stage.coalition.id, schedules.DIGEST)
        assert digest is not None
        assert digest.next_at == datetime(2018, 8, 31, 16, tzinfo=UTC)
        noted = audit.about(session, stage.coalition.id, "coalition", stage.coalition.id)
    assert [(entry.user_id, entry.detail) for entry in noted if entry.act is Act.CHANGED] == [
        ("U0FELIX", "name"),
        ("U0FELIX", "digest: None -> RRULE:FREQ=WEEKLY;BYDAY=FR;BYHOUR=9;BYMINUTE=0"),
        ("U0FELIX", "holidays: None -> US"),
        ("U0FELIX", "meetings"),
    ]


def test_a_new_language_is_what_everybody_reads_from_then_on(stage: Stage) -> None:
    stage.open_doors()
    opened(stage)
    stage.slack.submit("U0FELIX", {"language": "fr"})
    stage.soon(lambda: [each for each in stage.slack.seen("U0GRETA", stage.room) if "a changé ce que" in str(each)])
    stage.soon(
        lambda: [each for each in stage.slack.seen("U0GRETA", stage.room) if "Consigner un retrait" in str(each)]
    )
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "réglages")
    assert "Seule la coordination" in stage.aside("U0FRIDA")


def test_a_zone_that_is_none_is_said_at_its_field_and_nothing_changes(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FELIX", {"zone": "Middle of nowhere", "name": "Other"})
    assert "Write a zone by its name" in stage.field_errors("U0FELIX")["zone"]
    assert stands(stage).name == "Coalition"
    stage.slack.submit("U0FELIX", {"zone": "europe/paris"})
    assert (stands(stage).zone, stands(stage).name) == ("Europe/Paris", "Other")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("digest", "soon", "“soon” was not understood"),
        ("digest", "Mondays and Thursdays at 9:00", "A digest comes every day, or every week on one day"),
        ("digest", "every second Monday at 9:00", "A digest comes every day, or every week on one day"),
        ("meetings", "every third Thursday at 10", "may mean two things"),
        ("meetings", "Tuesdays", "At what time?"),
        ("holidays", "Atlantis", "Write one country"),
        ("holidays", "France, Germany", "Write one country"),
    ],
)
def test_a_rhythm_that_is_none_is_said_at_its_field(stage: Stage, field: str, typed: str, said: str) -> None:
    opened(stage)
    stage.slack.submit("U0FELIX", {field: typed, "name": "Other"})
    errors = stage.field_errors("U0FELIX")
    assert errors.keys() == {field}
    assert said in errors[field]
    assert stands(stage).name == "Coalition"


def test_what_is_changed_after_it_was_shown_back_is_shown_again(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FELIX", {"digest": "every Monday at 9:00"})
    stage.slack.submit("U0FELIX", {"digest": "daily at 8:00"})
    assert "Every day at 08:00" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX", {"zone": "Europe/Paris"})
    assert "In the zone Europe/Paris" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX", {"catch_up": "6"})
    there = stands(stage)
    assert (there.digest_rule, there.zone, there.catch_up) == (
        "RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0",
        "Europe/Paris",
        6,
    )
    # What is only looked at again stays as it is, and an empty field ends it.
    opened(stage)
    stage.slack.submit("U0FELIX", {"name": "Other"})
    assert (stands(stage).name, stands(stage).digest_rule) == ("Other", there.digest_rule)
    opened(stage)
    stage.slack.submit("U0FELIX", {"digest": ""})
    with stage.database.read() as session:
        assert schedules.of(session, stage.coalition.id, schedules.DIGEST) is None


def test_nothing_changed_is_nothing_said(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FELIX")
    stage.log("U0FRIDA")
    assert told(stage) == []


@pytest.mark.parametrize("person", ["U0FRIDA", "U0GRETA"])
def test_who_does_not_coordinate_is_told_so_and_has_no_button(stage: Stage, person: str) -> None:
    stage.open_doors()
    lead(stage, "U0GRETA", "Google")
    stage.slack.click(person, "coalition_open", channel=stage.room)
    assert "Coordinators" in stage.top(person)
    assert "coalition_settings" not in str(stage.slack.view(person))
    stage.slack.close(person)
    stage.slack.say(person, "U0BOTFACEBOOK", "coalition settings")
    stage.soon(lambda: "open_asked" in str(stage.slack.seen(person, "U0BOTFACEBOOK")))
    stage.slack.click(person, "open_asked", channel="U0BOTFACEBOOK")
    assert "Only those who coordinate" in stage.top(person)


def submission(stage: Stage, person: str = "U0FELIX", **fields: str) -> dict[str, Any]:
    """Send an open form without a change, and write the same again with other fields, as another window would."""
    opened(stage, person)
    stage.slack.submit(person)
    sent: dict[str, Any] = stage.slack.deliveries("view_submission")[-1]["body"]
    return signed.altered(
        sent, **{f"view__state__values__{name}__{name}__value": said for name, said in fields.items()}
    )


def test_a_form_is_its_openers_and_a_role_that_ended_meanwhile_ends_it(stage: Stage) -> None:
    lead(stage, "U0GRETA", "Google", Role.COORDINATOR)
    form = submission(stage, zone="Europe/Paris")
    for user, team in (("U0GRETA", "T0GOOGLE"), ("U0STRANGER", "T0STRANGER"), ("U0FELIX", "T0GOOGLE")):
        answer = signed.post(
            stage.tocsin.url, signed.interaction(signed.altered(form, user__id=user, user__team_id=team, team__id=team))
        )
        assert "clear" not in answer.text
        assert "Something went wrong" not in answer.text
    lead(stage, "U0FELIX", "Facebook", Role.ANALYST)
    dismissed(stage, "U0FELIX")
    assert "Only those who coordinate" in signed.post(stage.tocsin.url, signed.interaction(form)).text
    assert stands(stage).zone == "America/Los_Angeles"


def dismissed(stage: Stage, person: str, role: Role = Role.COORDINATOR) -> None:
    """Take a role from somebody of Facebook, whoever may do so."""
    with stage.database.begin() as session:
        company = companies.named(session, stage.coalition, "Facebook")
        found = people.named(session, stage.coalition, company, person)
        assert found is not None
        people.dismiss(session, found, role)


def test_two_coordinators_who_press_at_once_lose_neither_change(stage: Stage) -> None:
    lead(stage, "U0FRIDA", "Facebook", Role.COORDINATOR)
    one, other = submission(stage, zone="Europe/Paris"), submission(stage, "U0FRIDA", mark="CLEAR")
    answers = together(stage, one, other, one, other)
    assert all("clear" in answer for answer in answers)
    assert (stands(stage).zone, stands(stage).default_mark) == ("Europe/Paris", "CLEAR")
    stage.soon(lambda: len(told(stage)) == 2)


def test_of_two_who_change_the_same_at_once_one_is_told_to_look_again(stage: Stage) -> None:
    lead(stage, "U0FRIDA", "Facebook", Role.COORDINATOR)
    one, other = submission(stage, zone="Europe/Paris"), submission(stage, "U0FRIDA", zone="UTC")
    answers = together(stage, one, other)
    assert sorted("clear" in answer for answer in answers) == [False, True]
    assert "Somebody else changed the same thing" in "".join(answers)
    assert len(stage.soon(lambda: told(stage))) == 1


def test_small_numbers_are_kept_back_once_a_box_is_ticked_and_it_is_said_to_all(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FELIX", {"figures": ["suppresses"]})
    (text,) = stage.soon(lambda: told(stage))
    assert "every number  →  no number below 3" in text
    assert stands(stage).suppresses
    stage.slack.command("U0FRIDA", stage.room, "/coalition")
    assert "no number below 3" in stage.top("U0FRIDA")
    opened(stage)
    stage.slack.submit("U0FELIX", {"figures": []})
    assert not stands(stage).suppresses
