"""The table of dissolutions: while one is under way how far it is, and afterwards a random id, a date and a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Integer, Row, Select, String, Table, select

from storage.base import Instant, metadata
from storage.database import Session

ABOUT = "dissolution"
# So long an export that does not come is waited for, and so long everybody has after the last of them.
PATIENCE = timedelta(days=7)
GRACE = timedelta(days=1)


class Stage(StrEnum):
    """How far a dissolution is; `storage/dissolving/__init__.py` draws the ways between them."""

    EXPORTING = "exporting"
    PARTING = "parting"
    KEEPING = "keeping"
    RETRACTING = "retracting"
    ERASING = "erasing"
    DONE = "done"
    STOPPED = "stopped"


# Whoever coordinates can still stop it.
REVERSIBLE = frozenset({Stage.EXPORTING, Stage.PARTING})
_UNDER_WAY = (Stage.EXPORTING, Stage.PARTING, Stage.KEEPING, Stage.RETRACTING, Stage.ERASING)

dissolutions = Table(
    "dissolutions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("stage", String(16), nullable=False),
    Column("begun_at", Instant, nullable=False),
    # When the next stage begins, or is given up on.
    Column("next_at", Instant),
    # No foreign key, because the coalition goes before this row does; empty once it is gone.
    Column("coalition_id", Integer, index=True),
    # How far the things that are held are put aside.
    Column("reached", Integer),
    # What is left.
    Column("ended_at", Instant),
    Column("hash", String(64)),
)


@dataclass(frozen=True, slots=True)
class Dissolution:
    """A dissolution that is under way; until `next_at` its stage lasts at most."""

    id: int
    token: str
    stage: Stage
    begun_at: datetime
    next_at: datetime
    coalition_id: int
    reached: int


class Copy(StrEnum):
    """How far one company's own export is."""

    SENT = "sent"
    # There is nothing that it can see.
    EMPTY = "empty"
    WAITS = "waits"
    FAILED = "failed"
    # Nobody of it is here who could be given one.
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dissolution is, company by company."""

    dissolution: Dissolution
    copies: tuple[tuple[str, Copy], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a coalition that is gone: a random id, when it went, and the hash over its trail's last seal."""

    token: str
    ended_at: datetime
    hash: str


def under_way(session: Session) -> tuple[Dissolution, ...]:
    """List every dissolution that is not at its end, oldest first."""
    return tuple(dissolution(row) for row in session.execute(_UNDER_WAY_NOW))


def of(coalition_id: int) -> Select[*tuple[Any, ...]]:
    """Ask for the dissolution of a coalition that is under way."""
    return _UNDER_WAY_NOW.where(dissolutions.c.coalition_id == coalition_id)


def dissolution(row: Row[Any]) -> Dissolution:
    """Make a Dissolution of a row."""
    at = row.next_at
    return Dissolution(row.id, row.token, Stage(row.stage), row.begun_at, at, row.coalition_id, row.reached or 0)


_UNDER_WAY_NOW = select(dissolutions).where(dissolutions.c.stage.in_(_UNDER_WAY)).order_by(dissolutions.c.id)
