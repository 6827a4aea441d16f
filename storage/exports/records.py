"""The tables of exports, and what is made of their rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
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

from storage.base import Instant, metadata
from storage.database import Session
from storage.people import people

ABOUT = "export"

Words = tuple[tuple[str, ...], ...]


class State(StrEnum):
    """How far an export is."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    EMPTY = "empty"
    DROPPED = "dropped"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"


class Kind(StrEnum):
    """What a file is of."""

    # What the list holds.
    RECORDS = "records"
    # One's own company's records that are to be erased.
    LEAVING = "leaving"
    # What somebody may see, for the last time: the coalition is being dissolved.
    LAST = "last"
    # The register of what guests were shown.
    SHOWINGS = "showings"
    # When a meeting is, for a calendar; its words are the meeting's token.
    CALENDAR = "calendar"
    # The minutes of a meeting; its words are their token.
    MINUTES = "minutes"
    # The indicators of a record; its words are the record's token.
    INDICATORS = "indicators"


class Fault(StrEnum):
    """Why an export failed, which tells who can mend it."""

    INSTALLATION = "installation"
    CHANNEL = "channel"
    MESSAGE = "message"
    PATIENCE = "patience"


exports = Table(
    "exports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    # Nobody where the operator made it at the shell.
    Column("person_id", ForeignKey("people.id")),
    Column("form", String(32), nullable=False, unique=True),
    Column("token", String(32), nullable=False, unique=True),
    # The mark: what stands in the file, and what its hidden part is made with, which never leaves the database.
    Column("export_id", String(16), nullable=False, unique=True),
    Column("key", String(32), nullable=False),
    Column("format", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("kind", String(16), nullable=False, server_default=text("'records'")),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("next_at", Instant, index=True),
    Column("lease_by", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("conversation", String(32)),
    Column("file_id", String(32)),
    Column("in_doubt", Boolean, nullable=False),
    Column("records", Integer),
    Column("fault", String(16)),
    Column("error", String(80)),
    Column("changed_at", Instant, nullable=False),
    # Since when the file is to be gone from Slack, where it held something that was recalled.
    Column("recalled_at", Instant),
    Index("ix_exports_person_id_changed_at", "person_id", "changed_at"),
)

# Which records a file holds, so that a recall finds every copy.
export_records = Table(
    "export_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("export_id", ForeignKey("exports.id"), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    UniqueConstraint("export_id", "about", "about_id"),
    Index("ix_export_records_about", "about", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """An export as somebody asked for it, and how far it is; `person_id` and `user_id` are None at the shell."""

    id: int
    coalition_id: int
    company_id: int
    person_id: int | None
    user_id: str | None
    token: str
    export_id: str
    key: str
    format: str
    words: Words
    asked_at: datetime
    state: State
    lease: str | None
    attempts: int
    conversation: str | None
    file_id: str | None
    in_doubt: bool
    records: int | None
    fault: Fault | None
    error: str | None
    changed_at: datetime
    recalled_at: datetime | None
    kind: Kind = Kind.RECORDS

    @property
    def is_in_reach(self) -> bool:
        """Whether its file stands in Slack, or may come to stand there, and can be deleted."""
        may_stand = self.state is State.SENT or self.in_doubt
        return self.file_id is not None and may_stand and self.fault is None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export went, for whoever traces a copy; `user_id` is None where the operator made it."""

    export_id: str
    key: str
    coalition: str
    company: str
    user_id: str | None
    asked_at: datetime
    state: State


EXPORTS: Select[*tuple[Any, ...]] = select(exports, people.c.user_id).join(
    people, people.c.id == exports.c.person_id, isouter=True
)


def one(session: Session, row_id: int) -> Export:
    """Read an export by its row."""
    return export(session.execute(EXPORTS.where(exports.c.id == row_id)).one())


def export(row: Row[Any]) -> Export:
    """Make an export of a row of `EXPORTS`."""
    return Export(
        id=row.id,
        coalition_id=row.coalition_id,
        company_id=row.company_id,
        person_id=row.person_id,
        user_id=row.user_id,
        token=row.token,
        export_id=row.export_id,
        key=row.key,
        format=row.format,
        words=tuple(tuple(spellings) for spellings in json.loads(row.words)),
        asked_at=row.asked_at,
        state=State(row.state),
        lease=row.lease_by,
        attempts=row.attempts,
        conversation=row.conversation,
        file_id=row.file_id,
        in_doubt=row.in_doubt,
        records=row.records,
        fault=Fault(row.fault) if row.fault else None,
        error=row.error,
        changed_at=row.changed_at,
        recalled_at=row.recalled_at,
        kind=Kind(row.kind),
    )
