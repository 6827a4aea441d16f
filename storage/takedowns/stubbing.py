"""Stubs: old cards that tell whoever comes later no more than a reference; the records stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audiences import Audience
from storage.audit import Act
from storage.base import Instant, metadata
from storage.database import Session
from storage.people import Room
from storage.takedowns.records import ABOUT, State, takedowns

# What was asked for: the cards of a channel that are older than that; `cursor` is how far it was carried out.
stubbings = Table(
    "stubbings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("room", String(16), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("before", Instant, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("done_at", Instant, index=True),
)

_COLUMNS = {Room.MEMBERS: takedowns.c.stubbed_at, Room.OPEN: takedowns.c.open_stubbed_at}


@dataclass(frozen=True, slots=True)
class Stubbing:
    """Old cards that are to become stubs."""

    id: int
    coalition_id: int
    room: Room
    before: datetime
    cursor: int


@dataclass(frozen=True, slots=True)
class Stub:
    """All that a stub tells of a record; whose card stands though it was withdrawn says why that was."""

    id: int
    reference: str
    token: str
    is_withdrawn: bool


def stub_cards(session: Session, speaker: Speaker, room: Room, *, way: Way, now: datetime) -> None:
    """Ask for stubs in place of all cards that stand in a channel by now; NotCoordinator for all but coordinators."""
    access.must_coordinate(speaker)
    asked = {
        "coalition_id": speaker.coalition.id,
        "room": room,
        "person_id": speaker.person_id,
        "before": now,
        "cursor": 0,
    }
    session.execute(stubbings.insert().values(asked))
    audit.note(session, speaker, Act.STUBBED, ABOUT, None, way=way, now=now, detail=room)


def stubbings_due(session: Session) -> tuple[Stubbing, ...]:
    """List what is not carried out completely."""
    columns = (stubbings.c[field] for field in Stubbing.__dataclass_fields__)
    rows = session.execute(select(*columns).where(stubbings.c.done_at.is_(None)).order_by(stubbings.c.id))
    return tuple(Stubbing(row.id, row.coalition_id, Room(row.room), row.before, row.cursor) for row in rows)


def next_stubs(session: Session, stubbing: Stubbing, *, limit: int, now: datetime) -> tuple[Stub, ...]:
    """Take the next records of a stubbing, no process those of another; none when it is done."""
    cursor = session.execute(
        select(stubbings.c.cursor)
        .where(stubbings.c.id == stubbing.id, stubbings.c.done_at.is_(None))
        .with_for_update(),
    ).scalar_one_or_none()
    if cursor is None:
        return ()
    rows = session.execute(
        select(takedowns.c.id, takedowns.c.reference, takedowns.c.token, takedowns.c.state == State.WITHDRAWN)
        .where(
            takedowns.c.coalition_id == stubbing.coalition_id,
            takedowns.c.id > cursor,
            takedowns.c.logged_at <= stubbing.before,
            _COLUMNS[stubbing.room].is_(None),
            # A tombstone tells less than a card, and stays.
            takedowns.c.recalled_at.is_(None),
            takedowns.c.audience.in_((Audience.EVERYONE, Audience.MEMBERS)),
        )
        .order_by(takedowns.c.id)
        .limit(limit),
    ).all()
    gone = {"cursor": rows[-1].id} if rows else {"done_at": now}
    session.execute(update(stubbings).where(stubbings.c.id == stubbing.id).values(gone))
    return tuple(Stub(*row) for row in rows)


def stubbed(session: Session, stubs: Iterable[Stub], room: Room, *, now: datetime) -> None:
    """Note that the cards of these records are stubs now, whatever is revised later."""
    ids = [one.id for one in stubs]
    if ids:
        session.execute(update(takedowns).where(takedowns.c.id.in_(ids)).values({_COLUMNS[room]: now}))
