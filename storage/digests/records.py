"""What a digest tells, and the tables that remember which digests stand, and which records they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
)

from storage.base import Instant, metadata
from storage.figures import Comparison
from storage.periods import Period, Span
from storage.takedowns import Takedown

ABOUT = "digest"
# What comes round beside the weekly digest, for a while.
DAILY = "daily"

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("period", String(16), nullable=False),
    Column("span", String(8), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    # The moments at which these days begin and are over, and the first day of those that they are compared with.
    Column("begins_at", Instant, nullable=False),
    Column("over_at", Instant, nullable=False),
    Column("compared_from", Date, nullable=False),
    # When it was due, where it came late.
    Column("late_since", Instant),
    # When it was to be posted, or last to be posted anew; when it last said something else.
    Column("asked_at", Instant, nullable=False),
    Column("updated_at", Instant),
    # All that happened before this moment is in it; none while it waits to be drawn.
    Column("seen_until", Instant),
    # How often somebody had it posted anew.
    Column("forced", Integer, nullable=False),
    # The newest seal of the trail when it was drawn first.
    Column("seal", String(80), nullable=False),
    # What it says, hashed, so that what is drawn anew and says the same does not say that it changed.
    Column("fingerprint", String(64), nullable=False),
    UniqueConstraint("coalition_id", "period"),
    Index("ix_digests_days", "coalition_id", "starts", "ends"),
)
_WAITS = digests.c.seen_until.is_(None)
Index("ix_digests_waiting", digests.c.asked_at, sqlite_where=_WAITS, postgresql_where=_WAITS)

# Which records a digest tells of, in its lines or in its figures; what it told of once is remembered for their owners.
digest_records = Table(
    "digest_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest_id", ForeignKey("digests.id"), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    # Whether its lines name it; else it stands in the figures alone.
    Column("listed", Boolean, nullable=False),
    Column("gone_at", Instant),
    UniqueConstraint("digest_id", "about", "about_id"),
    Index("ix_digest_records_about", "about", "about_id"),
)


class How(StrEnum):
    """What became of a takedown that was known before."""

    REVISED = "revised"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """A takedown that became known in a period; `acted_on` is when it was made, where that was before the period."""

    takedown: Takedown
    acted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Altered:
    """A takedown that changed in a period, and how; of one that was taken back nothing is told that it said."""

    takedown: Takedown
    how: How
    at: datetime
    acted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that one reader is told of a period, newest first.

    `untold` and `unlisted` are how many takedowns, and how many changes, are left out because there are too many.
    """

    period: Period
    told: tuple[Told, ...]
    altered: tuple[Altered, ...]
    untold: int = 0
    unlisted: int = 0
    compared: Comparison | None = None

    @property
    def how_many(self) -> int:
        """Count the takedowns that became known."""
        return len(self.told) + self.untold

    @property
    def changes(self) -> int:
        """Count the takedowns that changed."""
        return len(self.altered) + self.unlisted

    @property
    def takedowns(self) -> tuple[Takedown, ...]:
        """List every takedown that something is said of."""
        return (*(one.takedown for one in self.told), *(one.takedown for one in self.altered))

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.told and not self.altered


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of a channel: of which period, and since when it is to stand there.

    `name` is the period's, or tells apart the rest of a week of which some days were told before. `late_since` is when
    it was due, where it came late; `seal` is the newest one of the trail when it was drawn first. All that happened
    before `seen_until` is in it; None while it waits to be drawn.
    """

    id: int
    coalition_id: int
    name: str
    period: Period
    late_since: datetime | None
    asked_at: datetime
    updated_at: datetime | None
    seen_until: datetime | None
    forced: int
    seal: str
    fingerprint: str

    @property
    def key(self) -> str:
        """Name the letter that it is."""
        return f"{ABOUT}:{self.name}"


def digest(row: Row[Any]) -> Digest:
    """Make a digest of its row."""
    period = Period(Span(row.span), row.starts, row.ends)
    fields = Digest.__dataclass_fields__.keys() - {"period", "name"}
    return Digest(period=period, name=row.period, **{field: row._mapping[field] for field in fields})  # noqa: SLF001
