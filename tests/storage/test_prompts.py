"""Prompts: who is rung before a meeting, when, how often, and what becomes of it when anything changes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import absences, companies, meetings, outbox, people, prompts, sending, updates
from storage.access import Way
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Unknown
from storage.outbox import Address, Body, Wanted
from storage.people import Role
from storage.prompts import Due, Silent
from storage.sending import Passage
from storage.updates import Kind
from tests.storage.meeting_seats import MONDAY, STARTS, Ground, colleague, ground
from tests.storage.seats import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def visit(session: Session, now: datetime) -> list[Due]:
    """Do what the clock does at a visit, and owe the letters."""
    prompts.keep(session, limit=100, now=now)
    prompts.follow(session, limit=100, now=now)
    _, due = prompts.claim(session, limit=100, now=now)
    outbox.want_several(session, (letter(one) for one in due), now=now)
    return list(due)


def letter(one: Due) -> Wanted:
    """Write a letter that rings."""
    address = Address.to_person(one.user_id)
    return Wanted(one.coalition.id, one.key, address, Body("Ring", []), prompts.ABOUT, one.prompt_id)


def rung(session: Session, since: datetime, until: datetime) -> Iterator[tuple[str, str]]:
    """Let each hour pass, and tell who is rung when."""
    now = since
    while now <= until:
        for one in visit(session, now):
            yield one.user_id, f"{now:%a %H}"
        now += HOUR


def standing(session: Session, there: Ground) -> dict[str, str]:
    """Say how far each letter is."""
    rows = session.execute(
        select(outbox.outbox.c.user_id, outbox.outbox.c.state).where(outbox.outbox.c.coalition_id == there.coalition.id)
    )
    return {row.user_id: row.state for row in rows}


def test_each_lead_is_asked_and_reminded_twice_in_their_own_working_hours(database: Database) -> None:
    """Greta is in Paris: her Monday begins nine hours before Frida's, and the meeting is in her evening."""
    with database.begin() as session:
        there = ground(session)
        people.learn_zone(session, there.google.person_id, "Europe/Paris", now=NOW)
        told = list(rung(session, NOW, STARTS + DAY))
    assert told == [
        ("U0GRETA", "Mon 07"),
        ("U0FRIDA", "Mon 16"),
        ("U0FRIDA", "Wed 17"),
        ("U0GRETA", "Thu 07"),
        ("U0FRIDA", "Thu 16"),
    ]


def test_who_answered_is_rung_no_more_and_what_rang_is_taken_back(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        assert {one.user_id for one in visit(session, MONDAY)} == {"U0FRIDA", "U0GRETA"}
        updates.tap(session, there.google, there.meeting, Kind.ABSENT, way=Way.BUTTON, now=MONDAY)
        assert standing(session, there) == {"U0FRIDA": "due", "U0GRETA": "retracted"}
        assert [who for who, _ in rung(session, MONDAY + HOUR, STARTS)] == ["U0FRIDA", "U0FRIDA"]


def test_who_answered_before_being_asked_is_never_rung(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        updates.tap(session, there.google, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=NOW)
        assert {who for who, _ in rung(session, NOW, STARTS)} == {"U0FRIDA"}


def test_the_deputy_is_rung_while_the_lead_is_away_and_where_the_lead_says_so(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        gus = colleague(session, there.google, "U0GUS", Role.DEPUTY)
        fay = colleague(session, there.facebook, "U0FAY", Role.DEPUTY)
        absences.go(session, there.google, STARTS, way=Way.FORM, now=NOW)
        assert {one.user_id for one in visit(session, MONDAY)} == {"U0FRIDA", "U0GUS"}
        updates.tap(session, there.facebook, there.meeting, Kind.DEPUTY, way=Way.BUTTON, now=MONDAY + HOUR)
        (fays,) = visit(session, MONDAY + HOUR)
        assert (fays.user_id, fays.reminder) == ("U0FAY", 0)
        assert standing(session, there) == {"U0FRIDA": "retracted", "U0GUS": "due", "U0FAY": "due"}
        assert [one.meeting_id for one in prompts.waiting(session, gus, now=MONDAY)] == [there.meeting.id]
        assert [one.person_id for one in prompts.waiting(session, fay, now=MONDAY)] == [fay.person_id]


def test_a_company_that_has_named_nobody_is_shown_to_those_who_coordinate(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        people.dismiss_all(session, there.google.company)
        assert [who for who, _ in rung(session, NOW, STARTS - HOUR)] == ["U0FRIDA"] * 3
        silent = prompts.silent(session, there.facebook, now=STARTS - HOUR)
        assert [(one.company, one.asked) for one in silent] == [("Facebook", True), ("Google", False)]
        assert prompts.silent(session, there.google, now=STARTS - HOUR) == ()


def test_those_who_coordinate_see_silence_after_the_last_reminder_and_not_before(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        list(rung(session, NOW, STARTS - 2 * HOUR))
        assert prompts.silent(session, there.facebook, now=STARTS - 2 * HOUR) == ()
        list(rung(session, STARTS - HOUR, STARTS - HOUR))
        expected = [Silent(there.meeting.id, there.meeting.token, name, asked=True) for name in ("Facebook", "Google")]
        assert list(prompts.silent(session, there.facebook, now=STARTS - HOUR)) == expected


def test_later_is_the_next_working_morning_and_no_reminder_more(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        (mine,) = [one for one in visit(session, MONDAY) if one.user_id == "U0GRETA"]
        again = prompts.snooze(session, there.google, mine.token, way=Way.BUTTON, now=MONDAY)
        assert again == MONDAY + DAY
        told = [when for who, when in rung(session, MONDAY + HOUR, STARTS) if who == "U0GRETA"]
        assert told == ["Tue 16", "Thu 16"]
        assert prompts.snooze(session, there.google, mine.token, way=Way.BUTTON, now=STARTS - HOUR) is None
        with pytest.raises(Unknown):
            prompts.snooze(session, there.facebook, mine.token, way=Way.BUTTON, now=MONDAY)


def test_who_wants_no_reminders_gets_none_and_finds_it_under_for_me(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        (mine,) = [one for one in visit(session, MONDAY) if one.user_id == "U0GRETA"]
        for _ in range(2):
            prompts.stop(session, there.google, mine.token, way=Way.BUTTON, now=MONDAY)
        assert {who for who, _ in rung(session, MONDAY + HOUR, STARTS)} == {"U0FRIDA"}
        assert len(prompts.waiting(session, there.google, now=STARTS - HOUR)) == 1
        with pytest.raises(Unknown):
            prompts.stop(session, there.fireeye, mine.token, way=Way.BUTTON, now=MONDAY)


def test_a_meeting_that_is_cancelled_takes_back_what_rang_and_rings_no_more(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        visit(session, MONDAY)
        meetings.cancel(session, there.facebook, there.meeting.token, now=MONDAY + HOUR)
        assert list(rung(session, MONDAY + HOUR, STARTS)) == []
        assert set(standing(session, there).values()) == {"retracted"}
        assert prompts.waiting(session, there.google, now=MONDAY + DAY) == ()


def test_what_waits_in_the_outbox_is_not_sent_once_the_meeting_is_cancelled_or_answered(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        visit(session, MONDAY)
        letters = []
        while one := outbox.claim(session, by="w", lease=HOUR, now=MONDAY):
            letters.append(one)
        assert {sending.may_go(session, one) for one in letters} == {Passage.GO}
        meetings.cancel(session, there.facebook, there.meeting.token, now=MONDAY)
        assert {sending.may_go(session, one) for one in letters} == {Passage.NEVER}


@pytest.mark.parametrize(("days", "again"), [(14, True), (1, False)])
def test_a_meeting_that_is_moved_is_asked_about_anew_where_its_time_has_not_come(
    database: Database, days: int, *, again: bool
) -> None:
    with database.begin() as session:
        there = ground(session)
        visit(session, MONDAY)
        wanted = replace(meetings.Plan.of(there.meeting), starts_at=STARTS + days * DAY)
        meetings.move(session, there.facebook, there.meeting.token, wanted, base=0, now=MONDAY + HOUR)
        prompts.follow(session, limit=10, now=MONDAY + HOUR)
        assert set(standing(session, there).values()) == ({"retracted"} if again else {"due"})
        told = [when for who, when in rung(session, MONDAY + HOUR, STARTS + days * DAY) if who == "U0FRIDA"]
        assert len(told) == (3 if again else 2)
        assert told[-1] == ("Thu 16" if again else "Fri 16")


def test_a_meeting_that_ended_asks_nobody_any_more(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        visit(session, MONDAY)
        meetings.end(session, there.meeting, STARTS + HOUR)
        assert visit(session, STARTS + HOUR) == []
        assert set(standing(session, there).values()) == {"retracted"}
        assert not prompts.any_astray(session)


def test_a_company_that_comes_is_asked_and_one_that_leaves_is_not(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        prompts.keep(session, limit=10, now=NOW)
        assert not prompts.any_missing(session, now=NOW)
        companies.add(session, there.coalition, "Snap", team_ids=["T0SNAP"], seat=Seat.MEMBER, now=NOW)
        snap = companies.named(session, there.coalition, "Snap")
        people.appoint(session, snap, "U0SASHA", Role.LEAD, now=NOW)
        people.enter(session, people.of_company(session, snap)[0], people.Room.MEMBERS)
        companies.depart(session, there.google.company, now=NOW)
        assert {one.user_id for one in visit(session, MONDAY)} == {"U0FRIDA", "U0SASHA"}


def test_whoever_is_to_be_rung_soon_is_looked_up_once_a_week(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        prompts.keep(session, limit=10, now=NOW)
        assert prompts.to_locate(session, limit=10, now=NOW) == ()
        eve = MONDAY - HOUR
        assert {one[1] for one in prompts.to_locate(session, limit=10, now=eve)} == {"U0FRIDA", "U0GRETA"}
        people.learn_zone(session, there.google.person_id, None, now=eve)
        people.learn_zone(session, there.facebook.person_id, "Asia/Tokyo", now=eve)
        assert prompts.to_locate(session, limit=10, now=eve) == ()
        assert visit(session, MONDAY)[0].user_id == "U0GRETA"


def test_many_processes_ring_each_once(database: Database) -> None:
    with database.begin() as session:
        ground(session)
        prompts.keep(session, limit=10, now=NOW)

    def ring(_: int) -> list[str]:
        with database.begin() as session:
            return [one.key for one in prompts.claim(session, limit=1, now=MONDAY)[1]]

    with ThreadPoolExecutor(4) as crowd:
        keys = [key for found in crowd.map(ring, range(8)) for key in found]
    assert len(keys) == len(set(keys)) == 2
