"""The audit trail: who did or opened what, when, by which way; ids and words of ours, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, insert, select

from storage.access import Speaker, Way
from storage.base import Instant, metadata
from storage.database import Session


class Act(StrEnum):
    """What somebody did."""

    LOGGED = "logged"
    REVISED = "revised"
    WITHDREW = "withdrew"
    OPENED = "opened"
    READ_HISTORY = "read_history"
    LISTED = "listed"
    REFUSED = "refused"
    FOUNDED = "founded"
    SEATED = "seated"
    APPOINTED = "appointed"
    INSTALLED = "installed"


trail = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("company_id", ForeignKey("companies.id")),
    Column("person_id", ForeignKey("people.id")),
    Column("way", String(16), nullable=False),
    Column("act", String(16), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer),
    Column("detail", String(200), nullable=False),
    Index("ix_audit_about", "coalition_id", "about", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail."""

    at: datetime
    company_id: int | None
    person_id: int | None
    way: Way
    act: Act
    detail: str


def note(
    session: Session,
    speaker: Speaker,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    way: Way,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what a person does, in the transaction that does it."""
    values = {
        "coalition_id": speaker.coalition.id,
        "at": now,
        "company_id": speaker.company.id,
        "person_id": speaker.person.id if speaker.person else None,
        "way": way,
        "act": act,
        "about": about,
        "about_id": about_id,
        "detail": detail,
    }
    session.execute(_NOTE, values)


_NOTE = insert(trail)


def note_operator(
    session: Session,
    coalition_id: int,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    now: datetime,
) -> None:
    """Write down what the operator does at the shell."""
    session.execute(
        insert(trail).values(
            coalition_id=coalition_id,
            at=now,
            way=Way.SHELL,
            act=act,
            about=about,
            about_id=about_id,
            detail="",
        ),
    )


def about(session: Session, coalition_id: int, what: str, about_id: int) -> tuple[Entry, ...]:
    """Read what the trail says of one record, oldest first; for the record's own company."""
    rows = session.execute(
        select(trail.c.at, trail.c.company_id, trail.c.person_id, trail.c.way, trail.c.act, trail.c.detail)
        .where(trail.c.coalition_id == coalition_id, trail.c.about == what, trail.c.about_id == about_id)
        .order_by(trail.c.id),
    )
    return tuple(Entry(row.at, row.company_id, row.person_id, Way(row.way), Act(row.act), row.detail) for row in rows)
