"""Commitments: a company's own word, by a day, told to those for whom it is, and to nobody before it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storage import access, audit, commitments, leaving, people
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Unfit
from storage.audit import Act
from storage.commitments import Commitment, NoCommitment, NotAhead, State
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotSeated, NotYours, Unknown
from storage.people import Role, Room
from tests.storage.seats import NOW, Seats, seat, seats

FRIDAY = date(2018, 8, 31)


def said(session: Session, who: Speaker, what: str = "share our list", **more: object) -> Commitment:
    """Commit a company."""
    how = {"mark": Mark.AMBER, "audience": Audience.MEMBERS, "form": what[:40], "way": Way.FORM, "now": NOW} | more
    return commitments.make(session, who, what, how.pop("day", FRIDAY), **how)  # type: ignore[arg-type]


def noted(session: Session, by: Speaker, of: Speaker, what: str = "send their domains") -> Commitment:
    """Note what another company said."""
    return commitments.note_for(session, by, of.company, what, FRIDAY, form=what, way=Way.FORM, now=NOW)


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


@pytest.fixture
def there(database: Database) -> Iterator[tuple[Session, Seats]]:
    """Two members and an observer."""
    with database.begin() as session:
        yield session, seats(session)


def test_a_day_is_over_where_the_coalition_keeps_its_time(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = said(session, seated.facebook)
    assert made.due_at == datetime(2018, 9, 1, 7, 0, tzinfo=UTC)
    assert not made.is_late(made.due_at - timedelta(seconds=1))
    assert made.is_late(made.due_at)
    # Thursday at nine in San Francisco.
    assert made.remind_at == datetime(2018, 8, 30, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Monday: the Friday before is today, and nine o'clock is just now.
        (date(2018, 8, 27), datetime(2018, 8, 27, 16, 0, tzinfo=UTC)),
        (date(2018, 9, 3), datetime(2018, 8, 31, 16, 0, tzinfo=UTC)),
        (date(2018, 9, 2), datetime(2018, 8, 31, 16, 0, tzinfo=UTC)),
        # Tomorrow is a Saturday: nobody is rung, the inbox shows it.
        (date(2018, 8, 25), None),
        # Summer time ends on the Sunday in between.
        (date(2018, 11, 5), datetime(2018, 11, 2, 16, 0, tzinfo=UTC)),
        (date(2018, 11, 6), datetime(2018, 11, 5, 17, 0, tzinfo=UTC)),
    ],
)
def test_it_is_reminded_of_on_the_morning_of_the_last_working_day(
    there: tuple[Session, Seats], day: date, expected: datetime | None
) -> None:
    session, seated = there
    assert said(session, seated.facebook, day=day).remind_at == expected


@pytest.mark.parametrize("day", [date(2018, 8, 23), date(2019, 9, 1), date(9999, 12, 30)])
def test_no_day_that_is_over_or_years_away(there: tuple[Session, Seats], day: date) -> None:
    session, seated = there
    with pytest.raises(NotAhead):
        said(session, seated.facebook, day=day)


def test_nothing_too_much_and_for_whom_it_is_not_fit(there: tuple[Session, Seats]) -> None:
    session, seated = there
    for what in ("", "   ", "x" * 1001):
        with pytest.raises(NoCommitment):
            said(session, seated.facebook, what)
    with pytest.raises(Unfit):
        said(session, seated.facebook, audience=Audience.EVERYONE)
    with pytest.raises(NotSeated):
        said(session, seated.fireeye)
    assert len(said(session, seated.facebook, "x" * 1000).text) == 1000


def test_a_form_says_it_once(there: tuple[Session, Seats]) -> None:
    session, seated = there
    assert said(session, seated.facebook, form="f") == said(session, seated.facebook, form="f")
    with pytest.raises(Unknown):
        said(session, seated.google, form="f")


def test_who_reads_what(there: tuple[Session, Seats]) -> None:
    session, seated = there
    for_members = said(session, seated.facebook, "for members")
    for_all = said(session, seated.facebook, "for all", mark=Mark.GREEN, audience=Audience.EVERYONE)

    def told(reader: Speaker | Room) -> list[str]:
        return [one.text for one in commitments.open_of(session, seated.coalition, reader)]

    assert told(seated.google) == told(Room.MEMBERS) == ["for members", "for all"]
    assert told(seated.fireeye) == told(Room.OPEN) == ["for all"]
    assert commitments.by_token(session, seated.fireeye, for_all.token) == for_all
    with pytest.raises(Unknown):
        commitments.by_token(session, seated.fireeye, for_members.token)
    lent = people.meet(session, seated.google.company, "U0LENT", guest_account=True, now=NOW)
    assert told(replace(seated.google, person=lent, user_id="U0LENT")) == []


def test_who_sits_here_later_does_not_read_what_was_said_before(there: tuple[Session, Seats]) -> None:
    session, seated = there
    said(session, seated.facebook)
    late = replace(seated.google, company=replace(seated.google.company, joined_at=NOW + timedelta(days=1)))
    assert commitments.open_of(session, seated.coalition, late) == ()


def test_what_became_of_it_only_its_own_company_says(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = said(session, seated.facebook)
    for settle in (commitments.keep, commitments.drop):
        with pytest.raises(NotYours):
            settle(session, seated.google, made.token, way=Way.BUTTON, now=NOW)
        with pytest.raises(Unknown):
            settle(session, seated.fireeye, made.token, way=Way.BUTTON, now=NOW)
    later = NOW + timedelta(days=1)
    assert commitments.keep(session, seated.facebook, made.token, way=Way.BUTTON, now=later).state is State.KEPT
    # Twice is once, and what is kept is not dropped by an old button.
    assert commitments.drop(session, seated.facebook, made.token, way=Way.BUTTON, now=later).state is State.KEPT
    assert commitments.open_of(session, seated.coalition, Room.MEMBERS) == ()
    (ended,) = commitments.open_of(session, seated.coalition, Room.MEMBERS, since=NOW)
    assert ended.state is State.KEPT
    moved = commitments.move(session, seated.facebook, made.token, date(2018, 9, 14), way=Way.FORM, now=later)
    assert (moved.state, moved.due_on) == (State.OPEN, date(2018, 9, 14))
    acts = [
        (entry.act, entry.detail) for entry in audit.about(session, seated.coalition.id, commitments.ABOUT, made.id)
    ]
    assert acts == [
        (Act.LOGGED, "due 2018-08-31"),
        (Act.CHANGED, "kept"),
        (Act.REVISED, "due 2018-08-31 -> 2018-09-14"),
    ]


def test_what_is_noted_of_a_company_is_told_to_nobody_before_it_says_so(there: tuple[Session, Seats]) -> None:
    session, seated = there
    frida = appointed(session, seated.facebook, Role.LEAD)
    greta = appointed(session, seated.google, Role.LEAD)
    asked = noted(session, greta, frida)
    for reader in (greta, seated.fireeye, Room.MEMBERS, Room.OPEN):
        assert commitments.open_of(session, seated.coalition, reader) == ()
        assert commitments.of_meeting(session, seated.coalition, reader, 1) == ()
    with pytest.raises(Unknown):
        commitments.confirm(session, greta, asked.token, way=Way.BUTTON, now=NOW)
    with pytest.raises(Unknown):
        commitments.keep(session, frida, asked.token, way=Way.BUTTON, now=NOW)
    assert commitments.waiting(session, frida) == (asked,)
    assert commitments.waiting(session, greta) == ()
    agreed = commitments.confirm(session, frida, asked.token, way=Way.BUTTON, now=NOW)
    assert (agreed.state, agreed.user_id) == (State.OPEN, "U0FRIDA")
    assert commitments.open_of(session, seated.coalition, greta) == (agreed,)
    # A second click settles nothing.
    assert commitments.decline(session, frida, asked.token, way=Way.BUTTON, now=NOW) == agreed


def test_of_what_a_company_did_not_say_nothing_is_kept(there: tuple[Session, Seats]) -> None:
    session, seated = there
    asked = noted(session, seated.google, seated.facebook)
    gone = commitments.decline(session, seated.facebook, asked.token, way=Way.BUTTON, now=NOW)
    assert (gone.state, gone.text) == (State.DECLINED, "")
    assert commitments.waiting(session, seated.facebook) == ()
    with pytest.raises(Unknown):
        commitments.confirm(session, seated.facebook, asked.token, way=Way.BUTTON, now=NOW)


def test_only_the_lead_or_the_deputy_says_so_where_there_is_one(there: tuple[Session, Seats]) -> None:
    session, seated = there
    other = people.meet(session, seated.facebook.company, "U0FELIX", guest_account=False, now=NOW)
    people.enter(session, other, Room.MEMBERS)
    felix = replace(seated.facebook, person=other, user_id="U0FELIX")
    appointed(session, seated.facebook, Role.LEAD)
    asked = noted(session, seated.google, seated.facebook)
    with pytest.raises(Unknown):
        commitments.confirm(session, felix, asked.token, way=Way.BUTTON, now=NOW)
    assert commitments.waiting(session, felix) == ()
    own = said(session, felix, "my own")
    assert [one.text for one in commitments.waiting(session, felix)] == ["my own"]
    assert commitments.to_ring(session, seated.coalition, own, now=NOW) == ("U0FELIX",)
    assert commitments.to_ring(session, seated.coalition, asked, now=NOW) == ("U0FRIDA",)


def test_of_several_who_remind_one_does_and_none_at_night(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = said(session, seated.facebook)
    assert made.remind_at is not None
    assert not commitments.any_to_remind(session, now=made.remind_at - timedelta(seconds=1))
    night = datetime(2018, 8, 31, 4, 0, tzinfo=UTC)
    assert commitments.any_to_remind(session, now=night)
    assert commitments.take_due(session, limit=10, now=night) == ((), 1)
    # Friday at nine, still in time.
    morning = datetime(2018, 8, 31, 16, 0, tzinfo=UTC)
    (taken,), _ = commitments.take_due(session, limit=10, now=morning)
    assert taken.id == made.id
    assert commitments.take_due(session, limit=10, now=morning) == ((), 0)


def test_nobody_is_reminded_of_what_is_settled_and_the_bell_asks_again(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = said(session, seated.facebook)
    assert commitments.is_to_ring(session, seated.facebook, made.id)
    assert not commitments.is_to_ring(session, seated.google, made.id)
    commitments.drop(session, seated.facebook, made.token, way=Way.BUTTON, now=NOW)
    assert not commitments.is_to_ring(session, seated.facebook, made.id)
    assert not commitments.any_to_remind(session, now=NOW + timedelta(days=30))


def test_who_leaves_takes_what_is_open_out_of_the_agenda(there: tuple[Session, Seats]) -> None:
    session, seated = there
    snap = seat(session, seated.coalition, "Google")
    said(session, snap)
    lead = appointed(session, snap, Role.LEAD)
    leaving.leave(session, lead, reason="", way=Way.FORM, now=NOW + timedelta(hours=1))
    assert commitments.open_of(session, seated.coalition, seated.facebook) == ()
    assert snap.company.seat is Seat.MEMBER
