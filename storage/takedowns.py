"""Takedowns: what a company announces that it did; revised with a reason, never edited silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    or_,
    select,
    update,
)

from storage import access, audit, reports
from storage.access import Audience, Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_reference, new_token
from storage.companies import companies
from storage.database import Session
from storage.errors import Stale, Unknown
from storage.once import insert_once
from storage.people import people
from storage.reports import Report, places_of, words_of

ABOUT = "takedown"
PAGE = 10


class State(StrEnum):
    """Where a takedown stands."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """TLP 2.0, from the widest to the narrowest; https://www.first.org/tlp/."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"


takedowns = Table(
    "takedowns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("reference", String(16), nullable=False),
    Column("token", String(32), nullable=False, unique=True),
    Column("audience", String(16), nullable=False),
    Column("mark", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("logged_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("search", Text, nullable=False),
    UniqueConstraint("coalition_id", "reference"),
    Index("ix_takedowns_coalition_id_logged_at", "coalition_id", "logged_at"),
    Index("ix_takedowns_company_id_logged_at", "company_id", "logged_at"),
)

# The content lies here as it was said, one row a revision, and is never changed.
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
    UniqueConstraint("takedown_id", "number"),
)


@dataclass(frozen=True, slots=True)
class Takedown:
    """A takedown as it stands now; `token` is its name in Slack's buttons, `reason` is why it was last revised."""

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


@dataclass(frozen=True, slots=True)
class Revision:
    """What a takedown said at one time, who changed it, and why; number 1 is the first."""

    number: int
    by: str
    at: datetime
    reason: str
    report: Report


@dataclass(frozen=True, slots=True)
class Page:
    """Some takedowns, newest first, and whether there are older ones."""

    takedowns: tuple[Takedown, ...]
    more: bool


def report(
    session: Session,
    speaker: Speaker,
    said: Report,
    *,
    mark: Mark,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Log a takedown; `form` is the token of the draft that it was written in, which can be sent only once."""
    access.may_log(speaker)
    takedown_id, reference, token = _insert(session, speaker, said, mark, now)
    _add_revision(session, speaker, takedown_id, 1, said, form=form, reason="", now=now)
    audit.note(session, speaker, Act.LOGGED, ABOUT, takedown_id, way=way, now=now)
    return Takedown(
        id=takedown_id,
        token=token,
        reference=reference,
        company_id=speaker.company.id,
        company=speaker.company.name,
        logged_by=speaker.user_id,
        mark=mark,
        state=State.STANDING,
        revision=1,
        logged_at=now,
        changed_at=now,
        reason="",
        report=said,
    )


def _insert(session: Session, speaker: Speaker, said: Report, mark: Mark, now: datetime) -> tuple[int, str, str]:
    """Insert under a reference that is free; two in 33 million may meet, and then the second draws again."""
    while True:
        reference, token = new_reference("TD"), new_token()
        takedown_id = insert_once(
            session,
            takedowns,
            {
                "coalition_id": speaker.coalition.id,
                "company_id": speaker.company.id,
                "person_id": speaker.person_id,
                "reference": reference,
                "token": token,
                "audience": Audience.MEMBERS,
                "mark": mark,
                "state": State.STANDING,
                "revision": 1,
                "logged_at": now,
                "changed_at": now,
                "search": _search_text(speaker.company.name, said),
            },
        )
        if takedown_id is not None:
            return takedown_id, reference, token


def revise(
    session: Session,
    speaker: Speaker,
    token: str,
    said: Report,
    *,
    mark: Mark,
    reason: str,
    base: int,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Add a revision; Stale if the takedown is past revision `base`, NotYours if it is another company's."""
    before = to_change(session, speaker, token)
    _move_on(
        session,
        before,
        base,
        mark=mark,
        search=_search_text(before.company, said),
        now=now,
    )
    _add_revision(session, speaker, before.id, base + 1, said, form=form, reason=reason, now=now)
    audit.note(session, speaker, Act.REVISED, ABOUT, before.id, way=way, now=now, detail=f"revision {base + 1}")
    return by_token(session, speaker, token)


def withdraw(
    session: Session,
    speaker: Speaker,
    token: str,
    *,
    reason: str,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Take a takedown back; what it said stays readable to those who may see it. Twice is once."""
    before = to_change(session, speaker, token)
    if before.state is State.WITHDRAWN:
        return before
    _move_on(session, before, before.revision, state=State.WITHDRAWN, now=now)
    _add_revision(session, speaker, before.id, before.revision + 1, before.report, form=form, reason=reason, now=now)
    audit.note(session, speaker, Act.WITHDREW, ABOUT, before.id, way=way, now=now)
    return by_token(session, speaker, token)


def _move_on(session: Session, before: Takedown, base: int, *, now: datetime, **values: Any) -> None:
    """Step to the next revision in one conditional write, so that of two editors the second is told."""
    changed = session.execute(
        update(takedowns)
        .where(takedowns.c.id == before.id, takedowns.c.revision == base)
        .values(revision=base + 1, changed_at=now, **values)
        .returning(takedowns.c.id),
    ).scalar_one_or_none()
    if changed is None:
        raise Stale(before.reference, before.revision)


def _add_revision(
    session: Session,
    speaker: Speaker,
    takedown_id: int,
    number: int,
    said: Report,
    *,
    form: str,
    reason: str,
    now: datetime,
) -> None:
    values = {
        "takedown_id": takedown_id,
        "number": number,
        "person_id": speaker.person_id,
        "form": form,
        "at": now,
        "reason": reason,
        "content": reports.dumped(said),
    }
    session.execute(_ADD_REVISION, values)


_ADD_REVISION = insert(revisions)


def by_token(session: Session, speaker: Speaker, token: str) -> Takedown:
    """Find a takedown by its name in Slack's buttons; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.token == token, "")


def by_reference(session: Session, speaker: Speaker, reference: str) -> Takedown:
    """Find a takedown by its reference, however it was typed; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.reference == reference.strip().upper(), reference)


def by_id(session: Session, speaker: Speaker, takedown_id: int) -> Takedown:
    """Find a takedown by its row; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.id == takedown_id, "")


def to_change(session: Session, speaker: Speaker, token: str) -> Takedown:
    """Find a takedown that the speaker wants to change; Unknown or NotYours."""
    there = by_token(session, speaker, token)
    access.may_change(speaker, there.company_id, there.reference)
    return there


def coalition_of(session: Session, token: str) -> int:
    """Tell in which coalition a token names a record, and nothing else of it; Unknown if in none."""
    found: int | None = session.execute(
        select(takedowns.c.coalition_id).where(takedowns.c.token == token),
    ).scalar_one_or_none()
    if found is None:
        raise Unknown
    return found


def was_sent(session: Session, form: str) -> bool:
    """Tell whether a form has made its revision already."""
    return session.execute(select(revisions.c.id).where(revisions.c.form == form)).first() is not None


def recent(session: Session, speaker: Speaker, *, words: Sequence[Sequence[str]] = (), before: str = "") -> Page:
    """List what the speaker may see, newest first, a page at a time.

    Each of `words` is a choice of spellings of which one must occur; `before` is the token of the one to go on from.
    """
    question = _visible(speaker).order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc()).limit(PAGE + 1)
    for spellings in words:
        question = question.where(or_(*(_mentions(spelling) for spelling in spellings)))
    if before:
        last = by_token(session, speaker, before)
        question = question.where(
            or_(
                takedowns.c.logged_at < last.logged_at,
                (takedowns.c.logged_at == last.logged_at) & (takedowns.c.id < last.id),
            ),
        )
    rows = session.execute(question).all()
    return Page(tuple(_takedown(row) for row in rows[:PAGE]), more=len(rows) > PAGE)


def of_person(session: Session, speaker: Speaker, *, limit: int) -> tuple[Takedown, ...]:
    """List what the speaker logged in person, newest first."""
    rows = session.execute(
        _visible(speaker)
        .where(takedowns.c.person_id == speaker.person_id)
        .order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc())
        .limit(limit),
    )
    return tuple(_takedown(row) for row in rows)


def history(session: Session, speaker: Speaker, token: str) -> tuple[Revision, ...]:
    """Read every revision of a takedown, oldest first; Unknown unless the speaker may see it."""
    there = by_token(session, speaker, token)
    rows = session.execute(
        select(revisions.c.number, people.c.user_id, revisions.c.at, revisions.c.reason, revisions.c.content)
        .join(people, people.c.id == revisions.c.person_id)
        .where(revisions.c.takedown_id == there.id)
        .order_by(revisions.c.number),
    )
    return tuple(Revision(*row[:4], reports.loaded(row[4])) for row in rows)


def _one(session: Session, speaker: Speaker, which: ColumnElement[bool], reference: str) -> Takedown:
    row = session.execute(_visible(speaker).where(which)).one_or_none()
    if row is None:
        raise Unknown(reference)
    return _takedown(row)


def _mentions(spelling: str) -> ColumnElement[bool]:
    return takedowns.c.search.contains(spelling.lower(), autoescape=True)


def _search_text(company: str, said: Report) -> str:
    """Put together all words of a report that somebody may look for, places by their codes between bars."""
    codes = "".join(f"|{code}|" for code in sorted(places_of(said)))
    return " ".join([company, *words_of(said), codes]).lower()


_COLUMNS = (
    takedowns.c.id,
    takedowns.c.token,
    takedowns.c.reference,
    takedowns.c.company_id,
    companies.c.name,
    people.c.user_id,
    takedowns.c.mark,
    takedowns.c.state,
    takedowns.c.revision,
    takedowns.c.logged_at,
    takedowns.c.changed_at,
    revisions.c.reason,
    revisions.c.content,
)


def _visible(speaker: Speaker) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .join(people, people.c.id == takedowns.c.person_id)
        .join(
            revisions,
            (revisions.c.takedown_id == takedowns.c.id) & (revisions.c.number == takedowns.c.revision),
        )
        .where(access.visible_to(speaker, takedowns))
    )


def _takedown(row: Sequence[Any]) -> Takedown:
    *facts, reason, content = row
    id_, token, reference, company_id, company, logged_by, mark, state, revision, logged_at, changed_at = facts
    return Takedown(
        id=id_,
        token=token,
        reference=reference,
        company_id=company_id,
        company=company,
        logged_by=logged_by,
        mark=Mark(mark),
        state=State(state),
        revision=revision,
        logged_at=logged_at,
        changed_at=changed_at,
        reason=reason,
        report=reports.loaded(content),
    )
