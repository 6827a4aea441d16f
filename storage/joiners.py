"""Joiners: companies that Slack connects to a channel of ours, or that are seated, after its cards were posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    or_,
    select,
    update,
)

from storage import access, audit, companies
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.companies import Company, Seat, teams
from storage.database import Session
from storage.errors import Conflict, Unknown
from storage.once import insert_once
from storage.people import Room

ABOUT = "joiner"


class Choice(StrEnum):
    """What becomes of the cards that a joiner would read."""

    STUB = "stub"
    MOVE = "move"
    LEAVE = "leave"


joiners = Table(
    "joiners",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("room", String(16), nullable=False),
    # As Slack names it: a workspace, T…, or an organisation on Enterprise Grid, E….
    Column("team", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("choice", String(16)),
    Column("decided_by", ForeignKey("people.id")),
    # Somebody decided that it needs no seat.
    Column("unseated", Boolean, nullable=False),
    UniqueConstraint("coalition_id", "room", "team"),
)


@dataclass(frozen=True, slots=True)
class Joiner:
    """A company on its way in; `choice` is None as long as nobody has decided about the cards."""

    id: int
    token: str
    coalition_id: int
    room: Room
    team: str
    name: str
    at: datetime
    choice: Choice | None
    is_seated: bool


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A company that nobody was told of yet: how Slack names it, and what it is called."""

    team: str
    name: str


def note(session: Session, coalition: Coalition, room: Room, newcomer: Newcomer, *, cards: bool, now: datetime) -> bool:
    """Note a company on its way in; True if it is new. Where no card stands, there is nothing to decide about cards."""
    values = {
        "token": new_token(),
        "coalition_id": coalition.id,
        "room": room,
        "team": newcomer.team,
        "name": newcomer.name.strip()[:80] or newcomer.team,
        "at": now,
        "choice": None if cards else Choice.LEAVE,
        "unseated": False,
    }
    return insert_once(session, joiners, values) is not None


def forget(session: Session, coalition: Coalition, room: Room, gone: Iterable[str]) -> None:
    """Forget companies that Slack connects no more: if they come back, they are told of anew."""
    theirs = (joiners.c.coalition_id == coalition.id, joiners.c.room == room, joiners.c.team.in_(list(gone)))
    session.execute(delete(joiners).where(*theirs))


def is_known(session: Session, coalition: Coalition, room: Room, team_ids: Iterable[str]) -> bool:
    """Tell whether one of these ids was told of already."""
    known = (joiners.c.coalition_id == coalition.id, joiners.c.room == room, joiners.c.team.in_(list(team_ids)))
    return session.execute(select(joiners.c.id).where(*known).limit(1)).first() is not None


def waiting(session: Session, speaker: Speaker) -> tuple[Joiner, ...]:
    """List the companies about which a coordinator is to decide something, oldest first; none for all others."""
    if not access.may_coordinate(speaker):
        return ()
    is_open = or_(joiners.c.choice.is_(None), and_(~_SEATED, joiners.c.unseated.is_(False)))
    rows = session.execute(_joiners().where(joiners.c.coalition_id == speaker.coalition.id, is_open))
    return tuple(_joiner(row) for row in rows)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a joiner, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(joiners.c.coalition_id).where(joiners.c.token == token),
    ).scalar_one_or_none()
    return found


def of(session: Session, speaker: Speaker, token: str) -> Joiner:
    """Find a joiner for a coordinator; Unknown for all others."""
    row = session.execute(
        _joiners().where(joiners.c.token == token, joiners.c.coalition_id == speaker.coalition.id),
    ).one_or_none()
    if row is None or not access.may_coordinate(speaker):
        raise Unknown
    return _joiner(row)


def decide(session: Session, speaker: Speaker, joiner: Joiner, choice: Choice, *, way: Way, now: datetime) -> bool:
    """Decide about the cards, once for all companies that wait in the same channel; True if this decided."""
    access.must_coordinate(speaker)
    same = (
        joiners.c.coalition_id == speaker.coalition.id,
        joiners.c.room == joiner.room,
        joiners.c.choice.is_(None),
    )
    decided = session.execute(
        update(joiners).where(*same).values(choice=choice, decided_by=speaker.person_id).returning(joiners.c.id),
    ).all()
    if decided:
        audit.note(session, speaker, Act.DECIDED, ABOUT, joiner.id, way=way, now=now, detail=choice)
    return bool(decided)


def leave_unseated(session: Session, speaker: Speaker, joiner: Joiner, *, way: Way, now: datetime) -> None:
    """Decide that a company needs no seat."""
    access.must_coordinate(speaker)
    left = update(joiners).where(joiners.c.id == joiner.id, joiners.c.unseated.is_(False)).values(unseated=True)
    if session.execute(left.returning(joiners.c.id)).first():
        audit.note(session, speaker, Act.DECIDED, ABOUT, joiner.id, way=way, now=now, detail="no seat")


def seat(session: Session, speaker: Speaker, joiner: Joiner, name: str, *, way: Way, now: datetime) -> Company:
    """Seat a company that is connected to the members' channel as a member; Conflict where it sits elsewhere already.

    Whoever sits as an observer or a guest gets another seat in the way that asks a second coordinator.
    """
    access.must_coordinate(speaker)
    for one in companies.seated(session, speaker.coalition):
        if one.name.lower() == name.strip().lower() and one.seat is not Seat.MEMBER:
            raise Conflict("company", name, one.name)
    seated, _ = companies.add(session, speaker.coalition, name, team_ids=[joiner.team], seat=Seat.MEMBER, now=now)
    audit.note(session, speaker, Act.SEATED, "company", seated.id, way=way, now=now, detail=Seat.MEMBER)
    return seated


_SEATED: ColumnElement[bool] = exists().where(
    teams.c.coalition_id == joiners.c.coalition_id,
    teams.c.team == joiners.c.team,
    companies.companies.c.id == teams.c.company_id,
    companies.companies.c.left_at.is_(None),
)
_FIELDS = ("id", "token", "coalition_id", "room", "team", "name", "at", "choice")


def _joiners() -> Any:
    return select(*(joiners.c[field] for field in _FIELDS), _SEATED.label("is_seated")).order_by(joiners.c.id)


def _joiner(row: Sequence[Any]) -> Joiner:
    id_, token, coalition_id, room, team, name, at, choice, is_seated = row
    decided = Choice(choice) if choice else None
    return Joiner(id_, token, coalition_id, Room(room), team, name, at, decided, bool(is_seated))
