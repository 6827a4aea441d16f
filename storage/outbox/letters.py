"""The shapes of the outbox: its two tables, and what a claimed letter looks like."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.base import Instant, metadata
from storage.coalitions import coalitions
from storage.people import people

# Slack takes about one message a second in a channel: https://docs.slack.dev/apis/web-api/rate-limits.
PACE = timedelta(seconds=1)

# What stands as its error while a letter waits for its channel.
PAUSED = "paused"

# What the id of a file begins with in a body's image block: `storage/outbox/pictures.py` says the rest.
PICTURE = "picture:"


class Place(StrEnum):
    """Where a letter goes."""

    CHANNEL = "channel"
    PERSON = "person"
    EPHEMERAL = "ephemeral"


class State(StrEnum):
    """How far a letter is; `storage/outbox/__init__.py` draws the ways between them."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"
    RETRACTED = "retracted"


class Step(StrEnum):
    """What a courier does next for a letter: one step a claim."""

    LOOK = "look"
    UPLOAD = "upload"
    POST = "post"
    UPDATE = "update"
    PIN = "pin"
    DELETE = "delete"


class Fault(StrEnum):
    """Why a letter is dead, which tells what can revive it."""

    INSTALLATION = "installation"
    CHANNEL = "channel"
    MESSAGE = "message"


outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey(coalitions.c.id), nullable=False),
    Column("key", String(120), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("place", String(16), nullable=False),
    Column("channel", String(32)),
    Column("user_id", String(32)),
    # Which installation sends; NULL is the deployment's own.
    Column("team", String(32)),
    # The key of the letter in whose thread it goes, once that one stands.
    Column("thread_of", String(120)),
    # Letters of one lane go one after the other: its channel, or for a letter to a person that person.
    Column("lane", String(32), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer),
    Column("owner_id", ForeignKey(people.c.id)),
    # What is wanted. The body is JSON in text, because PostgreSQL's json has no equality.
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pin", Boolean, nullable=False),
    # What is delivered.
    Column("sent_version", Integer, nullable=False),
    Column("sent_channel", String(32)),
    Column("sent_ts", String(32)),
    # Whose installation posted it, which alone may delete it: "" is the deployment's own, NULL is not known.
    Column("sent_team", String(32)),
    # The newest words that are to be gone from Slack; NULL where nothing is. What is wanted since is said after that.
    Column("retract_version", Integer),
    Column("pinned", Boolean, nullable=False),
    # How it goes. `next_at` is when to look at it again, while sending the end of the lease; NULL when nothing is owed.
    Column("state", String(16), nullable=False),
    Column("next_at", Instant),
    Column("lease_by", String(120)),
    Column("attempts", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("tried_at", Instant),
    Column("tried_version", Integer),
    # Whether the newest attempt brought the picture to Slack, so that it cannot have posted anything.
    Column("uploading", Boolean, nullable=False, server_default=text("false")),
    Column("fault", String(16)),
    Column("error", String(80)),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("coalition_id", "key"),
)

# Only what is owed stands in these, so that a claim costs what is due and not what was ever sent.
Index(
    "ix_outbox_owed",
    outbox.c.next_at,
    outbox.c.id,
    outbox.c.lane,
    sqlite_where=outbox.c.next_at.is_not(None),
    postgresql_where=outbox.c.next_at.is_not(None),
)
# Written as a constant: neither database uses a partial index for a bound parameter.
IS_DEAD = outbox.c.state == literal_column(f"'{State.DEAD}'")
IS_DROPPED = outbox.c.state == literal_column(f"'{State.DROPPED}'")
Index("ix_outbox_dropped", outbox.c.owner_id, sqlite_where=IS_DROPPED, postgresql_where=IS_DROPPED)
Index("ix_outbox_dead", outbox.c.owner_id, sqlite_where=IS_DEAD, postgresql_where=IS_DEAD)

# When a lane is free again, for every process; while a letter is under way that is the end of its lease.
paces = Table(
    "paces",
    metadata,
    Column("lane", String(32), primary_key=True),
    Column("free_at", Instant, nullable=False, index=True),
    Column("held_by", String(120)),
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter goes, and which workspace's installation sends it (None: the deployment's own).

    `thread_of` is the key of the letter in whose thread it goes, and before which it does not.
    """

    place: Place
    channel: str | None = None
    user_id: str | None = None
    team: str | None = None
    thread_of: str | None = None

    @classmethod
    def in_channel(cls, channel: str, *, team: str | None = None, thread_of: str | None = None) -> Self:
        """Address everybody in a channel, or who follows the thread of another letter there."""
        return cls(Place.CHANNEL, channel=channel, team=team, thread_of=thread_of)

    @classmethod
    def to_person(cls, user_id: str, *, team: str | None = None) -> Self:
        """Address one person, by direct message."""
        return cls(Place.PERSON, user_id=user_id, team=team)

    @classmethod
    def only_for(cls, user_id: str, channel: str, *, team: str | None = None) -> Self:
        """Address one person inside a channel, unseen by the others; Slack may lose it and never shows it again."""
        return cls(Place.EPHEMERAL, channel=channel, user_id=user_id, team=team)

    @property
    def lane(self) -> str:
        """What is paced: the channel, or the person written to."""
        lane = self.user_id if self.place is Place.PERSON else self.channel
        if lane is None:
            raise ValueError(f"a letter to a {self.place} does not say which")
        return lane


def is_posted(address: Address, sent_channel: str | None, sent_ts: str | None) -> bool:
    """Tell whether newer words are said in a message of their own, or change the one that stands in Slack."""
    if sent_ts is None or address.place is Place.EPHEMERAL:
        # What only one person saw for a moment cannot be changed: it is said again.
        return True
    # Who may read the channel that a letter goes to now says nothing about the one that it went to before.
    return address.place is Place.CHANNEL and sent_channel != address.channel


@dataclass(frozen=True, slots=True)
class Body:
    """What a letter says: the text of its notification, and its blocks in Slack's own form."""

    text: str
    blocks: list[dict[str, Any]]

    def dumped(self) -> str:
        """Write it as it lies in the table."""
        return json.dumps({"text": self.text, "blocks": self.blocks}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, dumped: str) -> Self:
        """Read back what `dumped` wrote."""
        return cls(**json.loads(dumped))

    @property
    def picture(self) -> str | None:
        """The digest of the picture that it shows; None where it shows none."""
        for block in self.blocks:
            name = str(block["slack_file"].get("id")) if block["type"] == "image" and "slack_file" in block else ""
            if name.startswith(PICTURE):
                return name.removeprefix(PICTURE)
        return None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its courier holds it, until `lease_until`; `version` and `body` are those of the claim."""

    id: int
    coalition_id: int
    key: str
    token: str
    address: Address
    about: str
    about_id: int | None
    owner_id: int | None
    body: Body
    version: int
    pin: bool
    sent_version: int
    sent_channel: str | None
    sent_ts: str | None
    sent_team: str | None
    retract_version: int | None
    pinned: bool
    attempts: int
    doubtful: bool
    tried_at: datetime
    tried_version: int
    lease: str
    lease_until: datetime
    # Slack's id of the picture, since when it has all of it, and how often its bytes, which wait, were brought there.
    file_id: str | None = None
    file_since: datetime | None = None
    picture_waits: bool = False
    uploads: int = 0
    # Whether Slack has any file of this letter.
    has_files: bool = False
    # The message in whose thread it goes; None while that does not stand in the channel.
    thread_ts: str | None = None

    @property
    def step(self) -> Step | None:
        """What is to be done next; None where all that is wanted is delivered."""
        if self.doubtful:
            return Step.LOOK
        if self.is_retracted:
            return Step.DELETE
        if self.sent_version < self.version:
            if self.picture_waits:
                return Step.UPLOAD
            return Step.POST if is_posted(self.address, self.sent_channel, self.sent_ts) else Step.UPDATE
        if self.pin and not self.pinned:
            return Step.PIN
        return None

    @property
    def is_retracted(self) -> bool:
        """Whether what stands in Slack is to be deleted before anything else."""
        return self.retract_version is not None

    @property
    def team(self) -> str | None:
        """Whose installation takes the next step: what was posted can be deleted by nobody else."""
        if self.step is Step.DELETE and self.sent_team is not None:
            return self.sent_team or None
        return self.address.team


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a letter is, for receipts and lists."""

    key: str
    token: str
    about: str
    about_id: int | None
    state: State
    version: int
    sent_version: int
    sent_channel: str | None
    sent_ts: str | None
    retract_version: int | None
    pinned: bool
    fault: Fault | None
    error: str | None
    changed_at: datetime

    @property
    def is_delivered(self) -> bool:
        """Whether the newest words stand in Slack, and are to stay there."""
        return self.sent_ts is not None and self.sent_version >= self.version and self.retract_version is None
