"""The end of a dissolution: what is held is put aside, all access ends, Slack is cleared, and every row goes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import delete, null, select, update

from storage import audit, holds, outbox, schedules
from storage import coalitions as coalition_page
from storage.audit import Act, Seal
from storage.base import new_token
from storage.coalitions import Coalition, coalitions
from storage.companies import companies
from storage.database import Session
from storage.dissolving import rows
from storage.dissolving.beginning import copies
from storage.dissolving.records import (
    ABOUT,
    GRACE,
    Copy,
    Dissolution,
    Left,
    Stage,
    dissolution,
    dissolutions,
)
from storage.holds import held
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import takedowns

# So much of each a transaction, so that nobody waits long.
_HELD, _LETTERS = 50, 200
# So long Slack is given to take down what stands there.
_TAKING_DOWN = timedelta(days=1)
_WAITS = frozenset({Copy.WAITS, Copy.FAILED})


def step(session: Session, of: Dissolution, *, now: datetime) -> Stage | None:
    """Bring a dissolution one step further, in this transaction; the stage that it is in then.

    None where it is somewhere else by now, or somebody else is at it, or it waits.
    """
    its = select(dissolutions).where(dissolutions.c.id == of.id, dissolutions.c.stage == of.stage)
    row = session.execute(its.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    there = dissolution(row)
    match there.stage:
        case Stage.EXPORTING:
            return _export(session, there, now)
        case Stage.PARTING:
            return _part(session, there, now)
        case Stage.KEEPING:
            return _keep(session, there, now)
        case Stage.RETRACTING:
            return _retract(session, there, now)
        case _:
            return Stage.ERASING if there.stage is Stage.ERASING else None


def _export(session: Session, there: Dissolution, now: datetime) -> Stage | None:
    """Wait for the exports, for some days at most."""
    coalition = coalition_page.by_id(session, there.coalition_id)
    is_out = not any(copy in _WAITS for _, copy in copies(session, coalition, there))
    return _move_on(session, there, Stage.PARTING, next_at=now + GRACE) if is_out or now >= there.next_at else None


def _part(session: Session, there: Dissolution, now: datetime) -> Stage | None:
    """Wait a day, so that everybody can look once more; then begin with what cannot be taken back."""
    if now < there.next_at:
        return None
    holds.gather(session, there.coalition_id)
    return _move_on(session, there, Stage.KEEPING, next_at=now)


def _keep(session: Session, there: Dissolution, now: datetime) -> Stage:
    """Put aside some of what is held, while everybody can still see what they can see; then end all access."""
    some = session.execute(
        select(held.c.id, held.c.about_id)
        .join(takedowns, takedowns.c.id == held.c.about_id)
        .where(
            held.c.about == TAKEDOWN,
            held.c.id > there.reached,
            takedowns.c.coalition_id == there.coalition_id,
            takedowns.c.erased_at.is_(None),
        )
        .order_by(held.c.id)
        .limit(_HELD),
    ).all()
    for about_id in sorted({row.about_id for row in some}):
        holds.preserve(session, about_id)
    if some:
        return _move_on(session, there, Stage.KEEPING, next_at=now, reached=some[-1].id)
    return _close(session, there, now)


def _close(session: Session, there: Dissolution, now: datetime) -> Stage:
    """End all access, in one transaction: no company sits here any more, and no channel is this coalition's."""
    coalition = coalition_page.hold(session, there.coalition_id)
    holds.name_holders(session, coalition)
    schedules.end_all(session, coalition.id)
    sits = (companies.c.coalition_id == coalition.id, companies.c.left_at.is_(None))
    session.execute(update(companies).where(*sits).values(left_at=now))
    nobody = {"name": new_token(), "channel": new_token(), "open_channel": null(), "closed_at": now}
    session.execute(update(coalitions).where(coalitions.c.id == coalition.id).values(nobody))
    return _move_on(session, there, Stage.RETRACTING, next_at=now + _TAKING_DOWN)


def _retract(session: Session, there: Dissolution, now: datetime) -> Stage | None:
    """Take down what stands in Slack, some letters at a time; go on when nothing is owed any more, or after a day."""
    closed_at = there.next_at - _TAKING_DOWN
    if outbox.retract_some(session, there.coalition_id, before=closed_at, limit=_LETTERS, now=now):
        return Stage.RETRACTING
    if outbox.owes(session, there.coalition_id) and now < there.next_at:
        return None
    audit.note_clock(session, there.coalition_id, Act.DISSOLVED, ABOUT, there.id, now=now, detail="erased")
    return _move_on(session, there, Stage.ERASING, next_at=now)


def _move_on(
    session: Session, there: Dissolution, stage: Stage, *, next_at: datetime, reached: int | None = None
) -> Stage:
    values = {"stage": stage, "next_at": next_at, "reached": there.reached if reached is None else reached}
    session.execute(update(dissolutions).where(dissolutions.c.id == there.id).values(values))
    return stage


def erase_some(session: Session, of: Dissolution, *, now: datetime) -> bool:
    """Erase some rows of a coalition whose time to be erased has come; True if there are more."""
    its = select(dissolutions).where(dissolutions.c.id == of.id, dissolutions.c.stage == Stage.ERASING)
    row = session.execute(its.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return False
    there = dissolution(row)
    if row.hash is None:
        return _take_the_hash(session, there, now)
    if rows.delete_some(session, there.coalition_id):
        return True
    session.execute(delete(coalitions).where(coalitions.c.id == there.coalition_id))
    gone = {"stage": Stage.DONE, "coalition_id": None, "next_at": None, "reached": None}
    session.execute(update(dissolutions).where(dissolutions.c.id == there.id).values(gone))
    return False


def _take_the_hash(session: Session, there: Dissolution, now: datetime) -> bool:
    """Seal the trail to its end, and take the hash over its last seal; the lines themselves go then."""
    coalition = coalition_page.by_id(session, there.coalition_id)
    if audit.seal(session, coalition, now=now) == audit.BATCH:
        return True
    if _unsealed(session, coalition):
        return True
    seal = audit.newest_seal(session, coalition)
    assert seal is not None
    values = {"hash": fingerprint(there.token, now, seal), "ended_at": now}
    session.execute(update(dissolutions).where(dissolutions.c.id == there.id).values(values))
    holds.leave(session, coalition.id)
    outbox.forget_paces(session, coalition.id)
    return True


def _unsealed(session: Session, coalition: Coalition) -> bool:
    waits = (audit.trail.c.coalition_id == coalition.id, audit.trail.c.sequence.is_(None))
    return session.execute(select(audit.trail.c.id).where(*waits).limit(1)).first() is not None


def fingerprint(token: str, at: datetime, seal: Seal) -> str:
    """Hash what is left: SHA-256 over a JSON array in ASCII without spaces.

    It holds `tocsin-dissolution-1`, the random id, the day in UTC, and the last seal of the trail, `sequence:hash`.
    """
    whole = ["tocsin-dissolution-1", token, at.date().isoformat(), str(seal)]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()


def left(session: Session) -> tuple[Left, ...]:
    """List what is left of each coalition that is gone, oldest first."""
    rows_ = session.execute(
        select(dissolutions.c.token, dissolutions.c.ended_at, dissolutions.c.hash)
        .where(dissolutions.c.stage == Stage.DONE)
        .order_by(dissolutions.c.ended_at, dissolutions.c.id),
    )
    return tuple(Left(*row) for row in rows_)


def verified(one: Left, seal: Seal) -> bool:
    """Tell whether a seal that somebody kept is the last one of a coalition that is gone."""
    return fingerprint(one.token, one.ended_at, seal) == one.hash
