"""Who sits in a coalition and who does what there, as far as whoever asks may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, select

from storage.access import Speaker
from storage.companies import COLUMNS, Company, Seat, companies, company
from storage.database import Session
from storage.people import Role, people, roles


@dataclass(frozen=True, slots=True)
class Seated:
    """A company that sits here, with the Slack ids of those whom it is shown to have named, and who of them is away."""

    company: Company
    holders: Mapping[Role, tuple[str, ...]]
    away: Mapping[str, datetime] = field(default_factory=dict)


def seated(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Seated, ...]:
    """List the companies that sit here, by name.

    Members see all of them with their leads, and with their deputies while all leads are away, and whom their own
    company named. Observers and guests see those whom they meet in the open channel, and no names but their own
    company's.
    """
    is_member = speaker.company.seat is Seat.MEMBER
    held = _held(session, speaker)
    away = _away(session, speaker, now)
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
        shown = _shown(theirs, away, is_member=is_member, mine=row.id == speaker.company.id)
        known = {role: theirs[role] for role in Role if role in theirs and role in shown}
        named = {user_id for each in known.values() for user_id in each}
        listed.append(Seated(company(row), known, {one: until for one, until in away.items() if one in named}))
    return tuple(listed)


def _shown(
    theirs: Mapping[Role, tuple[str, ...]], away: Mapping[str, datetime], *, is_member: bool, mine: bool
) -> frozenset[Role]:
    """Tell which roles of a company are shown to somebody."""
    if mine:
        return frozenset(Role)
    if not is_member:
        return frozenset()
    leads = theirs.get(Role.LEAD, ())
    everybody_is_away = bool(leads) and all(user_id in away for user_id in leads)
    return frozenset({Role.LEAD, Role.DEPUTY}) if everybody_is_away else frozenset({Role.LEAD})


def _away(session: Session, speaker: Speaker, now: datetime) -> dict[str, datetime]:
    rows = session.execute(
        select(people.c.user_id, people.c.away_until).where(
            people.c.coalition_id == speaker.coalition.id,
            people.c.away_until > now,
        ),
    )
    return {row.user_id: row.away_until for row in rows}


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
