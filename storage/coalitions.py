"""The coalition: the companies that share a channel, its zone, its language, its default mark, its rhythm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Table,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from storage.base import Instant, metadata, new_token
from storage.database import Session
from storage.errors import Conflict, Unknown
from storage.once import insert_once
from storage.rhythms import Rhythm

# https://docs.slack.dev/reference/methods/auth.test
_ADDRESS = re.compile(r"https://[a-z0-9.-]{1,150}/")

coalitions = Table(
    "coalitions",
    metadata,
    Column("id", Integer, primary_key=True),
    # Not unique: who could not take a name would learn that another coalition has it.
    Column("name", String(80), nullable=False),
    Column("channel", String(32), nullable=False, unique=True),
    Column("open_channel", String(32), unique=True),
    Column("host_team", String(32)),
    Column("zone", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("roster_read_at", Instant),
    Column("default_mark", String(16), nullable=False, server_default=text("'AMBER+STRICT'")),
    # When the digest comes, and when the coalition meets, as recurrence rules.
    Column("digest_rule", String(200)),
    Column("meeting_rule", String(200)),
    # Whose public holidays move the digest to the next working day; nobody's where it is empty.
    Column("country", String(8)),
    # For how many hours a digest that was missed is caught up.
    Column("catch_up", Integer, nullable=False, server_default=text("24")),
    # Since when it is being dissolved, so that nothing new is logged; since when it is closed for everybody.
    Column("dissolving_at", Instant),
    Column("closed_at", Instant),
    # The newest day on which what is to go was announced.
    Column("thinned_on", Date),
    Column("rhythm", String(200), nullable=False, server_default=text("''")),
    # Where the host's workspace is found in a browser, which links to messages begin with.
    Column("address", String(200)),
    # Whether figures keep numbers below three to themselves.
    Column("suppresses", Boolean, nullable=False, server_default=text("false")),
)


@dataclass(frozen=True, slots=True)
class Coalition:
    """One coalition; `zone` is an IANA name, `language` is `en` or `fr`.

    `host_team` is the workspace whose installation posts; None means the deployment's own token. `token` names the
    coalition in Slack's buttons. `default_mark` is the TLP mark that a form begins with. `digest_rule` and
    `meeting_rule` are rhythms in its zone; `rhythm` is how often it meets in words that nobody has made a rule of. On
    the public holidays of `country` the digest waits for the next working day; for `catch_up` hours it is caught up.
    While it is being dissolved, since `dissolving_at`, nothing new is logged. `address` is where Slack shows the host's
    workspace, once Slack has said so. Where it `suppresses`, figures tell no number below three.
    """

    id: int
    name: str
    channel: str
    open_channel: str | None
    host_team: str | None
    zone: str
    language: str
    token: str
    default_mark: str = "AMBER+STRICT"
    digest_rule: str | None = None
    meeting_rule: str | None = None
    country: str | None = None
    catch_up: int = 24
    rhythm: str = ""
    dissolving_at: datetime | None = None
    address: str | None = None
    suppresses: bool = False

    @property
    def first_weekday(self) -> int:
        """The day on which its week begins, counted from Monday, 0: the digest's, or Monday."""
        return next(iter(Rhythm.of_rule(self.digest_rule).weekdays), 0) if self.digest_rule else 0

    def day_of(self, moment: datetime) -> date:
        """Give the day that it is in its zone at a moment."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def add(
    session: Session,
    name: str,
    *,
    channel: str,
    open_channel: str | None,
    host_team: str | None,
    zone: str,
    language: str,
    now: datetime,
) -> tuple[Coalition, bool]:
    """Found a coalition, or change the one of that name; True if it is new. Conflict if a channel is another's."""
    there = _meant(session, name, channel)
    _refuse_taken_channels(session, there, name, (channel, open_channel))
    values = {
        "channel": channel,
        "open_channel": open_channel,
        "host_team": host_team,
        "zone": zone,
        "language": language,
        # Who is in these channels is to be asked anew.
        "roster_read_at": None,
    }
    if there is None:
        new = {"name": name.strip(), "token": new_token(), "created_at": now}
        found = session.execute(insert(coalitions).values(**new, **values).returning(*_COLUMNS)).one()
    else:
        changed = update(coalitions).where(coalitions.c.id == there).values(**values)
        found = session.execute(changed.returning(*_COLUMNS)).one()
    return _coalition(found), there is None


def _meant(session: Session, name: str, channel: str) -> int | None:
    """Find the coalition that is to be changed: the one of that name; of several the one of that channel."""
    rows = session.execute(select(coalitions.c.id, coalitions.c.channel).where(_is_called(name))).all()
    if len(rows) > 1:
        rows = [row for row in rows if row.channel == channel]
        if not rows:
            raise Conflict("name", name)
    return rows[0].id if rows else None


def _is_called(name: str) -> ColumnElement[bool]:
    return func.lower(coalitions.c.name) == name.strip().lower()


@dataclass(frozen=True, slots=True)
class Charter:
    """What a coalition is founded with."""

    name: str
    zone: str
    language: str
    default_mark: str
    open_channel: str | None = None
    digest_rule: str | None = None
    meeting_rule: str | None = None


def found(session: Session, charter: Charter, *, channel: str, host_team: str | None, now: datetime) -> Coalition:
    """Found a coalition, and never change one that is there: Conflict where one of its channels is taken."""
    if charter.open_channel == channel:
        raise Conflict("open_channel", channel)
    values = {field: getattr(charter, field) for field in Charter.__dataclass_fields__}
    new = {**values, "channel": channel, "host_team": host_team, "token": new_token(), "created_at": now}
    rooms = {"channel": channel, "open_channel": charter.open_channel}
    taken = [what for what, room in rooms.items() if room and of_channel(session, room) is not None]
    founded = None if taken else insert_once(session, coalitions, new)
    if founded is None:
        # Of two who found at once, the second is told what the first one took.
        raise Conflict("channel" if of_channel(session, channel) else "open_channel", channel)
    return by_id(session, founded)


# What a channel is told when its coalition leaves it; nothing else goes into a channel that is left.
FAREWELL = "farewell"


def settle_in(session: Session, coalition: Coalition, channel: str, *, opened: bool) -> Coalition:
    """Give a coalition another members' channel, or another open one; Conflict where the channel is taken."""
    column = "open_channel" if opened else "channel"
    if of_channel(session, channel) is not None:
        raise Conflict(column, channel)
    values = {column: channel, "roster_read_at": None}
    session.execute(update(coalitions).where(coalitions.c.id == coalition.id).values(values))
    return by_id(session, coalition.id)


def look_again(session: Session, coalition: Coalition) -> None:
    """Say that who is in a coalition's channels is to be asked anew."""
    session.execute(update(coalitions).where(coalitions.c.id == coalition.id).values(roster_read_at=None))


def learn_address(session: Session, coalition: Coalition, address: str) -> None:
    """Remember where Slack shows the host's workspace; what is no address of Slack's is left out."""
    if _ADDRESS.fullmatch(address):
        session.execute(update(coalitions).where(coalitions.c.id == coalition.id).values(address=address))


def _refuse_taken_channels(session: Session, mine: int | None, name: str, channels: tuple[str | None, ...]) -> None:
    wanted = [channel for channel in channels if channel]
    if len(set(wanted)) < len(wanted):
        raise Conflict("channel", wanted[0], name)
    taken = session.execute(
        select(coalitions.c.name, coalitions.c.channel, coalitions.c.open_channel).where(
            or_(coalitions.c.channel.in_(wanted), coalitions.c.open_channel.in_(wanted)),
            coalitions.c.id.is_distinct_from(mine),
        ),
    ).first()
    if taken:
        shared = next(channel for channel in (taken.channel, taken.open_channel) if channel in wanted)
        raise Conflict("channel", shared, taken.name)


def named(session: Session, name: str) -> Coalition:
    """Find a coalition by its name, in any case of letters, or by its members' channel.

    Unknown if there is none, Conflict if there are several of that name.
    """
    rows = session.execute(_select().where(or_(_is_called(name), coalitions.c.channel == name.strip()))).all()
    if not rows:
        raise Unknown(name)
    if len(rows) > 1:
        raise Conflict("name", name)
    return _coalition(rows[0])


def hold(session: Session, coalition_id: int) -> Coalition:
    """Wait for whoever changes how a coalition runs at this moment, and give what stands now; Unknown if it is gone."""
    row = session.execute(_select().where(coalitions.c.id == coalition_id).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    return _coalition(row)


def by_id(session: Session, coalition_id: int) -> Coalition:
    """Find a coalition by its row; Unknown if there is none."""
    row = session.execute(_select().where(coalitions.c.id == coalition_id)).one_or_none()
    if row is None:
        raise Unknown
    return _coalition(row)


def by_token(session: Session, token: str) -> Coalition | None:
    """Find a coalition by its name in Slack's buttons."""
    row = session.execute(_select().where(coalitions.c.token == token)).one_or_none()
    return _coalition(row) if row else None


def of_channel(session: Session, channel: str) -> Coalition | None:
    """Find the coalition whose members' or open channel this is."""
    row = session.execute(
        _select().where(or_(coalitions.c.channel == channel, coalitions.c.open_channel == channel)),
    ).one_or_none()
    return _coalition(row) if row else None


def all_of_them(session: Session) -> tuple[Coalition, ...]:
    """List every coalition of this deployment, by name; one that is closed and being erased is none any more."""
    there = _select().where(coalitions.c.closed_at.is_(None)).order_by(coalitions.c.name, coalitions.c.id)
    return tuple(_coalition(row) for row in session.execute(there))


def with_old_rosters(session: Session, *, older_than: datetime, now: datetime) -> tuple[Coalition, ...]:
    """Take the coalitions whose channels nobody has looked into since then; no other process is given them too."""
    is_old = or_(coalitions.c.roster_read_at.is_(None), coalitions.c.roster_read_at <= older_than)
    taken = (
        update(coalitions)
        .where(is_old, coalitions.c.closed_at.is_(None))
        .values(roster_read_at=now)
        .returning(*_COLUMNS)
    )
    return tuple(_coalition(row) for row in session.execute(taken).all())


def move_channel(session: Session, old: str, new: str) -> Coalition | None:
    """Follow Slack when it gives a channel a new id; None if the channel was no coalition's."""
    for column in (coalitions.c.channel, coalitions.c.open_channel):
        session.execute(update(coalitions).where(column == old).values({column: new}))
    return of_channel(session, new)


_COLUMNS = tuple(coalitions.c[field] for field in Coalition.__dataclass_fields__)


def _select() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _coalition(row: Sequence[Any]) -> Coalition:
    return Coalition(*row)
