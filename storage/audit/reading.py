"""Reading what the trail says of one record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from storage.access import Way
from storage.audit.entries import Act, Entry, trail
from storage.companies import companies
from storage.database import Session
from storage.people import people


def about(session: Session, coalition_id: int, what: str, about_id: int) -> tuple[Entry, ...]:
    """Read what the trail says of one record, oldest first; for the record's own company and the operator."""
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
            func.coalesce(companies.c.name, ""),
            func.coalesce(people.c.user_id, ""),
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
