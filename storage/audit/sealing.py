"""Sealing: shortly after lines are written, each gets its place in its coalition's chain of hashes.

A line's id is no order: a transaction that began earlier may commit later. The order is the one in which lines are
sealed, and what is not seen this time is sealed the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Column, ForeignKey, Integer, String, Table, bindparam, select, update

from storage.audit.encoding import BEGINNING, NEWEST, Line, chained
from storage.audit.entries import trail
from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.database import Session
from storage.once import insert_once

# So many at once that the writers of a SQLite file hardly notice.
BATCH = 1000
_WRITTEN = re.compile(r"(?:(\d{1,10}):)?([0-9a-f]{64})")
# The place of a seal that was told without it.
NOWHERE = 0

seals = Table(
    "audit_seals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Seal:
    """How far a chain went at one time, and the hash that vouches for all of it.

    `sequence` is NOWHERE where only the hash was told.
    """

    sequence: int
    hash: str

    def __str__(self) -> str:
        """Write the seal as people keep it: `1234:ab12…`."""
        return f"{self.sequence}:{self.hash}"

    @property
    def for_others(self) -> str:
        """Write the seal as it leaves our hands: its place would count what its readers may know nothing of."""
        return self.hash

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what was written, with its place or without; None if that is no seal."""
        written = _WRITTEN.fullmatch(text.strip().lower())
        return cls(int(written[1] or NOWHERE), written[2]) if written else None


def newest_seal(session: Session, coalition: Coalition) -> Seal | None:
    """Give the newest seal of a coalition's trail; None if nothing was sealed yet."""
    row = session.execute(_SEAL.where(seals.c.coalition_id == coalition.id, seals.c.sequence > 0)).one_or_none()
    return Seal(*row) if row else None


_SEAL = select(seals.c.sequence, seals.c.hash)
_UNSEALED = (
    select(trail)
    .where(trail.c.coalition_id == bindparam("coalition"), trail.c.sequence.is_(None))
    .order_by(trail.c.id)
    .limit(bindparam("limit"))
)
_FILL_IN = (
    update(trail)
    .where(trail.c.id == bindparam("line"))
    .values(sequence=bindparam("place"), sealed_as=NEWEST, hash=bindparam("chained"))
)


def seal(session: Session, coalition: Coalition, *, now: datetime, limit: int = BATCH) -> int:
    """Seal up to `limit` lines of a coalition's trail; how many it were.

    Of several sealers one works, and the others find nothing to do: the newest seal is moved on by a write that fails
    unless it still is what was read.
    """
    if not session.execute(_UNSEALED, {"coalition": coalition.id, "limit": 1}).all():
        return 0
    before = _held(session, coalition, now)
    if before is None:
        return 0
    # Read only now that the newest seal is held, so that nobody else has sealed any of these.
    rows = session.execute(_UNSEALED, {"coalition": coalition.id, "limit": limit}).mappings().all()
    links: list[dict[str, Any]] = []
    newest = before
    for row in rows:
        place = newest.sequence + 1
        newest = Seal(place, chained(Line(place, dict(row)), newest.hash))
        links.append({"line": row["id"], "place": place, "chained": newest.hash})
    if links:
        _move_on(session, coalition, before, newest, now)
        session.execute(_FILL_IN, links)
    return len(links)


def _held(session: Session, coalition: Coalition, now: datetime) -> Seal | None:
    """Hold the newest seal, begin a chain where there is none; None while another sealer holds it."""
    mine = _SEAL.where(seals.c.coalition_id == coalition.id)
    if session.execute(mine).one_or_none() is None:
        values = {"coalition_id": coalition.id, "sequence": 0, "hash": BEGINNING, "at": now}
        insert_once(session, seals, values)
    # SQLite has one writer and leaves this out.
    row = session.execute(mine.with_for_update(skip_locked=True)).one_or_none()
    return Seal(*row) if row else None


def _move_on(session: Session, coalition: Coalition, before: Seal, newest: Seal, now: datetime) -> None:
    """Put the newest seal in the place of the one before; NoResultFound, and so nothing at all, if it is not there."""
    session.execute(
        update(seals)
        .where(seals.c.coalition_id == coalition.id, seals.c.sequence == before.sequence, seals.c.hash == before.hash)
        .values(sequence=newest.sequence, hash=newest.hash, at=now)
        .returning(seals.c.id),
    ).scalar_one()
