"""Dissolving: what is waited for, what is held, that no row is left, and that a hash is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage import (
    access,
    audit,
    coalitions,
    companies,
    dissolving,
    drafts,
    exports,
    holds,
    knocks,
    outbox,
    people,
    showings,
    takedowns,
)
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope
from storage.audit import Seal
from storage.base import metadata
from storage.companies import Seat
from storage.database import Database, Session
from storage.dissolving import Copy, Dissolution, Stage, rows
from storage.errors import Dissolving, NotCoordinator, Unknown
from storage.outbox import Address, Body
from storage.people import Role
from storage.showings import Shown
from tests.storage.seats import NOW, Seats, log, pages, seats

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def again(session: Session, who: Speaker) -> Speaker:
    """Read anew who somebody is."""
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    return again(session, who)


def begun(session: Session, there: Seats) -> tuple[Dissolution, Speaker]:
    """Begin, with Facebook's Frida; Google has a lead, FireEye has none."""
    frida = appointed(session, there.facebook, Role.COORDINATOR, Role.LEAD)
    appointed(session, there.google, Role.LEAD)
    return dissolving.begin(session, frida, way=Way.FORM, now=NOW), frida


def settled(session: Session) -> None:
    """Let every export be sent."""
    session.execute(exports.exports.update().values(state="sent", next_at=None))


def carried_out(database: Database, at: datetime) -> list[Stage | None]:
    """Go on as far as it goes, as the clock does: the stages that were passed."""
    stages: list[Stage | None] = []
    with database.read() as session:
        under_way = dissolving.under_way(session)
    for one in under_way:
        there = one
        while there.stage is not Stage.ERASING:
            with database.begin() as session:
                stage = dissolving.step(session, there, now=at)
            stages.append(stage)
            if stage is None:
                break
            there = replace(there, stage=stage)
        while there.stage is Stage.ERASING:
            with database.begin() as session:
                if not dissolving.erase_some(session, there, now=at):
                    stages.append(Stage.DONE)
                    break
    return stages


def everything_of(session: Session, there: Seats) -> None:
    """Let there be one of each: records, drafts, letters, exports, grants, a guest's showing, a knock, a seal."""
    name = there.coalition.name
    record = log(session, there.facebook, form=f"{name} a")
    scope = Scope(Audience.COMPANIES, companies=frozenset({there.google.company.id}))
    takedowns.report(
        session, there.facebook, pages(3), mark=Mark.AMBER, scope=scope, form=f"{name} b", way=Way.FORM, now=NOW
    )
    drafts.keep(session, there.google, "takedown", {"what": "umbrella"}, now=NOW)
    outbox.want(
        session,
        there.coalition.id,
        "card",
        address=Address.in_channel("C0MEMBERS"),
        body=Body("umbrella", []),
        about=takedowns.ABOUT,
        about_id=record.id,
        now=NOW,
    )
    stands = {"state": "sent", "next_at": None, "sent_ts": "1.1", "sent_channel": "C0MEMBERS"}
    session.execute(outbox.outbox.update().where(outbox.outbox.c.key == "card").values(**stands))
    export = exports.request(session, there.google, form=f"{name} x", format_="csv", way=Way.FORM, now=NOW)
    assert export is not None
    exports.note_held(session, export, [record.id])
    companies.add(session, there.coalition, "Guest", team_ids=["T0GUEST"], seat=Seat.GUEST, now=NOW)
    guest = people.meet(
        session, companies.named(session, there.coalition, "Guest"), "U0GUEST", guest_account=False, now=NOW
    )
    finn = access.seat_of(session, guest.id)
    assert finn is not None
    showings.note(session, finn, Shown.OPENED, [record], way=Way.BUTTON, now=NOW)
    knocks.note(session, there.coalition, "T0STRANGER", "U0STRANGER", day=NOW.date(), now=NOW)
    audit.seal(session, there.coalition, now=NOW)


def counts(session: Session) -> dict[str, int]:
    """Count the rows of every table."""
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def test_every_company_gets_its_own_export_and_those_who_coordinate_see_how_far_that_is(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        with pytest.raises(NotCoordinator):
            dissolving.begin(session, there.google, way=Way.FORM, now=NOW)
        one, frida = begun(session, there)
        assert dissolving.begin(session, frida, way=Way.FORM, now=NOW + DAY) == one
        takers = session.execute(select(exports.exports.c.person_id, exports.exports.c.kind)).all()
        assert sorted(takers) == sorted([(frida.person_id, "last"), (there.google.person_id, "last")])
        progress = dissolving.progress(session, frida)
        assert progress is not None
        assert progress.copies == (("Facebook", Copy.WAITS), ("FireEye", Copy.NOBODY), ("Google", Copy.WAITS))
        assert dissolving.progress(session, again(session, there.google)) is None
        assert dissolving.step(session, one, now=NOW + DAY) is None
        for state, copy in (("failed", Copy.FAILED), ("empty", Copy.EMPTY), ("sent", Copy.SENT)):
            mine = exports.exports.c.person_id == frida.person_id
            session.execute(exports.exports.update().where(mine).values(state=state))
            progress = dissolving.progress(session, frida)
            assert progress is not None
            assert progress.copies[0] == ("Facebook", copy)
        assert dissolving.step(session, one, now=NOW + DAY) is None
        settled(session)
        assert dissolving.step(session, one, now=NOW + DAY) is Stage.PARTING


def test_an_export_that_does_not_come_is_given_up_after_a_week(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        one, _ = begun(session, there)
        assert dissolving.step(session, one, now=NOW + WEEK - DAY) is None
        assert dissolving.step(session, one, now=NOW + WEEK) is Stage.PARTING
        # Everybody has one more day.
        parting = replace(one, stage=Stage.PARTING)
        assert dissolving.step(session, parting, now=NOW + WEEK) is None
        assert dissolving.step(session, one, now=NOW + WEEK) is None
        assert dissolving.step(session, parting, now=NOW + WEEK + DAY) is Stage.KEEPING


def test_meanwhile_nothing_new_is_logged_and_it_can_be_stopped(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        one, frida = begun(session, there)
        frida = again(session, frida)
        with pytest.raises(Dissolving):
            log(session, frida, form="b")
        with pytest.raises(Dissolving):
            takedowns.revise(
                session,
                frida,
                record.token,
                pages(1),
                mark=Mark.AMBER,
                reason="",
                base=1,
                form="r",
                way=Way.FORM,
                now=NOW,
            )
        takedowns.recall(session, frida, record.token, reason="", form="rr", way=Way.FORM, now=NOW)
        with pytest.raises(NotCoordinator):
            dissolving.stop(session, again(session, there.google), way=Way.BUTTON, now=NOW)
        assert dissolving.stop(session, frida, way=Way.BUTTON, now=NOW)
        with pytest.raises(Unknown):
            dissolving.stop(session, frida, way=Way.BUTTON, now=NOW)
        assert dissolving.step(session, one, now=NOW + WEEK) is None
        log(session, again(session, frida), form="b")
        # And begun again some day.
        assert dissolving.begin(session, again(session, frida), way=Way.FORM, now=NOW + WEEK).id != one.id


def test_nothing_is_left_but_a_random_number_a_date_and_a_hash(database: Database) -> None:
    with database.begin() as session:
        before = counts(session)
        other = seats(session, "Second", "C0SECOND")
        everything_of(session, replace(other))
        second = counts(session)
        there = seats(session)
        everything_of(session, there)
        begun(session, there)
        settled(session)
    assert carried_out(database, NOW + DAY) == [Stage.PARTING, None]
    at = NOW + 2 * DAY
    assert carried_out(database, at)[:3] == [Stage.KEEPING, Stage.RETRACTING, Stage.RETRACTING]
    with database.begin() as session:
        # All access has ended, though Slack is not clear yet.
        assert access.seats_of(session, ["T0FACEBOOK"], "U0FRIDA") == [
            seat for seat in access.seats_of(session, ["T0FACEBOOK"], "U0FRIDA") if seat.coalition.name == "Second"
        ]
        assert coalitions.of_channel(session, "C0MEMBERS") is None
        assert [one.name for one in coalitions.all_of_them(session)] == ["Second"]
        # Another may be founded in the same channel at once.
        coalitions.add(
            session,
            "Again",
            channel="C0MEMBERS",
            open_channel=None,
            host_team=None,
            zone="UTC",
            language="en",
            now=at,
        )
        seal_before = session.execute(select(audit.sealing.seals.c.sequence)).all()
    assert carried_out(database, at + 2 * DAY)[-1] is Stage.DONE
    assert carried_out(database, at + 3 * DAY) == []
    with database.begin() as session:
        assert seal_before
        after = counts(session)
        assert {name: after[name] - second[name] for name in after if after[name] != second[name]} == {
            "coalitions": 1,
            "dissolutions": 1,
        }
        assert before["dissolutions"] == 0
        (row,) = session.execute(select(dissolving.dissolutions)).all()
        assert (row.coalition_id, row.reached, row.next_at) == (None, None, None)
        (left,) = dissolving.left(session)
        assert (left.token, left.ended_at) == (row.token, at + 2 * DAY)
        assert "Coalition" not in repr(row)
        assert not dissolving.verified(left, Seal(1, "0" * 64))


def test_the_hash_is_over_the_last_seal_of_the_trail(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook)
        begun(session, there)
        settled(session)
    carried_out(database, NOW + DAY)
    stages = carried_out(database, NOW + 2 * DAY)
    assert stages[-1] is Stage.DONE
    with database.begin() as session:
        (left,) = dissolving.left(session)
    assert len(left.hash) == 64


def test_the_hash_is_taken_before_the_trail_goes_and_whoever_has_the_last_seal_can_show_it(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        one, _ = begun(session, there)
        erasing = dissolving.dissolutions.update().values(stage=Stage.ERASING)
        session.execute(erasing)
        one = replace(one, stage=Stage.ERASING)
        assert dissolving.erase_some(session, one, now=NOW)
        seal = audit.newest_seal(session, there.coalition)
        assert seal is not None
        assert not audit.verify(session, there.coalition).faults
        session.execute(dissolving.dissolutions.update().values(stage=Stage.DONE))
        (left,) = dissolving.left(session)
        assert dissolving.verified(left, seal)


def test_what_is_held_is_left_for_its_holder_at_the_shell(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        greta = appointed(session, there.google, Role.LEAD)
        record = log(session, there.facebook)
        unheard = takedowns.report(
            session,
            there.facebook,
            pages(3),
            mark=Mark.AMBER,
            scope=Scope(Audience.COMPANIES),
            form="b",
            way=Way.FORM,
            now=NOW,
        )
        hold = holds.place(session, greta, matter="Case 1", form="h", way=Way.FORM, now=NOW)
        lifted = holds.place(session, greta, matter="Case 2", form="h2", way=Way.FORM, now=NOW)
        holds.lift(session, greta, lifted.token, way=Way.BUTTON, now=NOW)
        begun(session, there)
        settled(session)
    carried_out(database, NOW + DAY)
    assert carried_out(database, NOW + 2 * DAY)[-1] is Stage.DONE
    with database.begin() as session:
        (kept,) = holds.every(session)
        assert (kept.token, kept.coalition, kept.company, kept.matter) == (hold.token, "Coalition", "Google", "Case 1")
        assert (kept.records, kept.is_all_that_is_left) == (1, True)
        (one,) = holds.written_out(session, hold.token, now=NOW)
        assert (one.kept.reference, one.kept.company, one.lost) == (record.reference, "Facebook", False)
        assert one.kept.revisions[0].report == pages(74)
        assert unheard.reference not in repr(one)
        # Ids begin anew in some databases, and nothing of what comes then has to do with it.
        third = seats(session, "Third", "C0THIRD")
        assert holds.of_speaker(session, appointed(session, third.google, Role.LEAD)) == ()
        assert holds.over(session, takedowns.ABOUT, log(session, third.facebook).id) == frozenset()
        holds.lift_by_operator(session, hold.token, now=NOW)
        with pytest.raises(Unknown):
            holds.written_out(session, hold.token, now=NOW)
        holds.let_go(session, now=NOW)
        assert session.execute(select(holds.held)).all() == []


def test_what_stands_in_slack_is_taken_down_or_given_up_on_after_a_day(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        outbox.want(
            session,
            there.coalition.id,
            "door",
            address=Address.in_channel("C0MEMBERS"),
            body=Body("x", []),
            about="door",
            pin=True,
            now=NOW,
        )
        letter = outbox.claim(session, by="me", lease=DAY, now=NOW)
        assert letter is not None
        outbox.sent(session, letter, channel="C0MEMBERS", ts="1.1", now=NOW)
        begun(session, there)
        settled(session)
    carried_out(database, NOW + DAY)
    at = NOW + 2 * DAY
    assert carried_out(database, at)[-1] is None
    with database.begin() as session:
        letter = outbox.claim(session, by="me", lease=DAY, now=at)
        assert letter is not None
        assert letter.is_retracted
    assert carried_out(database, at + timedelta(hours=1)) == [None]
    with database.begin() as session:
        outbox.retracted(session, letter, now=at)
    assert carried_out(database, at + timedelta(hours=1))[-1] is Stage.DONE


def test_whoever_dies_in_the_middle_is_followed_by_another(database: Database) -> None:
    class DiedError(Exception):
        """The process is gone."""

    with database.begin() as session:
        there = seats(session)
        everything_of(session, there)
        one, _ = begun(session, there)
        settled(session)
        session.execute(outbox.outbox.delete())
    carried_out(database, NOW + DAY)
    at = NOW + 2 * DAY
    for stage in (Stage.PARTING, Stage.KEEPING, Stage.RETRACTING):
        with suppress(DiedError), database.begin() as session:
            assert dissolving.step(session, replace(one, stage=stage), now=at) is not None
            raise DiedError
        with database.begin() as session:
            assert dissolving.step(session, replace(one, stage=stage), now=at) is not None
    erasing, more = replace(one, stage=Stage.ERASING), True
    while more:
        with suppress(DiedError), database.begin() as session:
            dissolving.erase_some(session, erasing, now=at)
            raise DiedError
        with database.begin() as session:
            more = dissolving.erase_some(session, erasing, now=at)
    with database.begin() as session:
        assert {name for name, n in counts(session).items() if n} == {"dissolutions"}


def test_every_table_is_tied_to_a_coalition_or_said_to_outlive_one() -> None:
    """A new table that nothing ties to a coalition makes `ways` fail, until somebody names it."""
    assert {table.name for table in rows.ways()} | rows.OUTLIVE | {"coalitions"} == set(metadata.tables)
