"""Connections: which companies' Slack is connected to a members' channel, and which of them may only post there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint, delete, select, update

from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.database import Session
from storage.once import insert_once

connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    # As Slack names it: a workspace, T…, or an organisation on Enterprise Grid, E….
    Column("team", String(32), nullable=False),
    Column("limited", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    UniqueConstraint("coalition_id", "team"),
)


def keep(
    session: Session,
    coalition: Coalition,
    host: str,
    connected: Iterable[str],
    limited: Iterable[str],
    *,
    now: datetime,
) -> tuple[str, ...]:
    """Bring the connections up to what Slack says, the host's own among them; the companies that are new.

    What is found the first time is new to nobody.
    """
    there, posting = {host, *connected}, set(limited)
    ours = connections.c.coalition_id == coalition.id
    is_first = session.execute(select(connections.c.id).where(ours)).first() is None
    session.execute(delete(connections).where(ours, connections.c.team.not_in(there)))
    new = []
    for team in sorted(there):
        values = {"coalition_id": coalition.id, "team": team, "limited": team in posting, "since": now}
        if insert_once(session, connections, values) is None:
            same = (connections.c.coalition_id == coalition.id, connections.c.team == team)
            session.execute(update(connections).where(*same).values(limited=team in posting))
        else:
            new.append(team)
    return () if is_first else tuple(new)


def limited(session: Session, coalition: Coalition) -> frozenset[str]:
    """List the ids of the companies that may only post in the members' channel."""
    rows = session.execute(
        select(connections.c.team).where(connections.c.coalition_id == coalition.id, connections.c.limited),
    )
    return frozenset(rows.scalars())
