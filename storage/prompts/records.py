"""The table of prompts, and what is made of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition

ABOUT = "prompt"

# Asked, reminded, reminded on the day; past the last of them nobody is rung any more.
FIRST, DONE = 0, 3

# One a member company and meeting: whom it is rung for, and when next.
prompts = Table(
    "prompts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    # Who was rung last; nobody yet, or there was nobody to ring.
    Column("person_id", ForeignKey("people.id")),
    Column("token", String(32), nullable=False, unique=True, default=new_token),
    # For which beginning of the meeting it was reckoned.
    Column("starts_at", Instant, nullable=False),
    Column("next_at", Instant),
    # What comes at that moment: 0 the question, 1 and 2 the reminders, 3 nothing more.
    Column("stage", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("rung_at", Instant),
    # The keys of the letters that rang, between spaces.
    Column("letters", Text, nullable=False, default=""),
    Column("snoozed_until", Instant),
    Column("stopped", Boolean, nullable=False, default=False),
    # Who said that the deputy answers.
    Column("handed_on_by", ForeignKey("people.id")),
    # When the company answered, or the meeting was over without that.
    Column("settled_at", Instant),
    UniqueConstraint("meeting_id", "company_id"),
)
_RINGS = prompts.c.next_at.is_not(None)
Index("ix_prompts_next_at", prompts.c.next_at, sqlite_where=_RINGS, postgresql_where=_RINGS)
Index("ix_prompts_company_id", prompts.c.company_id)
# Only what waits for an answer stands in this, so that looking after it costs what waits.
WAITS = prompts.c.settled_at.is_(None)
Index("ix_prompts_waits", prompts.c.meeting_id, sqlite_where=WAITS, postgresql_where=WAITS)


@dataclass(frozen=True, slots=True)
class Prompt:
    """That a company is asked for its update, and how far that is; `token` is its name in Slack's buttons."""

    id: int
    token: str
    coalition_id: int
    meeting_id: int
    company_id: int
    person_id: int | None
    starts_at: datetime
    next_at: datetime | None
    stage: int
    rung: int
    stopped: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who is rung now, and about which meeting, by token; `reminder` 0 is the question itself."""

    prompt_id: int
    token: str
    meeting: str
    key: str
    coalition: Coalition
    person_id: int
    user_id: str
    reminder: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A company that said nothing though it was reminded; `asked` is whether there was anybody to ask."""

    meeting_id: int
    meeting: str
    company: str
    asked: bool


def prompt(row: Row[Any]) -> Prompt:
    """Make a prompt of its row."""
    return Prompt(**{field: row._mapping[field] for field in Prompt.__dataclass_fields__})  # noqa: SLF001  A row's.


def key_of(meeting_id: int, person_id: int, reminder: int) -> str:
    """Name the letter that rings for somebody."""
    key = f"{ABOUT}:{meeting_id}:{person_id}"
    return f"{key}:{reminder}" if reminder else key
