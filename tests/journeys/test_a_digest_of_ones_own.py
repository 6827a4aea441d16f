"""Who may know more than the channel finds it and is rung for it; when it comes; and what does not get through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.digest import personal
from storage import people
from storage.audiences import Audience, Scope
from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import (
    as_,
    begin_mondays,
    flat,
    logged,
    posted,
    recalled,
    settled,
    the_digest,
    visited,
)
from tests.journeys.test_the_channels_digest import MONDAY, go_to, on_monday


def for_twitter(stage: Stage, n: int = 651) -> None:
    """Log what only Twitter may know of."""
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    logged(stage, "U0FRIDA", n, scope=Scope(Audience.COMPANIES, companies=frozenset({tessa.company.id})))


def bells(stage: Stage, person: str, home: str) -> list[str]:
    """List what rang for somebody about their digest."""
    told = [stage.slack.text(one) for one in stage.slack.seen(person, home)]
    return [text for text in told if "more for you" in text]


def test_who_may_know_more_finds_it_under_for_me_until_it_was_opened(stage: Stage) -> None:
    for_twitter(stage)
    stage.open_doors()
    on_monday(stage)
    assert "651" not in the_digest(stage, "Digest ·")
    for person, more in (("U0TESSA", True), ("U0GRETA", False), ("U0FRIDA", True)):
        stage.slack.click(person, "for_me", channel=stage.room)
        assert ("holds more for you" in stage.top(person)) is more, person
        stage.slack.close(person, all_=True)
    stage.slack.click("U0TESSA", "for_me", channel=stage.room)
    stage.slack.click("U0TESSA", "digest_open")
    assert "651 Facebook pages" in stage.top("U0TESSA")
    stage.slack.close("U0TESSA", all_=True)
    stage.slack.click("U0TESSA", "for_me", channel=stage.room)
    assert "holds more for you" not in stage.top("U0TESSA")


def test_the_bell_rings_once_a_week_in_working_hours_of_their_own_zone(stage: Stage) -> None:
    """Greta is in Paris; Monday nine in California is six in the evening there."""
    with stage.database.read() as session:
        google = as_(stage, session, "U0GRETA").company.id
    logged(stage, "U0FRIDA", 651, scope=Scope(Audience.COMPANIES, companies=frozenset({google})))
    stage.mention("U0GRETA", "digest for me weekly")
    house = stage.tocsin.house
    go_to(stage, MONDAY)
    personal.ring(house, stage.clock())
    stage.soon(lambda: settled(stage))
    assert bells(stage, "U0GRETA", "U0BOTFACEBOOK") == []
    go_to(stage, datetime(2018, 8, 28, 7, 30, tzinfo=UTC))
    for _ in range(3):
        personal.ring(house, stage.clock())
    stage.soon(lambda: bells(stage, "U0GRETA", "U0BOTFACEBOOK"))
    stage.soon(lambda: settled(stage))
    (bell,) = bells(stage, "U0GRETA", "U0BOTFACEBOOK")
    assert "651" not in bell
    assert "Week" not in bell
    stage.slack.click("U0GRETA", "digest_open", channel="U0BOTFACEBOOK")
    assert "651 Facebook pages" in stage.top("U0GRETA")


def test_nobody_is_rung_for_nothing(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.slack.command("U0FELIX", stage.room, "/digest", "for me")
    stage.slack.submit("U0FELIX", {"digest_wish": "daily"})
    go_to(stage, MONDAY)
    personal.ring(stage.tocsin.house, stage.clock())
    stage.soon(lambda: settled(stage))
    assert bells(stage, "U0FELIX", "U0BOTFACEBOOK") == []
    stage.slack.command("U0FELIX", stage.room, "/digest", "for me off")
    assert "does not ring" in stage.aside("U0FELIX")


def test_when_it_comes_is_shown_to_whoever_asks(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/digest", "when")
    assert "No digest comes by itself yet." in stage.aside("U0FRIDA")
    on_monday(stage)
    stage.slack.command("U0FRIDA", stage.room, "/digest", "when")
    # The digest itself may come before this answer or after it.
    seen = [stage.slack.text(each) for each in stage.slack.seen("U0FRIDA", stage.room)]
    (said,) = [each for each in seen if "Every Monday at 09:00" in each]
    assert "Next: " in said
    assert "Last: " in said


def test_daily_for_a_while_ends_by_itself(stage: Stage) -> None:
    begin_mondays(stage)
    stage.slack.command("U0FRIDA", stage.room, "/digest", "daily until 27 August")
    assert "Only those who coordinate" in stage.aside("U0FRIDA")
    stage.slack.command("U0FELIX", stage.room, "/digest", "daily until 27 August")
    stage.soon(lambda: [one for one in stage.slack.seen("U0GRETA", stage.room) if "each day" in stage.slack.text(one)])
    logged(stage, "U0FRIDA", 74)
    for day in range(1, 8):
        go_to(stage, MONDAY + timedelta(days=day - 3))
        visited(stage)
        stage.soon(lambda: settled(stage))
    assert sorted(flat(one["blocks"][0]["text"]["text"]) for one in posted(stage)) == [
        "Digest · Friday, August 24, 2018",
        "Digest · Saturday, August 25, 2018",
        "Digest · Sunday, August 26, 2018",
        "Digest · Week 34: Aug 20 – 26, 2018",
    ]


@pytest.mark.parametrize("typed", ["", "sometime", "2019-08-24", "2018-08-01"])
def test_daily_wants_a_day_that_is_not_far(stage: Stage, typed: str) -> None:
    stage.slack.command("U0FELIX", stage.room, "/digest", f"daily until {typed}")
    assert "Until which day" in stage.aside("U0FELIX")


def test_a_digest_that_slack_does_not_take_is_the_coordinators_to_know(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.fault(method="chat.postMessage", kind="error", error="is_archived", times=1)
    on_monday(stage)
    stage.soon(
        lambda: [
            one
            for one in stage.slack.seen("U0FELIX", "U0BOTFACEBOOK")
            if "did not get through" in stage.slack.text(one)
        ]
    )
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    assert "is not in the channel" in stage.top("U0FELIX")
    stage.slack.click("U0FELIX", "digest_post")
    stage.slack.submit("U0FELIX")
    assert "Week 34" in the_digest(stage)


def test_the_owner_of_what_is_recalled_reads_which_digests_told_of_it(stage: Stage) -> None:
    record = logged(stage, "U0FRIDA", 652)
    on_monday(stage)
    the_digest(stage, "652")
    with stage.database.begin() as session:
        who = as_(stage, session, "U0FRIDA")
        people.appoint(session, who.company, "U0FRIDA", Role.LEAD, now=stage.clock())
    recalled(stage, "U0FRIDA", record)
    visited(stage)
    the_digest(stage, "stands in Tocsin")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"recall {record.reference}")
    assert "Digests that told of it" in stage.top("U0FRIDA")
    assert "taken out" in stage.top("U0FRIDA")
