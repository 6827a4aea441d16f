"""What needs a second coordinator: bound to what was asked, answered once, by another company, within a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest

from storage import approvals, audit, companies, people
from storage.access import Speaker, Way
from storage.approvals import Approval, Deed, Settled, State
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotCoordinator, Unknown
from storage.people import Role, Room
from tests.storage.seats import NOW, Seats, seats
from tests.storage.test_appointing import again, colleague, person

TOMORROW = NOW + timedelta(days=1)


def coordinate(session: Session, who: Speaker) -> Speaker:
    """Let somebody coordinate."""
    people.appoint(session, who.company, who.user_id, Role.COORDINATOR, now=NOW)
    return again(session, who)


@dataclass(frozen=True)
class Two:
    """Facebook and Google, each with a coordinator."""

    there: Seats
    facebook: Speaker
    google: Speaker


def two(session: Session) -> Two:
    """Seat the companies, and let Facebook and Google coordinate."""
    there = seats(session)
    return Two(there, coordinate(session, there.facebook), coordinate(session, there.google))


def ask(session: Session, who: Speaker, form: str = "V1", payload: dict[str, str] | None = None) -> Approval:
    """Ask for a file of everything."""
    asked, _ = approvals.ask(
        session, who, Deed.EXPORT_ALL, payload or {"format": "csv"}, form=form, way=Way.FORM, now=NOW
    )
    return asked


def agree(session: Session, who: Speaker, asked: Approval, hours: int = 1) -> tuple[Approval, bool]:
    """Agree, some hours later."""
    return approvals.agree(session, who, asked.token, way=Way.BUTTON, now=NOW + timedelta(hours=hours))


def acts(session: Session, asked: Approval) -> list[tuple[str, str]]:
    """Read what the trail says of a request."""
    return [(entry.act, entry.user_id) for entry in audit.about(session, asked.coalition_id, approvals.ABOUT, asked.id)]


def test_a_coordinator_of_another_company_agrees_and_twice_is_once(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = ask(session, both.facebook)
        assert (asked.state, asked.company, asked.by, asked.settled_by) == (State.ASKED, "Facebook", "U0FRIDA", "")
        assert approvals.seconds(session, asked) == ("U0GRETA",)
        assert approvals.to_answer(session, both.google, now=NOW) == (asked,)
        granted, settles = agree(session, both.google, asked)
        assert (granted.state, granted.settled_by, granted.alone, settles) == (State.GRANTED, "Google", False, True)
        assert agree(session, both.google, asked) == (granted, False)
        with pytest.raises(Settled):
            approvals.decline(session, both.google, asked.token, way=Way.BUTTON, now=NOW)
        assert approvals.to_answer(session, both.google, now=NOW) == ()
        assert approvals.of_asker(session, both.facebook, now=NOW) == (granted,)
        assert approvals.of_asker(session, both.google, now=NOW) == ()
        assert acts(session, asked) == [(Act.ASKED, "U0FRIDA"), (Act.AGREED, "U0GRETA")]


def test_declined_is_declined(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = ask(session, both.facebook)
        for settles in (True, False):
            declined, settled = approvals.decline(session, both.google, asked.token, way=Way.BUTTON, now=NOW)
            assert (declined.state, settled) == (State.DECLINED, settles)
        with pytest.raises(Settled):
            agree(session, both.google, asked)
        assert acts(session, asked)[-1] == (Act.DECLINED, "U0GRETA")


def test_for_everybody_else_there_is_no_request(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = ask(session, both.facebook)
        felix = colleague(session, both.facebook.company, "U0FELIX")
        # The same human, known at Google too.
        twin = colleague(session, both.google.company, "U0FRIDA")
        elsewhere = two_elsewhere(session)
        others = [
            both.facebook,
            coordinate(session, Speaker(both.there.coalition, both.facebook.company, felix, "U0FELIX")),
            coordinate(session, Speaker(both.there.coalition, both.google.company, twin, "U0FRIDA")),
            both.there.fireeye,
            coordinate(session, both.there.fireeye),
            elsewhere,
        ]
        for who in others:
            assert asked not in approvals.to_answer(session, who, now=NOW)
            for answer in (approvals.agree, approvals.decline):
                with pytest.raises(Unknown):
                    answer(session, who, asked.token, way=Way.BUTTON, now=NOW)
        with pytest.raises(Unknown):
            approvals.agree(session, both.google, "AAAA", way=Way.BUTTON, now=NOW)
        assert acts(session, asked) == [(Act.ASKED, "U0FRIDA")]


def two_elsewhere(session: Session) -> Speaker:
    """Let Google coordinate in another coalition as well."""
    return coordinate(session, seats(session, "Second", "C0SECOND").google)


def test_who_lost_the_role_meanwhile_neither_agrees_nor_asks_any_more(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        first, second = ask(session, both.facebook), ask(session, both.google)
        people.dismiss(session, person(both.google), Role.COORDINATOR)
        # The speaker was read before, as by a listener that came first.
        with pytest.raises(Unknown):
            agree(session, both.google, first)
        with pytest.raises(NotCoordinator):
            ask(session, both.google, "V2")
        with pytest.raises(Settled):
            agree(session, both.facebook, second)
        assert approvals.to_answer(session, both.facebook, now=NOW) == ()
        assert [acts(session, each)[1:] for each in (first, second)] == [[], []]


def test_a_request_lapses_after_a_day_and_says_so_once(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = ask(session, both.facebook)
        assert approvals.expire(session, now=TOMORROW - timedelta(seconds=1)) == ()
        with pytest.raises(Settled) as settled:
            agree(session, both.google, asked, hours=24)
        assert settled.value.state is State.EXPIRED
        (lapsed,) = approvals.expire(session, now=TOMORROW)
        assert lapsed.state is State.EXPIRED
        assert approvals.expire(session, now=TOMORROW) == ()
        assert approvals.of_asker(session, both.facebook, now=TOMORROW) == (lapsed,)
        assert approvals.of_asker(session, both.facebook, now=TOMORROW + timedelta(days=7)) == ()
        assert acts(session, asked)[1:] == [(Act.EXPIRED, "")]


def test_the_same_form_and_the_same_words_ask_once_and_other_words_are_another_request(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = ask(session, both.facebook)
        assert ask(session, both.facebook, payload={"format": "json"}) == asked
        assert ask(session, both.facebook, "V2") == asked
        other = ask(session, both.facebook, "V3", {"format": "json"})
        assert other.token != asked.token
        assert ask(session, both.google).token not in {asked.token, other.token}
        agree(session, both.google, asked)
        # What was granted was granted once: asked anew, it is asked anew.
        assert ask(session, both.facebook, "V4").state is State.ASKED


def test_while_only_one_company_has_a_coordinator_it_suffices(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        facebook = coordinate(session, there.facebook)
        colleague(session, facebook.company, "U0FELIX")
        people.appoint(session, facebook.company, "U0FELIX", Role.COORDINATOR, now=NOW)
        # An observer's does not count, wherever the role came from.
        coordinate(session, there.fireeye)
        alone = ask(session, facebook)
        assert (alone.state, alone.alone) == (State.GRANTED, True)
        assert approvals.of_asker(session, facebook, now=NOW) == ()
        assert acts(session, alone) == [(Act.ASKED, "U0FRIDA"), (Act.AGREED, "U0FRIDA")]
        google = coordinate(session, there.google)
        # Who went out of the channel still has the role: nobody is rid of the second by putting them out.
        people.leave(session, there.coalition, google.user_id, Room.MEMBERS)
        assert ask(session, facebook, "V2").state is State.ASKED


def test_a_company_that_left_is_nobodys_second_and_what_it_asked_is_over(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked, theirs = ask(session, both.facebook), ask(session, both.google)
        google = companies.companies.c.id == both.google.company.id
        session.execute(companies.companies.update().where(google).values(left_at=NOW))
        assert approvals.seconds(session, asked) == ()
        with pytest.raises(Unknown):
            agree(session, both.google, asked)
        with pytest.raises(Settled):
            agree(session, both.facebook, theirs)
        with pytest.raises(Unknown):
            approvals.asker(session, theirs)
        assert ask(session, both.facebook, "V2", {"format": "json"}).state is State.GRANTED


def test_nobody_but_a_coordinator_asks(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for who in (there.facebook, there.fireeye, coordinate(session, there.fireeye)):
            with pytest.raises(NotCoordinator):
                ask(session, who)
            assert approvals.to_answer(session, who, now=NOW) == ()


def test_of_two_who_answer_at_once_one_settles_it(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        snap, _ = companies.add(session, both.there.coalition, "Snap", team_ids=["T0SNAP"], seat=Seat.MEMBER, now=NOW)
        sasha = coordinate(session, Speaker(both.there.coalition, snap, colleague(session, snap, "U0SASHA"), "U0SASHA"))
        asked = ask(session, both.facebook)

    def answer(who: Speaker) -> str:
        settle = approvals.agree if who is sasha else approvals.decline
        try:
            with database.begin() as session:
                return settle(session, who, asked.token, way=Way.BUTTON, now=NOW)[0].state
        except Settled as settled:
            return f"too late: {settled.state}"

    with ThreadPoolExecutor(2) as hands:
        said = list(hands.map(answer, (sasha, both.google)))
    with database.read() as session:
        noted = acts(session, asked)
    assert len(noted) == 2
    first = noted[1][1]
    assert said == (["granted", "too late: granted"] if first == "U0SASHA" else ["too late: declined", "declined"])
