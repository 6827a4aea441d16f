"""Companies that left or were put out: whose cards wait for Slack to cut them off from a channel, and who was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    exists,
    insert,
    or_,
    select,
    update,
)

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.companies import Company, Seat, companies, teams
from storage.database import Session
from storage.errors import Unknown
from storage.people import Room, people

ABOUT = "departure"
_SHOWN_FOR = timedelta(days=14)

departures = Table(
    "departures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, index=True),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    # Nobody where it was the operator.
    Column("decided_by", ForeignKey("people.id")),
    Column("reason", Text, nullable=False),
    # Whether the cards of a channel wait until Slack has cut the company off from it, or a coordinator lets them go.
    Column("members_wait", Boolean, nullable=False),
    Column("open_waits", Boolean, nullable=False),
)
_WAITS = {Room.MEMBERS: departures.c.members_wait, Room.OPEN: departures.c.open_waits}


@dataclass(frozen=True, slots=True)
class Departure:
    """A company that sits here no more; `user_id` is empty where it was the operator, `own` where it left itself."""

    id: int
    token: str
    company: str
    at: datetime
    user_id: str
    own: bool
    reason: str
    waits: frozenset[Room]


def begin(
    session: Session, coalition: Coalition, company: Company, *, by: Speaker | None, reason: str, now: datetime
) -> Departure:
    """Note that a company left; the channels that it sat in wait."""
    values = {
        "coalition_id": coalition.id,
        "company_id": company.id,
        "token": new_token(),
        "at": now,
        "decided_by": by.person_id if by else None,
        "reason": reason,
        "members_wait": company.seat is Seat.MEMBER,
        "open_waits": coalition.open_channel is not None,
    }
    row_id = session.execute(insert(departures).values(values).returning(departures.c.id)).scalar_one()
    return _departure(session.execute(_departures().where(departures.c.id == row_id)).one())


def is_waiting(session: Session, coalition: Coalition, room: Room) -> bool:
    """Tell whether the cards of a channel wait for a company that left it."""
    return bool(session.execute(select(is_waited_for(coalition.id, room))).scalar_one())


def is_waited_for(coalition_id: int, room: Room, company: ColumnElement[int] | None = None) -> ColumnElement[bool]:
    """Say, as a condition, that a channel waits for a company, or for this one; whoever is back keeps none waiting."""
    waiting, gone = departures.alias(), companies.alias()
    whose = () if company is None else (waiting.c.company_id == company,)
    return exists().where(
        waiting.c.coalition_id == coalition_id,
        waiting.c[_WAITS[room].name],
        gone.c.id == waiting.c.company_id,
        gone.c.left_at.is_not(None),
        *whose,
    )


def unshared(session: Session, coalition: Coalition, room: Room, team: str, *, now: datetime) -> bool:
    """Note that Slack cut a workspace off from a channel; True if cards waited for that."""
    left = (
        select(companies.c.id)
        .join(teams, teams.c.company_id == companies.c.id)
        .where(companies.c.coalition_id == coalition.id, companies.c.left_at.is_not(None), teams.c.team == team)
    )
    ended = (
        update(departures)
        .where(departures.c.coalition_id == coalition.id, departures.c.company_id.in_(left), _WAITS[room])
        .values({_WAITS[room].name: False})
        .returning(departures.c.id)
    )
    rows = session.execute(ended).scalars().all()
    for row_id in rows:
        audit.note_clock(session, coalition.id, Act.CUT_OFF, ABOUT, row_id, now=now, detail=f"{room}: {team}")
    return bool(rows)


def told(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Departure, ...]:
    """List for those who coordinate who left lately, or is waited for; the newest first."""
    if not access.may_coordinate(speaker):
        return ()
    rows = session.execute(
        _departures()
        .where(
            departures.c.coalition_id == speaker.coalition.id,
            companies.c.left_at.is_not(None),
            or_(departures.c.at > now - _SHOWN_FOR, *_WAITS.values()),
        )
        .order_by(departures.c.at.desc(), departures.c.id.desc()),
    )
    return tuple(_departure(row) for row in rows)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a departure, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(departures.c.coalition_id).where(departures.c.token == token),
    ).scalar_one_or_none()
    return found


def go_on(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> None:
    """Decide that cards wait for a company no more; Unknown for all but those who coordinate. Twice is once."""
    its = (departures.c.token == token, departures.c.coalition_id == speaker.coalition.id)
    row_id = session.execute(select(departures.c.id).where(*its)).scalar_one_or_none()
    if row_id is None or not access.may_coordinate(speaker):
        raise Unknown
    waits = (departures.c.id == row_id, or_(*_WAITS.values()))
    ended = update(departures).where(*waits).values(members_wait=False, open_waits=False).returning(departures.c.id)
    if session.execute(ended).first():
        audit.note(session, speaker, Act.WENT_ON, ABOUT, row_id, way=way, now=now)


def _departures() -> Select[*tuple[Any, ...]]:
    return (
        select(
            departures,
            companies.c.name,
            people.c.user_id,
            people.c.company_id.label("decided_for"),
        )
        .join(companies, companies.c.id == departures.c.company_id)
        .join(people, people.c.id == departures.c.decided_by, isouter=True)
    )


def _departure(row: Row[Any]) -> Departure:
    waits = {Room.MEMBERS: row.members_wait, Room.OPEN: row.open_waits}
    return Departure(
        id=row.id,
        token=row.token,
        company=row.name,
        at=row.at,
        user_id=row.user_id or "",
        own=row.decided_for == row.company_id,
        reason=row.reason,
        waits=frozenset(room for room, is_so in waits.items() if is_so),
    )
