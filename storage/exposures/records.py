"""The tables of what was frozen, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.base import Instant, metadata

ABOUT = "exposure"
PAGE = 30


class Kind(StrEnum):
    """Why it was frozen."""

    DEPARTURE = "departure"
    LEAK = "leak"


exposures = Table(
    "exposures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    # Who left.
    Column("company_id", ForeignKey("companies.id")),
    # Nobody where it was the operator.
    Column("asked_by", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Index("ix_exposures_coalition_id_at", "coalition_id", "at"),
)
# One report for each company whose records are among them; its token is its name in Slack.
exposure_reports = Table(
    "exposure_reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("exposure_id", ForeignKey("exposures.id"), nullable=False),
    Column("owner_id", ForeignKey("companies.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    UniqueConstraint("exposure_id", "owner_id"),
)
# Who could see a record: since when at the earliest, until when, what they did with it.
exposed = Table(
    "exposed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("exposure_reports.id"), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    # Nobody where the operator made a file for the company.
    Column("person_id", ForeignKey("people.id")),
    Column("since", Instant),
    Column("until", Instant),
    Column("first_opened", Instant),
    Column("last_opened", Instant),
    Column("exported", Instant),
    UniqueConstraint("report_id", "about", "about_id", "company_id", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Exposure:
    """A list that was frozen; `records` is how many are in it."""

    id: int
    coalition_id: int
    records: int


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """What one person may read of a list; `company` is who left, empty after a leak."""

    token: str
    kind: Kind
    company: str
    at: datetime
    records: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One person who could see one record; `user_id` is empty where the operator made a file for the company."""

    reference: str
    logged_at: datetime
    company: str
    user_id: str
    since: datetime | None
    until: datetime | None
    first_opened: datetime | None
    last_opened: datetime | None
    exported: datetime | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some lines of a report, and where the next and the previous begin; None where there are none."""

    report: ExposureReport
    lines: tuple[Seen, ...]
    before: int | None
    after: int | None
