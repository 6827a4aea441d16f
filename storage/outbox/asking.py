"""Asking the outbox: when something is due, how a letter stands, what could not be delivered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, select

from storage.database import Session
from storage.outbox.claiming import BUSY_LANES, NOW
from storage.outbox.left_over import next_left_over
from storage.outbox.letters import IS_DEAD, IS_DROPPED, PAUSED, Fault, Place, Standing, State, outbox, paces

_IS_OWED = outbox.c.next_at.is_not(None)
_FIRST_IN_A_FREE_LANE = (
    select(outbox.c.next_at).where(_IS_OWED, outbox.c.lane.not_in(BUSY_LANES)).order_by(outbox.c.next_at).limit(1)
)
_FIRST_LANE_TO_COME_FREE = select(func.min(paces.c.free_at)).where(
    paces.c.free_at > NOW,
    paces.c.lane.in_(select(outbox.c.lane).where(_IS_OWED)),
)


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Say how long one may safely wait before the next claim; None if nothing is owed."""
    first: datetime | None = session.execute(_FIRST_IN_A_FREE_LANE, {"now": now}).scalar_one_or_none()
    if first is not None and first <= now:
        return first
    freed: datetime | None = session.execute(_FIRST_LANE_TO_COME_FREE, {"now": now}).scalar_one_or_none()
    moments = (first, freed, next_left_over(session))
    return min((moment for moment in moments if moment is not None), default=None)


def standing(session: Session, coalition_id: int, key: str) -> Standing | None:
    """Say how the letter under a key stands; None if nobody ever wanted it."""
    row = session.execute(
        _standings().where(outbox.c.coalition_id == coalition_id, outbox.c.key == key),
    ).one_or_none()
    return _standing(row) if row is not None else None


def how_many_stand(session: Session, coalition_id: int, channel: str, *, about: str) -> int:
    """Count the messages about something that stand in a channel, or are on their way there."""
    stands = (
        outbox.c.coalition_id == coalition_id,
        outbox.c.channel == channel,
        outbox.c.about == about,
        outbox.c.state.in_([State.DUE, State.SENDING, State.SENT]),
    )
    return session.execute(select(func.count()).select_from(outbox).where(*stands)).scalar_one()


def where_they_stand(
    session: Session, coalition_id: int, channel: str, *, about: str, keys: Collection[str]
) -> dict[str, str]:
    """Tell where in a channel the messages under some keys stand, if they still tell of a thing: their timestamps."""
    rows = session.execute(
        select(outbox.c.key, outbox.c.sent_ts).where(
            outbox.c.coalition_id == coalition_id,
            outbox.c.key.in_(sorted(keys)),
            outbox.c.about == about,
            outbox.c.sent_channel == channel,
            outbox.c.sent_ts.is_not(None),
            outbox.c.retract_version.is_(None),
        ),
    )
    return {row.key: row.sent_ts for row in rows}


def dead_letters_of(session: Session, owner_id: int) -> tuple[Standing, ...]:
    """List what could not be delivered for a person, newest first."""
    return _of(session, owner_id, IS_DEAD)


def dead_letters_about(session: Session, coalition_id: int, things: Collection[str]) -> tuple[Standing, ...]:
    """List what could not be delivered of some kinds of things to a coalition's channels, newest first."""
    which = (IS_DEAD, outbox.c.coalition_id == coalition_id, outbox.c.about.in_(sorted(things)))
    in_channels = _standings().where(*which, outbox.c.place == Place.CHANNEL)
    rows = session.execute(in_channels.order_by(outbox.c.changed_at.desc(), outbox.c.id))
    return tuple(_standing(row) for row in rows)


def dropped_letters_of(session: Session, owner_id: int) -> tuple[Standing, ...]:
    """List what a person wanted said and nobody may be told any more, newest first."""
    return _of(session, owner_id, IS_DROPPED)


def _of(session: Session, owner_id: int, which: ColumnElement[bool]) -> tuple[Standing, ...]:
    theirs = _standings().where(which, outbox.c.owner_id == owner_id)
    rows = session.execute(theirs.order_by(outbox.c.changed_at.desc(), outbox.c.id))
    return tuple(_standing(row) for row in rows)


def held_letters_of(session: Session, owner_id: int) -> tuple[Standing, ...]:
    """List what waits of a person's for a paused channel, oldest first."""
    waiting = (_IS_OWED, outbox.c.error == PAUSED, outbox.c.owner_id == owner_id)
    rows = session.execute(_standings().where(*waiting).order_by(outbox.c.created_at, outbox.c.id))
    return tuple(_standing(row) for row in rows)


def _standings() -> Select[*tuple[object, ...]]:
    return select(*(outbox.c[field] for field in Standing.__dataclass_fields__))


def _standing(row: Row[*tuple[object, ...]]) -> Standing:
    values = row._asdict()
    fault = values.pop("fault")
    return Standing(**{**values, "state": State(values["state"])}, fault=Fault(fault) if fault else None)
