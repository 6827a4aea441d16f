"""Indicators: read by whoever may read their record, found in what one may see, and gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import access, erasing, holds, indicators, intakes, people, retention, takedowns
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Unknown
from storage.indicators import Indicator, IndicatorType, Listed
from storage.intakes import Gathered
from storage.people import Role
from storage.takedowns import Takedown
from tests.storage.intake_ground import LEASE, domain
from tests.storage.seats import NOW, Seats, pages, seats

LATER = NOW + timedelta(hours=1)
HELD = domain("bad.example", comment="run by Zoe Umbrella", procedure="0.6.2")
HANDLE = Listed(Indicator(IndicatorType.HANDLE, "twitter.com/bad_one"), "@bad_one")
TELLING = Listed(Indicator(IndicatorType.EMAIL, "zoe.umbrella@bad.example"), "zoe.umbrella[@]bad[.]example")


def bring(session: Session, who: Speaker, record: Takedown, found: Sequence[Listed], file: str = "F0FILE") -> Takedown:
    """Bring a file into a record."""
    intakes.note(session, who, record, file_id=file, name="Zoe Umbrella.csv", way=Way.FORM, now=NOW)
    one = intakes.claim(session, lease=LEASE, now=NOW)
    assert one is not None
    assert intakes.begin(session, one, sha256=file, size=3, until=LATER)
    assert intakes.stage(session, one, found, until=LATER)
    trouble = intakes.Trouble(1, "Zoe Umbrella", "no_value")
    done = intakes.publish(session, one, Gathered(title="Zoe Umbrella"), problems=[trouble], now=NOW)
    assert done is not None
    return done.takedown


def report(
    session: Session, who: Speaker, found: Sequence[Listed] = (HELD,), form: str = "f", **scope: object
) -> Takedown:
    """Log a takedown for some, with what its file held."""
    made = takedowns.report(
        session,
        who,
        pages(74),
        mark=Mark.GREEN if scope.get("audience") is Audience.EVERYONE else Mark.AMBER,
        scope=Scope(**scope),  # type: ignore[arg-type]
        form=form,
        way=Way.FORM,
        now=NOW,
    )
    return bring(session, who, made, found)


def finds(session: Session, who: Speaker, record: Takedown) -> bool:
    """Tell whether somebody finds a record by what it holds; all ways of asking agree."""
    found = [one.id for one in indicators.find(session, who, HELD.indicator)]
    try:
        listed = indicators.of_takedown(session, who, record.token).listed
    except Unknown:
        listed = ()
    assert (found == [record.id]) == (listed != ()), (found, listed)
    return bool(found)


def everybody(session: Session) -> dict[str, Speaker]:
    """Seat a coalition, another one, and somebody of each kind."""
    here, elsewhere = seats(session), seats(session, "Another", "C0ANOTHER")
    lent = people.meet(session, here.google.company, "U0LENT", guest_account=True, now=NOW)
    guest = replace(here.fireeye, company=replace(here.fireeye.company, seat=Seat.GUEST))
    colleague = people.meet(session, here.facebook.company, "U0FELIX", guest_account=False, now=NOW)
    return {
        "owner": here.facebook,
        "colleague": replace(here.facebook, person=colleague, user_id="U0FELIX"),
        "member": here.google,
        "observer": here.fireeye,
        "guest": guest,
        "lent account": Speaker(here.coalition, here.google.company, lent, "U0LENT"),
        "elsewhere": elsewhere.google,
        "its own elsewhere": elsewhere.facebook,
    }


OWN = {"owner", "colleague"}


@pytest.mark.parametrize(
    ("scope", "who"),
    [
        ({}, {*OWN, "member"}),
        ({"audience": Audience.EVERYONE}, {*OWN, "member", "observer", "guest"}),
        ({"audience": Audience.COMPANIES}, OWN),
        ({"audience": Audience.PEOPLE}, {"owner"}),
        ({"chatham": True}, OWN),
        ({"not_before": LATER}, OWN),
    ],
)
def test_whoever_reads_the_record_and_nobody_else(database: Database, scope: dict[str, object], who: set[str]) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"], **{"audience": Audience.MEMBERS, **scope})
        assert {name for name, each in all_.items() if finds(session, each, record)} == who


def test_whoever_lost_sight_of_the_record_finds_nothing(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"])
        assert finds(session, all_["member"], record)
        takedowns.revise(
            session,
            all_["owner"],
            record.token,
            pages(74),
            mark=Mark.AMBER,
            scope=Scope(Audience.COMPANIES),
            reason="",
            base=record.revision,
            form="n",
            way=Way.FORM,
            now=LATER,
        )
        assert not finds(session, all_["member"], record)
        assert finds(session, all_["owner"], record)


def test_under_the_chatham_house_rule_not_even_how_many_is_told(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"], chatham=True)
        theirs = takedowns.by_token(session, all_["member"], record.token)
        assert indicators.how_many(session, record) == 1
        assert [indicators.how_many(session, one) for one in (theirs, record.for_others())] == [0, 0]
        assert indicators.of_takedown(session, all_["member"], record.token).total == 0
        assert list(indicators.every(session, all_["member"], theirs)) == []


def test_a_list_is_grouped_by_type_in_pages_and_can_be_searched(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        names = [domain(f"d{n:02}.example") for n in range(30)]
        record = report(session, all_["owner"], [HANDLE, *names, HELD])
        first = indicators.of_takedown(session, all_["member"], record.token, limit=20)
        then = indicators.of_takedown(session, all_["member"], record.token, start=20, limit=20)
        assert (first.counts, first.total) == (((IndicatorType.DOMAIN, 31), (IndicatorType.HANDLE, 1)), 32)
        assert (first.more, then.more) == (True, False)
        assert [one.indicator for one in (*first.listed, *then.listed)] == [
            one.indicator for one in (*names, HELD, HANDLE)
        ]
        assert then.listed[-1] == HANDLE
        for search in ("BAD.exa", "bad[.]example", "umbrella", "0.6.2", "run zoe"):
            (found,) = indicators.of_takedown(session, all_["member"], record.token, search=search).listed
            assert found == HELD
        for search in ("%", "_x", "d05 bad"):
            assert indicators.of_takedown(session, all_["member"], record.token, search=search).total == 0
        assert [one.indicator for one in indicators.every(session, all_["member"], record)] == [
            one.indicator for one in (*names, HELD, HANDLE)
        ]


def test_a_value_is_found_in_every_record_newest_first(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        first = report(session, all_["owner"])
        second = report(session, all_["member"], form="g")
        assert [one.id for one in indicators.find(session, all_["member"], HELD.indicator)] == [second.id, first.id]
        assert [one.id for one in indicators.find(session, all_["member"], HELD.indicator, limit=1)] == [second.id]
        # The same letters are not the same thing.
        assert indicators.find(session, all_["member"], replace(HELD.indicator, type=IndicatorType.URL)) == ()
        takedowns.withdraw(session, all_["owner"], first.token, reason="", form="w", way=Way.FORM, now=LATER)
        assert len(indicators.find(session, all_["member"], HELD.indicator)) == 2


def everything(session: Session) -> str:
    """Read all that files brought."""
    tables = (indicators.indicators, intakes.intakes)
    return "\n".join(repr(tuple(row)) for table in tables for row in session.execute(select(table)))


def erase(session: Session, who: Speaker, record: Takedown) -> None:
    """Erase a name from a record."""
    given = {"instead": "somebody", "reason": "", "form": "erasure", "way": Way.FORM, "now": LATER}
    erasing.erase(session, who, record.token, ["Zoe Umbrella"], **given)  # type: ignore[arg-type]


def test_words_that_are_erased_go_from_what_files_brought(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"], [HELD, HANDLE, TELLING])
        other = report(session, all_["member"], [HELD], form="g")
        erase(session, all_["owner"], record)
        listed = indicators.of_takedown(session, all_["member"], record.token).listed
        assert listed == (replace(HELD, comment="run by somebody"), HANDLE)
        assert indicators.how_many(session, record) == 2
        assert indicators.of_takedown(session, all_["member"], other.token).listed == (HELD,)
        # A copy of the file brings them back no more.
        assert "Umbrella" not in repr(intakes.of_takedown(session, all_["owner"], record.token))


def test_a_file_on_its_way_does_not_bring_erased_words_back(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"])
        intakes.note(session, all_["owner"], record, name="pasted", text="Zoe Umbrella", way=Way.FORM, now=NOW)
        one = intakes.claim(session, lease=LEASE, now=NOW)
        assert one is not None
        assert intakes.stage(session, one, [TELLING], until=LATER)
        erase(session, all_["owner"], record)
        assert intakes.publish(session, one, Gathered(), now=LATER) is None
        told = intakes.waiting(session, all_["owner"], now=LATER)
        assert [each.why for each in told if each.why] == [intakes.WORDS_ERASED]
        while intakes.sweep(session):
            pass
        assert "mbrella" not in everything(session)


def let_a_week_pass(session: Session, here: Speaker) -> None:
    """Set a rule, announce what is over its days, and erase it."""
    people.appoint(session, here.company, here.user_id, Role.COORDINATOR, now=NOW)
    who = access.seat_of(session, here.person_id)
    assert who is not None
    retention.change(session, who, {retention.Kind.RECORDS: 30}, shown={}, way=Way.FORM, now=NOW)
    retention.announce(session, here.coalition, now=NOW + timedelta(days=23))
    assert retention.erase(session, now=NOW + timedelta(days=30))


def test_what_is_erased_is_found_by_nobody_and_cleared_away(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        record = report(session, all_["owner"], [HELD, TELLING])
        let_a_week_pass(session, all_["member"])
        assert not any(finds(session, each, record) for each in all_.values())
        assert indicators.how_many(session, record) == 0
        assert intakes.any_old(session, now=LATER)
        while intakes.sweep(session, limit=1):
            pass
        assert "mbrella" not in everything(session)
        assert not intakes.any_old(session, now=LATER)


def counsel(session: Session, who: Speaker) -> Speaker:
    """Let somebody be their company's counsel."""
    people.appoint(session, who.company, who.user_id, Role.COUNSEL, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


@pytest.mark.parametrize(("chatham", "kept"), [(False, (HELD, TELLING)), (True, ())])
def test_what_is_held_is_put_aside_as_its_holder_could_read_it(
    database: Database,
    chatham: bool,  # noqa: FBT001
    kept: tuple[Listed, ...],
) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        greta = counsel(session, all_["member"])
        report(session, all_["owner"], [HELD, TELLING], chatham=chatham)
        hold = holds.place(session, greta, matter="Case", form="hold", way=Way.FORM, now=NOW)
        (before,) = holds.written_out(session, hold.token, now=LATER)
        let_a_week_pass(session, all_["member"])
        while intakes.sweep(session):
            pass
        (aside,) = holds.kept(session, greta, hold)
        (after,) = holds.written_out(session, hold.token, now=LATER)
        assert before.indicators == after.indicators == kept
        assert aside.indicators == len(kept)
        holds.lift(session, greta, hold.token, way=Way.BUTTON, now=LATER)
        holds.let_go(session, now=LATER)
        assert session.execute(select(holds.held_indicators)).all() == []


def test_a_hold_keeps_what_is_erased_later(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        greta = counsel(session, all_["member"])
        record = report(session, all_["owner"], [HELD, TELLING])
        hold = holds.place(session, greta, matter="Case", form="hold", way=Way.FORM, now=NOW)
        erase(session, all_["owner"], record)
        (aside,) = holds.written_out(session, hold.token, now=LATER)
        assert aside.indicators == (HELD, TELLING)


def test_problems_are_forgotten_once_nobody_is_shown_them(database: Database) -> None:
    with database.begin() as session:
        all_ = everybody(session)
        report(session, all_["owner"], [HANDLE])
        later = NOW + timedelta(days=9)
        assert not intakes.any_old(session, now=LATER)
        assert intakes.any_old(session, now=later)
        intakes.forget_old(session, now=later)
        assert not intakes.any_old(session, now=later)
        assert "no_value" not in everything(session)


def test_an_import_that_nobody_goes_on_with_is_given_up(database: Database) -> None:
    with database.begin() as session:
        here: Seats = seats(session)
        begun = intakes.note_import(session, here.facebook, name="x.csv", sha256="a" * 64, size=3, lease=LEASE, now=NOW)
        assert begun is not None
        assert intakes.stage(session, begun, [HELD], until=NOW + LEASE)
        with pytest.raises(intakes.BeingRead):
            intakes.note_import(session, here.facebook, name="x.csv", sha256="a" * 64, size=3, lease=LEASE, now=NOW)
        heir = intakes.note_import(
            session, here.facebook, name="x.csv", sha256="a" * 64, size=3, lease=LEASE, now=LATER
        )
        assert heir is not None
        assert heir.id == begun.id
        late = LATER + timedelta(days=2)
        intakes.forget_old(session, now=late)
        while intakes.sweep(session):
            pass
        assert "bad.example" not in everything(session)
        assert not intakes.any_old(session, now=late)
