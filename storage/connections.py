"""Connections: which companies' Slack is connected to a coalition's channels, and which of them may only post there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint, delete, select, update

from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.database import Session
from storage.once import insert_once
from storage.people import Room

connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("room", String(16), nullable=False),
    # As Slack names it: a workspace, T…, or an organisation on Enterprise Grid, E….
    Column("team", String(32), nullable=False),
    Column("limited", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    UniqueConstraint("coalition_id", "room", "team"),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Which companies were connected since the last look, and which are not any more."""

    new: tuple[str, ...]
    gone: tuple[str, ...]


def keep(
    session: Session,
    coalition: Coalition,
    room: Room,
    *,
    host: str,
    connected: Iterable[str],
    limited: Iterable[str],
    now: datetime,
) -> Changes:
    """Bring a channel's connections up to what Slack says, the host's own among them; what changed.

    What is found the first time is new to nobody. `now` is when Slack was asked: what came after that is not gone.
    """
    there, posting = {host, *connected}, set(limited)
    here = (connections.c.coalition_id == coalition.id, connections.c.room == room)
    known = set(session.execute(select(connections.c.team).where(*here)).scalars())
    before = (connections.c.team.not_in(there), connections.c.since < now)
    gone = session.execute(delete(connections).where(*here, *before).returning(connections.c.team)).scalars()
    new = []
    for team in sorted(there):
        values = {"coalition_id": coalition.id, "room": room, "team": team, "limited": team in posting, "since": now}
        if team not in known and insert_once(session, connections, values) is not None:
            new.append(team)
        else:
            same = update(connections).where(*here, connections.c.team == team)
            session.execute(same.values(limited=team in posting))
    return Changes(tuple(new) if known else (), tuple(sorted(gone)))


def forget(session: Session, coalition: Coalition, room: Room) -> None:
    """Forget what was connected to a channel that is not the coalition's any more."""
    session.execute(
        delete(connections).where(connections.c.coalition_id == coalition.id, connections.c.room == room),
    )


def limited(session: Session, coalition: Coalition) -> frozenset[str]:
    """List the ids of the companies that may only post in the members' channel."""
    rows = session.execute(
        select(connections.c.team).where(
            connections.c.coalition_id == coalition.id, connections.c.room == Room.MEMBERS, connections.c.limited
        ),
    )
    return frozenset(rows.scalars())
