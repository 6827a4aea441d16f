"""Writing takedowns: logged once, revised with a reason, taken back; each in the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage import access, audit, reports
from storage.access import Audience, Speaker, Way
from storage.audit import Act
from storage.base import new_reference, new_token
from storage.database import Session
from storage.errors import Stale
from storage.once import insert_once
from storage.reports import Report, places_of, words_of
from storage.takedowns.reading import by_token, to_change
from storage.takedowns.records import ABOUT, Mark, State, Takedown, revisions, takedowns


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
    """Log a takedown; `form` is what the preview carried that was sent, which can be sent only once."""
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
    if before.state is State.WITHDRAWN:
        raise Stale(before.reference, before.revision)
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
    _hold(session, token)
    before = to_change(session, speaker, token)
    if before.state is State.WITHDRAWN:
        return before
    _move_on(session, before, before.revision, state=State.WITHDRAWN, now=now)
    _add_revision(session, speaker, before.id, before.revision + 1, before.report, form=form, reason=reason, now=now)
    audit.note(session, speaker, Act.WITHDREW, ABOUT, before.id, way=way, now=now)
    return by_token(session, speaker, token)


def _hold(session: Session, token: str) -> None:
    """Wait for whoever changes the record at this moment, so that what is read next is what stands."""
    session.execute(select(takedowns.c.id).where(takedowns.c.token == token).with_for_update())


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


def _search_text(company: str, said: Report) -> str:
    """Put together all words of a report that somebody may look for, places by their codes between bars."""
    codes = "".join(f"|{code}|" for code in sorted(places_of(said)))
    return " ".join([company, *words_of(said), codes]).lower()
