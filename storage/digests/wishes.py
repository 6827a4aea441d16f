"""Digests of one's own: who may know more than the channel is told finds it, and is rung for it if they want."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer, String, Table, not_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.audit import trail as trail_table
from storage.base import metadata
from storage.companies import companies
from storage.database import Session
from storage.digests.contents import within
from storage.digests.records import ABOUT
from storage.once import insert_once
from storage.people import Room, people, zone_is_old
from storage.periods import Period
from storage.takedowns import State, lately, takedowns


class Wish(StrEnum):
    """How often somebody wants to be rung."""

    OFF = "off"
    WEEKLY = "weekly"
    DAILY = "daily"


wishes = Table(
    "digest_wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, unique=True),
    Column("wish", String(8), nullable=False),
    # The newest period that they were rung for, or that held no more for them than for the channel.
    Column("told_for", String(16)),
)


@dataclass(frozen=True, slots=True)
class Ringing:
    """Somebody who wants to be rung, whether Slack is to be asked where they are, and what they were told of last."""

    person_id: int
    wish: Wish
    zone_is_old: bool
    told_for: str | None


def wish_of(session: Session, speaker: Speaker) -> Wish:
    """Tell how often somebody wants to be rung."""
    found = session.execute(select(wishes.c.wish).where(wishes.c.person_id == speaker.person_id)).scalar_one_or_none()
    return Wish(found) if found else Wish.OFF


def wish(session: Session, speaker: Speaker, how_often: Wish, *, way: Way, now: datetime) -> None:
    """Note how often somebody wants to be rung; ReadsOnly for the people of a guest."""
    access.must_act(speaker)
    new = {"person_id": speaker.person_id, "wish": how_often}
    if insert_once(session, wishes, new) is None:
        session.execute(update(wishes).where(wishes.c.person_id == speaker.person_id).values(wish=how_often))
    audit.note(session, speaker, Act.CHANGED, ABOUT, None, way=way, now=now, detail=f"for me: {how_often}")


def to_ring(session: Session, *, now: datetime) -> tuple[Ringing, ...]:
    """List those who want to be rung, of companies that sit in their coalition."""
    rows = session.execute(
        select(wishes.c.person_id, wishes.c.wish, zone_is_old(now).label("zone_is_old"), wishes.c.told_for)
        .join(people, people.c.id == wishes.c.person_id)
        .join(companies, companies.c.id == people.c.company_id)
        .where(wishes.c.wish != Wish.OFF, companies.c.left_at.is_(None))
        .order_by(wishes.c.id),
    )
    return tuple(Ringing(row.person_id, Wish(row.wish), bool(row.zone_is_old), row.told_for) for row in rows)


def told(session: Session, one: Ringing, period: str) -> bool:
    """Note that somebody is told of a period; False where somebody else noted it before."""
    is_as_it_was = wishes.c.told_for.is_not_distinct_from(one.told_for)
    its = update(wishes).where(wishes.c.person_id == one.person_id, is_as_it_was).values(told_for=period)
    return session.execute(its.returning(wishes.c.id)).first() is not None


def holds_more(session: Session, speaker: Speaker, period: Period) -> bool:
    """Tell whether a period holds more for this person than for everybody in the members' channel."""
    more = select(takedowns.c.id).where(
        access.may_be_told(speaker, speaker.coalition, takedowns),
        not_(access.shown_in(speaker.coalition, Room.MEMBERS, takedowns)),
        takedowns.c.state == State.STANDING,
        lately.is_of(within(speaker.coalition, period)),
    )
    return session.execute(more.limit(1)).first() is not None


def has_read(session: Session, speaker: Speaker, period: Period) -> bool:
    """Tell whether this person has opened a period since it was over."""
    read = select(trail_table.c.id).where(
        trail_table.c.person_id == speaker.person_id,
        trail_table.c.at >= period.instants(speaker.coalition.zone)[1],
        trail_table.c.act == Act.LISTED,
        trail_table.c.detail == period.key,
    )
    return session.execute(read.limit(1)).first() is not None
