"""The tables of agendas, of what is put on them, and of who supports it; and the records made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, String, Table, Text, UniqueConstraint, text

from storage.audiences import Audience, Mark
from storage.base import Instant, metadata, new_token
from storage.errors import Refusal
from storage.people import Room

ABOUT = "agenda"
ITEM = "agenda_item"
# So often something is carried over before it must be decided.
MOST_CARRIED = 3
LONGEST_LINK = 500
LONGEST_MINUTES = 480


class Kind(StrEnum):
    """What somebody puts on an agenda."""

    TOPIC = "topic"
    PROBLEM = "problem"
    QUESTION = "question"


class State(StrEnum):
    """Where an item stands: struck by those who coordinate, or withdrawn by the company whose it is."""

    OPEN = "open"
    REACHED = "reached"
    POSTPONED = "postponed"
    STRUCK = "struck"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"


class MustBeDecided(Refusal):
    """What was carried over so often is not put off any more; `text` is what it says."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoMeeting(Refusal):
    """No meeting is planned that could have an agenda."""


items = Table(
    "agenda_items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True, default=new_token),
    Column("audience", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("shared_at", Instant),
    Column("embargoed", Boolean, nullable=False, server_default=text("false")),
    Column("recalled_at", Instant),
    Column("erased_at", Instant),
    # On whose agenda it is; none while it waits for the next meeting.
    Column("meeting_id", ForeignKey("meetings.id")),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("link", String(LONGEST_LINK), nullable=False),
    # The update that says it, where one does, and a hash of its words, so that each of them is there once.
    Column("update_id", ForeignKey("updates.id")),
    Column("words", String(64)),
    # What somebody asks for it, and the place that those who coordinate gave it.
    Column("minutes", Integer),
    Column("position", Integer),
    Column("merged_into", ForeignKey("agenda_items.id", ondelete="SET NULL")),
    Column("state", String(16), nullable=False),
    # Over how many meetings it was carried.
    Column("carried", Integer, nullable=False),
    # The form that proposed it, so that a second click proposes nothing.
    Column("form", String(64), unique=True),
    Column("proposed_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("update_id", "kind", "words"),
    Index("ix_agenda_items_meeting_id_state", "meeting_id", "state"),
    Index("ix_agenda_items_coalition_id_state", "coalition_id", "state"),
    Index("ix_agenda_items_changed_at", "changed_at"),
    info={"about": ITEM},
)

supports = Table(
    "agenda_supports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("agenda_items.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("item_id", "company_id"),
)

agendas = Table(
    "agendas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False, unique=True),
    # How often somebody arranged it; of two who do so at once the second is told.
    Column("version", Integer, nullable=False),
    # Since when it is to stand in the channel, and when it last said something else.
    Column("posted_at", Instant),
    Column("updated_at", Instant),
    # All that happened before this moment is in it; none while it waits to be drawn.
    Column("seen_until", Instant),
    # What it says, hashed, so that what is drawn anew and says the same does not say that it changed.
    Column("fingerprint", String(64), nullable=False),
    # Whether nothing is drawn any more: the meeting is over, or was cancelled and the channel was told.
    Column("is_over", Boolean, nullable=False, server_default=text("false")),
)

# Which records the posted agenda tells of, so that the courier can ask for each whether it may still be told.
agenda_records = Table(
    "agenda_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id"), nullable=False),
    Column("room", String(16), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    UniqueConstraint("agenda_id", "room", "about", "about_id"),
    Index("ix_agenda_records_about", "about", "about_id"),
)

# What somebody was shown last, hashed, so that *For me* can say whether their own copy changed since.
looks = Table(
    "agenda_looks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    UniqueConstraint("meeting_id", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody proposes; `minutes` is what they ask for it, `link` leads to where it was said."""

    text: str
    kind: Kind = Kind.TOPIC
    link: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Something on an agenda, for one reader; `owner` is the name of whoever put it there, where it is known."""

    id: int
    token: str
    kind: Kind
    text: str
    link: str
    company_id: int
    company: str
    owner: str
    mark: Mark
    audience: Audience
    state: State
    carried: int
    minutes: int | None
    position: int | None
    merged_into: int | None
    meeting_id: int | None
    update_id: int | None
    proposed_at: datetime
    changed_at: datetime

    @property
    def must_be_decided(self) -> bool:
        """Whether it was carried over as often as may be."""
        return self.carried >= MOST_CARRIED


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a meeting: since when it stands in the channel, and what was seen when it was drawn."""

    id: int
    coalition_id: int
    meeting_id: int
    version: int
    posted_at: datetime | None
    updated_at: datetime | None
    seen_until: datetime | None
    fingerprint: str
    is_over: bool

    def key(self, room: Room) -> str:
        """Name the letter that it is in a channel."""
        return f"{ABOUT}:{self.meeting_id}" if room is Room.MEMBERS else f"{ABOUT}:{self.meeting_id}:open"


def agenda(row: Row[Any]) -> Agenda:
    """Make an agenda of its row."""
    return Agenda(**{field: row._mapping[field] for field in Agenda.__dataclass_fields__})  # noqa: SLF001  A row's.
