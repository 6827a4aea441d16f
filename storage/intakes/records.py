"""The table of intakes, and what is made of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    select,
    text,
)

from storage.base import Instant, metadata
from storage.errors import Refusal
from storage.reports import AdSpend, Count, Reach, Source

ABOUT = "intake"
# So many problems are kept row by row; how many there were is kept in any case.
MOST_PROBLEMS = 500
# What is kept of a row, of a comment, of a procedure, of a file's name.
LONGEST_RAW, LONGEST_COMMENT, LONGEST_PROCEDURE, LONGEST_NAME = 500, 1000, 32, 200
LONGEST_TEXT = 100_000


class State(StrEnum):
    """How far an intake is."""

    NOTED = "noted"
    READING = "reading"
    READ = "read"
    # Nothing of it is kept, and its sender is told why.
    REFUSED = "refused"
    # The record is nobody's to add to any more.
    GONE = "gone"


class Choice(StrEnum):
    """What the sender chose where the file counts otherwise than the form."""

    FILE = "file"
    FORM = "form"
    # The form's number is what is stated, the file's is what is itemised.
    BOTH = "both"


class Unsettled(Refusal):
    """There is nothing to choose, or it was chosen before."""


intakes = Table(
    "intakes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    # None as long as the operator's file has not become one.
    Column("takedown_id", ForeignKey("takedowns.id")),
    # Slack's id of the file; none where the text was pasted, or came by the shell.
    Column("file_id", String(32)),
    Column("name", String(LONGEST_NAME), nullable=False),
    # What was pasted, until it is read.
    Column("text", Text),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("state", String(16), nullable=False),
    Column("next_at", Instant),
    Column("lease_by", String(32)),
    Column("attempts", Integer, nullable=False),
    # Whether rows of it may lie among the indicators, told or not.
    Column("staged", Boolean, nullable=False, server_default=text("false")),
    # How many indicators are new by it.
    Column("indicators", Integer, nullable=False),
    # Why it was refused, in a word of whoever read it.
    Column("why", String(32), nullable=False),
    # What was found, the problems row by row, and where it differs from the form; JSON.
    Column("gathered", Text),
    Column("problems", Text),
    Column("difference", Text),
    Column("choice", String(8)),
    # The revision that it made.
    Column("revision", Integer),
    # Since when what it brought is told.
    Column("read_at", Instant),
    Column("at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # Since when its sender knows what became of it.
    Column("seen_at", Instant),
    UniqueConstraint("takedown_id", "file_id"),
    Index("ix_intakes_coalition_id_sha256", "coalition_id", "sha256"),
    Index("ix_intakes_next_at", "next_at"),
    Index("ix_intakes_person_id_changed_at", "person_id", "changed_at"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that could not be used, and why, in a word of whoever read it."""

    row: int
    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What became of the rows; none vanishes."""

    used: int = 0
    notes: int = 0
    problems: int = 0
    blank: int = 0

    @property
    def read(self) -> int:
        """How many there were."""
        return self.used + self.notes + self.problems + self.blank


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a file says besides its indicators; `ad_spend` is None where it says nothing of that."""

    format: str = ""
    title: str = ""
    counts: tuple[Count, ...] = ()
    reach: tuple[Reach, ...] = ()
    ad_spend: AdSpend | None = None
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    source: Source = Source.UNSTATED
    rows: Rows = Rows()


@dataclass(frozen=True, slots=True)
class Difference:
    """What the form said, and what the file counts, where these are not the same."""

    stated: tuple[Count, ...]
    itemised: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """A file on its way into a takedown, or what became of it; `token` is its name in Slack's buttons.

    `lease` tells whoever reads it from another who does. `indicators` is how many are new by it, `revision` the one
    that it made, `choice` what its sender chose where there was a `difference`.
    """

    id: int
    token: str
    coalition_id: int
    person_id: int
    takedown_id: int | None
    file_id: str | None
    name: str
    text: str | None
    sha256: str | None
    size: int | None
    state: State
    attempts: int
    lease: str | None
    staged: bool
    indicators: int
    why: str
    gathered: Gathered | None
    problems: tuple[Trouble, ...]
    difference: Difference | None
    choice: Choice | None
    revision: int | None
    at: datetime
    changed_at: datetime
    seen_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its sender still has something to choose."""
        return self.state is State.READ and self.difference is not None and self.choice is None


_GATHERED, _PROBLEMS, _DIFFERENCE = TypeAdapter(Gathered), TypeAdapter(tuple[Trouble, ...]), TypeAdapter(Difference)


def dumped(gathered: Gathered) -> str:
    """Write what was found as it lies in the row."""
    return _GATHERED.dump_json(gathered, exclude_defaults=True).decode()


def dumped_problems(problems: tuple[Trouble, ...]) -> str:
    """Write the problems as they lie in the row: not more of them, and of each, than somebody reads."""
    kept = tuple(Trouble(one.row, plain(one.raw[:LONGEST_RAW]), one.why) for one in problems[:MOST_PROBLEMS])
    return _PROBLEMS.dump_json(kept).decode()


def dumped_difference(difference: Difference) -> str:
    """Write a difference as it lies in the row."""
    return _DIFFERENCE.dump_json(difference).decode()


def loaded_problems(written: str) -> tuple[Trouble, ...]:
    """Read back what `dumped_problems` wrote."""
    return _PROBLEMS.validate_json(written)


def loaded(written: str) -> Gathered:
    """Read back what `dumped` wrote."""
    return _GATHERED.validate_json(written)


def plain(text: str) -> str:
    """Give a text as every database takes it: no NUL, which PostgreSQL refuses, and no half of a surrogate pair."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


# What was laid down of a file that came to nothing, and is to be cleared away.
ENDED = (State.REFUSED, State.GONE)
IS_LEFT = and_(intakes.c.state.in_(ENDED), intakes.c.staged)
INTAKES: Select[*tuple[Any, ...]] = select(intakes)


def intake(row: Row[Any]) -> Intake:
    """Make an Intake of a row."""
    return Intake(
        id=row.id,
        token=row.token,
        coalition_id=row.coalition_id,
        person_id=row.person_id,
        takedown_id=row.takedown_id,
        file_id=row.file_id,
        name=row.name,
        text=row.text,
        sha256=row.sha256,
        size=row.size,
        state=State(row.state),
        attempts=row.attempts,
        lease=row.lease_by,
        staged=row.staged,
        indicators=row.indicators,
        why=row.why,
        gathered=loaded(row.gathered) if row.gathered else None,
        problems=loaded_problems(row.problems) if row.problems else (),
        difference=_DIFFERENCE.validate_json(row.difference) if row.difference else None,
        choice=Choice(row.choice) if row.choice else None,
        revision=row.revision,
        at=row.at,
        changed_at=row.changed_at,
        seen_at=row.seen_at,
    )
