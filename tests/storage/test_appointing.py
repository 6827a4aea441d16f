"""Who gives and takes which role: a company's lead, at first a coordinator, and nobody in another company."""

from __future__ import annotations

import pytest

from storage import access, appointing, audit, companies, people
from storage.access import Speaker, Way
from storage.appointing import LastOne, MayNotName
from storage.audit import Act
from storage.companies import Company, Seat
from storage.database import Database, Session
from storage.errors import Unknown
from storage.people import Person, Role, Room
from tests.storage.seats import NOW, Seats, seat, seats


def give(session: Session, who: Speaker, whom: Person, role: Role) -> bool:
    """Name somebody."""
    return appointing.appoint(session, who, whom.token, role, way=Way.FORM, now=NOW)[1]


def take(session: Session, who: Speaker, whom: Person, role: Role) -> bool:
    """Dismiss somebody."""
    return appointing.dismiss(session, who, whom.token, role, way=Way.BUTTON, now=NOW)[1]


def again(session: Session, who: Speaker) -> Speaker:
    """Recognise somebody with the roles that they have now."""
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def colleague(session: Session, company: Company, user_id: str, *, guest: bool = False) -> Person:
    """Bring a further person of a company into its channel."""
    met = people.meet(session, company, user_id, guest_account=guest, now=NOW)
    people.enter(session, met, Room.MEMBERS if company.seat is Seat.MEMBER else Room.OPEN)
    found = people.by_id(session, met.id)
    assert found is not None
    return found


def coordinated(session: Session) -> Seats:
    """Seat the companies; Facebook's person coordinates."""
    there = seats(session)
    people.appoint(session, there.facebook.company, there.facebook.user_id, Role.COORDINATOR, now=NOW)
    return Seats(there.coalition, again(session, there.facebook), there.google, there.fireeye)


def person(who: Speaker) -> Person:
    """Give the person who speaks."""
    assert who.person is not None
    return who.person


def test_a_coordinator_names_a_companys_first_lead_who_then_names_the_others(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        ella = colleague(session, there.google.company, "U0ELLA")
        with pytest.raises(MayNotName):
            give(session, there.google, ella, Role.LEAD)
        assert give(session, there.facebook, person(there.google), Role.LEAD)
        google = again(session, there.google)
        for role in appointing.OF_A_COMPANY:
            with pytest.raises(MayNotName):
                give(session, there.facebook, ella, role)
            assert give(session, google, ella, role)
            assert not give(session, google, ella, role)
        with pytest.raises(MayNotName):
            take(session, there.facebook, ella, Role.COUNSEL)
        assert take(session, google, ella, Role.COUNSEL)
        assert not take(session, google, ella, Role.COUNSEL)
        noted = audit.about(session, there.coalition.id, appointing.ABOUT, ella.id)
        assert [(entry.act, entry.detail) for entry in noted][-1] == (Act.DISMISSED, "counsel")
        assert [entry.act for entry in noted].count(Act.APPOINTED) == 4


def test_nobody_names_anybody_of_another_company_nor_a_coordinator_without_being_one(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        give(session, there.facebook, person(there.google), Role.LEAD)
        google = again(session, there.google)
        for whom in (person(there.facebook), person(there.fireeye)):
            for role in Role:
                with pytest.raises(MayNotName):
                    give(session, google, whom, role)
                with pytest.raises(MayNotName):
                    take(session, google, whom, role)
        with pytest.raises(MayNotName):
            give(session, google, person(google), Role.COORDINATOR)
        for whom in (there.fireeye, there.google):
            with pytest.raises(MayNotName):
                appointing.staff(session, there.fireeye, whom.company)


def test_nobody_names_themselves_into_a_company_that_they_are_not_of_any_more(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        once = colleague(session, there.google.company, there.facebook.user_id)
        with pytest.raises(MayNotName):
            give(session, there.facebook, once, Role.LEAD)


def test_a_coordinator_names_further_ones_of_any_member_and_of_no_other(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        assert give(session, there.facebook, person(there.google), Role.COORDINATOR)
        with pytest.raises(MayNotName):
            give(session, there.facebook, person(there.fireeye), Role.COORDINATOR)
        assert give(session, there.facebook, person(there.fireeye), Role.LEAD)


def test_a_coordinator_is_dismissed_by_their_own_company_alone(database: Database) -> None:
    """Or one coordinator could send all others away, and then be the only one whom a dangerous act needs."""
    with database.begin() as session:
        there = coordinated(session)
        give(session, there.facebook, person(there.google), Role.COORDINATOR)
        google = again(session, there.google)
        for who, whom in ((there.facebook, google), (google, there.facebook)):
            with pytest.raises(MayNotName):
                take(session, who, person(whom), Role.COORDINATOR)
        assert take(session, google, person(google), Role.COORDINATOR)


def test_the_last_lead_and_the_last_coordinator_stay_until_there_is_another(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        give(session, there.facebook, person(there.facebook), Role.LEAD)
        facebook = again(session, there.facebook)
        for role in (Role.LEAD, Role.COORDINATOR):
            with pytest.raises(LastOne) as last:
                take(session, facebook, person(facebook), role)
            assert last.value.role is role
        felix = colleague(session, facebook.company, "U0FELIX")
        for role in (Role.LEAD, Role.COORDINATOR):
            assert give(session, facebook, felix, role)
        # Whoever left the channel leads nothing any more.
        people.leave(session, there.coalition, "U0FELIX", Room.MEMBERS)
        for role in (Role.LEAD, Role.COORDINATOR):
            with pytest.raises(LastOne):
                take(session, facebook, person(facebook), role)
            assert take(session, facebook, felix, role)
        people.enter(session, felix, Room.MEMBERS)
        for role in (Role.LEAD, Role.COORDINATOR):
            give(session, facebook, felix, role)
        assert take(session, facebook, person(facebook), Role.COORDINATOR)
        assert take(session, again(session, facebook), person(facebook), Role.LEAD)


def test_where_the_only_lead_left_the_channel_a_coordinator_names_another(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        ella = colleague(session, there.google.company, "U0ELLA")
        give(session, there.facebook, person(there.google), Role.LEAD)
        with pytest.raises(MayNotName):
            give(session, there.facebook, ella, Role.LEAD)
        people.leave(session, there.coalition, there.google.user_id, Room.MEMBERS)
        assert give(session, there.facebook, ella, Role.LEAD)


def test_a_guest_account_is_named_by_its_own_companys_lead_and_by_nobody_else(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        lent = colleague(session, there.google.company, "U0LENT", guest=True)
        assert lent not in appointing.staff(session, there.facebook, there.google.company).people
        with pytest.raises(MayNotName):
            give(session, there.facebook, lent, Role.ANALYST)
        give(session, there.facebook, person(there.google), Role.LEAD)
        google = again(session, there.google)
        assert lent in appointing.staff(session, google, google.company).people
        assert give(session, google, lent, Role.ANALYST)


def test_a_guest_company_names_nobody_and_its_people_are_named_for_it(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        companies.add(session, there.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.GUEST, now=NOW)
        fireeye = again(session, there.fireeye)
        assert give(session, there.facebook, person(fireeye), Role.LEAD)
        assert not appointing.may_name(again(session, fireeye))
        with pytest.raises(MayNotName):
            give(session, again(session, fireeye), person(fireeye), Role.COUNSEL)
        assert give(session, there.facebook, person(fireeye), Role.COUNSEL)


def test_what_names_nobody_here_is_unknown(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        elsewhere = seats(session, "Second", "C0SECOND")
        gone = colleague(session, there.google.company, "U0GONE")
        google = companies.companies.c.id == there.google.company.id
        session.execute(companies.companies.update().where(google).values(left_at=NOW))
        for token in ("", "AAAA", person(elsewhere.google).token, gone.token):
            for act in (appointing.appoint, appointing.dismiss):
                with pytest.raises(Unknown):
                    act(session, there.facebook, token, Role.LEAD, way=Way.FORM, now=NOW)


def test_what_each_finds_of_a_companys_people(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        ella = colleague(session, there.google.company, "U0ELLA")
        away = people.meet(session, there.google.company, "U0NOTHERE", guest_account=False, now=NOW)
        first = appointing.staff(session, there.facebook, there.google.company)
        assert (first.gives, first.takes) == (frozenset(Role), appointing.OF_A_COMPANY)
        assert away not in first.people
        assert {one.name for one in first.companies} == {"Facebook", "Google", "FireEye"}
        give(session, there.facebook, person(there.google), Role.LEAD)
        google = again(session, there.google)
        give(session, google, ella, Role.COUNSEL)
        later = appointing.staff(session, there.facebook, google.company)
        # A coordinator sees of another company what every member sees.
        assert [(one.user_id, role) for one, role in later.held] == [("U0GRETA", Role.LEAD)]
        assert (later.gives, later.takes) == ({Role.COORDINATOR}, frozenset())
        own = appointing.staff(session, google, google.company)
        assert {role for _, role in own.held} == {Role.LEAD, Role.COUNSEL}
        assert own.companies == (google.company,)


def test_a_company_that_is_seated_later_is_named_for_too(database: Database) -> None:
    with database.begin() as session:
        there = coordinated(session)
        assert (
            seat(session, there.coalition, "Google").company
            in appointing.staff(session, there.facebook, there.facebook.company).companies
        )
