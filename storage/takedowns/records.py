"""The tables of takedowns, and the records that are made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.base import Instant, metadata
from storage.reports import Report

ABOUT = "takedown"
PAGE = 10


class State(StrEnum):
    """Where a takedown stands."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """TLP 2.0, from the widest to the narrowest; https://www.first.org/tlp/."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"


takedowns = Table(
    "takedowns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("reference", String(16), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("audience", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("search", Text, nullable=False),
    UniqueConstraint("coalition_id", "reference"),
    Index("ix_takedowns_coalition_id_logged_at", "coalition_id", "logged_at"),
    Index("ix_takedowns_company_id_logged_at", "company_id", "logged_at"),
)

# The content lies here as it was said, one row a revision, and is never changed.
revisions = Table(
    "takedown_revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takedown_id", ForeignKey("takedowns.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("form", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("takedown_id", "number"),
)


@dataclass(frozen=True, slots=True)
class Takedown:
    """A takedown as it stands now; `token` is its name in Slack's buttons, `reason` is why it was last revised."""

    id: int
    token: str
    reference: str
    company_id: int
    company: str
    logged_by: str
    mark: Mark
    state: State
    revision: int
    logged_at: datetime
    changed_at: datetime
    reason: str
    report: Report


@dataclass(frozen=True, slots=True)
class Revision:
    """What a takedown said at one time, who changed it, and why; number 1 is the first."""

    number: int
    by: str
    at: datetime
    reason: str
    report: Report


@dataclass(frozen=True, slots=True)
class Page:
    """Some takedowns, newest first, and whether there are older ones."""

    takedowns: tuple[Takedown, ...]
    more: bool
