"""Writing into the trail, in the transaction that does what is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from storage.access import Speaker, Way
from storage.audit.entries import Act, trail
from storage.companies import Company
from storage.database import Session
from storage.errors import Attempt


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
    _write(
        session,
        speaker.coalition.id,
        act,
        about,
        about_id,
        way=way,
        now=now,
        detail=detail,
        company_id=speaker.company.id,
        person_id=speaker.person.id if speaker.person else None,
    )


def attempt(speaker: Speaker, what: str, about: str, about_id: int) -> Attempt:
    """Say who tried what, for a refusal to carry: the transaction that refuses is undone, and notes nothing."""
    person_id = speaker.person.id if speaker.person else None
    return Attempt(speaker.coalition.id, speaker.company.id, person_id, about, about_id, what)


def note_refusal(session: Session, tried: Attempt, *, way: Way, now: datetime) -> None:
    """Write down what was refused, in a transaction of its own."""
    who = {"company_id": tried.company_id, "person_id": tried.person_id}
    _write(
        session,
        tried.coalition_id,
        Act.REFUSED,
        tried.about,
        tried.about_id,
        way=way,
        now=now,
        detail=tried.what,
        **who,
    )


def note_company(
    session: Session,
    company: Company,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    way: Way,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what a company did, where nobody knows who of it."""
    _write(session, company.coalition_id, act, about, about_id, way=way, now=now, detail=detail, company_id=company.id)


def note_clock(
    session: Session,
    coalition_id: int,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    now: datetime,
    detail: str = "",
) -> None:
    """Write down what happens by itself, in nobody's name."""
    note_operator(session, coalition_id, act, about, about_id, now=now, detail=detail, way=Way.CLOCK)


def note_operator(
    session: Session,
    coalition_id: int,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    now: datetime,
    detail: str = "",
    way: Way = Way.SHELL,
) -> None:
    """Write down what the operator does at the shell."""
    _write(session, coalition_id, act, about, about_id, way=way, now=now, detail=detail)


def _write(
    session: Session,
    coalition_id: int,
    act: Act,
    about: str,
    about_id: int | None,
    *,
    way: Way,
    now: datetime,
    detail: str,
    company_id: int | None = None,
    person_id: int | None = None,
) -> None:
    values = {
        "coalition_id": coalition_id,
        "at": now,
        "company_id": company_id,
        "person_id": person_id,
        "way": way,
        "act": act,
        "about": about,
        "about_id": about_id,
        "detail": detail,
    }
    session.execute(_NOTE, values)


_NOTE = insert(trail)
