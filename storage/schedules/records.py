"""The tables of schedules and of their occurrences, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.base import Instant, metadata
from storage.periods import Span
from storage.rhythms import Rhythm
from storage.schedules.reckoning import Course, rhythm_of

# What comes round: the word for it stands in both tables.
DIGEST = "digest"
# What was missed is caught up for so long, if nothing else is agreed on.
ALLOWANCE = timedelta(days=1)
# What comes round later than this says so.
LATE = timedelta(minutes=5)


class State(StrEnum):
    """How far an occurrence is."""

    DUE = "due"
    CLAIMED = "claimed"
    DONE = "done"
    MISSED = "missed"
    FAILED = "failed"


schedules = Table(
    "schedules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rule", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("span", String(8), nullable=False),
    Column("moves_holidays", Boolean, nullable=False),
    Column("country", String(8)),
    # The last day of the rhythm on which it comes round.
    Column("until", Date),
    Column("allowance", Integer, nullable=False),
    Column("next_at", Instant),
    # When `next_at` was found: a clock that shows less than that was set back.
    Column("reckoned_at", Instant, nullable=False, index=True),
    UniqueConstraint("coalition_id", "kind"),
)
_COMES = schedules.c.next_at.is_not(None)
Index("ix_schedules_next_at", schedules.c.next_at, sqlite_where=_COMES, postgresql_where=_COMES)
# Each job asks when its own kind comes next.
Index(
    "ix_schedules_kind_next_at",
    schedules.c.kind,
    schedules.c.next_at,
    sqlite_where=_COMES,
    postgresql_where=_COMES,
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    # The day of the rhythm, so that a day comes round once.
    Column("key", String(16), nullable=False),
    Column("span", String(8), nullable=False),
    Column("nominal_day", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    # From when on it is too old to be caught up.
    Column("expires_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("next_at", Instant),
    Column("lease_by", String(32)),
    # How often it was begun, and how often it failed: whoever is killed does not say so.
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("reference", String(16)),
    Column("finished_at", Instant),
    # Since when it has been missed or given up and nobody was told.
    Column("untold_since", Instant),
    UniqueConstraint("coalition_id", "kind", "key"),
)
_OPEN = occurrences.c.next_at.is_not(None)
Index(
    "ix_occurrences_open",
    occurrences.c.kind,
    occurrences.c.next_at,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
_UNTOLD = occurrences.c.untold_since.is_not(None)
Index("ix_occurrences_untold_since", occurrences.c.untold_since, sqlite_where=_UNTOLD, postgresql_where=_UNTOLD)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What comes round for a coalition: `next_at` is None once it has come to its end.

    With `moves_holidays` and a country, what falls on a holiday comes on the next working day. `until` is the last day
    of the rhythm; `allowance` is for how long what was missed is caught up.
    """

    coalition_id: int
    kind: str
    rhythm: Rhythm
    zone: str
    span: Span
    moves_holidays: bool
    country: str | None
    until: date | None
    allowance: timedelta
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something comes round, as somebody has claimed it.

    `nominal_day` is the day of the rhythm; where that is a holiday, `due_at` lies on a later one. `late` says that it
    was due while nobody looked.
    """

    id: int
    coalition_id: int
    kind: str
    key: str
    span: Span
    nominal_day: date
    due_at: datetime
    expires_at: datetime
    late: bool
    attempts: int
    failures: int
    lease: str


def course_of(row: Row[Any]) -> Course:
    """Read from a row of `schedules` all that says when it comes round."""
    return Course(row.rule, row.zone, row.country if row.moves_holidays else None, row.until)


def schedule(row: Row[Any]) -> Schedule:
    """Make a schedule of its row."""
    return Schedule(
        coalition_id=row.coalition_id,
        kind=row.kind,
        rhythm=rhythm_of(row.rule),
        zone=row.zone,
        span=Span(row.span),
        moves_holidays=row.moves_holidays,
        country=row.country,
        until=row.until,
        allowance=timedelta(minutes=row.allowance),
        next_at=row.next_at,
    )
