"""Minutes: made again at any time from what was kept, for each reader, and true to what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage import access, commitments, decisions, erasing, meetings, minutes, people
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Unknown
from storage.meetings import Plan, Reply
from storage.minutes import Contents, MayNotWrite, Minutes, NoMoreWriting, Presence, State, TooLong, Written
from storage.people import Role, Room
from tests.storage.seats import NOW, Seats, log, pages, seats

SOON = NOW + timedelta(days=1)
LATER = SOON + timedelta(minutes=50)
HOW = {"way": Way.FORM, "now": LATER}


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


@pytest.fixture
def there(database: Database) -> Iterator[tuple[Session, Seats, Minutes]]:
    """A meeting with observers that has just been ended by Facebook's Frida, who coordinates."""
    with database.begin() as session:
        found = seats(session)
        frida = appointed(session, found.facebook, Role.COORDINATOR, Role.LEAD)
        greta = appointed(session, found.google, Role.LEAD)
        plan = Plan("UTC", starts_at=SOON, with_open=True)
        meeting = meetings.plan(session, frida, plan, way=Way.FORM, now=NOW)
        meetings.answer(session, greta, meeting.token, Reply.NO, way=Way.FORM, now=NOW)
        begun = minutes.end(session, frida, meeting, **HOW)  # type: ignore[arg-type]
        yield session, Seats(found.coalition, frida, greta, found.fireeye), begun


def written(session: Session, who: Speaker, there: Minutes, said: Written, shown: Written) -> Written:
    """Write, and read what stands there."""
    minutes.write(session, who, there.token, said, shown=shown, **HOW)  # type: ignore[arg-type]
    return minutes.written(session, there)


def contents(session: Session, where: Coalition, there: Minutes, reader: Speaker | Room) -> Contents:
    """Make the minutes for a reader, as they are now."""
    found = minutes.of_meeting(session, there.meeting_id)
    assert found is not None
    return minutes.contents(session, where, found, reader)


def test_who_ends_it_and_when(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    meeting = meetings.by_id(session, begun.meeting_id)
    assert minutes.end(session, seated.facebook, meeting, **HOW) == begun  # type: ignore[arg-type]
    for who in (seated.google, seated.fireeye):
        with pytest.raises(MayNotWrite):
            minutes.end(session, who, meeting, **HOW)  # type: ignore[arg-type]
    early = meetings.plan(
        session, seated.facebook, Plan("UTC", starts_at=SOON + timedelta(days=9)), way=Way.FORM, now=NOW
    )
    with pytest.raises(Unknown):
        minutes.end(session, seated.facebook, early, **HOW)  # type: ignore[arg-type]
    assert minutes.written(session, begun).regrets == frozenset({seated.google.company.id})


def test_two_forms_are_merged_line_by_line(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    frida, google = seated.facebook, seated.google.company.id
    shown = minutes.written(session, begun)
    first = written(session, frida, begun, replace(shown, among_members=("one", "two")), shown)
    assert first.among_members == ("one", "two")
    # Somebody else had the form open before that; they add a line, and say that Google was there.
    second = written(
        session,
        frida,
        begun,
        replace(shown, present=frozenset({google}), regrets=frozenset(), among_members=("three",)),
        shown,
    )
    assert second == Written(frozenset({google}), frozenset(), ("one", "two", "three"), ())
    # And the first one, who still sees what they wrote, takes a line out.
    third = written(session, frida, begun, replace(first, among_members=("two",)), first)
    assert third.among_members == ("two", "three")
    assert third.present == frozenset({google})
    # Once more is once.
    assert written(session, frida, begun, replace(first, among_members=("two",)), first) == third


def test_what_is_too_long_or_of_nobody_here_is_not_written(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    shown = minutes.written(session, begun)
    with pytest.raises(TooLong):
        written(session, seated.facebook, begun, replace(shown, among_members=("x" * 501,)), shown)
    assert 999 not in written(session, seated.facebook, begun, replace(shown, present=frozenset({999})), shown).present
    with pytest.raises(Unknown):
        written(session, seated.google, begun, shown, shown)


def test_each_reader_s_copy_holds_what_they_may_know(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    shown = minutes.written(session, begun)
    written(session, seated.facebook, begun, replace(shown, among_members=("ours",), before_all=("all",)), shown)
    day, how = date(2018, 8, 31), {"meeting_id": begun.meeting_id, "way": Way.FORM, "now": LATER}
    for text, mark, audience in (("for us", Mark.AMBER, Audience.MEMBERS), ("for all", Mark.GREEN, Audience.EVERYONE)):
        commitments.make(session, seated.google, text, day, mark=mark, audience=audience, form=text, **how)  # type: ignore[arg-type]
    commitments.note_for(session, seated.facebook, seated.google.company, "unsaid", day, form="u", **how)  # type: ignore[arg-type]
    decisions.decide(session, seated.facebook, "one list", form="d", **how)  # type: ignore[arg-type]
    minutes.send(session, seated.facebook, begun.token, **HOW)  # type: ignore[arg-type]
    for reader in (seated.facebook, seated.google, Room.MEMBERS):
        told = contents(session, seated.coalition, begun, reader)
        assert [one.text for one in told.made] == ["for us", "for all"]
        assert [one.text for one in told.points] == ["ours", "all"]
        assert len(told.decisions) == 1
    for reader in (seated.fireeye, Room.OPEN):
        told = contents(session, seated.coalition, begun, reader)
        assert [one.text for one in told.made] == ["for all"]
        assert [one.text for one in told.points] == ["all"]
        assert told.decisions == ()
        assert told.mark == Mark.GREEN
    # Until they are posted, nobody but members finds them at all.
    with pytest.raises(Unknown):
        minutes.by_token(session, seated.fireeye, begun.token)
    assert minutes.newest(session, seated.fireeye) is None
    guest = replace(seated.google, company=replace(seated.google.company, seat=Seat.GUEST))
    with pytest.raises(Unknown):
        minutes.by_token(session, guest, begun.token)


def test_each_company_corrects_what_is_said_of_it_and_nothing_else(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    said = {"presence": Presence.PRESENT, "remark": "We were there.", **HOW}
    with pytest.raises(Unknown):
        minutes.correct(session, seated.google, begun.token, **said)  # type: ignore[arg-type]
    minutes.send(session, seated.facebook, begun.token, **HOW)  # type: ignore[arg-type]
    assert [one.id for one, _ in minutes.to_correct(session, seated.google)] == [begun.id]
    minutes.correct(session, seated.google, begun.token, **said)  # type: ignore[arg-type]
    told = contents(session, seated.coalition, begun, Room.MEMBERS)
    assert (told.present, told.regrets) == (("Google",), ())
    assert [(one.company, one.text) for one in told.remarks] == [("Google", "We were there.")]
    assert minutes.to_correct(session, seated.google) == ()
    with pytest.raises(Unknown):
        minutes.correct(session, seated.fireeye, begun.token, **said)  # type: ignore[arg-type]
    (due,) = minutes.due(session, now=LATER + timedelta(days=3), limit=9)
    assert minutes.post(session, due, now=LATER + timedelta(days=3))
    assert not minutes.post(session, due, now=LATER + timedelta(days=3))
    with pytest.raises(NoMoreWriting):
        minutes.correct(session, seated.google, begun.token, **said)  # type: ignore[arg-type]
    assert minutes.newest(session, seated.fireeye) is not None


def test_what_is_kept_off_the_record_is_gone(there: tuple[Session, Seats, Minutes]) -> None:
    session, seated, begun = there
    shown = minutes.written(session, begun)
    written(session, seated.facebook, begun, replace(shown, among_members=("ours",)), shown)
    gone = minutes.keep_off(session, seated.facebook, begun.token, **HOW)  # type: ignore[arg-type]
    assert gone.state is State.NONE
    assert minutes.written(session, gone) == Written()
    with pytest.raises(Unknown):
        minutes.by_token(session, seated.facebook, begun.token)


def test_what_was_posted_is_drawn_anew_when_it_changed_and_not_otherwise(
    there: tuple[Session, Seats, Minutes],
) -> None:
    session, seated, begun = there
    how = {"mark": Mark.AMBER, "audience": Audience.MEMBERS, "meeting_id": begun.meeting_id, "form": "c"}
    made = commitments.make(session, seated.google, "share", date(2018, 9, 7), **how, **HOW)  # type: ignore[arg-type]
    minutes.send(session, seated.facebook, begun.token, **HOW)  # type: ignore[arg-type]
    at = LATER + timedelta(days=3)
    assert minutes.post(session, minutes.due(session, now=at, limit=9)[0], now=at)
    (first,) = minutes.to_draw(session, now=at, limit=9)
    told = {Room.MEMBERS: contents(session, seated.coalition, begun, Room.MEMBERS)}
    assert minutes.drawn(session, first, told, now=at)
    assert not minutes.drawn(session, first, told, now=at)
    assert minutes.may_be_told(session, seated.coalition, begun.id, Room.MEMBERS)
    assert minutes.to_draw(session, now=at + timedelta(minutes=5), limit=9) == ()
    commitments.keep(session, seated.google, made.token, way=Way.BUTTON, now=at + timedelta(minutes=6))
    assert [one.id for one in minutes.to_draw(session, now=at + timedelta(minutes=7), limit=9)] == [begun.id]


def test_a_name_that_is_erased_from_a_record_goes_from_what_its_company_said_here(
    there: tuple[Session, Seats, Minutes],
) -> None:
    session, seated, begun = there
    frida, day = seated.facebook, date(2018, 9, 7)
    record = log(session, frida, pages(3, summary="Run by Jane Roe"))
    shown = minutes.written(session, begun)
    written(session, frida, begun, replace(shown, among_members=("Jane Roe's network",)), shown)
    how = {"meeting_id": begun.meeting_id, **HOW}
    for who in (frida, seated.google):
        commitments.make(
            session,
            who,
            "share on Jane Roe",
            day,
            mark=Mark.AMBER,
            audience=Audience.MEMBERS,
            form=who.user_id,
            **how,  # type: ignore[arg-type]
        )
    decisions.decide(session, frida, "A page on Jane Roe", form="d", **how)  # type: ignore[arg-type]
    erasing.erase(session, frida, record.token, ["Jane Roe"], instead="[…]", reason="wrong", form="e", **HOW)  # type: ignore[arg-type]
    told = contents(session, seated.coalition, begun, Room.MEMBERS)
    assert [one.text for one in told.made] == ["share on […]", "share on Jane Roe"]
    assert told.decisions[0].text == "A page on […]"
    assert told.points[0].text == "[…]'s network"
