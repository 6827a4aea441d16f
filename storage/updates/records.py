"""The tables of updates, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.audiences import Audience, Mark
from storage.base import Instant, metadata
from storage.errors import Refusal

ABOUT = "update"


class Kind(StrEnum):
    """What a company says before a meeting; that its deputy answers is no answer yet."""

    SAID = "said"
    NOTHING = "nothing"
    ABSENT = "absent"
    DEPUTY = "deputy"


# One a company and meeting; of the shape that `storage/access.py` asks for.
updates = Table(
    "updates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    # Who said it last.
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("shared_at", Instant),
    Column("embargoed", Boolean, nullable=False, server_default=text("false")),
    Column("recalled_at", Instant),
    Column("erased_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("meeting_id", "company_id"),
    Index("ix_updates_coalition_id_changed_at", "coalition_id", "changed_at"),
    info={"about": ABOUT},
)

# The content lies here as it was said, one row a revision; nothing but an erasure changes it.
revisions = Table(
    "update_revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("update_id", ForeignKey("updates.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("form", String(64), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("update_id", "number"),
)


class Closed(Refusal):
    """The meeting is closed, or was cancelled: nothing more is said before it."""


class SaidByName(Refusal):
    """Somebody of the same company answered for named people alone; `user_id` is who, and only they change it."""

    def __init__(self, user_id: str) -> None:
        super().__init__(user_id)
        self.user_id = user_id


class SaidAlready(Refusal):
    """The company has sent an update, which one tap does not take the place of."""


class MembersOnly(Refusal):
    """Updates are what member companies say to each other."""


class NoDeputy(Refusal):
    """Nobody else of the company is there who could answer for it."""


class NoMeeting(Refusal):
    """No meeting is planned that an update could be for."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an update says: the takedowns that were kept, by row, and the company's own words.

    `how_often` is what it would have, in its words; `rule` is how that was understood, where it was.
    """

    takedowns: tuple[int, ...] = ()
    work: str = ""
    problems: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    how_often: str = ""
    rule: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == Content()


_CONTENT = TypeAdapter(Content)


def dumped(content: Content) -> str:
    """Write what is said as it lies in the table."""
    return _CONTENT.dump_json(content, exclude_defaults=True).decode()


def loaded(text: str) -> Content:
    """Read back what `dumped` wrote."""
    return _CONTENT.validate_json(text)


@dataclass(frozen=True, slots=True)
class Update:
    """What a company says before a meeting, as its reader may know it.

    `takedowns` are the rows of those among its own that the reader may know of. `said_by` is who said it last.
    """

    id: int
    token: str
    meeting_id: int
    company_id: int
    company: str
    said_by: str
    kind: Kind
    work: str
    takedowns: tuple[int, ...]
    problems: tuple[str, ...]
    questions: tuple[str, ...]
    how_often: str
    rule: str
    mark: Mark
    audience: Audience
    revision: int
    changed_at: datetime


class Standing(StrEnum):
    """How far a company is before a meeting; that much those who coordinate always know."""

    ANSWERED = "answered"
    MISSING = "missing"
    # Missing, and everybody who is rung for it is away.
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class CompanyStanding:
    """Whether a company has answered, and nothing of what it said."""

    company_id: int
    company: str
    standing: Standing
