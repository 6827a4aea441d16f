"""Series: pausing them, resuming them, giving them another rhythm, ending them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition, coalitions
from storage.database import Session
from storage.errors import Unknown
from storage.meetings.changing import call_off, change
from storage.meetings.planning import AHEAD, bring_back_moved, days_of, keep_planned
from storage.meetings.reading import by_id
from storage.meetings.records import (
    SERIES,
    Meeting,
    MeetingState,
    Over,
    Series,
    SeriesState,
    a_series,
    all_meetings,
    meeting,
    meetings,
    series,
)
from storage.schedules.reckoning import rhythm_of


def series_of(session: Session, coalition: Coalition) -> tuple[Series, ...]:
    """List the series of a coalition that have not ended, the oldest first."""
    its = (series.c.coalition_id == coalition.id, series.c.state != SeriesState.ENDED)
    return tuple(a_series(row) for row in session.execute(select(series).where(*its).order_by(series.c.id)))


def series_by_id(session: Session, series_id: int) -> Series:
    """Find a series by its row; Unknown if there is none."""
    row = session.execute(select(series).where(series.c.id == series_id)).one_or_none()
    if row is None:
        raise Unknown
    return a_series(row)


def series_by_token(session: Session, speaker: Speaker, token: str) -> Series:
    """Find a series by its name in Slack's buttons, for those who coordinate; Unknown for everybody else."""
    its = (series.c.token == token, series.c.coalition_id == speaker.coalition.id)
    row = session.execute(select(series).where(*its)).one_or_none()
    if row is None or not access.may_coordinate(speaker):
        raise Unknown
    return a_series(row)


def series_coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a series, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(series.c.coalition_id).where(series.c.token == token),
    ).scalar_one_or_none()
    return found


def pause(
    session: Session, there: Series, now: datetime, *, by: Speaker | None = None, way: Way = Way.FORM
) -> tuple[Meeting, ...]:
    """Plan no further meetings of a series and call off those that are planned; those. Twice is once."""
    return _stop(session, there, SeriesState.PAUSED, Act.PAUSED, by=by, way=way, now=now)


def end_series(
    session: Session, there: Series, now: datetime, *, by: Speaker | None = None, way: Way = Way.FORM
) -> tuple[Meeting, ...]:
    """End a series and call off what is planned of it; those. Twice is once."""
    return _stop(session, there, SeriesState.ENDED, Act.ENDED, by=by, way=way, now=now)


def _stop(
    session: Session, there: Series, state: SeriesState, act: Act, *, by: Speaker | None, way: Way, now: datetime
) -> tuple[Meeting, ...]:
    _must_run(by, there)
    if not _settle(session, there, {"state": state, "look_at": None}, now=now):
        return ()
    gone = [one for one in _to_come(session, there, now) if call_off(session, one, now=now)]
    _note(session, there, act, by=by, way=way, now=now)
    return tuple(by_id(session, one.id) for one in gone)


def resume(
    session: Session, there: Series, now: datetime, *, by: Speaker | None = None, way: Way = Way.FORM
) -> tuple[Meeting, ...]:
    """Let a paused series go on: what was called off comes back, moved where it was moved. Twice is once."""
    _must_run(by, there, adds=True)
    if there.state is SeriesState.ENDED:
        raise Over
    if not _settle(session, there, {"state": SeriesState.RUNNING, "look_at": now}, now=now):
        return ()
    _note(session, there, Act.RESUMED, by=by, way=way, now=now)
    running = series_by_id(session, there.id)
    return (*bring_back_moved(session, running, now=now), *keep_planned(session, running, now=now))


def _must_run(by: Speaker | None, there: Series, *, adds: bool = False) -> None:
    """Refuse everybody but those who coordinate where the series is; the clock is nobody."""
    if by is None:
        return
    access.must_coordinate(by)
    if by.coalition.id != there.coalition_id:
        raise Unknown
    if adds:
        access.must_stand(by)


def _settle(session: Session, there: Series, values: dict[str, Any], *, now: datetime) -> bool:
    """Change the state of a series that has not ended; False where it has that state already."""
    its = (series.c.id == there.id, series.c.state.not_in((SeriesState.ENDED, values["state"])))
    changed = update(series).where(*its).values(**values, changed_at=now).returning(series.c.id)
    return session.execute(changed).first() is not None


def _note(session: Session, there: Series, act: Act, *, by: Speaker | None, way: Way, now: datetime) -> None:
    if by is None:
        audit.note_clock(session, there.coalition_id, act, SERIES, there.id, now=now)
    else:
        audit.note(session, by, act, SERIES, there.id, way=way, now=now)


def change_rhythm(
    session: Session, there: Series, rule: str, now: datetime, *, by: Speaker | None = None, way: Way = Way.FORM
) -> tuple[Meeting, ...]:
    """Let a series come round otherwise from now on, and the coalition's agreed rhythm with it; what changed or is new.

    Meetings that are planned take the new days one after another and stay the same in people's calendars; what was
    moved or cancelled by itself stays as it is. RhythmError for a rule that is none, Over for a series that ended.
    """
    _must_run(by, there, adds=True)
    rhythm_of(rule)
    stands = series_by_id(session, there.id)
    if stands.state is SeriesState.ENDED:
        raise Over
    if stands.rule == rule:
        return ()
    look_at = now if stands.state is SeriesState.RUNNING else None
    session.execute(update(series).where(series.c.id == there.id).values(rule=rule, look_at=look_at, changed_at=now))
    agreed = update(coalitions).where(coalitions.c.id == there.coalition_id)
    session.execute(agreed.values(meeting_rule=rule, rhythm=""))
    _note(session, there, Act.CHANGED, by=by, way=way, now=now)
    renewed = series_by_id(session, there.id)
    changed = _take_new_days(session, renewed, now)
    new = keep_planned(session, renewed, now=now)
    return (*(by_id(session, one.id) for one in changed), *new)


def _to_come(session: Session, there: Series, now: datetime) -> list[Meeting]:
    its = (
        meetings.c.series_id == there.id,
        meetings.c.state == MeetingState.PLANNED,
        meetings.c.starts_at > now,
    )
    rows = session.execute(all_meetings().where(*its).order_by(meetings.c.starts_at, meetings.c.id))
    return [meeting(row) for row in rows]


def _take_new_days(session: Session, there: Series, now: datetime) -> list[Meeting]:
    """Put what is planned and was not moved on the days of the new rhythm; what finds none is called off."""
    plain = {one.day: one for one in _to_come(session, there, now) if not one.moved}
    rows = session.execute(select(meetings.c.day).where(meetings.c.series_id == there.id)).scalars()
    taken = set(rows) - plain.keys()
    coming = {day: at for day, at in _soon(there, now) if day not in taken}
    free = iter([(day, at) for day, at in coming.items() if day not in plain])
    changed = []
    for day, one in plain.items():
        new_day, starts_at = (day, coming[day]) if day in coming else next(free, (day, None))
        if starts_at is None:
            changed += [one] if call_off(session, one, now=now) else []
        elif starts_at != one.starts_at:
            ends_at = starts_at + timedelta(minutes=one.minutes)
            values = {"day": new_day, "starts_at": starts_at, "ends_at": ends_at}
            changed += [one] if change(session, one, values, now=now) else []
    return changed


def _soon(there: Series, now: datetime) -> Iterator[tuple[date, datetime]]:
    """Give the days that are to be planned by now: the next one, and those that are near."""
    for n, (day, starts_at) in enumerate(days_of(there.rhythm, there.zone, now)):
        if n and starts_at > now + AHEAD:
            return
        yield day, starts_at
