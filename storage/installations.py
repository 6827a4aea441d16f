"""Installations: the further workspaces that the app stands in, with their tokens sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, Text, delete, insert, select, update

from storage.base import Instant, metadata
from storage.database import Session

installations = Table(
    "installations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", String(32), nullable=False, unique=True),
    Column("enterprise_id", String(32)),
    Column("sealed_token", Text, nullable=False),
    Column("bot_user_id", String(32), nullable=False),
    Column("bot_id", String(32), nullable=False),
    Column("added_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace's copy of the app; the token is sealed by `storage.cipher`."""

    team_id: str
    enterprise_id: str | None
    sealed_token: str
    bot_user_id: str
    bot_id: str


def add(session: Session, installation: Installation, *, now: datetime) -> bool:
    """Keep a workspace's installation, or replace its token; True if the workspace is new."""
    values = {field: getattr(installation, field) for field in Installation.__dataclass_fields__}
    if by_team(session, installation.team_id) is None:
        session.execute(insert(installations).values(added_at=now, **values))
        return True
    session.execute(update(installations).where(installations.c.team_id == installation.team_id).values(values))
    return False


def by_team(session: Session, team_id: str) -> Installation | None:
    """Find the installation of a workspace."""
    row = session.execute(_SELECT.where(installations.c.team_id == team_id)).one_or_none()
    return Installation(*row) if row else None


def all_of_them(session: Session) -> tuple[Installation, ...]:
    """List every further workspace that the app stands in."""
    return tuple(Installation(*row) for row in session.execute(_SELECT.order_by(installations.c.team_id)))


def forget(session: Session, team_id: str) -> bool:
    """Forget a workspace's token: the app was removed there; True if there was one."""
    gone = delete(installations).where(installations.c.team_id == team_id).returning(installations.c.id)
    return session.execute(gone).scalar_one_or_none() is not None


_SELECT = select(*(installations.c[field] for field in Installation.__dataclass_fields__))
