"""The tables of meetings, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    text,
)

from storage.base import Instant, metadata, new_token
from storage.companies import Company, companies
from storage.errors import Refusal
from storage.rhythms import Rhythm
from storage.schedules.reckoning import rhythm_of

ABOUT, SERIES = "meeting", "series"
LONGEST_MINUTES = 24 * 60
# Updates are asked for, and the agenda is posted, so many days before a meeting where nobody says otherwise.
PROMPT_DAYS, AGENDA_DAYS = 5, 1


class SeriesState(StrEnum):
    """Whether further meetings of a series are planned."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class MeetingState(StrEnum):
    """How far a meeting is: over, once it `ended`; with nothing more to be said of it, once it is `closed`."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    ENDED = "ended"
    CLOSED = "closed"


class Reply(StrEnum):
    """What somebody says to an invitation."""

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"


class Passed(Refusal):
    """A meeting cannot begin at a moment that is over."""


class Over(Refusal):
    """The meeting was cancelled, or it is over: it is not changed any more."""


def _carried() -> tuple[Column[Any], ...]:
    """Give the columns of all that a series hands on to its meetings, and that each of them may have otherwise."""
    return (
        Column("zone", String(64), nullable=False),
        Column("place", Text, nullable=False),
        Column("link", Text, nullable=False),
        Column("host_company_id", ForeignKey("companies.id")),
        Column("inviter_id", ForeignKey("people.id"), nullable=False),
        Column("chair_id", ForeignKey("people.id")),
        Column("notes_id", ForeignKey("people.id")),
        Column("with_open", Boolean, nullable=False),
        Column("prompt_days", Integer, nullable=False),
        Column("agenda_days", Integer, nullable=False),
    )


series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, index=True),
    Column("token", String(32), nullable=False, unique=True, default=new_token),
    Column("rule", String(200), nullable=False),
    Column("minutes", Integer, nullable=False),
    # Whether the host goes round the member companies.
    Column("rotates", Boolean, nullable=False),
    *_carried(),
    Column("state", String(16), nullable=False),
    # When a further meeting is to be planned; none while no more are.
    Column("look_at", Instant, index=True),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("series_id", ForeignKey("series.id")),
    # The day of the rule: what was moved keeps it, so that it is not planned a second time.
    Column("day", Date, nullable=False),
    Column("token", String(32), nullable=False, unique=True, default=new_token),
    # Its name in people's calendars, and how often what they say of it changed.
    Column("uid", String(64), nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    *_carried(),
    Column("state", String(16), nullable=False),
    Column("moved", Boolean, nullable=False),
    # Whether it was cancelled with its series, and comes back with it.
    Column("called_off", Boolean, nullable=False),
    # Whether what its agenda is made of changed since it was drawn.
    Column("agenda_stale", Boolean, nullable=False),
    # The form that planned it, so that a second click plans nothing.
    Column("form", String(64), unique=True),
    # When its invitations go, until they have gone; since when people wait to be told that it changed.
    Column("invite_at", Instant),
    Column("untold_since", Instant),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("closed_at", Instant),
    UniqueConstraint("series_id", "day"),
    Index("ix_meetings_coalition_id_starts_at", "coalition_id", "starts_at"),
    Index("ix_meetings_state_ends_at", "state", "ends_at"),
)
for _column in (meetings.c.invite_at, meetings.c.untold_since):
    _waits = _column.is_not(None)
    Index(f"ix_meetings_{_column.name}", _column, sqlite_where=_waits, postgresql_where=_waits)

meeting_answers = Table(
    "meeting_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("answer", String(8), nullable=False),
    Column("deputy_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    # What the calendar said of the meeting when this was answered.
    Column("sequence", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("meeting_id", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody plans: one meeting that `starts_at`, or a series by a `rule`.

    `inviter_id` is whoever plans where nobody else is named. With `rotates` the host goes round the member companies.
    """

    zone: str
    starts_at: datetime | None = None
    rule: str | None = None
    minutes: int = 60
    place: str = ""
    link: str = ""
    host_company_id: int | None = None
    rotates: bool = False
    inviter_id: int | None = None
    chair_id: int | None = None
    notes_id: int | None = None
    with_open: bool = False
    prompt_days: int = PROMPT_DAYS
    agenda_days: int = AGENDA_DAYS

    @classmethod
    def of(cls, there: Meeting) -> Self:
        """Say of a meeting what one would have to plan to get it."""
        same = cls.__dataclass_fields__.keys() - {"rule", "minutes", "rotates"}
        return cls(minutes=there.minutes, **{field: getattr(there, field) for field in same})


# What a meeting takes over from its series, and a plan says of both.
CARRIED = tuple(column.name for column in _carried())


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings by one rule, in the wall time of a zone."""

    id: int
    coalition_id: int
    token: str
    rule: str
    zone: str
    minutes: int
    place: str
    link: str
    host_company_id: int | None
    rotates: bool
    inviter_id: int
    chair_id: int | None
    notes_id: int | None
    with_open: bool
    prompt_days: int
    agenda_days: int
    state: SeriesState
    made_at: datetime
    changed_at: datetime

    @property
    def rhythm(self) -> Rhythm:
        """How often it comes round."""
        return rhythm_of(self.rule)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, alone or of a series.

    `day` is the day of its rule, which stays when it is moved. `uid` is its name in calendars, `sequence` how often
    what they say of it changed. `host` is the name of the company at which it takes place, if it is any's.
    """

    id: int
    coalition_id: int
    series_id: int | None
    day: date
    token: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str
    host_company_id: int | None
    inviter_id: int
    chair_id: int | None
    notes_id: int | None
    with_open: bool
    prompt_days: int
    agenda_days: int
    state: MeetingState
    moved: bool
    agenda_stale: bool
    made_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    closed_at: datetime | None
    host: str = ""

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who has a part in a meeting."""

    person_id: int
    user_id: str
    name: str
    company: str


@dataclass(frozen=True, slots=True)
class Officers:
    """Who invites to a meeting, who chairs it, and who takes notes."""

    inviter: Officer | None
    chair: Officer | None
    notes: Officer | None


@dataclass(frozen=True, slots=True)
class Word:
    """What one person answered; `deputy_user` is whom they send. `sequence` is the meeting's when they did."""

    person_id: int
    user_id: str
    name: str
    reply: Reply
    deputy_user: str | None
    at: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who of a company comes: the company's own answer is its lead's, or its deputy's while the lead said nothing."""

    company: Company
    reply: Reply | None
    words: tuple[Word, ...]


def all_meetings() -> Select[*tuple[Any, ...]]:
    """Ask for meetings with the names of their hosts."""
    its_host = companies.c.id == meetings.c.host_company_id
    return select(meetings, companies.c.name.label("host")).join(companies, its_host, isouter=True)


def meeting(row: Row[Any]) -> Meeting:
    """Make a meeting of a row of `all_meetings`."""
    fields = {field: row._mapping[field] for field in Meeting.__dataclass_fields__}  # noqa: SLF001  A row's.
    return Meeting(**{**fields, "state": MeetingState(row.state), "host": row.host or ""})


def a_series(row: Row[Any]) -> Series:
    """Make a series of its row."""
    fields = {field: row._mapping[field] for field in Series.__dataclass_fields__}  # noqa: SLF001  A row's.
    return Series(**{**fields, "state": SeriesState(row.state)})
