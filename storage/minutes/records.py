"""The tables of minutes, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, String, Table, Text, UniqueConstraint, text

from storage import commitments
from storage.agendas import ITEM, Item
from storage.audiences import Audience, Mark
from storage.base import Instant, metadata
from storage.commitments import Commitment
from storage.decisions import Decision
from storage.meetings import Meeting, Officers
from storage.people import Room

ABOUT = "minutes"
# So many days companies have to correct what is said of them, where nobody says otherwise.
CORRECTION_DAYS, MOST_DAYS = 3, 30
# Whoever takes notes has as long; then companies are asked with what is known.
WRITING = timedelta(days=3)
# A meeting that nobody ended ends by itself so long after it was to be over.
ENDS_AFTER = timedelta(hours=2)
LONGEST_POINT, LONGEST_REMARK = 500, 1_000


class State(StrEnum):
    """How far the minutes of a meeting are."""

    WRITING = "writing"
    CORRECTING = "correcting"
    POSTED = "posted"
    # The meeting stays off the record.
    NONE = "none"


class Presence(StrEnum):
    """Whether a company was there, or let others know that it would not be."""

    PRESENT = "present"
    REGRETS = "regrets"


minutes = Table(
    "minutes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False, unique=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("days", Integer, nullable=False),
    # When the clock takes them further: from writing to correcting, and from there into the channel.
    Column("next_at", Instant),
    Column("posted_at", Instant),
    # All that happened before this moment is in what was posted; none while it waits to be drawn.
    Column("seen_until", Instant),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(
        "ix_minutes_next_at",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
    Index("ix_minutes_coalition_id_state", "coalition_id", "state"),
)

# What came up, in the words of whoever took notes; among members, or before everybody who was there.
points = Table(
    "minute_points",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("minutes_id", ForeignKey("minutes.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

presences = Table(
    "minute_presences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("minutes_id", ForeignKey("minutes.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("presence", String(16), nullable=False),
    UniqueConstraint("minutes_id", "company_id"),
)

# What a company remarks on what is said of it; empty where it only said that all of it is so.
remarks = Table(
    "minute_remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("minutes_id", ForeignKey("minutes.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("minutes_id", "company_id"),
)

# Which records what was posted tells of, so that the courier can ask for each whether it may still be told.
minute_records = Table(
    "minute_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("minutes_id", ForeignKey("minutes.id"), nullable=False),
    Column("room", String(16), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    UniqueConstraint("minutes_id", "room", "about", "about_id"),
    Index("ix_minute_records_about", "about", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """How far the minutes of a meeting are; what they say is `contents`."""

    id: int
    coalition_id: int
    meeting_id: int
    token: str
    state: State
    mark: Mark
    days: int
    next_at: datetime | None
    posted_at: datetime | None
    seen_until: datetime | None
    made_at: datetime
    changed_at: datetime

    def key(self, room: Room) -> str:
        """Name the letter that they are in a channel."""
        return f"{ABOUT}:{self.meeting_id}" if room is Room.MEMBERS else f"{ABOUT}:{self.meeting_id}:open"


@dataclass(frozen=True, slots=True)
class Point:
    """Something that came up."""

    text: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Remark:
    """What a company remarks."""

    company: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """What whoever takes notes writes, or was shown: companies by their rows, and what came up."""

    present: frozenset[int] = frozenset()
    regrets: frozenset[int] = frozenset()
    among_members: tuple[str, ...] = ()
    before_all: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What the minutes of a meeting say to one reader.

    `reached` is what was on the agenda and came up, `followed` what became of earlier commitments, `made` what was
    committed to there.
    """

    meeting: Meeting
    officers: Officers
    state: State
    mark: Mark
    present: tuple[str, ...]
    regrets: tuple[str, ...]
    reached: tuple[Item, ...]
    points: tuple[Point, ...]
    decisions: tuple[Decision, ...]
    followed: tuple[Commitment, ...]
    made: tuple[Commitment, ...]
    remarks: tuple[Remark, ...]
    correct_until: datetime | None

    @property
    def records(self) -> tuple[tuple[str, int], ...]:
        """Name the records that they tell of, by kind and row."""
        said = tuple((commitments.ABOUT, one.id) for one in (*self.followed, *self.made))
        return said + tuple((ITEM, one.id) for one in self.reached)


def a_minutes(row: Row[Any]) -> Minutes:
    """Make minutes of their row."""
    fields = {field: row._mapping[field] for field in Minutes.__dataclass_fields__}  # noqa: SLF001  A row's.
    return Minutes(**{**fields, "state": State(row.state), "mark": Mark(row.mark)})
