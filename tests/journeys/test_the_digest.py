"""/digest: what became known in a week, and what changed in it, for whoever asks; never more than they may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage import agreed, audit, showings, takedowns
from storage.access import Way
from storage.agreed import Agreed
from storage.audiences import Audience, Scope
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import HOMES, as_, logged, recalled, revised, settled


def opened(stage: Stage, person: str, words: str = "") -> str:
    """Open the digest, by a mention where the company is without the app, and give what stands on the page."""
    if HOMES[person] != "T0FACEBOOK":
        stage.mention(person, f"digest {words}")
    else:
        stage.slack.command(person, stage.room, "/digest", words)
    return stage.top(person)


def test_a_week_is_told_to_whoever_asks(stage: Stage) -> None:
    """Friday, 24 August 2018, nine in the morning in California."""
    card = stage.log("U0FRIDA", "74 Facebook pages", summary="Seen by few")
    stage.soon(lambda: settled(stage))
    logged(stage, "U0GRETA", 39, acted_on=date(2018, 8, 14))
    shown = opened(stage, "U0FELIX")
    assert "Week 34: Aug 20\u2009–\u200926, 2018" in shown
    assert "2 takedowns became known." in shown
    assert "So far: these days are not over yet." in shown
    assert "Facebook: 74 Facebook pages" in shown
    assert "Google: 39 Facebook pages" in shown
    assert "acted on August 14, 2018" in shown
    assert "August 24" not in shown
    link = f"https://facebook.slack.com/archives/{stage.room}/p{card['ts'].replace('.', '')}"
    assert link in str(stage.slack.view("U0FELIX"))
    stage.slack.click("U0FELIX", "takedown_show")
    assert "39 Facebook pages" in stage.top("U0FELIX")


def test_a_quiet_week_says_so_in_two_lines(stage: Stage) -> None:
    shown = opened(stage, "U0FELIX")
    assert "No takedown has become known yet.\nNone was revised, corrected or taken back." in shown
    stage.slack.close("U0FELIX", all_=True)
    assert "No takedown became known.\nNone was revised, corrected or taken back." in opened(
        stage, "U0FELIX", "2018-W30"
    )
    stage.slack.close("U0FELIX", all_=True)
    assert "These days are still to come." in opened(stage, "U0FELIX", "2019-W30")


def test_what_changed_is_told_with_its_newest_words_in_the_week_of_the_change(stage: Stage) -> None:
    first, second, third = (logged(stage, "U0FRIDA", n) for n in (74, 12, 5))
    stage.clock.advance(days=7)
    revised(stage, "U0FRIDA", first, 73)
    revised(stage, "U0FRIDA", second, 11, correction=True)
    with stage.database.begin() as session:
        who = as_(stage, session, "U0FRIDA")
        takedowns.withdraw(session, who, third.token, reason="Not ours", form="w", way=Way.FORM, now=stage.clock())
    shown = opened(stage, "U0GRETA")
    assert "1 was revised, 1 was corrected, and 1 was taken back." in shown
    assert "Facebook: 73 Facebook pages\nCounted twice" in shown
    assert "Facebook: 11 Facebook pages\nCounted twice" in shown
    assert "Facebook took this record back\nNot ours" in shown
    assert "5 Facebook pages" not in shown
    assert shown.count("acted on August 24, 2018") == 3
    stage.slack.click("U0GRETA", "digest_turn:0")
    before = stage.top("U0GRETA")
    assert "Week 34: " in before
    assert "2 takedowns became known and 1 was taken back." in before
    assert "Facebook: 73 Facebook pages" in before
    stage.slack.click("U0GRETA", "digest_turn:1")
    assert "Week 35: " in stage.top("U0GRETA")
    assert "Later" not in stage.top("U0GRETA")


def test_nobody_is_told_of_what_is_not_theirs(stage: Stage) -> None:
    """The page is to the letter what it was before the others were logged."""
    logged(stage, "U0FRIDA", 74)
    before = opened(stage, "U0GRETA")
    stage.slack.close("U0GRETA", all_=True)
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    chosen = Scope(Audience.COMPANIES, companies=frozenset({tessa.company.id}))
    logged(stage, "U0FRIDA", 652, scope=chosen)
    logged(stage, "U0FRIDA", 653, scope=Scope(not_before=stage.clock() + timedelta(days=1)))
    gone = logged(stage, "U0FRIDA", 654)
    recalled(stage, "U0FRIDA", gone)
    assert opened(stage, "U0GRETA") == before
    shown = opened(stage, "U0TESSA")
    assert "652 Facebook pages" in shown
    assert "only some may know of it" in shown
    # Nobody's digest tells of what is recalled or waits for its hour, not even their own company's.
    own = opened(stage, "U0FELIX")
    assert "653" not in own
    assert "654" not in own


def test_what_waited_for_its_hour_is_told_in_the_week_of_that_hour_too(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 652, scope=Scope(not_before=stage.clock() + timedelta(days=4)))
    stage.clock.advance(days=7)
    with stage.database.begin() as session:
        takedowns.release(session, now=stage.clock())
    shown = opened(stage, "U0GRETA")
    assert "652 Facebook pages" in shown
    assert "acted on August 24, 2018" in shown
    # And in the week in which it was made, whose figures it is in.
    stage.slack.click("U0GRETA", "digest_turn:0")
    assert "652 Facebook pages" in stage.top("U0GRETA")


def test_under_the_chatham_house_rule_a_member_did_it(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 652, scope=Scope(chatham=True))
    shown = opened(stage, "U0GRETA")
    assert "A member: about 700 assets" in shown
    assert "652" not in shown


@pytest.mark.parametrize("typed", ["2018-W34", "2018-w34", "2018W34", "2018-S34", "2018 s34"])
def test_a_week_is_understood_however_it_is_typed(stage: Stage, typed: str) -> None:
    stage.clock.advance(days=30)
    assert "Week 34: " in opened(stage, "U0FELIX", typed)


def test_a_day_is_told_alone(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.clock.advance(days=1)
    logged(stage, "U0FRIDA", 75)
    shown = opened(stage, "U0GRETA", "2018-08-24")
    assert "Friday, August 24, 2018" in shown
    assert "74 Facebook pages" in shown
    assert "75 Facebook pages" not in shown


def test_what_is_no_period_is_said_and_the_running_one_is_shown(stage: Stage) -> None:
    for typed in ("2018-W54", "next week", "9999-W01", "2018-02-30", "<!channel>"):
        shown = opened(stage, "U0FELIX", typed)
        assert f"“{typed}” is nothing that /digest knows." in shown
        assert "Week 34: " in shown
        stage.slack.close("U0FELIX", all_=True)


def test_the_week_begins_on_the_day_of_the_digest(stage: Stage) -> None:
    """What the digest of a Thursday tells of ends on the Wednesday."""
    with stage.database.begin() as session:
        felix = as_(stage, session, "U0FELIX")
        shown = Agreed.of(felix.coalition)
        wanted = replace(shown, digest_rule="RRULE:FREQ=WEEKLY;BYDAY=TH;BYHOUR=9;BYMINUTE=0")
        agreed.change(session, felix, wanted, shown=shown, way=Way.FORM, now=stage.clock())
    logged(stage, "U0FRIDA", 74)
    shown_page = opened(stage, "U0GRETA")
    assert "Week 35: Aug 23\u2009–\u200929, 2018" in shown_page
    assert "74 Facebook pages" in shown_page


def test_an_observer_is_told_of_what_is_for_everyone_and_finds_the_card_in_the_open_channel(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.open_doors()
    stage.slack.click("U0FIRE", "digest_open", channel=stage.open_room)
    assert "74" not in stage.top("U0FIRE")
    assert "No takedown has become known yet." in stage.top("U0FIRE")
    stage.slack.close("U0FIRE", all_=True)
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "75 pages")
    wide = {"mark": "CLEAR", "audience": "everyone"}
    for field, value in wide.items():
        stage.slack.choose("U0FRIDA", field, value)
    stage.log("U0FRIDA", "75 Facebook pages")
    stage.soon(lambda: settled(stage))
    stage.slack.click("U0FIRE", "digest_open", channel=stage.open_room)
    assert "75 Facebook pages" in stage.top("U0FIRE")
    assert f"archives/{stage.open_room}/p" in str(stage.slack.view("U0FIRE"))


def test_whoever_looks_is_noted(stage: Stage) -> None:
    opened(stage, "U0GRETA")
    with stage.database.read() as session:
        trail = session.execute(audit.trail.select()).all()
        assert not showings.how_many(session, as_(stage, session, "U0FRIDA"))
    assert [(line.act, line.detail) for line in trail][-1] == ("listed", "2018-W34")


@pytest.mark.parametrize("language", ["fr"])
def test_it_speaks_french(stage: Stage, language: str) -> None:
    logged(stage, "U0FRIDA", 74)
    shown = opened(stage, "U0FELIX", "2018-S34")
    assert "Semaine 34\u202f: 20–26 août 2018" in shown
    assert "1 nouveau retrait." in shown
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.command("U0FELIX", stage.room, "/digest", "aide")
    assert "/digest 2018-S34" in stage.aside("U0FELIX")


def test_it_is_reached_by_a_mention_and_by_a_direct_message(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.mention("U0GRETA", "digest 2018-W34")
    assert "Facebook: 74 Facebook pages" in stage.top("U0GRETA")
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.say("U0GRETA", "U0BOTFACEBOOK", "/digest")
    stage.soon(lambda: [each for each in stage.slack.seen("U0GRETA", "U0BOTFACEBOOK") if each["bot"]])
    stage.slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    assert "Facebook: 74 Facebook pages" in stage.top("U0GRETA")
