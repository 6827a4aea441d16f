"""What was logged is found again: by words in either language, page by page, one by one, by whoever may see it."""

from __future__ import annotations

from typing import Any

import pytest

from storage import access, audit, takedowns
from storage.access import Way
from storage.assets import Asset, Kind, Platform
from storage.reports import Count, Part, Report
from storage.takedowns import Mark
from tests.journeys.conftest import Stage


def logged(stage: Stage, person: str, team: str, *reports: Report) -> None:
    """Log some takedowns as their form does, a minute apart; their cards are not this story."""
    for number, report in enumerate(reports):
        stage.clock.advance(minutes=1)
        with stage.database.begin() as session:
            who = access.recognise(session, team_ids=[team], user_id=person, channel=stage.room)
            form = f"{person}:{stage.clock.now:%H%M}:{number}"
            takedowns.report(session, who, report, mark=Mark.AMBER_STRICT, form=form, way=Way.FORM, now=stage.clock.now)


def pages_of(n: int, **facts: Any) -> Report:
    """Say that so many Facebook pages were removed."""
    return Report(parts=(Part((Count(n, (Asset(Kind.PAGE, Platform.FACEBOOK),)),)),), **facts)


def listed(stage: Stage, words: str = "", person: str = "U0FELIX") -> list[str]:
    """Open the list, and give its headlines."""
    stage.slack.command(person, stage.room, "/takedown", f"list {words}".strip())
    return headlines(stage, person)


def headlines(stage: Stage, person: str = "U0FELIX") -> list[str]:
    """Give the headlines of the open list."""
    companies = ("Facebook: ", "Google: ", "Twitter: ", "Microsoft: ")
    return [line for line in stage.top(person).splitlines() if line.startswith(companies)]


def test_an_empty_list_says_so(stage: Stage) -> None:
    assert listed(stage) == []
    assert "Nothing has been logged yet." in stage.top("U0FELIX")


def test_the_list_turns_its_pages_newest_first(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", *(pages_of(number) for number in range(101, 124)))
    seen = listed(stage)
    assert seen == [f"Facebook: {number} Facebook pages" for number in range(123, 113, -1)]
    stage.slack.click("U0FELIX", "takedown_older")
    seen += headlines(stage)
    stage.slack.click("U0FELIX", "takedown_older")
    seen += headlines(stage)
    assert seen == [f"Facebook: {number} Facebook pages" for number in range(123, 100, -1)]
    assert "Older" not in stage.top("U0FELIX")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Iran", [3, 2]),
        ("iranien", [3, 2]),
        ("Moyen-Orient", [3]),
        ("Middle East", [3]),
        ("Google", [3]),
        ("Iran Facebook pages", [3, 2]),
        ("umbrella", [2]),
        ("BLUE umbrella", [2]),
        ("pages", [3, 2, 1]),
        ("groupes", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_words_narrow_the_list_in_either_language(stage: Stage, words: str, found: list[int]) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(1, origins=("RU",)))
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(2, origins=("IR",), summary="A blue umbrella"))
    logged(stage, "U0GRETA", "T0GOOGLE", pages_of(3, origins=("IR",), targets=("M49:145",)))
    assert [int(line.split()[1]) for line in listed(stage, words)] == found


def test_the_open_list_is_narrowed_at_its_button_and_at_the_enter_key(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", *(pages_of(number, origins=("RU",)) for number in range(1, 13)))
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(20, origins=("IR",)))
    listed(stage)
    stage.slack.submit("U0FELIX", {"query": "Iran"})
    assert headlines(stage) == ["Facebook: 20 Facebook pages"]
    view = stage.slack.view("U0FELIX")
    assert view is not None
    stage.slack.choose("U0FELIX", "takedown_search", "Russia", view_id=view["id"])
    assert len(headlines(stage)) == 10
    stage.slack.click("U0FELIX", "takedown_older")
    assert headlines(stage) == ["Facebook: 2 Facebook pages", "Facebook: 1 Facebook page"]


def test_the_details_of_a_record_open_for_one_person_and_are_noted(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "74 Facebook pages", summary="Seen by few")
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "Seen by few" in stage.top("U0GRETA")
    assert "Take back" not in stage.top("U0GRETA")
    assert stage.slack.view("U0FRIDA") is None
    with stage.database.read() as session:
        who = access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel=stage.room)
        record = takedowns.recent(session, who).takedowns[0]
        trail = audit.about(session, stage.coalition.id, takedowns.ABOUT, record.id)
    assert [(entry.act, entry.company_id) for entry in trail][-1] == ("opened", who.company.id)


@pytest.mark.parametrize("verb", ["show", "voir", "montrer"])
def test_a_reference_is_understood_however_it_is_typed(stage: Stage, verb: str) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA"))
    for typed in (reference, reference.lower(), f" {reference} "):
        stage.slack.command("U0FELIX", stage.room, "/takedown", f"{verb} {typed}")
        assert "74 Facebook pages" in stage.top("U0FELIX")
        stage.slack.close("U0FELIX", all_=True)


def reference_of(stage: Stage, card: dict[str, Any]) -> str:
    """Read the reference on a card."""
    return "TD-" + stage.slack.text(card).partition("TD-")[2][:5]


@pytest.mark.parametrize("verb", ["show", "edit", "withdraw"])
def test_a_reference_of_nothing_is_told_so_and_opens_no_form(stage: Stage, verb: str) -> None:
    for typed in ("TD-00000", "TD-7KQ", "td7kq4m"):
        stage.slack.command("U0FELIX", stage.room, "/takedown", f"{verb} {typed}")
        assert stage.slack.view("U0FELIX") is None
        assert f"{typed}” that you can see" in stage.aside("U0FELIX")


def test_a_verb_without_a_reference_shows_what_there_is_to_choose_from(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.command("U0FELIX", stage.room, "/takedown", "edit")
    assert headlines(stage) == ["Facebook: 74 Facebook pages"]


@pytest.mark.parametrize("language", ["fr"])
@pytest.mark.parametrize(("typed", "shown"), [("liste", "Rechercher"), ("aide", "/takedown")])
def test_the_verbs_have_french_names(stage: Stage, language: str, typed: str, shown: str) -> None:
    stage.slack.command("U0FELIX", stage.room, "/takedown", typed)
    said = stage.top("U0FELIX") or stage.aside("U0FELIX")
    assert shown in said
