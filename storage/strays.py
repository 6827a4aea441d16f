"""Strays: who is in the members' channel and belongs to no member company; its cards wait until somebody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    CompoundSelect,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    literal,
    not_,
    select,
    union_all,
    update,
)

from storage import access, audit, departures
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Unknown
from storage.once import insert_once
from storage.people import Room, outsiders, people

ABOUT = "stray"

# Who is there is told by the tables of people and outsiders alone; here stands since when, and what was decided.
strays = Table(
    "strays",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("since", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", ForeignKey("people.id")),
    UniqueConstraint("coalition_id", "user_id"),
)


@dataclass(frozen=True, slots=True)
class Stray:
    """Somebody in the members' channel; `company` is empty where theirs is none of the coalition's."""

    token: str
    user_id: str
    team: str
    company: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Noticed:
    """Who is there and was not before, and whether somebody is there no more."""

    new: tuple[Stray, ...]
    some_left: bool


def _there(coalition_id: int) -> CompoundSelect[tuple[str, str, str]]:
    """Ask who is in the members' channel and belongs to no member company; copies of apps are nobody."""
    sits = and_(companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
    of_a_company = people.join(companies, companies.c.id == people.c.company_id)
    # Whoever came over from another company is theirs no more.
    here, home = people.alias(), companies.alias()
    is_of_a_member = (
        exists()
        .where(here.c.coalition_id == people.c.coalition_id, here.c.user_id == people.c.user_id, here.c.in_members)
        .where(home.c.id == here.c.company_id, home.c.seat == Seat.MEMBER, home.c.left_at.is_(None))
    )
    return union_all(
        select(outsiders.c.user_id, outsiders.c.team, literal("").label("company")).where(
            outsiders.c.coalition_id == coalition_id, outsiders.c.in_members, not_(outsiders.c.is_bot)
        ),
        select(people.c.user_id, literal("").label("team"), companies.c.name.label("company"))
        .select_from(of_a_company)
        .where(
            people.c.coalition_id == coalition_id,
            people.c.in_members,
            not_(sits),
            not_(is_of_a_member),
            # For a company that left the channel waits as a whole.
            not_(departures.is_waited_for(coalition_id, Room.MEMBERS, companies.c.id)),
        ),
    )


def any_undecided(session: Session, coalition: Coalition) -> bool:
    """Tell whether somebody is there of whom no coordinator has decided that they may read along."""
    there = _there(coalition.id).subquery()
    decided = exists().where(
        strays.c.coalition_id == coalition.id, strays.c.user_id == there.c.user_id, strays.c.decided_at.is_not(None)
    )
    return session.execute(select(there.c.user_id).where(not_(decided)).limit(1)).first() is not None


def notice(session: Session, coalition: Coalition, *, now: datetime) -> Noticed:
    """Note who strayed in, and forget who is there no more, with what was decided of them: it was for that stay."""
    there = {row.user_id for row in session.execute(_there(coalition.id))}
    gone = delete(strays).where(strays.c.coalition_id == coalition.id, strays.c.user_id.not_in(there))
    left = session.execute(gone.returning(strays.c.id)).all()
    new = {user_id for user_id in there if _note(session, coalition, user_id, now)}
    found = tuple(one for one in _undecided(session, coalition) if one.user_id in new) if new else ()
    return Noticed(found, some_left=bool(left))


def _note(session: Session, coalition: Coalition, user_id: str, now: datetime) -> bool:
    values = {"coalition_id": coalition.id, "user_id": user_id, "token": new_token(), "since": now}
    return insert_once(session, strays, values) is not None


def forget(session: Session, coalition: Coalition, user_ids: Iterable[str]) -> None:
    """Forget what was decided of these people: what they are has changed."""
    theirs = (strays.c.coalition_id == coalition.id, strays.c.user_id.in_(sorted(user_ids)))
    session.execute(delete(strays).where(*theirs))


def waiting(session: Session, speaker: Speaker) -> tuple[Stray, ...]:
    """List of whom a coordinator is to decide, the longest there first; nobody for all others."""
    return _undecided(session, speaker.coalition) if access.may_coordinate(speaker) else ()


def _undecided(session: Session, coalition: Coalition) -> tuple[Stray, ...]:
    there = _there(coalition.id).subquery()
    rows = session.execute(
        select(strays.c.token, strays.c.user_id, there.c.team, there.c.company, strays.c.since)
        .join(there, there.c.user_id == strays.c.user_id)
        .where(strays.c.coalition_id == coalition.id, strays.c.decided_at.is_(None))
        .order_by(strays.c.since, strays.c.id),
    )
    return tuple({row.user_id: Stray(*row) for row in rows}.values())


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a stray, and nothing else of them; None if in none."""
    found: int | None = session.execute(
        select(strays.c.coalition_id).where(strays.c.token == token),
    ).scalar_one_or_none()
    return found


def let_read(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> None:
    """Decide that somebody may read along; Unknown for all but coordinators.

    It holds for that person alone, and for as long as they stay. Twice is once.
    """
    row = session.execute(
        select(strays.c.id, strays.c.user_id).where(
            strays.c.token == token, strays.c.coalition_id == speaker.coalition.id
        ),
    ).one_or_none()
    if row is None or not access.may_coordinate(speaker):
        raise Unknown
    decided = (
        update(strays)
        .where(strays.c.id == row.id, strays.c.decided_at.is_(None))
        .values(decided_at=now, decided_by=speaker.person_id)
        .returning(strays.c.id)
    )
    if session.execute(decided).first():
        audit.note(session, speaker, Act.LET_READ, ABOUT, row.id, way=way, now=now, detail=row.user_id)
