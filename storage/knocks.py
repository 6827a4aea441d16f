"""Knocks: who of no company here tried to use the bot; the coordinators are told once a company a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint, delete, select, update

from storage.access import Speaker
from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Session
from storage.once import insert_once
from storage.people import Role, people, roles

_SHOWN_FOR = timedelta(days=14)

knocks = Table(
    "knocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("team", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("last_at", Instant, nullable=False),
    UniqueConstraint("coalition_id", "team", "day"),
)


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody of a workspace that no company of the coalition is known by."""

    team: str
    user_id: str
    last_at: datetime


def note(session: Session, coalition: Coalition, team: str, user_id: str, *, day: date, now: datetime) -> bool:
    """Note a knock; True if it is the first of that workspace on that day."""
    values = {"coalition_id": coalition.id, "team": team, "day": day, "user_id": user_id, "last_at": now}
    if insert_once(session, knocks, values) is not None:
        return True
    same = (knocks.c.coalition_id == coalition.id, knocks.c.team == team, knocks.c.day == day)
    session.execute(update(knocks).where(*same).values(user_id=user_id, last_at=now))
    return False


def recent(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Knock, ...]:
    """List the knocks of the last two weeks, newest first; empty for all but coordinators."""
    if not speaker.is_coordinator:
        return ()
    rows = session.execute(
        select(knocks.c.team, knocks.c.user_id, knocks.c.last_at)
        .where(knocks.c.coalition_id == speaker.coalition.id, knocks.c.last_at > now - _SHOWN_FOR)
        .order_by(knocks.c.last_at.desc()),
    )
    return tuple(Knock(*row) for row in rows)


def doorkeepers(session: Session, coalition: Coalition) -> tuple[str, ...]:
    """List the Slack ids of the coordinators who sit in the coalition now."""
    rows = session.execute(
        select(people.c.user_id)
        .join(roles, roles.c.person_id == people.c.id)
        .join(companies, companies.c.id == people.c.company_id)
        .where(
            people.c.coalition_id == coalition.id,
            roles.c.role == Role.COORDINATOR,
            companies.c.left_at.is_(None),
        )
        .order_by(people.c.user_id)
        .distinct(),
    )
    return tuple(rows.scalars())


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget the knocks that nobody is shown any more."""
    session.execute(delete(knocks).where(knocks.c.last_at <= now - _SHOWN_FOR))
