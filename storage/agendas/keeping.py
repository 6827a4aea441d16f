"""Keeping the posted agenda: since when it stands, what it tells of, and who has looked at their own copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, exists, insert, not_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.agendas.arranging import of, prepared
from storage.agendas.contents import Contents
from storage.agendas.reading import told_to
from storage.agendas.records import (
    ABOUT,
    ITEM,
    Agenda,
    NoMeeting,
    agenda,
    agenda_records,
    agendas,
    items,
    looks,
)
from storage.audit import Act
from storage.coalitions import Coalition
from storage.commitments import ABOUT as COMMITMENT
from storage.commitments import commitments
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import Meeting, MeetingState
from storage.meetings.records import meetings
from storage.once import insert_once
from storage.people import Room
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import takedowns
from storage.updates import ABOUT as UPDATE
from storage.updates import updates

# Somebody may write at this moment what they began a while ago; so far back it is looked at once more.
_UNDER_WAY = timedelta(minutes=1)
# Who may know of an item is asked of its update where it has one.
_TABLES: dict[str, Table] = {TAKEDOWN: takedowns, COMMITMENT: commitments, UPDATE: updates}


def by_id(session: Session, agenda_id: int) -> Agenda:
    """Find an agenda by its row, for the clock; Unknown if there is none."""
    row = session.execute(select(agendas).where(agendas.c.id == agenda_id)).one_or_none()
    if row is None:
        raise Unknown
    return agenda(row)


def post(session: Session, speaker: Speaker, meeting: Meeting, *, way: Way, now: datetime) -> Agenda:
    """Have the agenda of a meeting posted now; one that stands already stays. NotCoordinator, NoMeeting."""
    access.must_coordinate(speaker)
    if not access.may_attend(speaker, meeting):
        raise Unknown
    if meeting.state is not MeetingState.PLANNED:
        raise NoMeeting
    there = prepared(session, meeting, now=now)
    if there.posted_at is None:
        _stand(session, there, now)
        audit.note(session, speaker, Act.POSTED, ABOUT, there.id, way=way, now=now)
    return of(session, meeting)


def begin(session: Session, meeting: Meeting, *, now: datetime) -> Agenda:
    """Have the agenda of a meeting posted, since its moment has come; one that stands already stays."""
    there = prepared(session, meeting, now=now)
    if there.posted_at is None:
        _stand(session, there, now)
        audit.note_clock(session, meeting.coalition_id, Act.POSTED, ABOUT, there.id, now=now)
    return of(session, meeting)


def _stand(session: Session, there: Agenda, now: datetime) -> None:
    first = (agendas.c.id == there.id, agendas.c.posted_at.is_(None))
    session.execute(update(agendas).where(*first).values(posted_at=now, seen_until=None, updated_at=None))


def drawn(
    session: Session,
    coalition: Coalition,
    there: Agenda,
    meeting: Meeting,
    told: Mapping[Room, Contents],
    *,
    fingerprint: str,
    is_over: bool = False,
    now: datetime,
) -> bool:
    """Note that an agenda was drawn, and what it tells in each room; False where that is out of date already.

    `updated_at` is set where it says something else than the last time.
    """
    values: dict[str, Any] = {"seen_until": now - _UNDER_WAY, "fingerprint": fingerprint, "is_over": is_over}
    if there.fingerprint not in {"", fingerprint}:
        values["updated_at"] = now
    is_as_it_was = agendas.c.seen_until.is_not_distinct_from(there.seen_until)
    taken = update(agendas).where(agendas.c.id == there.id, is_as_it_was, agendas.c.version == there.version)
    if session.execute(taken.values(values).returning(agendas.c.id)).first() is None:
        return False
    for room in Room:
        _remember(session, there, room, told.get(room))
    # What changed since it was read leaves the mark, and it is drawn once more.
    as_read = (meetings.c.id == meeting.id, meetings.c.changed_at == meeting.changed_at)
    session.execute(update(meetings).where(*as_read).values(agenda_stale=False))
    return all(may_be_told(session, coalition, there.id, room) for room in Room)


def _remember(session: Session, there: Agenda, room: Room, told: Contents | None) -> None:
    """Write down which records the agenda tells of in a room."""
    tells = _records(told) if told else set()
    its = (agenda_records.c.agenda_id == there.id, agenda_records.c.room == room)
    asked = select(agenda_records.c.id, agenda_records.c.about, agenda_records.c.about_id).where(*its)
    known = {(row.about, row.about_id): row.id for row in session.execute(asked)}
    gone = [row_id for key, row_id in known.items() if key not in tells]
    for at in range(0, len(gone), 500):
        session.execute(delete(agenda_records).where(agenda_records.c.id.in_(gone[at : at + 500])))
    new = [
        {"agenda_id": there.id, "room": room, "about": about, "about_id": about_id}
        for about, about_id in sorted(tells - known.keys())
    ]
    if new:
        session.execute(insert(agenda_records), new)


def _records(told: Contents) -> set[tuple[str, int]]:
    promised = {(COMMITMENT, one.id) for part in told.parts for one in part.commitments}
    said = {(UPDATE, turn.update.id) for part in told.parts for turn in part.turns if turn.update is not None}
    named = {(TAKEDOWN, one.id) for one in told.takedowns}
    return {(ITEM, each) for each in told.item_ids} | named | promised | said


def may_be_told(session: Session, coalition: Coalition, agenda_id: int | None, room: Room) -> bool:
    """Tell whether everybody in a channel may know of every record that an agenda tells of there."""
    if agenda_id is None:
        return False
    its = (agenda_records.c.agenda_id == agenda_id, agenda_records.c.room == room)
    conditions = {about: (table, access.shown_in(coalition, room, table)) for about, table in _TABLES.items()}
    conditions[ITEM] = (items, told_to(room, coalition))
    for about, (table, may_know) in conditions.items():
        stands = exists().where(table.c.id == agenda_records.c.about_id, may_know)
        fallen = select(agenda_records.c.id).where(*its, agenda_records.c.about == about, not_(stands)).limit(1)
        if session.execute(fallen).first() is not None:
            return False
    return True


def has_newcomers(session: Session, coalition: Coalition, there: Agenda) -> bool:
    """Tell whether a company came into one of the channels since an agenda was posted there."""
    came = select(companies.c.id).where(
        companies.c.coalition_id == coalition.id,
        companies.c.left_at.is_(None),
        companies.c.seat == Seat.MEMBER,
        companies.c.joined_at > there.posted_at,
    )
    return session.execute(came.limit(1)).first() is not None


def seen(session: Session, there: Agenda, *, is_over: bool, now: datetime) -> None:
    """Note that there was nothing to draw."""
    as_it_was = (agendas.c.id == there.id, agendas.c.seen_until.is_not_distinct_from(there.seen_until))
    session.execute(update(agendas).where(*as_it_was).values(seen_until=now - _UNDER_WAY, is_over=is_over))


def looked(session: Session, speaker: Speaker, shown: Contents, *, now: datetime) -> None:
    """Note what somebody was shown of an agenda."""
    values = {"at": now, "fingerprint": shown.fingerprint}
    whose = {"meeting_id": shown.meeting.id, "person_id": speaker.person_id}
    if insert_once(session, looks, {**whose, **values}) is None:
        theirs = (looks.c.meeting_id == shown.meeting.id, looks.c.person_id == speaker.person_id)
        session.execute(update(looks).where(*theirs).values(values))


def last_look(session: Session, speaker: Speaker, meeting: Meeting) -> str | None:
    """Give the hash of what this person was shown last; None if they never looked."""
    theirs = (looks.c.meeting_id == meeting.id, looks.c.person_id == speaker.person_id)
    found: str | None = session.execute(select(looks.c.fingerprint).where(*theirs)).scalar_one_or_none()
    return found
