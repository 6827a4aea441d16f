"""Who has a takedown: shared with others than before, or let out of its embargo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from storage import access, audiences, audit
from storage.access import Speaker, Way
from storage.audiences import Audience, Scope
from storage.audit import Act
from storage.companies import Seat, companies
from storage.database import Session
from storage.takedowns.reading import by_id, by_token
from storage.takedowns.records import ABOUT, State, Takedown, takedowns


def share(session: Session, speaker: Speaker, before: Takedown, scope: Scope, *, now: datetime) -> None:
    """Let those have it who are chosen now; who fell away is remembered, since the tombstone is theirs."""
    knew = frozenset[int]() if before.embargoed else _companies_of(session, speaker, before)
    audiences.grant(session, ABOUT, before.id, scope, told=not before.embargoed, now=now)
    after = _companies_of(session, speaker, by_token(session, speaker, before.token))
    audiences.fall_away(session, ABOUT, before.id, knew - after - scope.companies - {speaker.company.id}, now=now)


def _companies_of(session: Session, speaker: Speaker, there: Takedown) -> frozenset[int]:
    """List the companies that read a record because they sit in the coalition."""
    if there.audience not in {Audience.EVERYONE, Audience.MEMBERS}:
        return frozenset()
    sits = (companies.c.coalition_id == speaker.coalition.id, companies.c.left_at.is_(None))
    seat = () if there.audience is Audience.EVERYONE else (companies.c.seat == Seat.MEMBER,)
    shared_at = select(takedowns.c.shared_at).where(takedowns.c.id == there.id).scalar_subquery()
    rows = session.execute(select(companies.c.id).where(*sits, *seat, companies.c.joined_at <= shared_at))
    return frozenset(rows.scalars())


def release(session: Session, *, now: datetime) -> tuple[tuple[Speaker, Takedown], ...]:
    """Lift the embargoes whose hour has come; each record with its author, who owes its card. Only once each."""
    due = (
        select(takedowns.c.id)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .where(
            takedowns.c.embargoed,
            takedowns.c.not_before <= now,
            takedowns.c.recalled_at.is_(None),
            takedowns.c.state == State.STANDING,
            companies.c.left_at.is_(None),
        )
    )
    rows = session.execute(
        update(takedowns)
        .where(takedowns.c.id.in_(due), takedowns.c.embargoed)
        .values(embargoed=False, shared_at=now)
        .returning(takedowns.c.id, takedowns.c.person_id),
    ).all()
    released = []
    for takedown_id, person_id in sorted(rows):
        author = access.seat_of(session, person_id)
        if author is not None:
            audit.note(session, author, Act.RELEASED, ABOUT, takedown_id, way=Way.CLOCK, now=now)
            released.append((author, by_id(session, author, takedown_id)))
    return tuple(released)
