"""Decisions: one voice a company, and of a secret vote nothing but who voted and, in the end, the sum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import access, audit, companies, decisions, leaving, people
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Database, Session
from storage.decisions import (
    Decision,
    MayNotVote,
    NoChoice,
    NothingToDecide,
    NotYet,
    Option,
    State,
    TooFewVoices,
    VoteIsOver,
)
from storage.errors import NotSeated, Unknown
from storage.people import Role, Room
from tests.storage.seats import NOW, Seats, seats

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=3)
OPTIONS = (Option("Monthly", rule="R1"), Option("Quarterly", rule="R2"), Option("Abstain", abstains=True))


@pytest.fixture
def there(database: Database) -> Iterator[tuple[Session, Seats]]:
    """Two members, whose people lead them, and an observer."""
    with database.begin() as session:
        found = seats(session)
        facebook, google = (
            appointed(session, one, Role.LEAD, Role.COORDINATOR) for one in (found.facebook, found.google)
        )
        yield session, Seats(found.coalition, facebook, google, appointed(session, found.fireeye, Role.LEAD))


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def further(session: Session, seated: Seats, name: str, *roles: Role) -> Speaker:
    """Seat a further member, with one person."""
    company, _ = companies.add(
        session, seated.coalition, name, team_ids=[f"T0{name}"], seat=Seat.MEMBER, now=NOW - timedelta(days=1)
    )
    person = people.meet(session, company, f"U0{name}", guest_account=False, now=NOW)
    people.enter(session, person, Room.MEMBERS)
    who = access.recognise_in(session, seated.coalition.id, team_ids=[f"T0{name}"], user_id=f"U0{name}")
    return appointed(session, who, *roles)


def put(session: Session, who: Speaker, **more: object) -> Decision:
    """Put how often to meet to the vote."""
    how = {"secret": False, "closes_at": LATER, "form": "f", "way": Way.FORM, "now": NOW} | more
    return decisions.put_to_vote(session, who, "How often to meet", how.pop("options", OPTIONS), **how)  # type: ignore[arg-type]


def vote(session: Session, who: Speaker, there: Decision, option: int) -> Decision:
    """Give a voice."""
    return decisions.vote(session, who, there.token, option, way=Way.BUTTON, now=SOON)


def test_one_voice_a_company_and_the_newest_holds(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    vote(session, seated.facebook, made, 0)
    deputy = people.meet(session, seated.facebook.company, "U0DEPUTY", guest_account=False, now=NOW)
    people.enter(session, deputy, Room.MEMBERS)
    other = access.recognise_in(session, seated.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0DEPUTY")
    with pytest.raises(MayNotVote):
        vote(session, other, made, 1)
    now_there = vote(session, appointed(session, other, Role.DEPUTY), made, 1)
    assert [(one.company, one.option) for one in now_there.voices] == [("Facebook", 1)]
    now_there = vote(session, seated.google, made, 1)
    closed, did = decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert did
    assert (closed.state, closed.sums, closed.chosen, closed.rule) == (State.CLOSED, (0, 2, 0), 1, "R2")
    assert decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON) == (closed, False)
    with pytest.raises(VoteIsOver):
        vote(session, seated.google, made, 0)


def test_nobody_but_members_and_nothing_that_is_not_offered(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    with pytest.raises(Unknown):
        vote(session, seated.fireeye, made, 0)
    for option in (-1, 3, 99):
        with pytest.raises(NoChoice):
            vote(session, seated.google, made, option)
    with pytest.raises(NotSeated):
        put(session, seated.fireeye, form="g")
    assert decisions.voting(session, seated.fireeye) == ()
    assert decisions.voting(session, seated.google) == (decisions.by_id(session, made.id),)
    with pytest.raises(Unknown):
        decisions.by_token(session, seated.fireeye, made.token)


@pytest.mark.parametrize("options", [(), OPTIONS[:1], OPTIONS[:1] * 2, (Option(" "), Option("x")), OPTIONS * 3])
def test_a_choice_has_several_options_that_differ(there: tuple[Session, Seats], options: tuple[Option, ...]) -> None:
    session, seated = there
    with pytest.raises(NoChoice):
        put(session, seated.facebook, options=options)


def test_a_vote_ends_some_day_and_says_something(there: tuple[Session, Seats]) -> None:
    session, seated = there
    for closes_at in (NOW, NOW - timedelta(days=1), NOW + timedelta(days=100)):
        with pytest.raises(NotYet):
            put(session, seated.facebook, closes_at=closes_at)
    for text in ("", "x" * 1001):
        with pytest.raises(NothingToDecide):
            decisions.decide(session, seated.facebook, text, form="d", way=Way.FORM, now=NOW)


def test_a_tie_chooses_nothing_and_abstaining_is_no_option(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    vote(session, seated.facebook, made, 0)
    vote(session, seated.google, made, 1)
    closed, _ = decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert (closed.chosen, closed.rule) == (None, "")
    again = put(session, seated.facebook, form="g")
    for one in (seated.facebook, seated.google):
        vote(session, one, again, 2)
    closed, _ = decisions.close(session, seated.facebook, again.token, way=Way.BUTTON, now=SOON)
    assert (closed.sums, closed.chosen) == ((0, 0, 2), None)


def test_of_fewer_than_three_members_no_vote_is_secret(there: tuple[Session, Seats]) -> None:
    session, seated = there
    with pytest.raises(TooFewVoices):
        put(session, seated.facebook, secret=True)
    further(session, seated, "Snap")
    assert put(session, seated.facebook, secret=True).secret


def test_what_is_chosen_in_secret_nothing_tells_before_and_only_the_sum_after(there: tuple[Session, Seats]) -> None:
    session, seated = there
    snap = further(session, seated, "Snap", Role.LEAD)
    made = put(session, seated.facebook, secret=True)
    told = []
    for option in (0, 1):
        vote(session, seated.google, made, option)
        told.append(repr(decisions.by_token(session, seated.facebook, made.token).voices))
    assert told[0] == told[1]
    assert "Google" in told[0]
    for one in (seated.facebook, snap):
        vote(session, one, made, 1)
    closed, _ = decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert (closed.sums, closed.chosen) == ((0, 3, 0), 1)
    assert [(one.company, one.option) for one in closed.voices] == [
        ("Facebook", None),
        ("Google", None),
        ("Snap", None),
    ]
    assert session.execute(select(decisions.votes.c.option)).scalars().all() == [None] * 3
    trail = audit.about(session, seated.coalition.id, decisions.ABOUT, made.id)
    assert {entry.detail for entry in trail} == {"secret vote", "", "closed"}


def test_of_too_few_secret_voices_not_even_the_sum_is_left(there: tuple[Session, Seats]) -> None:
    session, seated = there
    further(session, seated, "Snap")
    made = put(session, seated.facebook, secret=True)
    vote(session, seated.facebook, made, 0)
    vote(session, seated.google, made, 1)
    closed, _ = decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert (closed.state, closed.sums, closed.chosen) == (State.VOID, (), None)
    assert session.execute(select(decisions.votes.c.option)).scalars().all() == [None] * 2


def test_who_left_meanwhile_has_no_voice(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    vote(session, seated.facebook, made, 0)
    vote(session, seated.google, made, 1)
    leaving.leave(session, seated.google, reason="", way=Way.FORM, now=SOON)
    assert [one.company for one in decisions.by_id(session, made.id).voices] == ["Facebook"]
    closed, _ = decisions.close(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert closed.sums == (1, 0, 0)


def test_the_clock_closes_what_is_due_and_once(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    assert decisions.next_close(session) == LATER
    assert decisions.to_close(session, now=SOON, limit=9) == ()
    (due,) = decisions.to_close(session, now=LATER, limit=9)
    assert decisions.close_due(session, due, now=SOON)[1] is False
    assert decisions.close_due(session, due, now=LATER)[1] is True
    assert decisions.close_due(session, due, now=LATER)[1] is False
    with pytest.raises(VoteIsOver):
        decisions.vote(session, seated.google, made.token, 0, way=Way.BUTTON, now=LATER)


def test_between_its_hour_and_the_clock_nobody_votes(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    with pytest.raises(VoteIsOver):
        decisions.vote(session, seated.google, made.token, 0, way=Way.BUTTON, now=LATER)


def test_what_is_withdrawn_is_gone_with_its_voices(there: tuple[Session, Seats]) -> None:
    session, seated = there
    made = put(session, seated.facebook)
    vote(session, seated.google, made, 0)
    gone = decisions.withdraw(session, seated.facebook, made.token, way=Way.BUTTON, now=SOON)
    assert (gone.state, gone.voices) == (State.WITHDRAWN, ())
    with pytest.raises(VoteIsOver):
        vote(session, seated.google, made, 0)


def test_a_consensus_is_written_down_once(there: tuple[Session, Seats]) -> None:
    session, seated = there
    how = {"form": "f", "way": Way.FORM, "now": NOW}
    made = decisions.decide(session, seated.facebook, "Meet at Google's", rule="R", **how)  # type: ignore[arg-type]
    assert decisions.decide(session, seated.facebook, "Meet at Google's", **how) == made  # type: ignore[arg-type]
    assert decisions.lately(session, seated.coalition, Room.MEMBERS) == (made,)
    assert decisions.lately(session, seated.coalition, Room.OPEN) == ()
    with pytest.raises(Unknown):
        decisions.decide(session, seated.google, "Another", **how)  # type: ignore[arg-type]
