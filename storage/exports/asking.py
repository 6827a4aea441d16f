"""Asking for a file, and what becomes of it: for whoever asked, and for the operator."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_reference, new_token
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, companies
from storage.database import Session
from storage.errors import Unknown
from storage.exports.records import ABOUT, EXPORTS, Export, Kind, Origin, State, export, exports, one
from storage.once import insert_once
from storage.people import people

_ID_LETTERS = 8
# What did not get through is shown to who asked for as long.
_SHOWN_FOR = timedelta(days=7)
_MISSING = (State.EMPTY, State.FAILED, State.TAKEN_BACK)


def request(
    session: Session,
    speaker: Speaker,
    *,
    form: str,
    format_: str,
    words: Iterable[Sequence[str]] = (),
    file: Kind = Kind.RECORDS,
    way: Way,
    now: datetime,
) -> Export | None:
    """Ask for a file of what the speaker may see, narrowed as a list is; None if this form has asked already.

    Raises ReadsOnly for a guest.
    """
    access.must_act(speaker)
    values = {
        **_new(speaker.coalition, speaker.company, format_, words, now),
        "person_id": speaker.person_id,
        "form": form,
        "kind": file,
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
            return one(session, row_id)
        if session.execute(select(exports.c.id).where(exports.c.form == values["form"])).first():
            return None


def not_received(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Export, ...]:
    """List what a person asked for lately and did not get, newest first."""
    rows = session.execute(
        EXPORTS.where(
            exports.c.person_id == speaker.person_id,
            exports.c.state.in_(_MISSING),
            exports.c.changed_at > now - _SHOWN_FOR,
        ).order_by(exports.c.changed_at.desc(), exports.c.id.desc()),
    )
    return tuple(export(row) for row in rows)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names an export, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(exports.c.coalition_id).where(exports.c.token == token),
    ).scalar_one_or_none()
    return found


def again(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Export:
    """Let an export of one's own that did not come, or was taken back, be tried again; Unknown if there is none.

    Twice is once.
    """
    access.may_speak(speaker)
    row_id = session.execute(select(exports.c.id).where(exports.c.token == token)).scalar_one_or_none()
    if row_id is None or one(session, row_id).person_id is None:
        raise Unknown
    found = one(session, row_id)
    access.must_be_theirs(speaker, found.person_id or 0)
    mine = (exports.c.id == row_id, exports.c.state.in_(_MISSING))
    values = {
        "state": State.DUE,
        "next_at": now,
        "attempts": 0,
        "fault": None,
        "error": None,
        "recalled_at": None,
        "changed_at": now,
    }
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
