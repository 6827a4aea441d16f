"""What other pages bring to an agenda: what companies say before a meeting, and what they promised at earlier ones."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from storage import commitments
from storage import updates as update_page
from storage.access import Reader
from storage.agendas.folding import folded
from storage.agendas.records import Kind, State, items
from storage.base import new_token
from storage.coalitions import Coalition
from storage.commitments import Commitment
from storage.database import Session
from storage.meetings import Meeting
from storage.once import insert_once
from storage.updates import Update, revisions, updates
from storage.updates.records import loaded

# A company whose deputy answers has said nothing yet.
_SAID = frozenset({update_page.Kind.SAID, update_page.Kind.NOTHING, update_page.Kind.ABSENT})


def updates_of(session: Session, meeting: Meeting, reader: Reader) -> tuple[Update, ...]:
    """List what companies say before a meeting, as far as a reader may know."""
    return tuple(one for one in update_page.of_meeting(session, meeting, reader) if one.kind in _SAID)


def commitments_of(
    session: Session, coalition: Coalition, reader: Reader, *, since: datetime
) -> tuple[Commitment, ...]:
    """List what is still promised and what became of it since the last meeting, as far as a reader may know."""
    return commitments.open_of(session, coalition, reader, since=since)


def wish(said: Update) -> str:
    """Say how often somebody would meet, so that the same wish is the same text."""
    return said.rule or folded(said.how_often)


def follow_updates(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Bring onto an agenda what updates say of problems and questions, and take off what they say no more.

    Who may know of such an item is asked of its update, each time; what stands in the item itself is a copy.
    """
    said: dict[tuple[int, str, str], tuple[Row[Any], str]] = {}
    for row in _updates_before(session, meeting):
        content = loaded(row.content)
        for kind, texts in ((Kind.PROBLEM, content.problems), (Kind.QUESTION, content.questions)):
            for text in texts:
                said.setdefault((row.id, kind, hashed(text)), (row, text))
    there = _items_of_updates(session, meeting)
    for key, (row, text) in said.items():
        if key in there:
            _keep(session, there[key], row, text, now)
        else:
            _add(session, meeting, key, row, text, now=now)
    stands = {State.OPEN, State.POSTPONED}
    gone = [one.id for key, one in there.items() if key not in said and State(one.state) in stands]
    if gone:
        taken = update(items).where(items.c.id.in_(gone))
        session.execute(taken.values(state=State.WITHDRAWN, changed_at=now))


def hashed(text: str) -> str:
    """Hash the words of a point, so that each of them is there once."""
    return hashlib.sha256(folded(text).encode()).hexdigest()


def _updates_before(session: Session, meeting: Meeting) -> list[Row[Any]]:
    """Read all updates, for nobody: each of what is made of them is asked about again for its reader."""
    asked = (
        select(updates, revisions.c.content)
        .join(revisions, (revisions.c.update_id == updates.c.id) & (revisions.c.number == updates.c.revision))
        .where(
            updates.c.meeting_id == meeting.id,
            updates.c.kind == update_page.Kind.SAID,
            updates.c.recalled_at.is_(None),
            updates.c.erased_at.is_(None),
        )
    )
    return list(session.execute(asked.order_by(updates.c.id)))


def _items_of_updates(session: Session, meeting: Meeting) -> dict[tuple[int, str, str], Row[Any]]:
    its = select(updates.c.id).where(updates.c.meeting_id == meeting.id)
    rows = session.execute(select(items).where(items.c.update_id.in_(its)))
    return {(row.update_id, row.kind, row.words): row for row in rows}


def _keep(session: Session, there: Row[Any], row: Row[Any], text: str, now: datetime) -> None:
    """Let an item say what its update says; what its company had taken out there, and says again, is back."""
    said = {"text": text, "audience": row.audience, "mark": row.mark, "shared_at": row.shared_at}
    said |= {"person_id": row.person_id}
    if there.state == State.WITHDRAWN:
        said["state"] = State.OPEN
    if any(there._mapping[name] != value for name, value in said.items()):  # noqa: SLF001  A row's.
        session.execute(update(items).where(items.c.id == there.id).values(**said, changed_at=now))


def _add(
    session: Session, meeting: Meeting, key: tuple[int, str, str], row: Row[Any], text: str, *, now: datetime
) -> None:
    update_id, kind, words = key
    values = {
        "coalition_id": meeting.coalition_id,
        "company_id": row.company_id,
        "person_id": row.person_id,
        "token": new_token(),
        "audience": row.audience,
        "mark": row.mark,
        "shared_at": row.shared_at,
        "embargoed": False,
        "meeting_id": meeting.id,
        "update_id": update_id,
        "words": words,
        "kind": kind,
        "text": text,
        "link": "",
        "state": State.OPEN,
        "carried": 0,
        "proposed_at": now,
        "changed_at": now,
    }
    insert_once(session, items, values)
