"""Who was told of a meeting, and of what of it: invitations and changes reach everybody once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint, and_, exists, or_, select, update

from storage import absences, access
from storage import companies as company_page
from storage.access import Speaker
from storage.base import metadata
from storage.coalitions import Coalition, coalitions
from storage.companies import Seat, companies
from storage.database import Session
from storage.meetings.reading import known_to
from storage.meetings.records import Meeting, MeetingState, all_meetings, meeting, meeting_answers, meetings
from storage.once import insert_once
from storage.people import Role, people, roles

meeting_tellings = Table(
    "meeting_tellings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    # The newest sequence that they were rung for, that they have seen, and that is in the file which they asked for.
    Column("told", Integer),
    Column("seen", Integer),
    Column("file", Integer),
    UniqueConstraint("meeting_id", "person_id"),
)


def to_tell(session: Session, *, now: datetime, limit: int, coalition: Coalition | None = None) -> tuple[Meeting, ...]:
    """List the meetings whose invitations are due, or whose changes nobody was told of; held until they are told."""
    invites = and_(meetings.c.invite_at <= now, meetings.c.state == MeetingState.PLANNED)
    due = or_(invites, meetings.c.untold_since.is_not(None))
    which = [due, meetings.c.coalition_id.in_(select(coalitions.c.id).where(coalitions.c.closed_at.is_(None)))]
    if coalition is not None:
        which.append(meetings.c.coalition_id == coalition.id)
    ids = select(meetings.c.id).where(*which).order_by(meetings.c.coalition_id, meetings.c.starts_at).limit(limit)
    # SQLite has one writer and leaves the lock out.
    held = list(session.execute(ids.with_for_update(skip_locked=True)).scalars())
    rows = session.execute(all_meetings().where(meetings.c.id.in_(held)).order_by(meetings.c.starts_at, meetings.c.id))
    return tuple(meeting(row) for row in rows)


def next_telling(session: Session) -> datetime | None:
    """Give the moment at which invitations go next; in the past where somebody waits to be told of a change."""
    found: list[datetime] = []
    for column in (meetings.c.invite_at, meetings.c.untold_since):
        soonest = select(column).where(column.is_not(None)).order_by(column).limit(1)
        found += session.execute(soonest).scalars()
    return min(found, default=None)


def whom_to_tell(
    session: Session, coalition: Coalition, there: Meeting, *, also: int | None = None, now: datetime
) -> tuple[Speaker, ...]:
    """List who is to be told of a meeting as it is now and was not yet.

    That is each company's lead, who has a part in it, and whoever was told before, answered or has its file; `also` is
    somebody whom another one named. A guest's people are never rung for; whoever sits here no more, or may not know of
    it, is told nothing.
    """
    known = {seat.person_id: seat for seat in access.everybody(session, coalition)}
    wanted = {*_known_to(session, there), *([also] if also is not None else [])}
    if there.state is not MeetingState.CANCELLED and _is_invited_now(session, there, now):
        wanted |= {one for one in (there.inviter_id, there.chair_id, there.notes_id) if one is not None}
        wanted |= {one.id for one in absences.stand_ins_of(session, company_page.seated(session, coalition), now=now)}
    as_it_is = select(meeting_tellings.c.person_id).where(
        meeting_tellings.c.meeting_id == there.id, meeting_tellings.c.told == there.sequence
    )
    wanted -= set(session.execute(as_it_is).scalars())
    seats = [known[person_id] for person_id in sorted(wanted) if person_id in known]
    return tuple(seat for seat in seats if access.may_attend(seat, there) and seat.company.seat is not Seat.GUEST)


def told_before(session: Session, there: Meeting) -> frozenset[int]:
    """List the rows of those who were told of a meeting before."""
    its = (meeting_tellings.c.meeting_id == there.id, meeting_tellings.c.told.is_not(None))
    return frozenset(session.execute(select(meeting_tellings.c.person_id).where(*its)).scalars())


def left_out(session: Session, *, now: datetime, limit: int) -> tuple[int, ...]:
    """List the meetings of which nobody of a company was told that has somebody to ring for by now.

    It was seated since, or has named its lead since.
    """
    somebody = people.alias("somebody")
    was_told = exists().where(
        somebody.c.company_id == companies.c.id,
        meeting_tellings.c.person_id == somebody.c.id,
        meeting_tellings.c.meeting_id == meetings.c.id,
    )
    has_lead = exists().where(
        people.c.company_id == companies.c.id, roles.c.person_id == people.c.id, roles.c.role == Role.LEAD
    )
    is_asked = or_(companies.c.seat == Seat.MEMBER, and_(meetings.c.with_open, companies.c.seat == Seat.OBSERVER))
    is_left_out = exists().where(
        companies.c.coalition_id == meetings.c.coalition_id,
        companies.c.left_at.is_(None),
        is_asked,
        has_lead,
        ~was_told,
    )
    comes = (meetings.c.state == MeetingState.PLANNED, meetings.c.ends_at > now, meetings.c.invite_at.is_(None))
    return tuple(session.execute(select(meetings.c.id).where(*comes, is_left_out).limit(limit)).scalars())


def invite_again(session: Session, meeting_ids: Collection[int], *, now: datetime) -> None:
    """Let the invitations of meetings go once more; those who were told before are not told again."""
    its = (meetings.c.id.in_(list(meeting_ids)), meetings.c.state == MeetingState.PLANNED)
    session.execute(update(meetings).where(*its).values(invite_at=now))


def _known_to(session: Session, there: Meeting) -> list[int]:
    knows = or_(meeting_tellings.c.told.is_not(None), meeting_tellings.c.file.is_not(None))
    told = select(meeting_tellings.c.person_id).where(meeting_tellings.c.meeting_id == there.id, knows)
    answered = select(meeting_answers.c.person_id).where(meeting_answers.c.meeting_id == there.id)
    return list(session.execute(told.union(answered)).scalars())


def _is_invited_now(session: Session, there: Meeting, now: datetime) -> bool:
    """Tell whether the invitations went before, or go now."""
    waits = session.execute(select(meetings.c.invite_at).where(meetings.c.id == there.id)).scalar_one()
    return waits is None or waits <= now


def told(session: Session, there: Meeting, whom: Collection[Speaker], *, now: datetime) -> None:
    """Note that these people are told of a meeting as it is now, in the transaction that owes them the bell."""
    for seat in whom:
        _note(session, there, seat.person_id, told=there.sequence)
    its = meetings.c.id == there.id
    session.execute(update(meetings).where(its).values(untold_since=None))
    session.execute(update(meetings).where(its, meetings.c.invite_at <= now).values(invite_at=None))


def told_one(session: Session, there: Meeting, seat: Speaker) -> None:
    """Note that one person is told of a meeting as it is now."""
    _note(session, there, seat.person_id, told=there.sequence)


def is_invited(session: Session, there: Meeting) -> bool:
    """Tell whether the invitations of a meeting have gone, so that its card stands in the channel."""
    waits = select(meetings.c.id).where(meetings.c.id == there.id, meetings.c.invite_at.is_not(None))
    return session.execute(waits).first() is None


def seen(session: Session, speaker: Speaker, there: Meeting) -> None:
    """Note that somebody has seen a meeting as it is now."""
    _note(session, there, speaker.person_id, seen=there.sequence)


def has_file(session: Session, speaker: Speaker, there: Meeting) -> int | None:
    """Give the sequence in the calendar file that somebody asked for last; None where they asked for none."""
    its = (meeting_tellings.c.meeting_id == there.id, meeting_tellings.c.person_id == speaker.person_id)
    found: int | None = session.execute(select(meeting_tellings.c.file).where(*its)).scalar_one_or_none()
    return found


def took_file(session: Session, speaker: Speaker, there: Meeting) -> None:
    """Note that somebody asked for the calendar file of a meeting as it is now."""
    _note(session, there, speaker.person_id, file=there.sequence)


def _note(session: Session, there: Meeting, person_id: int, **values: int) -> None:
    key = {"meeting_id": there.id, "person_id": person_id}
    if insert_once(session, meeting_tellings, {**key, "told": None, "seen": None, "file": None, **values}) is None:
        its = [meeting_tellings.c[field] == value for field, value in key.items()]
        session.execute(update(meeting_tellings).where(*its).values(**values))


def unanswered(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Meeting, ...]:
    """List the meetings to which somebody was invited and has not answered."""
    has_answered = exists().where(
        meeting_answers.c.meeting_id == meetings.c.id, meeting_answers.c.person_id == speaker.person_id
    )
    return _waiting(session, speaker, meetings.c.state == MeetingState.PLANNED, ~has_answered, now=now)


def changed(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Meeting, ...]:
    """List the meetings that somebody answered, or saw, and that changed since."""
    has_answered = exists().where(
        meeting_answers.c.meeting_id == meetings.c.id, meeting_answers.c.person_id == speaker.person_id
    )
    is_news = or_(meeting_tellings.c.seen.is_(None), meeting_tellings.c.seen < meeting_tellings.c.told)
    concerns = or_(has_answered, meetings.c.state == MeetingState.CANCELLED)
    return _waiting(session, speaker, is_news, concerns, meeting_tellings.c.told > 0, now=now)


def _waiting(session: Session, speaker: Speaker, *which: object, now: datetime) -> tuple[Meeting, ...]:
    asked = (
        all_meetings()
        .join(meeting_tellings, meeting_tellings.c.meeting_id == meetings.c.id)
        .where(
            meeting_tellings.c.person_id == speaker.person_id,
            meeting_tellings.c.told.is_not(None),
            meetings.c.ends_at > now,
            known_to(speaker, speaker.coalition),
            *which,  # type: ignore[arg-type]
        )
        .order_by(meetings.c.starts_at, meetings.c.id)
    )
    return tuple(meeting(row) for row in session.execute(asked))
