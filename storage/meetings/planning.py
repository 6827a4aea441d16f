"""Planning meetings: one, or a series of which the next ones are kept planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, insert, select, update

from storage import access, audit
from storage import companies as company_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, Seat, companies
from storage.database import Session
from storage.errors import Unknown
from storage.meetings.reading import by_id
from storage.meetings.records import (
    ABOUT,
    CARRIED,
    SERIES,
    Meeting,
    MeetingState,
    Passed,
    Plan,
    Series,
    SeriesState,
    a_series,
    meetings,
    series,
)
from storage.once import insert_once
from storage.rhythms import Rhythm, instant
from storage.schedules.reckoning import rhythm_of

# So far ahead the meetings of a series are planned, and the next one always.
AHEAD = timedelta(days=60)
# A clock that is put forward moves a moment by at most a day.
_CLOCK_MOVES = timedelta(days=2)
# Leads are rung for a further meeting of a series so long before it.
_INVITED = timedelta(days=14)


def plan(
    session: Session, speaker: Speaker, meant: Plan, *, form: str | None = None, way: Way = Way.FORM, now: datetime
) -> Meeting:
    """Plan a meeting, or a series and give its first one; the same form again gives what it planned.

    NotCoordinator for all but coordinators, Passed for a moment that is over.
    """
    access.must_coordinate(speaker)
    access.must_stand(speaker)
    if form is not None and (there := _of_form(session, form)) is not None:
        return by_id(session, there)
    must_be_here(session, speaker.coalition, meant)
    if meant.rule is None:
        return _plan_one(session, speaker, meant, form, way=way, now=now)
    return _plan_series(session, speaker, meant, form, way=way, now=now)


def _of_form(session: Session, form: str) -> int | None:
    return session.execute(select(meetings.c.id).where(meetings.c.form == form)).scalar_one_or_none()


def must_be_here(session: Session, coalition: Coalition, meant: Plan) -> None:
    """Raise Unknown unless the host and everybody who has a part sit in the coalition."""
    hosts = {company.id for company in company_page.seated(session, coalition)}
    if meant.host_company_id is not None and meant.host_company_id not in hosts:
        raise Unknown
    for person_id in (meant.inviter_id, meant.chair_id, meant.notes_id):
        if person_id is not None:
            seat = access.seat_of(session, person_id)
            if seat is None or seat.coalition.id != coalition.id:
                raise Unknown


def _plan_one(session: Session, speaker: Speaker, meant: Plan, form: str | None, *, way: Way, now: datetime) -> Meeting:
    if meant.starts_at is None or meant.starts_at <= now:
        raise Passed
    day = meant.starts_at.astimezone(ZoneInfo(meant.zone)).date()
    carried = _carried(meant, speaker)
    values = {**carried, **_new(speaker.coalition.id, day, meant.starts_at, meant.minutes, now), "form": form}
    meeting_id = insert_once(session, meetings, {**values, "invite_at": now})
    if meeting_id is None:
        # Of two who send the same form at once, the second finds what the first one planned.
        return by_id(session, _of_form(session, form or "") or 0)
    audit.note(session, speaker, Act.PLANNED, ABOUT, meeting_id, way=way, now=now)
    return by_id(session, meeting_id)


def _carried(meant: Plan, speaker: Speaker) -> dict[str, Any]:
    values = {field: getattr(meant, field) for field in CARRIED}
    return values | {"inviter_id": meant.inviter_id or speaker.person_id}


def _new(coalition_id: int, day: date, starts_at: datetime, minutes: int, now: datetime) -> dict[str, Any]:
    """Say of a new meeting what is no matter of the plan."""
    return {
        "coalition_id": coalition_id,
        "series_id": None,
        "day": day,
        "token": new_token(),
        "uid": str(uuid4()),
        "sequence": 0,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "state": MeetingState.PLANNED,
        "moved": False,
        "called_off": False,
        "agenda_stale": False,
        "form": None,
        "invite_at": None,
        "untold_since": None,
        "made_at": now,
        "changed_at": now,
        "ended_at": None,
        "closed_at": None,
    }


def _plan_series(
    session: Session, speaker: Speaker, meant: Plan, form: str | None, *, way: Way, now: datetime
) -> Meeting:
    rhythm_of(meant.rule or "")
    values = {
        **_carried(meant, speaker),
        "coalition_id": speaker.coalition.id,
        "token": new_token(),
        "rule": meant.rule,
        "minutes": meant.minutes,
        "rotates": meant.rotates,
        "state": SeriesState.RUNNING,
        "look_at": now,
        "made_at": now,
        "changed_at": now,
    }
    series_id = session.execute(insert(series).values(values).returning(series.c.id)).scalar_one()
    row = session.execute(select(series).where(series.c.id == series_id)).one()
    made = keep_planned(session, a_series(row), now=now)
    if not made:
        raise Passed
    first = made[0].id
    session.execute(update(meetings).where(meetings.c.id == first).values(form=form, invite_at=now))
    audit.note(session, speaker, Act.PLANNED, SERIES, series_id, way=way, now=now)
    return by_id(session, first)


def to_look_after(session: Session, *, now: datetime, limit: int) -> tuple[Series, ...]:
    """List series of which a further meeting is to be planned; what somebody else holds is left to them."""
    runs = series.c.coalition_id.in_(
        select(coalitions.c.id).where(coalitions.c.closed_at.is_(None), coalitions.c.dissolving_at.is_(None))
    )
    due = select(series).where(series.c.look_at <= now, runs).order_by(series.c.look_at, series.c.id).limit(limit)
    # SQLite has one writer and leaves the lock out.
    return tuple(a_series(row) for row in session.execute(due.with_for_update(skip_locked=True)))


def next_look(session: Session) -> datetime | None:
    """Give the moment at which a further meeting of a series is to be planned next."""
    soonest = select(series.c.look_at).where(series.c.look_at.is_not(None)).order_by(series.c.look_at).limit(1)
    found: datetime | None = session.execute(soonest).scalar_one_or_none()
    return found


def keep_planned(session: Session, there: Series, *, now: datetime) -> tuple[Meeting, ...]:
    """Plan the meetings of a running series that are to be planned by now; those that are new, or came back.

    Days that were planned before stay as they are, whatever became of them; only what was called off with its series
    comes back. Asked again, it plans nothing twice.
    """
    if there.state is not SeriesState.RUNNING:
        return ()
    known = _known(session, there)
    upcoming = [row.starts_at for row in known.values() if row.state == MeetingState.PLANNED and row.starts_at > now]
    made: list[int] = []
    look_at: datetime | None = None
    hosts = _hosts(session, there)
    for day, starts_at in days_of(there.rhythm, there.zone, now):
        if starts_at > now + AHEAD and upcoming:
            look_at = min(starts_at - AHEAD, max(upcoming))
            break
        row = known.get(day)
        if row is None:
            made += _plan_day(session, there, day, starts_at, host=next(hosts), now=now)
        elif row.called_off and not row.moved:
            _bring_back(session, row.id, starts_at, there.minutes, now)
            made.append(row.id)
        else:
            continue
        upcoming.append(starts_at)
    session.execute(update(series).where(series.c.id == there.id).values(look_at=look_at))
    return tuple(by_id(session, one) for one in made)


def _known(session: Session, there: Series) -> dict[date, Row[Any]]:
    rows = session.execute(select(meetings).where(meetings.c.series_id == there.id))
    return {row.day: row for row in rows}


def bring_back_moved(session: Session, there: Series, *, now: datetime) -> tuple[Meeting, ...]:
    """Bring back what had been moved before it was called off with its series, to where it had been moved."""
    rows = [row for row in _known(session, there).values() if row.called_off and row.moved and row.starts_at > now]
    for row in rows:
        _bring_back(session, row.id, row.starts_at, (row.ends_at - row.starts_at) // timedelta(minutes=1), now)
    return tuple(by_id(session, row.id) for row in rows)


def _bring_back(session: Session, meeting_id: int, starts_at: datetime, minutes: int, now: datetime) -> None:
    values = {
        "state": MeetingState.PLANNED,
        "called_off": False,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "sequence": meetings.c.sequence + 1,
        "untold_since": now,
        "changed_at": now,
        "agenda_stale": True,
    }
    session.execute(update(meetings).where(meetings.c.id == meeting_id).values(values))


def days_of(rhythm: Rhythm, zone: str, now: datetime) -> Iterator[tuple[date, datetime]]:
    """Give the days of a rhythm that are still to come, and when each begins."""
    place = ZoneInfo(zone)
    for day in rhythm.days_from(now.astimezone(place).date() - _CLOCK_MOVES):
        starts_at = instant(day, rhythm.at, place)
        if starts_at > now:
            yield day, starts_at


def invited_at(starts_at: datetime, now: datetime) -> datetime:
    """Say when the invitations of a further meeting of a series go."""
    return max(now, starts_at - _INVITED)


def _plan_day(
    session: Session, there: Series, day: date, starts_at: datetime, *, host: int | None, now: datetime
) -> list[int]:
    carried = {field: getattr(there, field) for field in CARRIED} | {"host_company_id": host}
    values = {**carried, **_new(there.coalition_id, day, starts_at, there.minutes, now), "series_id": there.id}
    meeting_id = insert_once(session, meetings, values | {"invite_at": invited_at(starts_at, now)})
    if meeting_id is not None:
        audit.note_clock(session, there.coalition_id, Act.PLANNED, ABOUT, meeting_id, now=now)
    return [meeting_id] if meeting_id is not None else []


def _hosts(session: Session, there: Series) -> Iterator[int | None]:
    """Give the hosts of the meetings to come: always the same, or the members in turn after whose turn was last."""
    if not there.rotates:
        return repeat(there.host_company_id)
    newest = select(meetings.c.host_company_id).where(meetings.c.series_id == there.id)
    last = session.execute(newest.order_by(meetings.c.day.desc()).limit(1)).scalar_one_or_none()
    return _in_turn(_members(session, there.coalition_id), last, there.host_company_id)


def _members(session: Session, coalition_id: int) -> list[int]:
    seated = select(companies.c.id).where(
        companies.c.coalition_id == coalition_id, companies.c.left_at.is_(None), companies.c.seat == Seat.MEMBER
    )
    return list(session.execute(seated.order_by(func.lower(companies.c.name), companies.c.id)).scalars())


def _in_turn(members: list[int], last: int | None, first: int | None) -> Iterator[int | None]:
    """Go round, from the one after the last host on, or from whoever was named first."""
    begins = members.index(first) if first in members else 0
    at = members.index(last) + 1 if last in members else begins
    while True:
        yield members[at % len(members)] if members else None
        at += 1


def host_after(session: Session, there: Meeting, company: Company) -> int | None:
    """Say who hosts a meeting whose host left: whoever comes after it by name where the host goes round."""
    rotates = select(series.c.rotates).where(series.c.id == there.series_id)
    if not session.execute(rotates).scalar_one_or_none():
        return None
    later = select(companies.c.id).where(
        companies.c.coalition_id == company.coalition_id,
        companies.c.left_at.is_(None),
        companies.c.seat == Seat.MEMBER,
        func.lower(companies.c.name) > company.name.lower(),
    )
    found: int | None = session.execute(later.order_by(func.lower(companies.c.name)).limit(1)).scalar_one_or_none()
    return found if found is not None else next(iter(_members(session, company.coalition_id)), None)
