"""Noting a file that is to be read into a takedown, and what becomes of it, for whoever sent it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update

from storage import access, audit, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.errors import Stale, Unknown
from storage.intakes.records import INTAKES, LONGEST_NAME, LONGEST_TEXT, Intake, State, intake, intakes, plain
from storage.once import insert_once
from storage.takedowns import ABOUT, Takedown

# What became of a file is shown to its sender for as long.
_SHOWN_FOR = timedelta(days=7)


def note(
    session: Session,
    speaker: Speaker,
    takedown: Takedown,
    *,
    file_id: str | None = None,
    name: str,
    text: str | None = None,
    way: Way,
    now: datetime,
) -> Intake:
    """Note a file, or pasted text, that is to be read into a takedown of the speaker's own company. Twice is once.

    Raises Unknown or NotYours for another's, and Stale for one that was taken back or recalled.
    """
    access.must_stand(speaker)
    there = takedowns.to_change(session, speaker, takedown.token)
    if there.state is takedowns.State.WITHDRAWN or there.recalled_at:
        raise Stale(there.reference, there.revision)
    values = {
        "token": new_token(),
        "coalition_id": speaker.coalition.id,
        "person_id": speaker.person_id,
        "takedown_id": there.id,
        "file_id": file_id,
        "name": plain(name)[:LONGEST_NAME],
        "text": None if text is None else plain(text)[:LONGEST_TEXT],
        "state": State.NOTED,
        "next_at": now,
        "attempts": 0,
        "staged": False,
        "indicators": 0,
        "why": "",
        "at": now,
        "changed_at": now,
    }
    row_id = insert_once(session, intakes, values)
    if row_id is None:
        same = (intakes.c.takedown_id == there.id, intakes.c.file_id == file_id)
        return intake(session.execute(INTAKES.where(*same)).one())
    audit.note(session, speaker, Act.NOTED_FILE, ABOUT, there.id, way=way, now=now)
    return intake(session.execute(INTAKES.where(intakes.c.id == row_id)).one())


def by_token(session: Session, speaker: Speaker, token: str) -> Intake:
    """Find a file that the speaker sent; Unknown for all others, and once its record is none that they may read."""
    row = session.execute(
        INTAKES.join(takedowns.takedowns, takedowns.takedowns.c.id == intakes.c.takedown_id).where(
            intakes.c.token == token,
            intakes.c.person_id == speaker.person_id,
            access.visible_to(speaker, takedowns.takedowns),
        )
    ).one_or_none()
    if row is None:
        raise Unknown
    return intake(row)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names an intake, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(intakes.c.coalition_id).where(intakes.c.token == token),
    ).scalar_one_or_none()
    return found


def of_takedown(session: Session, speaker: Speaker, token: str) -> tuple[Intake, ...]:
    """List the files that the speaker sent for a takedown, oldest first; Unknown unless they may read it."""
    there = takedowns.by_token(session, speaker, token)
    rows = session.execute(
        INTAKES.where(intakes.c.takedown_id == there.id, intakes.c.person_id == speaker.person_id).order_by(
            intakes.c.id
        )
    )
    return tuple(intake(row) for row in rows)


def waiting(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Intake, ...]:
    """List what somebody sent and should look at: refused, with problems, or counting otherwise; newest first."""
    there = takedowns.takedowns
    has_problems = and_(intakes.c.state == State.READ, intakes.c.problems.is_not(None))
    is_open = and_(intakes.c.state == State.READ, intakes.c.difference.is_not(None), intakes.c.choice.is_(None))
    not_seen = and_(intakes.c.seen_at.is_(None), or_(intakes.c.state == State.REFUSED, has_problems))
    rows = session.execute(
        INTAKES.join(there, there.c.id == intakes.c.takedown_id)
        .where(
            intakes.c.person_id == speaker.person_id,
            intakes.c.changed_at > now - _SHOWN_FOR,
            access.visible_to(speaker, there),
            or_(is_open, not_seen),
        )
        .order_by(intakes.c.changed_at.desc(), intakes.c.id.desc())
    )
    return tuple(intake(row) for row in rows)


def seen(session: Session, speaker: Speaker, token: str, *, now: datetime) -> None:
    """Note that the sender knows what became of a file; Unknown for all others."""
    there = by_token(session, speaker, token)
    session.execute(update(intakes).where(intakes.c.id == there.id, intakes.c.seen_at.is_(None)).values(seen_at=now))


def again(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Intake:
    """Have a file that was refused read once more; Unknown for all but its sender. Twice is once."""
    there = by_token(session, speaker, token)
    assert there.takedown_id is not None
    takedowns.to_change(session, speaker, takedowns.by_id(session, speaker, there.takedown_id).token)
    values = {
        "state": State.NOTED,
        "next_at": now,
        "attempts": 0,
        "why": "",
        "problems": None,
        "seen_at": None,
        "changed_at": now,
    }
    refused = (intakes.c.id == there.id, intakes.c.state == State.REFUSED, intakes.c.file_id.is_not(None))
    if session.execute(update(intakes).where(*refused).values(**values).returning(intakes.c.id)).first():
        audit.note(session, speaker, Act.NOTED_FILE, ABOUT, there.takedown_id, way=way, now=now)
    return by_token(session, speaker, token)
