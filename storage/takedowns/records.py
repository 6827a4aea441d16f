"""The tables of takedowns, and the records that are made of their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage import reports
from storage.access import Speaker
from storage.audiences import Audience, Mark
from storage.base import Instant, metadata
from storage.people import Person, Room
from storage.reports import Report

ABOUT = "takedown"
PAGE = 10


class State(StrEnum):
    """Where a takedown stands."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What a revision is; a correction says that what stood there before was wrong."""

    REVISED = "revised"
    CORRECTED = "corrected"
    ERASED = "erased"
    # A file said more of it.
    COMPLETED = "completed"


takedowns = Table(
    "takedowns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    # In whose name it was logged, where that was somebody else's.
    Column("for_person_id", ForeignKey("people.id")),
    Column("reference", String(16), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("audience", String(16), nullable=False),
    # Companies that sat there at this moment may read it; where none is noted, none did.
    Column("shared_at", Instant),
    # Until a job lifts the embargo, its owner alone knows of it.
    Column("embargoed", Boolean, nullable=False, server_default=text("false")),
    Column("not_before", Instant),
    Column("chatham", Boolean, nullable=False, server_default=text("false")),
    Column("recalled_at", Instant),
    # When it is to be erased, once its owner was told; when it was, with the hash of what it said and the key of that.
    Column("leaves_at", Instant),
    Column("erased_at", Instant),
    Column("content_hash", String(64)),
    Column("hash_key", String(32)),
    # Since when its card in the members' channel, or in the open one, is a stub.
    Column("stubbed_at", Instant),
    Column("open_stubbed_at", Instant),
    Column("mark", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("search", Text, nullable=False),
    # The day that it counts on: when the company acted, as far as it said so, or else when it was logged.
    Column("acted_on", Date),
    UniqueConstraint("coalition_id", "reference"),
    Index("ix_takedowns_coalition_id_logged_at", "coalition_id", "logged_at"),
    Index("ix_takedowns_company_id_logged_at", "company_id", "logged_at"),
    Index("ix_takedowns_coalition_id_acted_on", "coalition_id", "acted_on"),
    # What a digest asks: which came out of their embargo within a week, and which anything happened to lately.
    Index(
        "ix_takedowns_held",
        "coalition_id",
        "not_before",
        sqlite_where=text("not_before IS NOT NULL"),
        postgresql_where=text("not_before IS NOT NULL"),
    ),
    Index("ix_takedowns_changed_at", "changed_at"),
    Index("ix_takedowns_shared_at", "shared_at"),
    Index(
        "ix_takedowns_gone_at",
        "erased_at",
        sqlite_where=text("erased_at IS NOT NULL"),
        postgresql_where=text("erased_at IS NOT NULL"),
    ),
    # What is announced, and what was erased lately.
    Index("ix_takedowns_leaves_at", "leaves_at"),
    Index("ix_takedowns_erased_at", "coalition_id", "erased_at"),
    info={"about": ABOUT},
)

# The content lies here as it was said, one row a revision; nothing but an erasure changes it.
revisions = Table(
    "takedown_revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takedown_id", ForeignKey("takedowns.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("form", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("kind", String(16), nullable=False, server_default=text("'revised'")),
    UniqueConstraint("takedown_id", "number"),
    # What changed within a week, beside all that was said for the first time.
    Index(
        "ix_takedown_revisions_later",
        "at",
        "takedown_id",
        sqlite_where=text("number > 1"),
        postgresql_where=text("number > 1"),
    ),
)


def card_key(takedown_id: int, room: Room) -> str:
    """Name the letter that is a record's card in a channel."""
    return f"{ABOUT}:{takedown_id}:card" if room is Room.MEMBERS else f"{ABOUT}:{takedown_id}:open-card"


@dataclass(frozen=True, slots=True)
class Filed:
    """In whose name a record was logged, and who logged it: the Slack id of the one, and the names of both."""

    user_id: str
    name: str
    by: str

    @classmethod
    def of(cls, speaker: Speaker, absent: Person | None) -> Self | None:
        """Say in whose name somebody logs; None for their own."""
        if absent is None:
            return None
        name = speaker.person.name if speaker.person else ""
        return cls(absent.user_id, absent.name or absent.user_id, name or speaker.user_id)


@dataclass(frozen=True, slots=True)
class Takedown:
    """A takedown as it stands now, for one reader; `token` is its name in Slack's buttons.

    `reason` is why it was last revised, `change` what that revision was, `filed` in whose name it was logged where that
    was not who logged it. Under the Chatham House Rule `company`, `company_id`, `logged_by` and `filed` are empty for
    all but its owner, and the report is blurred.
    """

    id: int
    token: str
    reference: str
    company_id: int
    company: str
    logged_by: str
    mark: Mark
    state: State
    revision: int
    logged_at: datetime
    changed_at: datetime
    reason: str
    report: Report
    audience: Audience = Audience.MEMBERS
    chatham: bool = False
    embargoed: bool = False
    not_before: datetime | None = None
    recalled_at: datetime | None = None
    leaves_at: datetime | None = None
    change: Change = Change.REVISED
    filed: Filed | None = None
    stubbed_at: datetime | None = None
    open_stubbed_at: datetime | None = None

    def is_stub(self, room: Room) -> bool:
        """Whether its card in a channel tells no more than its reference."""
        return (self.stubbed_at if room is Room.MEMBERS else self.open_stubbed_at) is not None

    def for_others(self) -> Self:
        """Give the record as others read it: under the Chatham House Rule nothing tells whose it is."""
        if not self.chatham:
            return self
        blurred = reports.unattributed(self.report)
        return replace(self, company_id=0, company="", logged_by="", filed=None, report=blurred)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a record for those who knew of it: that there was one, whose it was where that may be said."""

    reference: str
    company: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """What a takedown said at one time, who changed it, and why; number 1 is the first."""

    number: int
    by: str
    at: datetime
    reason: str
    report: Report
    change: Change = Change.REVISED

    def for_others(self) -> Self:
        """Give the revision as others read it under the Chatham House Rule."""
        return replace(self, by="", report=reports.unattributed(self.report))


@dataclass(frozen=True, slots=True)
class Page:
    """Some takedowns, newest first, and whether there are older ones."""

    takedowns: tuple[Takedown, ...]
    more: bool
