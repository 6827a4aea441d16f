"""Reading what the trail says of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from storage import access
from storage.access import Speaker, Way
from storage.audit.entries import READ_TRAIL, Act, Entry, trail
from storage.audit.noting import attempt, note
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.people import people

PAGE = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what the trail says of a record, newest first; how much is older; which other companies opened it."""

    entries: tuple[Entry, ...]
    older: int
    openers: tuple[str, ...]


def read(
    session: Session,
    speaker: Speaker,
    what: str,
    about_id: int,
    *,
    owner_id: int,
    until: int | None,
    way: Way,
    now: datetime,
) -> Page:
    """Read the trail of a record of the company `owner_id`, and note that it was read.

    `until` is how many of the oldest entries to look among, as a page before said; None for all. Unknown for all but
    those who may read it.
    """
    if not access.may_read_trail(speaker, owner_id):
        refusal = Unknown()
        refusal.attempt = attempt(speaker, READ_TRAIL, what, about_id)
        raise refusal
    everything = _of(speaker.coalition.id, what, about_id)
    there = session.execute(select(func.count()).select_from(everything.order_by(None).subquery())).scalar_one()
    end = there if until is None else max(0, min(until, there))
    start = max(0, end - PAGE)
    rows = session.execute(everything.offset(start).limit(end - start)).all()
    page = Page(
        entries=tuple(_entry(row) for row in reversed(rows)),
        older=start,
        openers=_openers(session, speaker.coalition.id, what, about_id, owner_id),
    )
    note(session, speaker, Act.READ_TRAIL, what, about_id, way=way, now=now)
    return page


# What reading a record is in the trail.
_READ = (Act.OPENED, Act.READ_HISTORY)


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who opened a record, and when last; the operator is nobody of a company."""

    company_id: int
    person_id: int | None
    at: datetime


def who_opened(session: Session, coalition_id: int, what: str, about_id: int) -> tuple[Opener, ...]:
    """List who opened a record or its revisions, as rows; names are for `read`."""
    rows = session.execute(
        select(trail.c.company_id, trail.c.person_id, func.max(trail.c.at))
        .where(
            trail.c.coalition_id == coalition_id,
            trail.c.about == what,
            trail.c.about_id == about_id,
            trail.c.act.in_(_READ),
            trail.c.company_id.is_not(None),
        )
        .group_by(trail.c.company_id, trail.c.person_id)
        .order_by(trail.c.company_id, trail.c.person_id),
    )
    return tuple(Opener(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody opened a record or its revisions, first and last."""

    about_id: int
    company_id: int
    person_id: int | None
    first: datetime
    last: datetime


def readings(session: Session, coalition_id: int, what: str, about_ids: Sequence[int]) -> tuple[Reading, ...]:
    """List who opened which of these records, as rows."""
    rows = session.execute(
        select(trail.c.about_id, trail.c.company_id, trail.c.person_id, func.min(trail.c.at), func.max(trail.c.at))
        .where(
            trail.c.coalition_id == coalition_id,
            trail.c.about == what,
            trail.c.about_id.in_(about_ids),
            trail.c.act.in_(_READ),
            trail.c.company_id.is_not(None),
        )
        .group_by(trail.c.about_id, trail.c.company_id, trail.c.person_id)
        .order_by(trail.c.about_id, trail.c.company_id, trail.c.person_id),
    )
    return tuple(Reading(*row) for row in rows)


def _openers(session: Session, coalition_id: int, what: str, about_id: int, owner_id: int) -> tuple[str, ...]:
    opened = (
        select(companies.c.name)
        .join(trail, trail.c.company_id == companies.c.id)
        .where(
            trail.c.coalition_id == coalition_id,
            trail.c.about == what,
            trail.c.about_id == about_id,
            trail.c.act.in_(_READ),
            companies.c.id != owner_id,
        )
        .order_by(companies.c.name)
        .distinct()
    )
    return tuple(session.execute(opened).scalars())


def about(session: Session, coalition_id: int, what: str, about_id: int) -> tuple[Entry, ...]:
    """Read what the trail says of one record, oldest first; for the operator."""
    return tuple(_entry(row) for row in session.execute(_of(coalition_id, what, about_id)))


def _of(coalition_id: int, what: str, about_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            trail.c.at,
            trail.c.company_id,
            trail.c.person_id,
            trail.c.way,
            trail.c.act,
            trail.c.detail,
            func.coalesce(companies.c.name, "").label("company"),
            func.coalesce(people.c.user_id, "").label("user_id"),
        )
        .select_from(trail)
        .join(companies, companies.c.id == trail.c.company_id, isouter=True)
        .join(people, people.c.id == trail.c.person_id, isouter=True)
        .where(trail.c.coalition_id == coalition_id, trail.c.about == what, trail.c.about_id == about_id)
        .order_by(trail.c.at, trail.c.id)
    )


def _entry(row: Sequence[Any]) -> Entry:
    at, company_id, person_id, way, act, detail, company, user_id = row
    return Entry(at, company_id, person_id, Way(way), Act(act), detail, company, user_id)
