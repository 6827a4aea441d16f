"""Changing what was planned: moving, cancelling, ending, closing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, null, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.errors import Stale, Unknown
from storage.meetings.planning import invited_at, must_be_here
from storage.meetings.reading import by_id, by_token
from storage.meetings.records import (
    ABOUT,
    CARRIED,
    Meeting,
    MeetingState,
    Over,
    Passed,
    Plan,
    meetings,
    series,
)


def move(
    session: Session, speaker: Speaker, token: str, meant: Plan, *, base: int, way: Way = Way.FORM, now: datetime
) -> Meeting:
    """Change when and where a meeting is, and who has a part in it; `base` is the sequence that the form showed.

    Twice is once. Stale where somebody else changed it meanwhile, Over where it is not planned any more, Passed for a
    moment that is over, NotCoordinator for all but coordinators.
    """
    there = _to_change(session, speaker, token, now=now)
    access.must_stand(speaker)
    if meant == Plan.of(there):
        return there
    if there.sequence != base:
        raise Stale(token, there.sequence)
    must_be_here(session, speaker.coalition, meant)
    starts_at = meant.starts_at
    if starts_at is None or (starts_at <= now and starts_at != there.starts_at):
        raise Passed
    values = {field: getattr(meant, field) for field in CARRIED}
    values |= {"inviter_id": meant.inviter_id or there.inviter_id, "starts_at": starts_at}
    values |= {"ends_at": starts_at + timedelta(minutes=meant.minutes), "moved": True}
    if not change(session, there, values, now=now):
        raise Stale(token, by_id(session, there.id).sequence)
    audit.note(session, speaker, Act.MOVED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def cancel(
    session: Session, speaker: Speaker, token: str, *, base: int | None = None, way: Way = Way.FORM, now: datetime
) -> Meeting:
    """Cancel a meeting; of a series, the others stay. Twice is once.

    Stale where it is not the one that the form showed any more, Over for what was held, NotCoordinator for all but
    coordinators.
    """
    access.must_coordinate(speaker)
    there = by_token(session, speaker, token)
    if there.state is MeetingState.CANCELLED:
        return there
    _refuse_what_is_over(there)
    if base is not None and there.sequence != base:
        raise Stale(token, there.sequence)
    if not _cancel(session, there, called_off=False, now=now):
        raise Stale(token, by_id(session, there.id).sequence)
    audit.note(session, speaker, Act.CANCELLED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def call_off(session: Session, there: Meeting, *, now: datetime) -> bool:
    """Cancel a meeting with its series, so that it comes back with it; False where it changed meanwhile."""
    return _cancel(session, there, called_off=True, now=now)


def _cancel(session: Session, there: Meeting, *, called_off: bool, now: datetime) -> bool:
    values: dict[str, Any] = {"state": MeetingState.CANCELLED, "called_off": called_off}
    if not called_off:
        values["invite_at"] = None
    if not change(session, there, values, now=now):
        return False
    # So that the next one of a series is planned in any case.
    its = (series.c.id == there.series_id, series.c.look_at.is_not(None))
    session.execute(update(series).where(*its).values(look_at=now))
    return True


def change(session: Session, there: Meeting, values: dict[str, Any], *, now: datetime) -> bool:
    """Change what a calendar says of a meeting; False where somebody else changed it meanwhile."""
    stands = (
        meetings.c.id == there.id,
        meetings.c.sequence == there.sequence,
        meetings.c.state == there.state,
    )
    told = {"sequence": there.sequence + 1, "untold_since": now, "changed_at": now, "agenda_stale": True}
    if starts_at := values.get("starts_at"):
        # Invitations that have not gone yet go before the new day.
        still_to_go = (meetings.c.invite_at.is_not(None), invited_at(starts_at, now))
        told["invite_at"] = case(still_to_go, else_=null())
    changed = update(meetings).where(*stands).values({**told, **values}).returning(meetings.c.id)
    return session.execute(changed).first() is not None


def _to_change(session: Session, speaker: Speaker, token: str, *, now: datetime) -> Meeting:
    access.must_coordinate(speaker)
    there = by_token(session, speaker, token)
    _refuse_what_is_over(there)
    if there.ends_at <= now:
        raise Over
    return there


def _refuse_what_is_over(there: Meeting) -> None:
    if there.state is not MeetingState.PLANNED:
        raise Over


def end(session: Session, there: Meeting, now: datetime, *, by: Speaker | None = None, way: Way = Way.CLOCK) -> Meeting:
    """Note that a meeting was held and is over: by the clock where nobody says so. Twice is once."""
    its = (meetings.c.id == there.id, meetings.c.state == MeetingState.PLANNED)
    values = {"state": MeetingState.ENDED, "ended_at": now, "changed_at": now, "invite_at": None}
    return _settle(session, there, its, values, Act.ENDED, by=by, way=way, now=now)


def close(
    session: Session, there: Meeting, now: datetime, *, by: Speaker | None = None, way: Way = Way.CLOCK
) -> Meeting:
    """Note that nothing more is said of a meeting that was held: its minutes stand. Twice is once."""
    its = (meetings.c.id == there.id, meetings.c.state == MeetingState.ENDED)
    values = {"state": MeetingState.CLOSED, "closed_at": now, "changed_at": now}
    return _settle(session, there, its, values, Act.CLOSED, by=by, way=way, now=now)


def _settle(
    session: Session,
    there: Meeting,
    its: tuple[Any, ...],
    values: dict[str, Any],
    act: Act,
    *,
    by: Speaker | None,
    way: Way,
    now: datetime,
) -> Meeting:
    if by is not None and by.coalition.id != there.coalition_id:
        raise Unknown
    if session.execute(update(meetings).where(*its).values(values).returning(meetings.c.id)).first() is not None:
        if by is None:
            audit.note_clock(session, there.coalition_id, act, ABOUT, there.id, now=now)
        else:
            audit.note(session, by, act, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def touch(session: Session, meeting_id: int, now: datetime) -> None:
    """Note that something which the agenda of a meeting is made of has changed."""
    its = update(meetings).where(meetings.c.id == meeting_id)
    session.execute(its.values(agenda_stale=True, changed_at=now))
