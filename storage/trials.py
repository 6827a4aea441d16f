"""Trials: somebody tries for their company which ways in work; a file, sent at most once, shows that files come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Table, select, update

from storage import access
from storage.access import Speaker
from storage.base import Instant, metadata, new_token
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.once import insert_once
from storage.people import people

ABOUT = "trial"


class NotSent(Refusal):
    """The file of a trial is not sent yet."""


# Slack said: later.
_PAUSE = timedelta(minutes=1)


class FileState(StrEnum):
    """How far the file of a trial is; a process that dies while it is sent leaves it there, and it is tried by hand."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


trials = Table(
    "trials",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, unique=True),
    Column("attempt", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("direct_at", Instant),
    Column("file_at", Instant),
    Column("file_state", String(16), nullable=False),
    Column("file_error", String(80)),
    Column("next_at", Instant, index=True),
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One person's trial; `direct_at` and `file_at` are when they confirmed that words and the file have come."""

    id: int
    token: str
    coalition_id: int
    person_id: int
    attempt: int
    at: datetime
    direct_at: datetime | None
    file_at: datetime | None
    file_state: FileState
    file_error: str | None


def begin(session: Session, speaker: Speaker, *, now: datetime) -> Trial:
    """Begin a trial, or the same person's anew; ReadsOnly for a guest's people."""
    access.must_act(speaker)
    fresh = {
        "at": now,
        "direct_at": None,
        "file_at": None,
        "file_state": FileState.DUE,
        "file_error": None,
        "next_at": now,
    }
    new = {"token": new_token(), "coalition_id": speaker.coalition.id, "person_id": speaker.person_id, "attempt": 1}
    if insert_once(session, trials, new | fresh) is None:
        again = update(trials).where(trials.c.person_id == speaker.person_id)
        session.execute(again.values(**fresh, attempt=trials.c.attempt + 1))
    return _one(session, trials.c.person_id == speaker.person_id)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a trial, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(trials.c.coalition_id).where(trials.c.token == token),
    ).scalar_one_or_none()
    return found


def of(session: Session, speaker: Speaker, token: str) -> Trial:
    """Find somebody's own trial; Unknown for everybody else."""
    trial = _one(session, trials.c.token == token)
    access.must_be_theirs(speaker, trial.person_id)
    return trial


def has_read(session: Session, trial: Trial, *, now: datetime) -> Trial:
    """Note that the direct message of a trial was read."""
    return _confirm(session, trial, trials.c.direct_at, now)


def has_file(session: Session, trial: Trial, *, now: datetime) -> Trial:
    """Note that the file of a trial has come; NotSent where none was sent."""
    if trial.file_state is not FileState.SENT:
        raise NotSent
    return _confirm(session, trial, trials.c.file_at, now)


def _confirm(session: Session, trial: Trial, column: Column[Any], now: datetime) -> Trial:
    session.execute(update(trials).where(trials.c.id == trial.id, column.is_(None)).values({column: now}))
    return _one(session, trials.c.id == trial.id)


def take_due(session: Session, *, now: datetime) -> tuple[Trial, ...]:
    """Take the trials whose file is to be sent; from now on nobody else sends it."""
    taken = (
        update(trials)
        .where(trials.c.file_state == FileState.DUE, trials.c.next_at <= now)
        .values(file_state=FileState.SENDING, next_at=None)
        .returning(*_COLUMNS)
    )
    return tuple(_trial(row) for row in session.execute(taken).all())


def sent(session: Session, trial: Trial) -> None:
    """Note that the file is with them."""
    _settle(session, trial, FileState.SENT)


def refused(session: Session, trial: Trial, error: str) -> None:
    """Note why Slack did not take the file."""
    _settle(session, trial, FileState.REFUSED, file_error=error[:80])


def later(session: Session, trial: Trial, *, now: datetime) -> None:
    """Note that Slack wants to be asked again."""
    _settle(session, trial, FileState.DUE, next_at=now + _PAUSE)


def _settle(session: Session, trial: Trial, state: FileState, **values: Any) -> None:
    """Write how it went, unless whoever tries has begun anew meanwhile."""
    same = (trials.c.id == trial.id, trials.c.attempt == trial.attempt, trials.c.file_state == FileState.SENDING)
    session.execute(update(trials).where(*same).values(file_state=state, **values))


def of_company(session: Session, company_ids: Sequence[int]) -> dict[int, tuple[Trial, ...]]:
    """List the trials of companies, the newest first; they tell how files and messages fared, and nothing said."""
    rows = session.execute(
        select(*_COLUMNS, people.c.company_id)
        .join(people, people.c.id == trials.c.person_id)
        .where(people.c.company_id.in_(list(company_ids)))
        .order_by(trials.c.at.desc(), trials.c.id.desc()),
    )
    found: dict[int, tuple[Trial, ...]] = {}
    for row in rows:
        found[row[-1]] = (*found.get(row[-1], ()), _trial(row[:-1]))
    return found


_COLUMNS = tuple(trials.c[field] for field in Trial.__dataclass_fields__)


def _one(session: Session, which: Any) -> Trial:
    row = session.execute(select(*_COLUMNS).where(which)).one_or_none()
    if row is None:
        raise Unknown
    return _trial(row)


def _trial(row: Sequence[Any]) -> Trial:
    trial = Trial(*row)
    return replace(trial, file_state=FileState(trial.file_state))
