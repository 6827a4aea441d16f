"""Guided starts: who invited us into which channel, what Slack says of it, and how far its setting up has come.

A start's life::

    invite ──► asked ──found──► founded ──settle, name leads──► finished
       ▲         │
       └─ again ─┘   whoever invites us anew takes it over, as long as nothing is founded
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    exists,
    select,
    update,
)

from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.companies import teams as company_teams
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.once import insert_once

# So many times Slack is asked about a channel, ever less often; a day all in all.
_MOST_ATTEMPTS = 11
_FIRST_PAUSE = timedelta(minutes=1)

starts = Table(
    "starts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("channel", String(32), nullable=False, unique=True),
    # Which installation was invited; NULL is the deployment's own.
    Column("team", String(32)),
    Column("inviter", String(32)),
    Column("invited_at", Instant, nullable=False),
    # What Slack said of the channel: the ids of the company that hosts it, and whom of that company we asked.
    Column("channel_name", String(80), nullable=False),
    Column("home", Text, nullable=False),
    Column("asked", String(32)),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    # When to try again; NULL when nothing is owed.
    Column("next_at", Instant, index=True),
    Column("attempts", Integer, nullable=False),
    # What was typed into a form that was refused.
    Column("typed", Text, nullable=False),
    Column("coalition_id", ForeignKey("coalitions.id"), unique=True),
    Column("finished_at", Instant),
)

# The companies that Slack connects to the channel, by the id that it names them with.
workspaces = Table(
    "start_workspaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("start_id", ForeignKey("starts.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("team", String(32), nullable=False),
    Column("name", String(80), nullable=False),
    Column("is_host", Boolean, nullable=False),
    Column("in_members", Boolean, nullable=False),
    Column("name_asked_at", Instant),
    Column("left_out", Boolean, nullable=False),
    UniqueConstraint("start_id", "team"),
)


class Reserved(Refusal):
    """Somebody else of the host's company invited us and was asked to set us up."""


@dataclass(frozen=True, slots=True)
class Start:
    """A guided start; `home` are the ids of the host's company, `asked` is whom of it we asked, or anybody of it.

    `language` and `zone` are those of whoever is asked.
    """

    id: int
    token: str
    channel: str
    team: str | None
    inviter: str | None
    channel_name: str
    home: tuple[str, ...]
    asked: str | None
    language: str
    zone: str
    typed: Mapping[str, str]
    coalition_id: int | None
    finished_at: datetime | None

    @property
    def is_known(self) -> bool:
        """Whether Slack has said who hosts the channel, and that is who invited this copy of ours."""
        return bool(self.home)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A company that Slack connects to the channel; `name` is what Slack calls it, if it said."""

    id: int
    token: str
    team: str
    name: str
    is_host: bool
    in_members: bool


def invite(session: Session, channel: str, *, team: str | None, inviter: str | None, now: datetime) -> Start:
    """Note that a copy of ours was invited into a channel of no coalition; who invites us anew is asked anew."""
    again = {
        "team": team,
        "inviter": inviter,
        "invited_at": now,
        "home": "",
        "asked": None,
        "attempts": 0,
        # Whoever notes it asks at once; a process that dies meanwhile leaves it to the clock.
        "next_at": now + _FIRST_PAUSE,
    }
    new = {"token": new_token(), "channel": channel, "channel_name": "", "language": "en", "zone": "", "typed": "{}"}
    if insert_once(session, starts, new | again) is None:
        unfounded = (starts.c.channel == channel, starts.c.coalition_id.is_(None))
        session.execute(update(starts).where(*unfounded).values(again))
    return _one(session, starts.c.channel == channel)


def withdraw(session: Session, channel: str) -> None:
    """Forget a start of which nothing was founded: our copy is out of its channel."""
    gone = select(starts.c.id).where(starts.c.channel == channel, starts.c.coalition_id.is_(None))
    session.execute(delete(workspaces).where(workspaces.c.start_id.in_(gone)))
    session.execute(delete(starts).where(starts.c.id.in_(gone)))


def due(session: Session, *, now: datetime) -> tuple[Start, ...]:
    """Take the starts that are to be asked about once more; no other process is given them too."""
    found = session.execute(
        select(starts.c.id, starts.c.attempts)
        .where(starts.c.next_at <= now)
        .order_by(starts.c.id)
        .with_for_update(skip_locked=True),
    ).all()
    for row in found:
        pause = _FIRST_PAUSE * 2**row.attempts
        later = now + pause if row.attempts < _MOST_ATTEMPTS else None
        session.execute(update(starts).where(starts.c.id == row.id).values(next_at=later, attempts=row.attempts + 1))
    return tuple(_one(session, starts.c.id == row.id) for row in found)


def know(
    session: Session,
    start: Start,
    *,
    channel_name: str,
    home: Iterable[str],
    asked: str | None,
    language: str,
    zone: str,
) -> Start:
    """Keep what Slack says of the channel and of whoever invited us."""
    values = {
        "channel_name": channel_name[:80],
        "home": " ".join(dict.fromkeys(home)),
        "asked": asked,
        "language": language,
        "zone": zone[:64],
    }
    session.execute(update(starts).where(starts.c.id == start.id).values(values))
    return _one(session, starts.c.id == start.id)


def told(session: Session, start: Start) -> None:
    """Note that whoever is asked was told so."""
    session.execute(update(starts).where(starts.c.id == start.id).values(next_at=None))


def keep(session: Session, start: Start, typed: Mapping[str, str]) -> None:
    """Keep what was typed into a form that was refused; the next time it stands there again."""
    session.execute(update(starts).where(starts.c.id == start.id).values(typed=json.dumps(dict(typed))))


def founded(session: Session, start: Start, coalition: Coalition) -> Start:
    """Note which coalition was founded by it."""
    session.execute(update(starts).where(starts.c.id == start.id).values(coalition_id=coalition.id, next_at=None))
    return _one(session, starts.c.id == start.id)


def finish(session: Session, start: Start, *, now: datetime) -> bool:
    """Note that a start has come to its end; True if it is this time that did so."""
    ended = update(starts).where(starts.c.id == start.id, starts.c.finished_at.is_(None)).values(finished_at=now)
    return session.execute(ended.returning(starts.c.id)).first() is not None


def by_token(session: Session, token: str) -> Start:
    """Find a start by its name in Slack's buttons; Unknown if there is none."""
    return _one(session, starts.c.token == token)


def of_channel(session: Session, channel: str) -> Start | None:
    """Find the start of a channel of which nothing is founded yet."""
    row = session.execute(_starts().where(starts.c.channel == channel, starts.c.coalition_id.is_(None))).one_or_none()
    return _start(row) if row else None


def of_coalition(session: Session, coalition: Coalition) -> Start | None:
    """Find the start by which a coalition was founded; None if the operator founded it."""
    row = session.execute(_starts().where(starts.c.coalition_id == coalition.id)).one_or_none()
    return _start(row) if row else None


def is_under_way(session: Session, coalition: Coalition) -> bool:
    """Tell whether a coalition was founded by a start that is not finished."""
    start = of_coalition(session, coalition)
    return start is not None and start.finished_at is None


def move_channel(session: Session, old: str, new: str) -> None:
    """Follow Slack when it gives a channel a new id, as it does when its sharing begins."""
    session.execute(update(starts).where(starts.c.channel == old).values(channel=new))


def left_to(session: Session, user_id: str) -> tuple[Start, ...]:
    """List the channels into which somebody invited us and of which nothing is founded yet, the newest first."""
    mine = (starts.c.asked == user_id, starts.c.coalition_id.is_(None))
    rows = session.execute(_starts().where(*mine).order_by(starts.c.invited_at.desc(), starts.c.id.desc()))
    return tuple(_start(row) for row in rows)


def may_found(start: Start, *, team_ids: Sequence[str], user_id: str) -> None:
    """Raise unless this person may found a coalition here: Unknown for other companies, Reserved for colleagues."""
    if start.coalition_id is not None or not set(start.home) & set(team_ids):
        raise Unknown
    if start.asked not in (None, user_id):
        raise Reserved


def connect(session: Session, start: Start, found: Iterable[tuple[str, bool]], *, in_members: bool) -> None:
    """Note the companies that Slack connects to a channel: pairs of their id and whether it is the host."""
    for team, is_host in found:
        values = {
            "start_id": start.id,
            "token": new_token(),
            "team": team,
            "name": "",
            "is_host": is_host,
            "in_members": in_members,
            "left_out": False,
        }
        insert_once(session, workspaces, values)


def nameless(session: Session) -> tuple[tuple[Start, Workspace], ...]:
    """List the companies of unfinished starts whose names Slack was not asked for."""
    rows = session.execute(
        _workspaces()
        .add_columns(workspaces.c.start_id)
        .join(starts, starts.c.id == workspaces.c.start_id)
        .where(workspaces.c.name_asked_at.is_(None), starts.c.finished_at.is_(None), starts.c.home != "")
        .order_by(workspaces.c.id),
    ).all()
    return tuple((_one(session, starts.c.id == row[-1]), Workspace(*row[:-1])) for row in rows)


def name(session: Session, workspace: Workspace, name: str, *, now: datetime) -> None:
    """Keep what Slack calls a company, or that it does not say."""
    named = update(workspaces).where(workspaces.c.id == workspace.id)
    session.execute(named.values(name=name.strip()[:80], name_asked_at=now))


def call(session: Session, start: Start, team: str, name: str) -> None:
    """Keep what a company calls itself as long as Slack was not asked."""
    unasked = (workspaces.c.start_id == start.id, workspaces.c.team == team, workspaces.c.name_asked_at.is_(None))
    session.execute(update(workspaces).where(*unasked).values(name=name.strip()[:80]))


def connected(session: Session, start: Start) -> tuple[Workspace, ...]:
    """List all companies that Slack connects to the channels, the host first."""
    rows = session.execute(
        _workspaces()
        .where(workspaces.c.start_id == start.id)
        .order_by(workspaces.c.is_host.desc(), workspaces.c.in_members.desc(), workspaces.c.id),
    )
    return tuple(Workspace(*row) for row in rows)


def unsettled(session: Session, start: Start) -> tuple[Workspace, ...]:
    """List the connected companies that have no seat and were not left out."""
    is_seated = exists().where(
        company_teams.c.coalition_id == start.coalition_id, company_teams.c.team == workspaces.c.team
    )
    rows = session.execute(
        _workspaces()
        .where(workspaces.c.start_id == start.id, workspaces.c.left_out.is_(False), ~is_seated)
        .order_by(workspaces.c.in_members.desc(), workspaces.c.id),
    )
    return tuple(Workspace(*row) for row in rows)


def leave_out(session: Session, workspace: Workspace) -> None:
    """Note that a connected company is not to sit in the coalition."""
    session.execute(update(workspaces).where(workspaces.c.id == workspace.id).values(left_out=True))


def _one(session: Session, which: Any) -> Start:
    row = session.execute(_starts().where(which)).one_or_none()
    if row is None:
        raise Unknown
    return _start(row)


_STARTS = tuple(starts.c[field] for field in Start.__dataclass_fields__)
_WORKSPACES = tuple(workspaces.c[field] for field in Workspace.__dataclass_fields__)


def _starts() -> Select[*tuple[Any, ...]]:
    return select(*_STARTS)


def _workspaces() -> Select[*tuple[Any, ...]]:
    return select(*_WORKSPACES)


def _start(row: Row[*tuple[Any, ...]]) -> Start:
    values = row._asdict()
    home, typed = values.pop("home"), values.pop("typed")
    return Start(**values, home=tuple(home.split()), typed=json.loads(typed))
