"""Meetings: who plans them, who may know of them, and how a series keeps its next ones planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import access, audit, coalitions, companies, meetings, people
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Dissolving, NotCoordinator, Stale, Unknown
from storage.meetings import Meeting, MeetingState, Over, Passed, Plan, Reply, SeriesState
from storage.meetings.records import meetings as table
from storage.people import Role, Room
from storage.rhythms import RhythmError
from tests.storage.seats import NOW, Seats, seats

ZONE = "America/Los_Angeles"
SOON = datetime(2018, 9, 20, 17, 0, tzinfo=UTC)
ONCE = Plan(ZONE, starts_at=SOON, minutes=90, place="1 Market Street", link="https://meet.example")
THIRD_THURSDAY = "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
FIRST_MONDAY = "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=30"
MONTHLY = Plan(ZONE, rule=THIRD_THURSDAY)
WEEKLY = Plan(ZONE, rule="RRULE:FREQ=WEEKLY;BYDAY=WE;BYHOUR=10;BYMINUTE=0")


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def led(session: Session) -> Seats:
    """Seat the companies; Facebook's Frida coordinates, and everybody leads their company."""
    there = seats(session)
    return Seats(
        there.coalition,
        appointed(session, there.facebook, Role.COORDINATOR, Role.LEAD),
        appointed(session, there.google, Role.LEAD),
        appointed(session, there.fireeye, Role.LEAD),
    )


def of_series(session: Session, first: Meeting, *states: MeetingState) -> list[Meeting]:
    """List the meetings of a series in the order in which they begin."""
    asked = select(table.c.id).where(table.c.series_id == first.series_id).order_by(table.c.starts_at)
    found = [meetings.by_id(session, one) for one in session.execute(asked).scalars()]
    return [one for one in found if not states or one.state in states]


def days(those: list[Meeting]) -> list[str]:
    """Tell the days and hours on which they begin, in San Francisco's summer."""
    return [f"{one.starts_at - timedelta(hours=7):%m-%d %H:%M}" for one in those]


def test_a_coordinator_plans_a_meeting_and_the_same_form_plans_it_once(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        wanted = replace(ONCE, host_company_id=there.google.company.id, chair_id=there.google.person_id)
        planned = meetings.plan(session, there.facebook, wanted, form="a form", now=NOW)
        assert meetings.plan(session, there.facebook, wanted, form="a form", now=NOW) == planned
        assert (planned.starts_at, planned.minutes, planned.host, planned.sequence) == (SOON, 90, "Google", 0)
        assert meetings.next_of(session, there.coalition, NOW, reader=there.google) == planned
        parts = meetings.officers(session, planned)
        assert parts.inviter is not None
        assert parts.chair is not None
        assert (parts.inviter.user_id, parts.chair.company, parts.notes) == ("U0FRIDA", "Google", None)
        noted = audit.about(session, there.coalition.id, meetings.ABOUT, planned.id)
        assert [entry.act for entry in noted] == [Act.PLANNED]


def test_nobody_but_a_coordinator_plans_moves_or_cancels(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        planned = meetings.plan(session, there.facebook, ONCE, now=NOW)
        for who in (there.google, there.fireeye):
            with pytest.raises(NotCoordinator):
                meetings.plan(session, who, ONCE, now=NOW)
            with pytest.raises(NotCoordinator):
                meetings.move(session, who, planned.token, ONCE, base=0, now=NOW)
            with pytest.raises(NotCoordinator):
                meetings.cancel(session, who, planned.token, now=NOW)
        with pytest.raises(Passed):
            meetings.plan(session, there.facebook, replace(ONCE, starts_at=NOW), now=NOW)
        with pytest.raises(RhythmError):
            meetings.plan(session, there.facebook, replace(ONCE, rule="FREQ=NEVER"), now=NOW)
        with pytest.raises(Unknown):
            meetings.plan(session, there.facebook, replace(ONCE, host_company_id=4711), now=NOW)
        assert meetings.by_id(session, planned.id) == planned


def test_observers_and_guests_know_of_the_meetings_that_they_are_invited_to_and_of_no_others(
    database: Database,
) -> None:
    with database.begin() as session:
        there = led(session)
        closed = meetings.plan(session, there.facebook, ONCE, now=NOW)
        opened = meetings.plan(
            session, there.facebook, replace(ONCE, with_open=True, starts_at=SOON + timedelta(days=1)), now=NOW
        )
        lent = people.meet(session, there.google.company, "U0LENT", guest_account=True, now=NOW)
        other = seats(session, "Other", "C0OTHER")
        nobody = (other.google, Speaker(there.coalition, there.google.company, lent, "U0LENT"))
        for who, found in (
            (there.google, [closed, opened]),
            (there.fireeye, [opened]),
            *((who, []) for who in nobody),
        ):
            assert list(meetings.coming(session, there.coalition, NOW, reader=who)) == found
            assert [one for one in (closed, opened) if access.may_attend(who, one)] == found
            for one in (closed, opened):
                if one in found:
                    assert meetings.by_token(session, who, one.token) == one
                else:
                    with pytest.raises(Unknown):
                        meetings.by_token(session, who, one.token)
                    with pytest.raises(Unknown):
                        meetings.answer(session, who, one.token, Reply.YES, now=NOW)
        for room, found in ((Room.MEMBERS, [closed, opened]), (Room.OPEN, [opened])):
            assert list(meetings.coming(session, there.coalition, NOW, reader=room)) == found


def test_moving_raises_the_sequence_once_and_of_two_coordinators_the_second_is_told(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        planned = meetings.plan(session, there.facebook, ONCE, now=NOW)
        google = appointed(session, there.google, Role.COORDINATOR)
        later = replace(Plan.of(planned), starts_at=SOON + timedelta(hours=2))
        moved = meetings.move(session, there.facebook, planned.token, later, base=0, now=NOW)
        assert (moved.sequence, moved.uid, moved.moved, moved.minutes) == (1, planned.uid, True, 90)
        assert meetings.move(session, there.facebook, planned.token, later, base=0, now=NOW) == moved
        elsewhere = replace(Plan.of(planned), place="Menlo Park")
        with pytest.raises(Stale):
            meetings.move(session, google, planned.token, elsewhere, base=0, now=NOW)
        with pytest.raises(Stale):
            meetings.cancel(session, google, planned.token, base=0, now=NOW)
        with pytest.raises(Passed):
            meetings.move(session, google, planned.token, replace(elsewhere, starts_at=NOW), base=1, now=NOW)
        gone = meetings.cancel(session, google, planned.token, base=1, now=NOW)
        assert meetings.cancel(session, google, planned.token, base=1, now=NOW) == gone
        assert (gone.state, gone.sequence, gone.uid) == (MeetingState.CANCELLED, 2, planned.uid)
        with pytest.raises(Over):
            meetings.move(session, google, planned.token, later, base=2, now=NOW)
        assert meetings.coming(session, there.coalition, NOW, reader=google) == ()


def test_the_lead_s_answer_is_the_company_s_and_the_newest_word_holds(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        planned = meetings.plan(session, there.facebook, ONCE, now=NOW)
        dora = people.meet(session, there.google.company, "U0DORA", guest_account=False, now=NOW)
        deputy = appointed(session, Speaker(there.coalition, there.google.company, dora, "U0DORA"), Role.DEPUTY)
        meetings.answer(session, deputy, planned.token, Reply.YES, now=NOW)

        def google() -> meetings.Attendance:
            return next(one for one in meetings.attendance(session, planned) if one.company.name == "Google")

        assert google().reply is Reply.YES
        for reply in (Reply.YES, Reply.NO, Reply.NO):
            meetings.answer(session, there.google, planned.token, reply, now=NOW)
        assert (google().reply, len(google().words)) == (Reply.NO, 2)
        meetings.answer(session, there.google, planned.token, Reply.DEPUTY, deputy_id=dora.id, now=NOW)
        assert [word.deputy_user for word in google().words if word.user_id == "U0GRETA"] == ["U0DORA"]
        with pytest.raises(Unknown):
            meetings.answer(
                session, there.google, planned.token, Reply.DEPUTY, deputy_id=there.facebook.person_id, now=NOW
            )
        assert [one.company.name for one in meetings.attendance(session, planned)] == ["Facebook", "Google"]
        noted = audit.about(session, there.coalition.id, meetings.ABOUT, planned.id)
        assert [entry.act for entry in noted].count(Act.ANSWERED) == 4
        with pytest.raises(Over):
            meetings.answer(session, there.google, planned.token, Reply.YES, now=planned.ends_at)


def test_a_series_keeps_its_next_meetings_planned_and_nothing_twice(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, MONTHLY, form="a form", now=NOW)
        assert meetings.plan(session, there.facebook, MONTHLY, form="a form", now=NOW) == first
        assert days(of_series(session, first)) == ["09-20 10:00", "10-18 10:00"]
        (series,) = meetings.series_of(session, there.coalition)
        assert meetings.keep_planned(session, series, now=NOW) == ()
        look = meetings.next_look(session)
        assert look is not None
        assert meetings.to_look_after(session, now=look - timedelta(seconds=1), limit=5) == ()
        (due,) = meetings.to_look_after(session, now=look, limit=5)
        assert len(meetings.keep_planned(session, due, now=look)) == 1
        assert len(of_series(session, first)) == 3


def test_the_next_meeting_is_planned_however_far_it_is_and_also_after_one_was_cancelled(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        yearly = Plan(ZONE, rule="RRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;BYHOUR=10;BYMINUTE=0")
        first = meetings.plan(session, there.facebook, yearly, now=NOW)
        assert first.starts_at.year == 2019
        meetings.cancel(session, there.facebook, first.token, now=NOW)
        (due,) = meetings.to_look_after(session, now=NOW, limit=5)
        (second,) = meetings.keep_planned(session, due, now=NOW)
        assert second.starts_at.year == 2020
        assert meetings.keep_planned(session, due, now=NOW) == ()


def test_the_host_goes_round_the_member_companies(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        rotating = replace(WEEKLY, rotates=True, host_company_id=there.google.company.id)
        first = meetings.plan(session, there.facebook, rotating, now=NOW)
        hosts = [one.host for one in of_series(session, first)]
        assert hosts == (["Google", "Facebook"] * 9)[: len(hosts)]
        last = of_series(session, first)[-1]
        (series,) = meetings.series_of(session, there.coalition)
        (another,) = meetings.keep_planned(session, series, now=NOW + timedelta(days=7))
        assert {last.host, another.host} == {"Google", "Facebook"}


def test_a_series_that_pauses_comes_back_with_what_it_called_off_and_what_was_moved_stays_moved(
    database: Database,
) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, WEEKLY, now=NOW)
        planned = of_series(session, first)
        moved = replace(Plan.of(planned[1]), starts_at=planned[1].starts_at + timedelta(hours=5))
        meetings.move(session, there.facebook, planned[1].token, moved, base=0, now=NOW)
        meetings.cancel(session, there.facebook, planned[2].token, now=NOW)
        as_it_was = days(of_series(session, first, MeetingState.PLANNED))
        (series,) = meetings.series_of(session, there.coalition)
        gone = meetings.pause(session, series, NOW, by=there.facebook)
        assert len(gone) == len(as_it_was)
        assert meetings.pause(session, series, NOW, by=there.facebook) == ()
        assert meetings.keep_planned(session, meetings.series_by_id(session, series.id), now=NOW) == ()
        assert meetings.next_look(session) is None
        back = meetings.resume(session, meetings.series_by_id(session, series.id), NOW, by=there.facebook)
        assert days(of_series(session, first, MeetingState.PLANNED)) == as_it_was
        assert {one.uid for one in back} == {one.uid for one in gone}
        assert meetings.resume(session, series, NOW, by=there.facebook) == ()
        meetings.end_series(session, series, NOW, by=there.facebook)
        assert of_series(session, first, MeetingState.PLANNED) == []
        assert meetings.series_of(session, there.coalition) == ()
        with pytest.raises(Over):
            meetings.resume(session, meetings.series_by_id(session, series.id), NOW)


def test_another_rhythm_moves_what_is_planned_and_leaves_exceptions_as_they_are(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, MONTHLY, now=NOW)
        second = of_series(session, first)[1]
        later = replace(Plan.of(second), starts_at=second.starts_at + timedelta(days=1))
        meetings.move(session, there.facebook, second.token, later, base=0, now=NOW)
        (series,) = meetings.series_of(session, there.coalition)
        meetings.change_rhythm(session, series, FIRST_MONDAY, NOW, by=there.facebook)
        planned = of_series(session, first, MeetingState.PLANNED)
        assert days(planned) == ["09-03 09:30", "10-01 09:30", "10-19 10:00"]
        assert (planned[0].uid, planned[0].sequence) == (first.uid, 1)
        assert coalitions.by_id(session, there.coalition.id).meeting_rule == FIRST_MONDAY
        assert meetings.change_rhythm(session, series, FIRST_MONDAY, NOW, by=there.facebook) == ()
        renewed = meetings.series_by_id(session, series.id)
        assert meetings.keep_planned(session, renewed, now=NOW) == ()
        # And back again: what is planned takes the old days, and nothing stands twice on one.
        meetings.change_rhythm(session, renewed, THIRD_THURSDAY, NOW)
        again = of_series(session, first, MeetingState.PLANNED)
        assert days(again)[0] == "09-20 10:00"
        assert len({one.day for one in again}) == len(again)


def test_a_series_that_comes_more_rarely_calls_off_what_is_too_much_and_brings_it_back(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, WEEKLY, now=NOW)
        weekly = days(of_series(session, first, MeetingState.PLANNED))
        (series,) = meetings.series_of(session, there.coalition)
        meetings.change_rhythm(session, series, THIRD_THURSDAY, NOW)
        assert days(of_series(session, first, MeetingState.PLANNED)) == ["09-20 10:00", "10-18 10:00"]
        renewed = meetings.series_by_id(session, series.id)
        meetings.change_rhythm(session, renewed, series.rule, NOW)
        assert days(of_series(session, first, MeetingState.PLANNED)) == weekly


def test_only_a_coordinator_finds_a_series_and_no_other_coalition_does(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        other = seats(session, "Other", "C0OTHER")
        elsewhere = appointed(session, other.google, Role.COORDINATOR)
        meetings.plan(session, there.facebook, MONTHLY, now=NOW)
        (series,) = meetings.series_of(session, there.coalition)
        assert meetings.series_by_token(session, there.facebook, series.token) == series
        for who in (there.google, there.fireeye, elsewhere):
            with pytest.raises(Unknown):
                meetings.series_by_token(session, who, series.token)
            with pytest.raises((Unknown, NotCoordinator)):
                meetings.pause(session, series, NOW, by=who)
        assert meetings.series_by_id(session, series.id).state is SeriesState.RUNNING


def test_a_meeting_that_was_held_is_ended_and_closed_once_and_is_the_one_before_the_next(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, MONTHLY, now=NOW)
        second = of_series(session, first)[1]
        assert meetings.before(session, second) is None
        over = first.ends_at
        assert meetings.past(session, there.coalition, over, reader=there.google) == (first,)
        ended = meetings.end(session, first, over)
        assert meetings.end(session, first, over + timedelta(hours=1)) == ended
        assert meetings.before(session, second) == ended
        closed = meetings.close(session, ended, over, by=there.facebook, way=Way.FORM)
        assert (closed.state, closed.ended_at) == (MeetingState.CLOSED, over)
        meetings.touch(session, second.id, over)
        assert meetings.by_id(session, second.id).agenda_stale
        noted = audit.about(session, there.coalition.id, meetings.ABOUT, first.id)
        assert sorted(entry.act for entry in noted) == [Act.CLOSED, Act.ENDED, Act.PLANNED]


def test_who_has_left_hosts_nothing_that_is_planned_later(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        companies.add(session, there.coalition, "Twitter", team_ids=["T0TWITTER"], seat=Seat.MEMBER, now=NOW)
        rotating = replace(WEEKLY, rotates=True)
        first = meetings.plan(session, there.facebook, rotating, now=NOW)
        companies.depart(session, there.google.company, now=NOW)
        (series,) = meetings.series_of(session, there.coalition)
        later = NOW + timedelta(days=60)
        hosts = {one.host for one in meetings.keep_planned(session, series, now=later)}
        assert hosts == {"Facebook", "Twitter"}
        assert first.host == "Facebook"


def test_a_company_that_leaves_takes_its_answers_and_hosts_and_chairs_nothing_any_more(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        companies.add(session, there.coalition, "Twitter", team_ids=["T0TWITTER"], seat=Seat.MEMBER, now=NOW)
        part = replace(
            WEEKLY,
            rotates=True,
            host_company_id=there.google.company.id,
            chair_id=there.google.person_id,
            notes_id=there.facebook.person_id,
        )
        first = meetings.plan(session, there.facebook, part, now=NOW)
        meetings.answer(session, there.google, first.token, Reply.YES, now=NOW)
        single = meetings.plan(session, there.facebook, replace(ONCE, host_company_id=there.google.company.id), now=NOW)
        companies.depart(session, there.google.company, now=NOW)
        changed = meetings.company_left(session, there.google.company, now=NOW)
        assert first.id in {one.id for one in changed}
        again, alone = meetings.by_id(session, first.id), meetings.by_id(session, single.id)
        assert (again.host, again.chair_id, again.notes_id) == ("Twitter", None, there.facebook.person_id)
        assert (again.sequence, again.uid, alone.host) == (1, first.uid, "")
        (series,) = meetings.series_of(session, there.coalition)
        assert (series.host_company_id, series.chair_id) == (None, None)
        assert [one.company.name for one in meetings.attendance(session, again)] == ["Facebook", "Twitter"]
        assert meetings.company_left(session, there.google.company, now=NOW) == ()


def test_who_came_since_is_invited_and_nobody_is_told_twice(database: Database) -> None:
    with database.begin() as session:
        there = led(session)
        planned = meetings.plan(session, there.facebook, ONCE, now=NOW)

        def tell() -> list[str]:
            (due,) = meetings.to_tell(session, now=NOW, limit=5)
            whom = meetings.whom_to_tell(session, there.coalition, due, now=NOW)
            meetings.told(session, due, whom, now=NOW)
            return sorted(seat.user_id for seat in whom)

        assert tell() == ["U0FRIDA", "U0GRETA"]
        assert meetings.to_tell(session, now=NOW, limit=5) == ()
        assert meetings.left_out(session, now=NOW, limit=5) == ()
        twitter, _ = companies.add(
            session, there.coalition, "Twitter", team_ids=["T0TWITTER"], seat=Seat.MEMBER, now=NOW
        )
        assert meetings.left_out(session, now=NOW, limit=5) == ()
        people.appoint(session, twitter, "U0TESSA", Role.LEAD, now=NOW)
        found = meetings.left_out(session, now=NOW, limit=5)
        assert found == (planned.id,)
        meetings.invite_again(session, found, now=NOW)
        assert tell() == ["U0TESSA"]
        assert meetings.left_out(session, now=NOW, limit=5) == ()


def test_nothing_is_planned_where_a_coalition_is_at_its_end_and_what_is_planned_can_be_cancelled(
    database: Database,
) -> None:
    with database.begin() as session:
        there = led(session)
        first = meetings.plan(session, there.facebook, MONTHLY, now=NOW)
        google = appointed(session, there.google, Role.COORDINATOR)
        session.execute(coalitions.coalitions.update().values(dissolving_at=NOW))
        frida, greta = (appointed(session, who) for who in (there.facebook, google))
        with pytest.raises(Dissolving):
            meetings.plan(session, frida, ONCE, now=NOW)
        with pytest.raises(Dissolving):
            meetings.move(session, greta, first.token, replace(Plan.of(first), minutes=30), base=0, now=NOW)
        assert meetings.to_look_after(session, now=NOW + timedelta(days=90), limit=5) == ()
        assert meetings.cancel(session, greta, first.token, now=NOW).state is MeetingState.CANCELLED
