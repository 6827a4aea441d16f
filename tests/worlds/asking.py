"""Asks storage/access.py itself, and compares what it says of everybody and every record with the model.

Much that it decides is asked twice on its way to somebody, so that the bytes alone would not show what it forgot once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import select

from storage import access, coalitions, companies, meetings, people, takedowns
from storage.access import Reader, Speaker
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.errors import Refusal, SeveralCoalitions, Stranger
from storage.people import Role, Room
from tests.worlds import cast
from tests.worlds.judge import Names
from tests.worlds.model import MEMBER, Chronicle, Knows

RECORDS = takedowns.takedowns
MEETINGS = meetings.records.meetings


def compare(session: Session, told: Chronicle, names: Mapping[str, Names]) -> None:
    """Compare all that the page decides with what the model says of it."""
    rows = {name: _row(session, known) for name, known in names.items()}
    for person in cast.EVERYBODY:
        _compare_recognition(session, told, person)
    for where in coalitions.all_of_them(session):
        seats = {speaker.user_id: speaker for speaker in _speakers(session, told, where)}
        everybody = {speaker.user_id for speaker in access.everybody(session, where)}
        assert everybody == set(_sitting(session, told, where)), f"{everybody} sit in {where.name}"
        for speaker in seats.values():
            (_compare_person if speaker.person else _compare_stranger)(session, told, where, speaker)
            for name, row in rows.items():
                _compare_record(session, told, speaker, name, row)
        for reader in (*Room, *(one for one in seats.values() if one.person)):
            _compare_affairs(session, told, where, reader)
        _compare_rows(session, told, where)
        for name, row in rows.items():
            if told.records[name].coalition == where.name:
                _compare_lists(session, told, where, name, row)
            _compare_channels(session, told, where, name, row)


def _row(session: Session, known: Names) -> int:
    row: int = session.execute(select(RECORDS.c.id).where(RECORDS.c.token == known.token)).scalar_one()
    return row


def _speakers(session: Session, told: Chronicle, where: Coalition) -> Iterator[Speaker]:
    """Recognise everybody who sits here, by the ids that Slack may name."""
    for person in cast.EVERYBODY:
        home = told.company_of.get(person, "")
        found = [seat for seat in access.seats_of(session, _ids(told, person), person) if seat.coalition.id == where.id]
        sits = told.seat_of(where.name, person)
        assert [(seat.company.name, seat.company.seat) for seat in found] == ([(home, sits.kind)] if sits else [])
        for speaker in found:
            held = speaker.person.roles if speaker.person else frozenset()
            assert held == told.roles_of(where.name, person), f"{person} is {held}"
            yield speaker


def _compare_recognition(session: Session, told: Chronicle, person: str) -> None:
    """Compare where somebody is taken to speak: in the coalition of a channel, or in their only one."""
    ids = _ids(told, person)
    for channel in (None, *cast.CHANNELS):
        sits = [where for where in told.places if told.seat_of(where, person)]
        meant = [where for where, place in told.places.items() if channel and channel in (place.members, place.open)]
        expected = [where for where in sits if where in (meant or sits)]
        try:
            found = [access.recognise(session, team_ids=ids, user_id=person, channel=channel).coalition.name]
        except SeveralCoalitions as several:
            found = [name for name, _ in several.choices]
        except Stranger:
            found = []
        assert found == sorted(expected), f"{person} speaks in {channel} for {found}"


def _ids(told: Chronicle, person: str) -> list[str]:
    home = told.company_of.get(person, "")
    return [cast.TEAMS.get(home, cast.STRANGERS), *([cast.GRIDS[home]] if home in cast.GRIDS else [])]


def _sitting(session: Session, told: Chronicle, where: Coalition) -> Iterator[str]:
    """List those of a seated company whom Tocsin has met."""
    rows = select(people.people.c.user_id).where(people.people.c.coalition_id == where.id)
    return (person for person in session.execute(rows).scalars() if told.seat_of(where.name, person))


def _raises(ask: Callable[..., object], *given: object) -> bool:
    try:
        ask(*given)
    except Refusal:
        return True
    return False


def _compare_person(session: Session, told: Chronicle, where: Coalition, speaker: Speaker) -> None:
    """Compare what somebody may do at all, wherever they are."""
    person, seat = speaker.user_id, told.seat_of(where.name, speaker.user_id)
    assert seat is not None
    somebody, roles = told.is_of_a_company(where.name, person), told.roles_of(where.name, person)
    member, guest = seat.kind == MEMBER, seat.kind == Seat.GUEST
    coordinates = Role.COORDINATOR in roles and member
    holds = bool(roles & {Role.LEAD, Role.COUNSEL}) and not guest
    assert _raises(access.may_speak, speaker) == (not somebody), person
    assert _raises(access.may_log, speaker) == (not (somebody and member)), person
    assert _raises(access.must_stand, speaker) == (where.name in told.dissolving), person
    assert _raises(access.must_act, speaker) == (not somebody or guest), person
    assert access.may_coordinate(speaker) == coordinates, person
    assert _raises(access.must_coordinate, speaker) == (not (somebody and coordinates)), person
    assert access.may_hold(speaker) == holds, person
    assert _raises(access.must_hold, speaker) == (not (somebody and holds)), person
    assert access.user_of(session, speaker.person_id) == person
    assert access.seat_of(session, speaker.person_id) == speaker
    assert access.seats_of_user(session, where, person) == [speaker]
    for company in (one for one in companies.seated(session, where) if one.name != cast.ROOF):
        own = company.id == speaker.company.id
        reads = own and bool(roles & {Role.LEAD, Role.COUNSEL})
        assert access.may_read_trail(speaker, company.id) == reads, person
        assert _raises(access.may_change, speaker, company.id, "") == (not (somebody and member and own)), person
        theirs = {seat.user_id for seat in access.of_company(session, where, company.id)}
        assert theirs == {one for one in _sitting(session, told, where) if told.company_of[one] == company.name}
    for row_id in session.execute(select(people.people.c.id)).scalars():
        assert _raises(access.must_be_theirs, speaker, row_id) == (row_id != speaker.person_id), person


def _compare_stranger(session: Session, told: Chronicle, where: Coalition, speaker: Speaker) -> None:
    """Compare what somebody may do whom Tocsin has not met: nothing that is anybody's own."""
    assert not access.may_coordinate(speaker)
    assert not access.may_read_trail(speaker, speaker.company.id)
    assert _raises(access.must_be_theirs, speaker, 1)
    assert not _raises(access.may_speak, speaker)
    with pytest.raises(ValueError, match="met"):
        _ = speaker.person_id


def _compare_rows(session: Session, told: Chronicle, where: Coalition) -> None:
    """Compare who is behind each row of people: nobody once their company has left."""
    rows = select(people.people.c.id, people.people.c.user_id).where(people.people.c.coalition_id == where.id)
    for row_id, user_id in session.execute(rows):
        found, sits = access.seat_of(session, row_id), told.seat_of(where.name, user_id) is not None
        assert ((found.user_id if found else None), access.user_of(session, row_id)) == (
            (user_id if sits else None),
        ) * 2
        assert bool(access.seats_of_user(session, where, user_id)) == sits


def _compare_record(session: Session, told: Chronicle, speaker: Speaker, name: str, row: int) -> None:
    """Compare how much of a record somebody may know, wherever they are."""
    inside = told.records[name].coalition == speaker.coalition.name
    knows = told.knows_wherever(speaker.user_id, name) if inside else Knows.NOTHING
    if speaker.person is None:
        # Nobody in person: a company as a whole.
        knows = Knows.CONTENT if inside and told.company_reads(speaker.company.name, name) else Knows.NOTHING
        assert access.may_read(session, speaker, RECORDS, row) == (knows is Knows.CONTENT), speaker.company.name
        return
    _compare_told(session, told, speaker, name, row, knows)
    reads, knew = (ask(session, speaker, RECORDS, row) for ask in (access.may_read, access.knows_of))
    assert (reads, knew) == (knows is Knows.CONTENT, knows is not Knows.NOTHING), f"{speaker.user_id} knows {name}"


def _compare_told(session: Session, told: Chronicle, speaker: Speaker, name: str, row: int, knows: Knows) -> None:
    """Compare what is told of without being asked for: not what is recalled, nor what waits for its hour."""
    record = told.records[name]
    expected = knows is Knows.CONTENT and not record.recalled and not record.embargoed
    condition = access.may_be_told(speaker, speaker.coalition, RECORDS)
    found = session.execute(select(RECORDS.c.id).where(RECORDS.c.id == row, condition)).first() is not None
    assert found == expected, f"{speaker.user_id} is told of {name}: {found}"


def _compare_affairs(session: Session, told: Chronicle, where: Coalition, reader: Reader) -> None:
    """Compare of which meetings somebody may know, or a whole channel: never of another coalition's."""

    def attends(*, with_open: bool) -> bool:
        if isinstance(reader, Room):
            return with_open or reader is Room.MEMBERS
        return told.may_attend(where.name, reader.user_id, with_open=with_open)

    assert access.is_among_members(reader) == attends(with_open=False), f"{reader} is among the members"
    planned = [meetings.by_id(session, row) for row in session.execute(select(MEETINGS.c.id)).scalars()]
    expected = {one.id for one in planned if one.coalition_id == where.id and attends(with_open=one.with_open)}
    if isinstance(reader, Speaker):
        assert {one.id for one in planned if access.may_attend(reader, one)} == expected, reader.user_id
    for there in coalitions.all_of_them(session):
        condition = access.affairs_of(reader, there, MEETINGS, MEETINGS.c.with_open)
        found = set(session.execute(select(MEETINGS.c.id).where(condition)).scalars())
        if there.id == where.id or isinstance(reader, Speaker):
            assert found == (expected if there.id == where.id else set()), f"{reader} knows of meetings of {there.name}"


def _compare_lists(session: Session, told: Chronicle, where: Coalition, name: str, row: int) -> None:
    readers = {seat.user_id for seat in access.readers(session, where, RECORDS, row)}
    expected = {one for one in _sitting(session, told, where) if told.knows_wherever(one, name) is Knows.CONTENT}
    assert readers == expected, f"{readers} read {name}"


def _compare_channels(session: Session, told: Chronicle, where: Coalition, name: str, row: int) -> None:
    place, inside = told.places[where.name], told.records[name].coalition == where.name
    for room, channel in ((Room.MEMBERS, place.members), (Room.OPEN, place.open)):
        if channel is not None:
            condition = access.may_be_told(room, where, RECORDS)
            is_told = session.execute(select(RECORDS.c.id).where(RECORDS.c.id == row, condition)).first() is not None
            sees = access.channel_may_see(session, where, channel, RECORDS, row)
            expected = inside and told.is_for_all_in(channel, name)
            assert sees == is_told == expected, f"{channel} may see {name}: {sees}"
