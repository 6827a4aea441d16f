"""Exports: who asked for which file, how far it is, and the key of its mark.

An export's life::

    request ──► due ──claim──► sending ──sent──► sent
                 ▲                ├──end──► empty     there was nothing to send
                 │                ├──end──► dropped   it is nobody's to have any more; nobody is told
                 │                └──end──► failed    told to who asked; `again` makes it due once more
                 ├── postpone ────┤   Slack said: later
                 └── lease over ──┘   the process died

Each time it is drawn anew. `file_id` is noted just before the file is shared; it is `in_doubt` as
long as nobody knows whether it was.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Row, Select, String, Table, Text, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_reference, new_token
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, companies
from storage.database import Session
from storage.errors import Unknown
from storage.once import insert_once
from storage.people import people

ABOUT = "export"
_ID_LETTERS = 8
# What did not get through is shown to who asked for as long.
_SHOWN_FOR = timedelta(days=7)

Words = tuple[tuple[str, ...], ...]


class State(StrEnum):
    """How far an export is."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    EMPTY = "empty"
    DROPPED = "dropped"
    FAILED = "failed"


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
    Index("ix_exports_person_id_changed_at", "person_id", "changed_at"),
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


def request(
    session: Session,
    speaker: Speaker,
    *,
    form: str,
    format_: str,
    words: Iterable[Sequence[str]] = (),
    way: Way,
    now: datetime,
) -> Export | None:
    """Ask for a file of what the speaker may see, narrowed as a list is; None if this form has asked already."""
    access.may_speak(speaker)
    values = {
        **_new(speaker.coalition, speaker.company, format_, words, now),
        "person_id": speaker.person_id,
        "form": form,
        "state": State.DUE,
        "next_at": now,
    }
    made = _insert(session, values)
    if made is not None:
        audit.note(session, speaker, Act.EXPORTED, ABOUT, made.id, way=way, now=now, detail=f"asked for {format_}")
    return made


def by_operator(session: Session, coalition: Coalition, company: Company, *, format_: str, now: datetime) -> Export:
    """Note an export that the operator makes for a company at the shell."""
    values = {
        **_new(coalition, company, format_, (), now),
        "form": new_token(),
        "state": State.SENT,
    }
    made = _insert(session, values)
    assert made is not None
    detail = f"{format_} for {company.name}"
    audit.note_operator(session, coalition.id, Act.EXPORTED, ABOUT, made.id, now=now, detail=detail)
    return made


def _new(
    coalition: Coalition, company: Company, format_: str, words: Iterable[Sequence[str]], now: datetime
) -> dict[str, Any]:
    return {
        "coalition_id": coalition.id,
        "company_id": company.id,
        "token": new_token(),
        "key": secrets.token_urlsafe(24),
        "format": format_,
        "words": json.dumps([list(each) for each in words], ensure_ascii=False),
        "asked_at": now,
        "attempts": 0,
        "in_doubt": False,
        "changed_at": now,
    }


def _insert(session: Session, values: dict[str, Any]) -> Export | None:
    """Insert under an id that is free; None if the form is not."""
    while True:
        row_id = insert_once(session, exports, {**values, "export_id": new_reference("EX", _ID_LETTERS)})
        if row_id is not None:
            return _one(session, row_id)
        if session.execute(select(exports.c.id).where(exports.c.form == values["form"])).first():
            return None


def any_due(session: Session, *, now: datetime) -> bool:
    """Tell whether there is anything to claim."""
    return session.execute(select(exports.c.id).where(exports.c.next_at <= now).limit(1)).first() is not None


def claim(session: Session, *, lease: timedelta, now: datetime) -> Export | None:
    """Take the oldest export that is due, and keep it until `now + lease`; None if there is none."""
    due = select(exports.c.id).where(exports.c.next_at <= now).order_by(exports.c.next_at, exports.c.id).limit(1)
    # SQLite has one writer and leaves the lock out.
    row_id = session.execute(due.with_for_update(skip_locked=True)).scalar_one_or_none()
    if row_id is None:
        return None
    values = {"state": State.SENDING, "next_at": now + lease, "lease_by": new_token()}
    session.execute(
        update(exports).where(exports.c.id == row_id).values(attempts=exports.c.attempts + 1, **values),
    )
    return _one(session, row_id)


def hold(session: Session, export: Export, *, until: datetime) -> bool:
    """Keep a claimed export for longer; False if it was lost to somebody else."""
    return _settle(session, export, next_at=until)


def about_to_share(
    session: Session, export: Export, *, conversation: str, file_id: str, records: int, until: datetime
) -> bool:
    """Note which file is about to be shared where: from now on somebody must look before it is done again."""
    values = {"conversation": conversation, "file_id": file_id, "records": records, "in_doubt": True}
    return _settle(session, export, **values, next_at=until)


def sent(session: Session, export: Export, *, now: datetime) -> bool:
    """Note that the file is with who asked for it."""
    values = {"state": State.SENT, "next_at": None, "lease_by": None, "in_doubt": False, "fault": None, "error": None}
    return _settle(session, export, **values, changed_at=now)


def postpone(session: Session, export: Export, *, until: datetime, error: str, in_doubt: bool, now: datetime) -> bool:
    """Try again at `until`; `in_doubt` says that nobody knows whether the file was shared."""
    values = {"state": State.DUE, "next_at": until, "lease_by": None, "in_doubt": in_doubt, "error": error}
    return _settle(session, export, **values, changed_at=now)


def end(
    session: Session, export: Export, state: State, *, fault: Fault | None = None, error: str = "", now: datetime
) -> bool:
    """Note that nothing more is tried: there was nothing, or it is nobody's, or it failed."""
    values = {"state": state, "next_at": None, "lease_by": None, "in_doubt": False, "fault": fault, "error": error}
    return _settle(session, export, **values, changed_at=now)


def _settle(session: Session, export: Export, **values: Any) -> bool:
    held = (exports.c.id == export.id, exports.c.lease_by == export.lease)
    return session.execute(update(exports).where(*held).values(**values).returning(exports.c.id)).first() is not None


def not_received(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Export, ...]:
    """List what a person asked for lately and did not get, newest first."""
    missing = (State.EMPTY, State.FAILED)
    rows = session.execute(
        _EXPORTS.where(
            exports.c.person_id == speaker.person_id,
            exports.c.state.in_(missing),
            exports.c.changed_at > now - _SHOWN_FOR,
        ).order_by(exports.c.changed_at.desc(), exports.c.id.desc()),
    )
    return tuple(_export(row) for row in rows)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names an export, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(exports.c.coalition_id).where(exports.c.token == token),
    ).scalar_one_or_none()
    return found


def again(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Export:
    """Let an export of one's own that failed be tried again; Unknown if there is none. Twice is once."""
    access.may_speak(speaker)
    row_id = session.execute(select(exports.c.id).where(exports.c.token == token)).scalar_one_or_none()
    if row_id is None or _one(session, row_id).person_id is None:
        raise Unknown
    found = _one(session, row_id)
    access.must_be_theirs(speaker, found.person_id or 0)
    mine = (exports.c.id == row_id, exports.c.state.in_((State.FAILED, State.EMPTY)))
    values = {"state": State.DUE, "next_at": now, "attempts": 0, "fault": None, "error": None, "changed_at": now}
    if session.execute(update(exports).where(*mine).values(**values).returning(exports.c.id)).first():
        audit.note(session, speaker, Act.EXPORTED, ABOUT, row_id, way=way, now=now, detail="asked again")
    return found


def origins(session: Session) -> tuple[Origin, ...]:
    """List whose every export of this deployment is; for the operator, who traces a copy."""
    rows = session.execute(
        select(
            exports.c.export_id,
            exports.c.key,
            coalitions.c.name,
            companies.c.name,
            people.c.user_id,
            exports.c.asked_at,
            exports.c.state,
        )
        .select_from(exports)
        .join(coalitions, coalitions.c.id == exports.c.coalition_id)
        .join(companies, companies.c.id == exports.c.company_id)
        .join(people, people.c.id == exports.c.person_id, isouter=True)
        .order_by(exports.c.id),
    )
    return tuple(Origin(*row[:6], State(row[6])) for row in rows)


_EXPORTS: Select[*tuple[Any, ...]] = select(exports, people.c.user_id).join(
    people, people.c.id == exports.c.person_id, isouter=True
)


def _one(session: Session, row_id: int) -> Export:
    return _export(session.execute(_EXPORTS.where(exports.c.id == row_id)).one())


def _export(row: Row[Any]) -> Export:
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
    )
