"""Keeping and ending schedules; one a coalition and kind."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from storage.coalitions import Coalition
from storage.database import Session
from storage.once import insert_once
from storage.periods import Span
from storage.rhythms import Every, Rhythm
from storage.schedules.reckoning import Course, next_after, rhythm_of
from storage.schedules.records import ALLOWANCE, DIGEST, Schedule, State, occurrences, schedule, schedules
from storage.schedules.rounds import come_round_for

_MINUTE = timedelta(minutes=1)


def keep(
    session: Session,
    coalition: Coalition,
    kind: str,
    rhythm: Rhythm,
    *,
    moves_holidays: bool = False,
    country: str | None = None,
    until: date | None = None,
    allowance: timedelta = ALLOWANCE,
    now: datetime,
) -> Schedule:
    """Let something come round in a coalition's zone, from now on; as before where nothing changed.

    What was due already under the old rhythm stays due. `until` is the last day of the rhythm.
    """
    wanted: dict[str, Any] = {
        "rule": rhythm.as_rule(),
        "zone": coalition.zone,
        "span": Span.DAY if rhythm.every is Every.DAILY else Span.WEEK,
        "moves_holidays": moves_holidays,
        "country": country,
        "until": until,
        "allowance": allowance // _MINUTE,
    }
    its = (schedules.c.coalition_id == coalition.id, schedules.c.kind == kind)
    there = session.execute(select(schedules).where(*its).with_for_update()).one_or_none()
    if there is None or any(there._mapping[name] != value for name, value in wanted.items()):  # noqa: SLF001  A row's.
        course = Course(wanted["rule"], coalition.zone, country if moves_holidays else None, until)
        values = {**wanted, "next_at": next_after(course, now), "reckoned_at": now}
        if there is not None:
            come_round_for(session, there, now=now)
            session.execute(update(schedules).where(*its).values(values))
        elif insert_once(session, schedules, {"coalition_id": coalition.id, "kind": kind, **values}) is None:
            # Somebody else began the same one a moment ago; the newest word counts.
            session.execute(update(schedules).where(*its).values(values))
    return schedule(session.execute(select(schedules).where(*its)).one())


def follow(session: Session, coalition: Coalition, *, now: datetime) -> None:
    """Let the digest come as the coalition has agreed by now, and all that comes round in its zone as it is by now."""
    allowance = timedelta(hours=coalition.catch_up)
    if coalition.digest_rule is None:
        end(session, coalition, DIGEST)
    else:
        keep(
            session,
            coalition,
            DIGEST,
            rhythm_of(coalition.digest_rule),
            moves_holidays=coalition.country is not None,
            country=coalition.country,
            allowance=allowance,
            now=now,
        )
    others = select(schedules).where(schedules.c.coalition_id == coalition.id, schedules.c.kind != DIGEST)
    for each in [schedule(row) for row in session.execute(others.order_by(schedules.c.kind))]:
        keep(
            session,
            coalition,
            each.kind,
            each.rhythm,
            moves_holidays=each.moves_holidays,
            country=coalition.country,
            until=each.until,
            allowance=allowance,
            now=now,
        )


def end(session: Session, coalition: Coalition, kind: str) -> bool:
    """Let something come round no more, nor what is due and nobody has begun; False if it did not come round."""
    its = (schedules.c.coalition_id == coalition.id, schedules.c.kind == kind)
    session.execute(
        delete(occurrences).where(
            occurrences.c.coalition_id == coalition.id, occurrences.c.kind == kind, occurrences.c.state == State.DUE
        )
    )
    return session.execute(delete(schedules).where(*its).returning(schedules.c.id)).first() is not None


def end_all(session: Session, coalition_id: int) -> None:
    """Let nothing come round any more: the coalition is closed."""
    its = (occurrences.c.coalition_id == coalition_id, occurrences.c.state.in_((State.DUE, State.CLAIMED)))
    session.execute(delete(occurrences).where(*its))
    session.execute(delete(schedules).where(schedules.c.coalition_id == coalition_id))


def of(session: Session, coalition_id: int, kind: str) -> Schedule | None:
    """Find what comes round for a coalition."""
    row = session.execute(
        select(schedules).where(schedules.c.coalition_id == coalition_id, schedules.c.kind == kind)
    ).one_or_none()
    return schedule(row) if row else None
