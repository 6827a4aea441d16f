"""The digest in the channel: once a week, at its hour, with what everybody there may know; and it follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers import scheduling
from handlers.digest import drawing
from storage import coalitions, companies, digests, people, takedowns
from storage.access import Way
from storage.audiences import Audience, Scope
from storage.companies import Seat
from storage.people import Role
from tests.journeys.agenda_stage import planned
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import (
    as_,
    begin_mondays,
    flat,
    logged,
    posted,
    recalled,
    revised,
    settled,
    the_digest,
    visited,
)

# Nine in the morning in California.
MONDAY = datetime(2018, 8, 27, 16, 0, tzinfo=UTC)


def go_to(stage: Stage, moment: datetime) -> None:
    """Let time pass until a moment, for the bot and for Slack."""
    seconds = (moment - stage.clock.now).total_seconds()
    stage.clock.now = moment
    stage.slack.advance(seconds)


def on_monday(stage: Stage) -> None:
    """Let the Monday come, and its digest with it."""
    begin_mondays(stage)
    go_to(stage, MONDAY)
    visited(stage)


def test_on_monday_at_nine_the_channel_reads_what_the_week_held(stage: Stage) -> None:
    begin_mondays(stage)
    card = stage.log("U0FRIDA", "74 Facebook pages", summary="Seen by few")
    logged(stage, "U0GRETA", 39, acted_on=date(2018, 8, 14))
    go_to(stage, MONDAY - timedelta(seconds=5))
    visited(stage)
    assert posted(stage) == []
    go_to(stage, MONDAY)
    visited(stage)
    said = the_digest(stage)
    assert "Digest · Week 34: Aug 20 – 26, 2018" in said
    assert "2 takedowns became known." in said
    assert "Facebook: 74 Facebook pages" in said
    assert "acted on August 14, 2018" in said
    assert "late" not in said
    (message,) = posted(stage)
    assert f"archives/{stage.room}/p{card['ts'].replace('.', '')}" in str(message["blocks"])
    stage.slack.click("U0GRETA", "digest_open", channel=stage.room, ts=message["ts"])
    assert "Week 34: " in stage.top("U0GRETA")
    visited(stage)
    go_to(stage, MONDAY + timedelta(days=1))
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert len(posted(stage)) == 1


def test_a_quiet_week_is_told_in_two_lines(stage: Stage) -> None:
    on_monday(stage)
    assert "No takedown became known. None was revised, corrected or taken back." in the_digest(stage)


def test_the_channel_is_told_nothing_that_is_not_everybody_s(stage: Stage) -> None:
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    logged(stage, "U0FRIDA", 651, scope=Scope(Audience.COMPANIES, companies=frozenset({tessa.company.id})))
    logged(stage, "U0FRIDA", 652, scope=Scope(not_before=stage.clock() + timedelta(days=9)))
    recalled(stage, "U0FRIDA", logged(stage, "U0FRIDA", 653))
    logged(stage, "U0FRIDA", 777, scope=Scope(chatham=True))
    on_monday(stage)
    said = the_digest(stage)
    assert "1 takedown became known." in said
    assert "A member: about 800 assets" in said
    assert not [n for n in ("651", "652", "653", "777", "Facebook") if n in said]


def test_what_changes_afterwards_changes_the_digest_which_says_so(stage: Stage) -> None:
    first, second, third = (logged(stage, "U0FRIDA", n) for n in (74, 12, 5))
    on_monday(stage)
    assert "Updated" not in the_digest(stage)
    stage.clock.advance(hours=1)
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert "Updated" not in the_digest(stage)
    revised(stage, "U0FRIDA", first, 73)
    recalled(stage, "U0FRIDA", second)
    with stage.database.begin() as session:
        who = as_(stage, session, "U0FRIDA")
        takedowns.withdraw(session, who, third.token, reason="Not ours", form="w", way=Way.FORM, now=stage.clock())
    visited(stage)
    said = the_digest(stage, "Updated")
    assert "1 takedown became known and 1 was taken back." in said
    assert "Facebook: 73 Facebook pages" in said
    assert "12 Facebook pages" not in said
    assert "Facebook took this record back" in said
    late = logged(stage, "U0GRETA", 39, acted_on=date(2018, 8, 22))
    visited(stage)
    assert late.reference in the_digest(stage, "2 takedowns became known")


def test_what_is_recalled_before_it_goes_is_not_sent(stage: Stage) -> None:
    gone, _ = logged(stage, "U0FRIDA", 652), logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    # Nothing was delivered so far: the courier waits for its time to pass.
    recalled(stage, "U0FRIDA", gone)
    for _ in range(3):
        visited(stage)
        stage.later(61)
    assert "652" not in the_digest(stage)
    assert "74 Facebook pages" in the_digest(stage)


def test_once_all_of_it_is_gone_the_digest_does_not_say_that_nothing_happened(stage: Stage) -> None:
    gone = logged(stage, "U0FRIDA", 652)
    on_monday(stage)
    the_digest(stage, "652")
    recalled(stage, "U0FRIDA", gone)
    visited(stage)
    said = the_digest(stage, "stands in Tocsin")
    assert "652" not in said
    assert "No takedown" not in said


def test_a_company_that_comes_later_finds_no_digest_of_before(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 652)
    on_monday(stage)
    the_digest(stage, "652")
    stage.clock.advance(days=1)
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "Newcomer", team_ids=["T0NEW"], seat=Seat.MEMBER, now=stage.clock())
    visited(stage)
    assert "652" not in the_digest(stage, "The digest of Week 34")


def test_what_was_missed_while_nobody_looked_comes_late_and_says_so(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    begin_mondays(stage)
    go_to(stage, MONDAY + timedelta(hours=3))
    visited(stage)
    assert "It comes late: it was due" in the_digest(stage)


def test_a_coordinator_looks_before_it_is_posted_and_has_it_posted_now(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    go_to(stage, MONDAY - timedelta(hours=1))
    stage.slack.command("U0FELIX", stage.room, "/digest", "preview")
    shown = flat(stage.aside("U0FELIX"))
    assert "So the channel will read it" in shown
    assert "Facebook: 74 Facebook pages" in shown
    assert posted(stage) == []
    stage.slack.command("U0FELIX", stage.room, "/digest", "now")
    assert "The digest of Week 34" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    assert stage.slack.view("U0FELIX") is None
    said = the_digest(stage)
    before, _, preview = shown.partition("Where these words tell of the last weeks, the channel finds a picture. ")
    preview = before.replace("So the channel will read it, as things stand now. Only you see this. ", "") + preview
    assert said.partition(" Seal of")[0] == preview.partition(" Seal of")[0]
    # By the clock it comes no second time.
    begin_mondays(stage)
    go_to(stage, MONDAY)
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert len(posted(stage)) == 1
    # Once more only if they say so, and then there is one all the same.
    stage.slack.command("U0FELIX", stage.room, "/digest", "now")
    assert "It was posted" in stage.top("U0FELIX")
    before = posted(stage)[0]["ts"]
    stage.slack.submit("U0FELIX")
    stage.soon(lambda: [one for one in posted(stage) if one["ts"] != before])
    stage.soon(lambda: settled(stage))
    assert len(posted(stage)) == 1


def test_nobody_else_previews_or_posts(stage: Stage) -> None:
    for verb in ("preview", "now"):
        stage.slack.command("U0FRIDA", stage.room, "/digest", verb)
        assert stage.slack.view("U0FRIDA") is None
        assert "Only those who coordinate" in stage.aside("U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/digest", "2018-W33")
    assert "Preview" not in stage.top("U0FRIDA")


def test_days_that_are_not_over_are_not_posted(stage: Stage) -> None:
    stage.slack.command("U0FELIX", stage.room, "/digest", "now 2018-W34")
    assert "These days are not over yet." in stage.aside("U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/digest", "now next")
    assert "Write a week as 2018-W34" in stage.aside("U0FELIX")


def test_two_that_draw_at_once_post_one(stage: Stage) -> None:
    """The bot’s own visits draw beside ours; and who read of the digest before it was drawn fixes nothing."""
    logged(stage, "U0FRIDA", 74)
    begin_mondays(stage)
    go_to(stage, MONDAY)
    house, now = stage.tocsin.house, stage.clock()
    scheduling.come_round(house, now)
    with stage.database.read() as session:
        coalition = coalitions.by_id(session, stage.coalition.id)
    drawing.post(house, now)
    # Past the lease of whoever was at it.
    stage.clock.advance(minutes=11)
    drawing.post(house, stage.clock())
    with stage.database.begin() as session:
        there = digests.of(session, coalition, "2018-W34")
        assert there is not None
        contents = digests.for_channel(session, coalition, there.period)
        stale = replace(there, seen_until=None)
        assert not digests.drawn(session, coalition, stale, contents, seal="", fingerprint="", now=now)
    stage.soon(lambda: settled(stage))
    assert len(posted(stage)) == 1


@pytest.mark.parametrize("language", ["fr"])
def test_it_speaks_french(stage: Stage, language: str) -> None:
    logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert "Résumé · Semaine 34 : 20–26 août 2018" in the_digest(stage)


def test_who_coordinates_from_now_on_may_preview(stage: Stage) -> None:
    with stage.database.begin() as session:
        who = as_(stage, session, "U0FRIDA")
        people.appoint(session, who.company, "U0FRIDA", Role.COORDINATOR, now=stage.clock())
    stage.slack.command("U0FRIDA", stage.room, "/digest", "2018-W33")
    stage.slack.click("U0FRIDA", "digest_preview")
    assert "So the channel will read it" in stage.top("U0FRIDA")
    stage.slack.close("U0FRIDA")
    stage.slack.click("U0FRIDA", "digest_post")
    assert "The digest of Week 33" in stage.top("U0FRIDA")


def test_a_big_week_is_cut_by_importance_and_the_rest_hangs_in_the_thread(stage: Stage) -> None:
    for n in range(60):
        logged(stage, "U0FRIDA", 1000 + n, summary="x")
    on_monday(stage)
    said = the_digest(stage, "in the thread")
    assert "60 takedowns became known." in said
    assert "1,059 Facebook pages" in said
    assert "1,000 Facebook pages" not in said
    stage.soon(lambda: settled(stage), 30)
    (message,) = posted(stage)
    thread = [one for one in stage.slack.seen("U0GRETA", stage.room) if one["thread_ts"] == message["ts"] != one["ts"]]
    told = flat(" ".join([said, *(stage.slack.text(one) for one in thread)]))
    assert not [n for n in range(1000, 1060) if f"{n:,} Facebook pages" not in told]
    # What is recalled goes from the thread as well, and what was posted again hangs under the new one.
    stage.slack.command("U0FELIX", stage.room, "/digest", "now")
    stage.slack.submit("U0FELIX")
    stage.soon(lambda: [one for one in posted(stage) if one["ts"] != message["ts"]], 30)
    stage.soon(lambda: settled(stage), 30)
    (again,) = posted(stage)
    there = [one for one in stage.slack.seen("U0GRETA", stage.room) if one["thread_ts"] and not one["deleted"]]
    assert {one["thread_ts"] for one in there if one["ts"] != again["ts"]} == {again["ts"]}
    assert len(there) == len(thread)


def test_the_figures_stand_against_the_week_before_with_their_picture(stage: Stage) -> None:
    logged(stage, "U0GRETA", 39, acted_on=date(2018, 8, 14), origins=("RU",))
    logged(stage, "U0FRIDA", 74, origins=("IR",), targets=("US",))
    logged(stage, "U0TESSA", 5, origins=("IR",))
    on_monday(stage)
    said = the_digest(stage, "Figures")
    assert "*Takedowns* 2 (the week before: 1)" in said
    assert "*Itemised* 79 (the week before: 39)" in said
    assert "*By platform* Facebook 79" in said
    assert "*Operated from* Iran 2" in said
    assert "*Aimed at* United States 1" in said
    (message,) = posted(stage)
    image = next(block for block in message["blocks"] if block["type"] == "image")
    assert "Takedowns: " in image["alt_text"]


def test_a_channel_that_is_given_another_id_is_told_there(stage: Stage) -> None:
    record = logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    the_digest(stage)
    stage.room = stage.slack.rename_id(stage.room)
    stage.slack.wait(lambda: [one for one in stage.slack.deliveries("channel_id_changed") if one["status"] == 200])
    with stage.database.read() as session:
        stage.coalition = coalitions.by_id(session, stage.coalition.id)
    revised(stage, "U0FRIDA", record, 73)
    visited(stage)
    assert "Facebook: 73 Facebook pages" in the_digest(stage, "Updated")
    go_to(stage, MONDAY + timedelta(days=7))
    visited(stage)
    # The bot's own visit may be at it.
    stage.soon(lambda: len(posted(stage)) == 2)


def test_in_an_archived_channel_it_is_the_coordinators_who_hear_of_it_once(stage: Stage) -> None:
    stage.slack.archive(stage.room)
    on_monday(stage)
    stage.soon(lambda: "did not get through" in str(stage.slack.seen("U0FELIX", "U0BOTFACEBOOK")))
    stage.soon(lambda: settled(stage))
    told = [
        one for one in stage.slack.seen("U0FELIX", "U0BOTFACEBOOK") if "did not get through" in stage.slack.text(one)
    ]
    assert len(told) == 1
    assert posted(stage) == []


def test_it_says_when_the_next_meeting_is_to_each_by_their_own_clock(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    meeting = planned(stage)
    on_monday(stage)
    when = f"<!date^{int(meeting.starts_at.timestamp())}^"
    assert f"Next meeting: *{when}" in the_digest(stage, "74 Facebook pages")
    stage.slack.command("U0FRIDA", stage.room, "/digest")
    assert f"Next meeting: *{when}" in stage.top("U0FRIDA")
    # Observers are not invited to it, and find none.
    stage.open_doors()
    stage.slack.click("U0FIRE", "digest_open", channel=stage.open_room)
    assert "Next meeting" not in stage.top("U0FIRE")
