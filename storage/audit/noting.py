"""Writing into the trail, in the transaction that does what is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from storage.access import Speaker, Way
from storage.audit.entries import Act, trail
from storage.database import Session


def note(
    session: Session,
    speaker: Speaker,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    way: Way,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what a person does, in the transaction that does it."""
    values = {
        "coalition_id": speaker.coalition.id,
        "at": now,
        "company_id": speaker.company.id,
        "person_id": speaker.person.id if speaker.person else None,
        "way": way,
        "act": act,
        "about": about,
        "about_id": about_id,
        "detail": detail,
    }
    session.execute(_NOTE, values)


_NOTE = insert(trail)


def note_operator(
    session: Session,
    coalition_id: int,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what the operator does at the shell."""
    values = {
        "coalition_id": coalition_id,
        "at": now,
        "way": Way.SHELL,
        "act": act,
        "about": about,
        "about_id": about_id,
        "detail": detail,
    }
    session.execute(_NOTE, values)
