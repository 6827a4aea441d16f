"""Proofs: which ways in have been seen to work for a company, since when, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint, select

from storage import access
from storage.access import Speaker
from storage.base import Instant, metadata
from storage.companies import Company
from storage.companies import seated as seated_companies
from storage.database import Session
from storage.once import insert_once


class Means(StrEnum):
    """A way in, or a way in which an answer reaches somebody."""

    BUTTON = "button"
    FORM = "form"
    EPHEMERAL = "ephemeral"
    DIRECT = "direct"
    FILE = "file"
    COMMAND = "command"
    MENTION = "mention"


# What every company needs; commands are for those that installed the app, and mentions do what buttons do.
NEEDED = (Means.BUTTON, Means.FORM, Means.EPHEMERAL, Means.DIRECT, Means.FILE)

proofs = Table(
    "proofs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("means", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("first_at", Instant, nullable=False),
    UniqueConstraint("company_id", "means"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What works for a company, and since when."""

    company: Company
    proven: Mapping[Means, datetime]

    @property
    def missing(self) -> tuple[Means, ...]:
        """What it needs and nobody has seen to work."""
        return tuple(each for each in NEEDED if each not in self.proven)


def unseen(session: Session, speaker: Speaker, means: Iterable[Means]) -> frozenset[Means]:
    """Tell which of these were never seen to work for the speaker's company."""
    return frozenset(means) - frozenset(_of(session, speaker.company).proven)


def note(session: Session, speaker: Speaker, means: Iterable[Means], *, now: datetime) -> None:
    """Note that these work for the speaker's company; the first time counts."""
    for each in means:
        values = {
            "coalition_id": speaker.coalition.id,
            "company_id": speaker.company.id,
            "means": each,
            "person_id": speaker.person_id,
            "first_at": now,
        }
        insert_once(session, proofs, values)


def own(session: Session, speaker: Speaker) -> Standing:
    """Tell what works for the speaker's own company."""
    access.may_speak(speaker)
    return _of(session, speaker.company)


def of_everybody(session: Session, speaker: Speaker) -> tuple[Standing, ...]:
    """Tell what works for every company that sits here, by name; NotCoordinator for all but coordinators."""
    access.must_coordinate(speaker)
    proven: dict[int, dict[Means, datetime]] = {}
    rows = session.execute(
        select(proofs.c.company_id, proofs.c.means, proofs.c.first_at).where(
            proofs.c.coalition_id == speaker.coalition.id
        ),
    )
    for company_id, means, first_at in rows:
        proven.setdefault(company_id, {})[Means(means)] = first_at
    return tuple(Standing(one, proven.get(one.id, {})) for one in seated_companies(session, speaker.coalition))


def _of(session: Session, company: Company) -> Standing:
    rows = session.execute(select(proofs.c.means, proofs.c.first_at).where(proofs.c.company_id == company.id))
    return Standing(company, {Means(row.means): row.first_at for row in rows})
