"""The agenda in the channel: posted by itself, once, with what everybody there may know; and it follows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from storage import agendas, companies, meetings, people
from storage.access import Way
from storage.agendas import Kind
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat
from storage.meetings.records import meetings as meetings_table
from storage.people import Role
from tests.journeys.agenda_stage import (
    FOR_ALL,
    FRIDAY,
    as_,
    looked,
    planned,
    posted,
    proposed,
    the_agenda,
    to_the_eve,
    visited,
)
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import flat, logged, recalled, settled


def test_a_day_before_the_channel_reads_what_the_meeting_will_talk_about_once(stage: Stage) -> None:
    meeting = planned(stage)
    logged(stage, "U0FRIDA", 74)
    for who, text in (("U0FRIDA", "Bots that come back"), ("U0TESSA", "BOTS that come back."), ("U0GRETA", "Slow")):
        proposed(stage, who, text, Kind.PROBLEM)
    proposed(stage, "U0GRETA", "Who sees hashes?", Kind.QUESTION)
    proposed(stage, "U0TESSA", "A shared list", minutes=20)
    assert "not posted" not in looked(stage, "U0GRETA")
    assert posted(stage) == []
    to_the_eve(stage, meeting)
    said = the_agenda(stage)
    assert "Prices, costs, customers" in said
    assert "In the room: Facebook, Google, Microsoft, Snap, and Twitter" in said
    assert "*Round table* Facebook" in said
    assert "74 Facebook pages" in said
    assert "1 Bots that come back Facebook and Twitter · shared by 2 companies" in said
    assert "2 Slow" in said
    assert "*Questions still open* 3 Who sees hashes?" in said
    assert "*Proposals* 4 A shared list" in said
    assert "20 min" in said
    assert "*Any other business · 3 min*" in said
    visited(stage)
    stage.clock.advance(hours=1)
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert len(posted(stage)) == 1
    assert "Updated" not in the_agenda(stage)


def test_a_coordinator_sees_it_first_and_posts_it(stage: Stage) -> None:
    planned(stage)
    proposed(stage, "U0TESSA", "A shared list")
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    assert "Not posted yet: only those who coordinate see this." in stage.top("U0FELIX")
    stage.slack.click("U0FELIX", "agenda_post")
    assert "follows what changes from then on" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    visited(stage)
    assert "A shared list" in the_agenda(stage)
    stage.slack.command("U0FELIX", stage.room, "/agenda", "publier")
    assert "was posted" in stage.aside("U0FELIX")
    assert "Any other business" not in looked(stage, "U0GRETA")
    assert "A shared list Tessa" in looked(stage, "U0GRETA")


def test_it_follows_what_is_proposed_supported_struck_and_moved_and_says_so(stage: Stage) -> None:
    meeting = planned(stage)
    first = proposed(stage, "U0TESSA", "A shared list")
    to_the_eve(stage, meeting)
    the_agenda(stage, "A shared list")
    late = proposed(stage, "U0GRETA", "Something late")
    with stage.database.begin() as session:
        agendas.support(session, as_(stage, session, "U0FRIDA"), late.token, way=Way.BUTTON, now=stage.clock())
    visited(stage)
    said = the_agenda(stage, "Something late")
    assert "Updated" in said
    assert "1 Something late Greta (Google) · shared by 2 companies" in said
    with stage.database.begin() as session:
        agendas.take_off(session, as_(stage, session, "U0TESSA"), first.token, way=Way.BUTTON, now=stage.clock())
        felix = as_(stage, session, "U0FELIX")
        meetings.move(
            session,
            felix,
            meeting.token,
            meetings.Plan(zone=meeting.zone, starts_at=FRIDAY + timedelta(hours=2), place="Building 21"),
            base=meeting.sequence,
            now=stage.clock(),
        )
    visited(stage)
    said = the_agenda(stage, "Building 21")
    assert "A shared list" not in said
    assert len(posted(stage)) == 1


def test_once_it_is_cancelled_the_agenda_says_so_and_what_was_on_it_waits_for_the_next_one(stage: Stage) -> None:
    meeting = planned(stage)
    proposed(stage, "U0TESSA", "A shared list")
    to_the_eve(stage, meeting)
    (message,) = stage.soon(lambda: posted(stage))
    with stage.database.begin() as session:
        felix = as_(stage, session, "U0FELIX")
        meetings.cancel(session, felix, meeting.token, now=stage.clock())
    visited(stage)
    stage.soon(
        lambda: [
            one
            for one in stage.slack.seen("U0GRETA", stage.room)
            if one["ts"] == message["ts"] and "was cancelled" in stage.slack.text(one)
        ]
    )
    planned(stage, FRIDAY + timedelta(days=28))
    assert "A shared list" in looked(stage, "U0GRETA")
    assert "carried" not in looked(stage, "U0GRETA")


def test_in_two_parts_when_observers_come_and_the_open_channel_holds_only_what_everyone_may_know(stage: Stage) -> None:
    meeting = planned(stage, with_open=True)
    proposed(stage, "U0FRIDA", "Among us", Kind.PROBLEM)
    proposed(stage, "U0FRIDA", "What FireEye saw", scope=FOR_ALL, mark=Mark.GREEN)
    to_the_eve(stage, meeting)
    said = the_agenda(stage, "Among members")
    assert said.index("Among members") < said.index("Among us") < said.index("All together")
    assert said.index("All together") < said.index("What FireEye saw")
    open_part = the_agenda(stage, as_who="U0FIRE", room=stage.open_room)
    assert "What FireEye saw" in open_part
    assert "Among us" not in open_part
    assert "Facebook · shared" not in open_part
    minutes = open_part[open_part.index("Any other business") :]
    # What members talk about among themselves changes nothing of it.
    for n in range(9):
        proposed(stage, "U0TESSA", f"Another {n}", Kind.PROBLEM)
    visited(stage)
    the_agenda(stage, "Another 8")
    again = the_agenda(stage, as_who="U0FIRE", room=stage.open_room)
    assert (
        again[again.index("Any other business") :].partition(" What everybody")[0]
        == minutes.partition(" What everybody")[0]
    )
    assert "What FireEye saw" in looked(stage, "U0FIRE")
    assert "Among us" not in looked(stage, "U0FIRE")


def test_the_channel_is_told_nothing_that_is_not_everybody_s_and_no_count_tells_of_it(stage: Stage) -> None:
    meeting = planned(stage)
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    proposed(stage, "U0GRETA", "Bots", Kind.PROBLEM)
    to_the_eve(stage, meeting)
    before = the_agenda(stage)
    only = Scope(Audience.COMPANIES, frozenset({tessa.company.id}))
    hidden = proposed(stage, "U0FRIDA", "Bots", Kind.PROBLEM, scope=only)
    with stage.database.begin() as session:
        agendas.support(session, as_(stage, session, "U0TESSA"), hidden.token, way=Way.BUTTON, now=stage.clock())
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert the_agenda(stage) == before
    assert "Bots Google and Facebook" in looked(stage, "U0TESSA")
    assert "Bots Greta (Google)" in looked(stage, "U0GRETA")
    assert "shared" not in looked(stage, "U0GRETA")


def test_what_is_recalled_is_gone_from_it_and_a_meeting_that_was_held_is_left_as_it_was(stage: Stage) -> None:
    meeting = planned(stage)
    record = logged(stage, "U0FRIDA", 652)
    logged(stage, "U0FRIDA", 74)
    to_the_eve(stage, meeting)
    assert "652" in the_agenda(stage)
    recalled(stage, "U0FRIDA", record)
    visited(stage)
    assert "652" not in the_agenda(stage, "Updated")
    with stage.database.begin() as session:
        session.execute(update(meetings_table).values(state="ended"))
    visited(stage)
    proposed(stage, "U0TESSA", "For the next one")
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert "For the next one" not in the_agenda(stage)


def test_for_me_says_that_it_is_here_and_that_ones_own_copy_changed(stage: Stage) -> None:
    meeting = planned(stage)
    proposed(stage, "U0TESSA", "A shared list")
    to_the_eve(stage, meeting)
    stage.open_doors()
    (door,) = stage.slack.channel(None, stage.room)["pins"]

    def inbox(who: str) -> str:
        if stage.slack.view(who) is not None:
            stage.slack.close(who, all_=True)
        stage.slack.click(who, "for_me", channel=stage.room, ts=door)
        return flat(stage.top(who))

    assert "is here." in inbox("U0GRETA")
    looked(stage, "U0GRETA")
    assert "The agenda of the meeting" not in inbox("U0GRETA")
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    hidden = Scope(Audience.COMPANIES, frozenset({tessa.company.id}))
    proposed(stage, "U0FRIDA", "Only for Twitter", scope=hidden)
    assert "The agenda of the meeting" not in inbox("U0GRETA")
    proposed(stage, "U0FRIDA", "For all of us")
    assert "changed since you looked" in inbox("U0GRETA")
    looked(stage, "U0GRETA")
    assert "changed since you looked" not in inbox("U0GRETA")


def test_what_was_not_reached_is_carried_over_three_times_and_then_to_be_decided(stage: Stage) -> None:
    item = proposed(stage, "U0TESSA", "A shared list")
    other = proposed(stage, "U0GRETA", "Reached at once")
    for n in range(5):
        meeting = planned(stage, FRIDAY + timedelta(days=28 * n))
        stage.clock.now = meeting.starts_at - timedelta(days=9)
        with stage.database.begin() as session:
            felix = as_(stage, session, "U0FELIX")
            agendas.prepared(session, meeting, now=stage.clock())
            assert agendas.by_token(session, felix, item.token).carried == min(n, 3)
            if n == 0:
                agendas.reached(session, felix, [other.token], way=Way.FORM, now=stage.clock())
            there = {one.text for one in agendas.open_items(session, felix.coalition, meeting, felix)}
            assert there == {"A shared list"}
            session.execute(update(meetings_table).values(state="ended"))
    planned(stage, FRIDAY + timedelta(days=28 * 5))
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    assert "carried over three times: to be decided" in flat(stage.top("U0FELIX"))
    stage.slack.click("U0FELIX", "agenda_arrange")
    stage.slack.submit("U0FELIX", {"agenda_postpone": ["1. A shared list"]})
    assert "“A shared list” was carried over three times." in str(stage.field_errors("U0FELIX"))
    stage.slack.submit("U0FELIX", {"agenda_postpone": [], "agenda_strike": ["1. A shared list"]})
    assert "A shared list" not in looked(stage, "U0GRETA")


def test_a_company_that_leaves_takes_its_items_off_and_one_that_comes_finds_a_stub(stage: Stage) -> None:
    meeting = planned(stage)
    proposed(stage, "U0TESSA", "From Twitter")
    proposed(stage, "U0GRETA", "From Google")
    to_the_eve(stage, meeting)
    the_agenda(stage, "From Twitter")
    with stage.database.begin() as session:
        twitter = companies.named(session, stage.coalition, "Twitter")
        session.execute(
            update(companies.companies).where(companies.companies.c.id == twitter.id).values(left_at=stage.clock())
        )
    stage.slack.leave("U0TESSA", stage.room)
    visited(stage)
    assert "From Twitter" not in the_agenda(stage, "Updated")
    with stage.database.begin() as session:
        new, _ = companies.add(
            session, stage.coalition, "Reddit", team_ids=["T0REDDIT"], seat=Seat.MEMBER, now=stage.clock()
        )
        people.appoint(session, new, "U0RED", Role.LEAD, now=stage.clock())
    visited(stage)
    assert "stands in Tocsin" in the_agenda(stage, "stands in Tocsin")
    assert "From Google" in looked(stage, "U0GRETA")


def test_the_statement_is_the_coalition_s_own_and_the_channel_is_told(stage: Stage) -> None:
    meeting = planned(stage)
    to_the_eve(stage, meeting)
    the_agenda(stage, "Prices, costs")
    stage.slack.command("U0FELIX", stage.room, "/agenda", "statement")
    stage.slack.submit("U0FELIX", {"agenda_statement": "Our own words."})
    visited(stage)
    assert "Prices" not in the_agenda(stage, "Our own words.")
    stage.soon(
        lambda: [
            one
            for one in stage.slack.seen("U0GRETA", stage.room)
            if "Facebook changed the statement" in stage.slack.text(one)
        ]
    )
    stage.slack.command("U0FELIX", stage.room, "/agenda", "statement")
    stage.slack.submit("U0FELIX", {"agenda_statement": None})
    visited(stage)
    the_agenda(stage, "Prices, costs")
