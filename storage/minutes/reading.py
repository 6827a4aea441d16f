"""Finding minutes, and making what they say out of what happened: for one reader, at any time again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from storage import access, agendas, commitments, decisions, knocks, meetings
from storage.access import Reader, Speaker
from storage.agendas.records import ITEM, items
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.commitments import Commitment
from storage.companies import companies
from storage.database import Session
from storage.decisions import may_write
from storage.errors import Unknown
from storage.meetings import Meeting, MeetingState
from storage.minutes.records import (
    ENDS_AFTER,
    Contents,
    Minutes,
    Point,
    Presence,
    Remark,
    State,
    Written,
    a_minutes,
    minute_records,
    minutes,
    points,
    presences,
    remarks,
)
from storage.people import Room

# What happened earlier was seen by somebody.
_LATELY = timedelta(days=2)
# Of so many meetings that began last, one is somebody's to end.
_LOOKED_AT = 12
_MARKS = tuple(Mark)
_OPEN_MARK = Mark.GREEN


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names minutes, and nothing else of them; None if in none."""
    found: int | None = session.execute(
        select(minutes.c.coalition_id).where(minutes.c.token == token),
    ).scalar_one_or_none()
    return found


def by_token(session: Session, speaker: Speaker, token: str) -> tuple[Minutes, Meeting]:
    """Find minutes by their name in Slack's buttons; Unknown unless this person may know of the meeting."""
    inside = (minutes.c.token == token, minutes.c.coalition_id == speaker.coalition.id)
    row = session.execute(select(minutes).where(*inside)).one_or_none()
    if row is None:
        raise Unknown
    found = a_minutes(row)
    meeting = meetings.by_id(session, found.meeting_id)
    if not access.may_attend(speaker, meeting) or not _is_theirs(speaker, found, meeting):
        raise Unknown
    return found, meeting


def _is_theirs(speaker: Speaker, there: Minutes, meeting: Meeting) -> bool:
    """Tell whether somebody may read minutes: once they are posted, before that members, who correct them."""
    if there.state is State.NONE:
        return False
    if there.state is State.WRITING:
        return may_write(speaker, meeting)
    return there.state is State.POSTED or access.is_among_members(speaker)


def of_meeting(session: Session, meeting_id: int) -> Minutes | None:
    """Find the minutes of a meeting, however far they are; for those who write them, and for the clock."""
    row = session.execute(select(minutes).where(minutes.c.meeting_id == meeting_id)).one_or_none()
    return a_minutes(row) if row else None


def token_of(session: Session, speaker: Speaker, meeting: Meeting) -> str:
    """Give the token of the minutes of a meeting, where this person may read them; empty where there are none."""
    there = of_meeting(session, meeting.id)
    if there is None or not access.may_attend(speaker, meeting) or not _is_theirs(speaker, there, meeting):
        return ""
    return there.token


def newest(session: Session, speaker: Speaker) -> tuple[Minutes, Meeting] | None:
    """Find the newest minutes that this person may read; None while there are none."""
    rows = session.execute(
        select(minutes)
        .where(minutes.c.coalition_id == speaker.coalition.id)
        .order_by(minutes.c.made_at.desc(), minutes.c.id.desc())
    )
    for row in rows:
        found = a_minutes(row)
        meeting = meetings.by_id(session, found.meeting_id)
        if access.may_attend(speaker, meeting) and _is_theirs(speaker, found, meeting):
            return found, meeting
    return None


def to_end(session: Session, speaker: Speaker, *, now: datetime) -> Meeting | None:
    """Find the meeting that this person ends, or whose minutes they write: the one that began last."""
    table = meetings.records.meetings
    open_ones = (table.c.state.in_((MeetingState.PLANNED, MeetingState.ENDED)), table.c.starts_at <= now)
    began = select(table.c.id).where(table.c.coalition_id == speaker.coalition.id, *open_ones)
    for one in session.execute(began.order_by(table.c.starts_at.desc(), table.c.id).limit(_LOOKED_AT)).scalars():
        meeting = meetings.by_id(session, one)
        there = of_meeting(session, one)
        if may_write(speaker, meeting) and (there is None or there.state in {State.WRITING, State.CORRECTING}):
            return meeting
    return None


def to_write(session: Session, speaker: Speaker) -> tuple[tuple[Minutes, Meeting], ...]:
    """List the minutes that wait for this person to write them."""
    its = (minutes.c.coalition_id == speaker.coalition.id, minutes.c.state == State.WRITING)
    rows = session.execute(select(minutes).where(*its).order_by(minutes.c.made_at, minutes.c.id))
    found = [(one, meetings.by_id(session, one.meeting_id)) for one in map(a_minutes, rows)]
    return tuple((one, meeting) for one, meeting in found if may_write(speaker, meeting))


def is_asked(session: Session, speaker: Speaker, minutes_id: int | None) -> bool:
    """Tell whether minutes still wait for this person, to be written or to be corrected; the courier asks first."""
    waits = (*to_write(session, speaker), *to_correct(session, speaker))
    return any(one.id == minutes_id for one, _ in waits)


def to_correct(session: Session, speaker: Speaker) -> tuple[tuple[Minutes, Meeting], ...]:
    """List the minutes that this person's company may still correct, and has said nothing to."""
    if not access.is_among_members(speaker) or not commitments.answers_for(session, speaker):
        return ()
    said = exists().where(remarks.c.minutes_id == minutes.c.id, remarks.c.company_id == speaker.company.id)
    its = (minutes.c.coalition_id == speaker.coalition.id, minutes.c.state == State.CORRECTING, not_(said))
    rows = session.execute(select(minutes).where(*its).order_by(minutes.c.next_at, minutes.c.id))
    return tuple((one, meetings.by_id(session, one.meeting_id)) for one in map(a_minutes, rows))


def written(session: Session, there: Minutes) -> Written:
    """Give what was written so far, for those who write it."""
    noted = _presences(session, there)
    said = _points(session, there)
    return Written(
        frozenset(one for one, presence in noted.items() if presence is Presence.PRESENT),
        frozenset(one for one, presence in noted.items() if presence is Presence.REGRETS),
        tuple(one.text for one in said if one.audience is not Audience.EVERYONE),
        tuple(one.text for one in said if one.audience is Audience.EVERYONE),
    )


def presence_of(session: Session, speaker: Speaker, there: Minutes) -> Presence | None:
    """Say whether the speaker's own company was there, as it stands in the minutes."""
    return _presences(session, there).get(speaker.company.id)


def _presences(session: Session, there: Minutes) -> dict[int, Presence]:
    its = select(presences.c.company_id, presences.c.presence).where(presences.c.minutes_id == there.id)
    return {row.company_id: Presence(row.presence) for row in session.execute(its)}


def _points(session: Session, there: Minutes) -> tuple[Point, ...]:
    its = select(points.c.text, points.c.audience).where(points.c.minutes_id == there.id).order_by(points.c.id)
    return tuple(Point(row.text, Audience(row.audience)) for row in session.execute(its))


def contents(session: Session, coalition: Coalition, there: Minutes, reader: Reader) -> Contents:
    """Make the minutes of a meeting for a reader, out of nothing but what was kept."""
    meeting = meetings.by_id(session, there.meeting_id)
    for_all = not access.is_among_members(reader)
    made = commitments.of_meeting(session, coalition, reader, meeting.id)
    followed = _followed(session, coalition, reader, meeting)
    reached = agendas.reached_items(session, coalition, meeting, reader)
    said = [one for one in _points(session, there) if not for_all or one.audience is Audience.EVERYONE]
    names = _names(session, coalition)
    noted = _presences(session, there)
    return Contents(
        meeting=meeting,
        officers=meetings.officers(session, meeting),
        state=there.state,
        mark=_mark(there, [*(one.mark for one in (*made, *followed)), *(one.mark for one in reached)], for_all=for_all),
        present=tuple(name for one, name in names if noted.get(one) is Presence.PRESENT),
        regrets=tuple(name for one, name in names if noted.get(one) is Presence.REGRETS),
        reached=reached,
        points=tuple(said),
        decisions=decisions.of_meeting(session, coalition, reader, meeting.id),
        followed=followed,
        made=made,
        remarks=() if for_all else _remarks(session, there),
        correct_until=there.next_at if there.state is State.CORRECTING else None,
    )


def _mark(there: Minutes, told: Iterable[Mark], *, for_all: bool) -> Mark:
    """Choose the mark that goes with all that is told; what observers and guests read is GREEN at most."""
    mark = min(there.mark, _OPEN_MARK, key=_MARKS.index) if for_all else there.mark
    return max((mark, *told), key=_MARKS.index)


def _followed(session: Session, coalition: Coalition, reader: Reader, meeting: Meeting) -> tuple[Commitment, ...]:
    """List what was committed to earlier, and was open at this meeting or settled since the one before."""
    last = meetings.before(session, meeting)
    since = last.ended_at or last.ends_at if last else meeting.starts_at
    told = commitments.open_of(session, coalition, reader, since=since)
    return tuple(one for one in told if one.meeting_id != meeting.id and one.made_at < meeting.starts_at)


def _names(session: Session, coalition: Coalition) -> list[tuple[int, str]]:
    rows = session.execute(
        select(companies.c.id, companies.c.name)
        .where(companies.c.coalition_id == coalition.id)
        .order_by(func.lower(companies.c.name), companies.c.id)
    )
    return [(row.id, row.name) for row in rows]


def _remarks(session: Session, there: Minutes) -> tuple[Remark, ...]:
    rows = session.execute(
        select(companies.c.name, remarks.c.text)
        .join(companies, companies.c.id == remarks.c.company_id)
        .where(remarks.c.minutes_id == there.id, remarks.c.text != "")
        .order_by(func.lower(companies.c.name), companies.c.id)
    )
    return tuple(Remark(row.name, row.text) for row in rows)


def may_be_told(session: Session, coalition: Coalition, minutes_id: int | None, room: Room) -> bool:
    """Tell whether everybody in a channel may know of every record that the minutes posted there tell of."""
    said = and_(
        minute_records.c.about == commitments.ABOUT,
        exists().where(
            commitments.commitments.c.id == minute_records.c.about_id,
            access.shown_in(coalition, room, commitments.commitments),
        ),
    )
    item = and_(
        minute_records.c.about == ITEM,
        exists().where(items.c.id == minute_records.c.about_id, agendas.told_to(room, coalition)),
    )
    stands = or_(said, item)
    its = (minute_records.c.minutes_id == minutes_id, minute_records.c.room == room)
    fallen = select(minute_records.c.id).where(*its, not_(stands)).limit(1)
    return minutes_id is not None and session.execute(fallen).first() is None


def to_draw(session: Session, *, now: datetime, limit: int) -> tuple[Minutes, ...]:
    """List the posted minutes that are to be drawn, or drawn anew, since something in them changed lately."""
    since = now - _LATELY
    said, voted = commitments.commitments, decisions.decisions
    told = exists().where(
        minute_records.c.minutes_id == minutes.c.id,
        minute_records.c.about == commitments.ABOUT,
        minute_records.c.about_id == said.c.id,
    )
    moved = exists().where(
        said.c.coalition_id == minutes.c.coalition_id,
        _newer(said.c.changed_at, since),
        or_(said.c.meeting_id == minutes.c.meeting_id, told),
    )
    put = exists().where(
        minute_records.c.minutes_id == minutes.c.id,
        minute_records.c.about == ITEM,
        minute_records.c.about_id == items.c.id,
        _newer(items.c.changed_at, since),
    )
    decided = exists().where(voted.c.meeting_id == minutes.c.meeting_id, _newer(voted.c.changed_at, since))
    seats = [companies.c.joined_at, companies.c.left_at]
    came = exists().where(
        companies.c.coalition_id == minutes.c.coalition_id, or_(*(_newer(each, since) for each in seats))
    )
    due = or_(minutes.c.seen_until.is_(None), moved, put, decided, came)
    rows = session.execute(
        select(minutes).where(minutes.c.state == State.POSTED, due).order_by(minutes.c.id).limit(limit)
    )
    return tuple(a_minutes(row) for row in rows)


def _newer(moment: ColumnElement[datetime], since: datetime) -> ColumnElement[bool]:
    return and_(moment >= since, moment >= minutes.c.seen_until)


def to_end_by_itself(session: Session, *, now: datetime, limit: int) -> tuple[Meeting, ...]:
    """List the meetings that nobody ended, and that end by themselves now."""
    table = meetings.records.meetings
    over = (table.c.state == MeetingState.PLANNED, table.c.ends_at <= now - ENDS_AFTER)
    rows = session.execute(select(table.c.id).where(*over).order_by(table.c.ends_at, table.c.id).limit(limit)).scalars()
    return tuple(meetings.by_id(session, one) for one in rows)


def to_ring(session: Session, coalition: Coalition, meeting: Meeting) -> tuple[str, ...]:
    """List the Slack ids of those who are rung to write: who takes notes, or chairs, or invites, or coordinates."""
    officers = meetings.officers(session, meeting)
    for one in (officers.notes, officers.chair, officers.inviter):
        if one is not None:
            return (one.user_id,)
    return tuple(knocks.doorkeepers(session, coalition))


def due(session: Session, *, now: datetime, limit: int) -> tuple[Minutes, ...]:
    """List the minutes that the clock takes further."""
    rows = session.execute(
        select(minutes).where(minutes.c.next_at <= now).order_by(minutes.c.next_at, minutes.c.id).limit(limit)
    )
    return tuple(a_minutes(row) for row in rows)
