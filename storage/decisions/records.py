"""The tables of decisions and of voices, and what is made of their rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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
    select,
    text,
)

from storage.audiences import Audience
from storage.base import Instant, metadata
from storage.people import people

ABOUT = "decision"
LONGEST = 1_000
# Each is a button, and what stands on one has 75 characters.
MOST_OPTIONS, LONGEST_OPTION = 8, 75
# Of fewer voices the sum would tell whose was which.
FEWEST_SECRET = 3


class How(StrEnum):
    """How something is decided."""

    CONSENSUS = "consensus"
    VOTES = "votes"


class State(StrEnum):
    """Where a decision stands; `void` is a secret one that too few took part in."""

    DECIDED = "decided"
    VOTING = "voting"
    CLOSED = "closed"
    VOID = "void"
    WITHDRAWN = "withdrawn"


decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), index=True),
    # Who wrote it down, or put it to the vote.
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("form", String(48), nullable=False, unique=True),
    Column("audience", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("how", String(16), nullable=False),
    Column("secret", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    # What can be chosen, as JSON; how many voices each had, once it is closed.
    Column("options", Text, nullable=False),
    Column("sums", Text),
    # How often to meet, where that was decided.
    Column("rule", String(200)),
    Column("closes_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_decisions_coalition_id_made_at", "coalition_id", "made_at"),
    Index(
        "ix_decisions_closes_at",
        "closes_at",
        sqlite_where=text("state = 'voting'"),
        postgresql_where=text("state = 'voting'"),
    ),
)

# One a company. What was chosen in secret is gone once it is closed, and asked by nothing but the sum before.
votes = Table(
    "votes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("decision_id", ForeignKey("decisions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("option", Integer),
    Column("at", Instant, nullable=False),
    UniqueConstraint("decision_id", "company_id"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; `rule` is the rhythm that it stands for, `abstains` that it chooses nothing."""

    label: str
    rule: str = ""
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Which company gave its voice, and for which option, by its place; None where that is told to nobody."""

    company_id: int
    company: str
    option: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the members decided, or are deciding, about their own running."""

    id: int
    coalition_id: int
    meeting_id: int | None
    person_id: int
    user_id: str
    token: str
    text: str
    how: How
    secret: bool
    state: State
    audience: Audience
    options: tuple[Option, ...]
    sums: tuple[int, ...]
    rule: str
    closes_at: datetime | None
    made_at: datetime
    changed_at: datetime
    voices: tuple[Voice, ...] = ()

    @property
    def chosen(self) -> int | None:
        """The place of the option that has more voices than each other one; None where there is none."""
        counted = [0 if one.abstains else n for one, n in zip(self.options, self.sums, strict=False)]
        most = max(counted, default=0)
        return counted.index(most) if most and counted.count(most) == 1 else None


DECISIONS: Select[*tuple[Any, ...]] = select(decisions, people.c.user_id).join(
    people, people.c.id == decisions.c.person_id
)


def dumped(options: Sequence[Option]) -> str:
    """Write options as they lie in the table."""
    shown = [{"label": one.label, "rule": one.rule, "abstains": one.abstains} for one in options]
    return json.dumps(shown, ensure_ascii=False)


def decision(row: Row[Any], voices: Sequence[Voice] = ()) -> Decision:
    """Make a decision of a row of `DECISIONS`."""
    return Decision(
        id=row.id,
        coalition_id=row.coalition_id,
        meeting_id=row.meeting_id,
        person_id=row.person_id,
        user_id=row.user_id,
        token=row.token,
        text=row.text,
        how=How(row.how),
        secret=row.secret,
        state=State(row.state),
        audience=Audience(row.audience),
        options=tuple(Option(**one) for one in json.loads(row.options)),
        sums=tuple(json.loads(row.sums)) if row.sums else (),
        rule=row.rule or "",
        closes_at=row.closes_at,
        made_at=row.made_at,
        changed_at=row.changed_at,
        voices=tuple(voices),
    )
