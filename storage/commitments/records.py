"""The table of commitments, and what is made of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Row, Select, String, Table, Text, select, text

from storage.audiences import Audience, Mark
from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.companies import companies
from storage.hours import Whereabouts
from storage.people import Person, people

ABOUT = "commitment"
# So much of it a message can hold beside others.
LONGEST = 1_000


class State(StrEnum):
    """Where a commitment stands; what is `asked` somebody else noted, and its company has not said so itself."""

    ASKED = "asked"
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"
    DECLINED = "declined"


commitments = Table(
    "commitments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False, index=True),
    # Who of the company said so; nobody yet where it was only noted by somebody else.
    Column("person_id", ForeignKey("people.id")),
    Column("noted_by", ForeignKey("people.id")),
    Column("meeting_id", ForeignKey("meetings.id"), index=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("form", String(48), nullable=False, unique=True),
    Column("audience", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("shared_at", Instant),
    # Until its company has said so itself, nobody else is told of it.
    Column("embargoed", Boolean, nullable=False, server_default=text("false")),
    Column("recalled_at", Instant),
    Column("erased_at", Instant),
    Column("text", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("zone", String(64), nullable=False),
    # When that day is over there.
    Column("due_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    # When to ring next; none where nobody is rung any more.
    Column("remind_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_commitments_coalition_id_state", "coalition_id", "state", "due_at"),
    Index(
        "ix_commitments_remind_at",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
    info={"about": ABOUT},
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a company has said that it will share, by a day of the zone of who said so; `user_id` is who that is."""

    id: int
    coalition_id: int
    company_id: int
    company: str
    person_id: int | None
    user_id: str
    noted_by: int | None
    meeting_id: int | None
    token: str
    text: str
    due_on: date
    zone: str
    due_at: datetime
    state: State
    mark: Mark
    audience: Audience
    remind_at: datetime | None
    made_at: datetime
    changed_at: datetime

    def is_late(self, now: datetime) -> bool:
        """Whether its day is over and nothing became of it yet."""
        return self.state is State.OPEN and now >= self.due_at


COMMITMENTS: Select[*tuple[Any, ...]] = (
    select(commitments, companies.c.name.label("company"), people.c.user_id)
    .join(companies, companies.c.id == commitments.c.company_id)
    .join(people, people.c.id == commitments.c.person_id, isouter=True)
)
IN_ORDER = (commitments.c.due_at, companies.c.name, commitments.c.id)


def commitment(row: Row[Any]) -> Commitment:
    """Make a commitment of a row of `COMMITMENTS`."""
    return Commitment(
        id=row.id,
        coalition_id=row.coalition_id,
        company_id=row.company_id,
        company=row.company,
        person_id=row.person_id,
        user_id=row.user_id or "",
        noted_by=row.noted_by,
        meeting_id=row.meeting_id,
        token=row.token,
        text=row.text,
        due_on=row.due_on,
        zone=row.zone,
        due_at=row.due_at,
        state=State(row.state),
        mark=Mark(row.mark),
        audience=Audience(row.audience),
        remind_at=row.remind_at,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def over_at(day: date, zone: str) -> datetime:
    """Give the moment at which a day is over in a zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def place_of(person: Person | None, coalition: Coalition) -> Whereabouts:
    """Say where somebody works: in their own zone where it is known, or else where the coalition keeps its time."""
    zone = person.zone if person else None
    return Whereabouts.of(zone, default_zone=coalition.zone, default_country=coalition.country)


def reminder(due_at: datetime, where: Whereabouts, now: datetime) -> datetime | None:
    """Say when to remind of a day: the morning of the last working day before it, or else of that very day."""
    begins_at = due_at.astimezone(ZoneInfo(where.zone)) - timedelta(days=1)
    before, same = where.last_morning(begins_at), where.last_morning(due_at)
    return next((at for at in (before, same) if at is not None and at > now), None)
