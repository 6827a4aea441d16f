"""Reading in bulk: somebody exported, or opened many records within an hour. Their own company's lead is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint, func, select

from storage import absences
from storage.access import Speaker
from storage.audit import Act, trail
from storage.base import Instant, metadata
from storage.database import Session
from storage.once import insert_once
from storage.people import Role, people
from storage.takedowns import ABOUT

# So many records opened within an hour are no longer reading.
MOST = 20
HOUR = timedelta(hours=1)
_SHOWN_FOR = timedelta(days=14)


class What(StrEnum):
    """What somebody did in bulk."""

    EXPORTED = "exported"
    OPENED = "opened"


bulk = Table(
    "bulk_readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", ForeignKey("companies.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("what", String(16), nullable=False),
    Column("records", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("person_id", "day"),
)


@dataclass(frozen=True, slots=True)
class Bulk:
    """Somebody read in bulk: what it was first on that day, and how many records."""

    user_id: str
    what: What
    records: int
    at: datetime


def note(session: Session, speaker: Speaker, what: What, records: int, *, day: date, now: datetime) -> bool:
    """Note that somebody reads in bulk; True for the first time on a day, when their lead is to be told."""
    values = {
        "company_id": speaker.company.id,
        "person_id": speaker.person_id,
        "day": day,
        "what": what,
        "records": records,
        "at": now,
    }
    return insert_once(session, bulk, values) is not None


def opened_lately(session: Session, speaker: Speaker, *, now: datetime) -> int:
    """Count the records that somebody opened within the last hour."""
    return session.execute(
        select(func.count(trail.c.about_id.distinct())).where(
            trail.c.person_id == speaker.person_id,
            trail.c.at > now - HOUR,
            trail.c.about == ABOUT,
            trail.c.act == Act.OPENED,
        ),
    ).scalar_one()


def leads(session: Session, speaker: Speaker, *, now: datetime) -> tuple[str, ...]:
    """List the Slack ids of those who are rung for the lead of somebody's company now, but for themselves."""
    rung = absences.stand_ins(session, speaker.company, now=now)
    return tuple(one.user_id for one in rung if one.id != speaker.person_id)


def recent(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Bulk, ...]:
    """List who of one's company read in bulk lately, newest first; for its lead, and nothing for anybody else.

    While no lead is here, for whoever is rung in their stead.
    """
    if speaker.person is None:
        return ()
    stands_in = speaker.person.id in {one.id for one in absences.stand_ins(session, speaker.company, now=now)}
    if Role.LEAD not in speaker.person.roles and not stands_in:
        return ()
    rows = session.execute(
        select(people.c.user_id, bulk.c.what, bulk.c.records, bulk.c.at)
        .join(people, people.c.id == bulk.c.person_id)
        .where(
            bulk.c.company_id == speaker.company.id,
            bulk.c.person_id != speaker.person.id,
            bulk.c.at > now - _SHOWN_FOR,
        )
        .order_by(bulk.c.at.desc(), bulk.c.id.desc()),
    )
    return tuple(Bulk(row[0], What(row[1]), row[2], row[3]) for row in rows)
