"""Who sits in a coalition and who does what there, as far as whoever asks may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select

from storage.access import Speaker
from storage.companies import COLUMNS, Company, Seat, companies, company
from storage.database import Session
from storage.people import Role, people, roles


@dataclass(frozen=True, slots=True)
class Seated:
    """A company that sits here, with the Slack ids of those whom it is shown to have named."""

    company: Company
    holders: Mapping[Role, tuple[str, ...]]


def seated(session: Session, speaker: Speaker) -> tuple[Seated, ...]:
    """List the companies that sit here, by name.

    Members see all of them with their leads, and whom their own company named. Observers and guests see those whom
    they meet in the open channel, and no names but their own company's.
    """
    is_member = speaker.company.seat is Seat.MEMBER
    held = _held(session, speaker)
    found = (
        select(*COLUMNS)
        .where(companies.c.coalition_id == speaker.coalition.id, companies.c.left_at.is_(None))
        .order_by(companies.c.name)
    )
    if not is_member:
        met = exists().where(people.c.company_id == companies.c.id, people.c.in_open)
        found = found.where(met | (companies.c.id == speaker.company.id))
    listed = []
    for row in session.execute(found):
        theirs = held.get(row.id, {})
        mine = row.id == speaker.company.id
        known = {role: theirs[role] for role in Role if role in theirs and (mine or (is_member and role is Role.LEAD))}
        listed.append(Seated(company(row), known))
    return tuple(listed)


def coordinators(session: Session, speaker: Speaker) -> tuple[tuple[str, str], ...]:
    """List who coordinates: pairs of Slack id and company, which everybody here may know."""
    rows = session.execute(
        select(people.c.user_id, companies.c.name)
        .join(roles, roles.c.person_id == people.c.id)
        .join(companies, companies.c.id == people.c.company_id)
        .where(
            people.c.coalition_id == speaker.coalition.id,
            roles.c.role == Role.COORDINATOR,
            companies.c.left_at.is_(None),
        )
        .order_by(companies.c.name, people.c.user_id),
    )
    return tuple((row.user_id, row.name) for row in rows)


def _held(session: Session, speaker: Speaker) -> dict[int, dict[Role, tuple[str, ...]]]:
    rows = session.execute(
        select(people.c.company_id, people.c.user_id, roles.c.role)
        .join(roles, roles.c.person_id == people.c.id)
        .where(people.c.coalition_id == speaker.coalition.id)
        .order_by(people.c.user_id),
    )
    held: dict[int, dict[Role, tuple[str, ...]]] = {}
    for company_id, user_id, role in rows:
        theirs = held.setdefault(company_id, {})
        theirs[Role(role)] = (*theirs.get(Role(role), ()), user_id)
    return held
