"""Which records a file holds, and taking it out of Slack again when one of them is recalled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, insert, or_, select, update

from storage import access, takedowns
from storage.access import Speaker
from storage.database import Session
from storage.exports.records import EXPORTS, Export, State, export, export_records, exports

# So many values a statement, well under what either database takes.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """That somebody was sent a file with a record in it; `person_id` is None where the operator made it for them."""

    about_id: int
    company_id: int
    person_id: int | None
    at: datetime


def note_held(session: Session, of: Export, held: Sequence[int], *, about: str = takedowns.ABOUT) -> None:
    """Note which records a file holds; what an earlier one of the same export held stays noted."""
    known = set(
        session.execute(
            select(export_records.c.about_id).where(
                export_records.c.export_id == of.id, export_records.c.about == about
            ),
        ).scalars(),
    )
    rows = [{"export_id": of.id, "about": about, "about_id": each} for each in held if each not in known]
    if rows:
        session.execute(insert(export_records), rows)


def all_visible(session: Session, speaker: Speaker, held: Sequence[int]) -> bool:
    """Tell whether somebody may still see every record of a file.

    Whoever recalls one of them waits until this transaction is over, and then finds the file.
    """
    return all(_how_many(session, speaker, some) == len(some) for some in _batches(held))


def _how_many(session: Session, speaker: Speaker, ids: Sequence[int]) -> int:
    visible = (takedowns.takedowns.c.id.in_(ids), access.visible_to(speaker, takedowns.takedowns))
    # SQLite has one writer and leaves the lock out.
    locked = select(takedowns.takedowns.c.id).where(*visible).with_for_update(read=True)
    return len(session.execute(locked).all())


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def holding(session: Session, about_id: int, *, about: str = takedowns.ABOUT) -> tuple[Export, ...]:
    """List the exports whose file held a record, oldest first; ask in the transaction that recalls it, after that."""
    held = select(export_records.c.export_id).where(
        export_records.c.about == about, export_records.c.about_id == about_id
    )
    return tuple(export(row) for row in session.execute(EXPORTS.where(exports.c.id.in_(held)).order_by(exports.c.id)))


def copies(session: Session, about_ids: Sequence[int], *, about: str = takedowns.ABOUT) -> tuple[Copy, ...]:
    """List of which records there are, or were, files with whom; the last of each."""
    rows = session.execute(
        select(export_records.c.about_id, exports.c.company_id, exports.c.person_id, func.max(exports.c.asked_at))
        .join(exports, exports.c.id == export_records.c.export_id)
        .where(
            export_records.c.about == about,
            export_records.c.about_id.in_(about_ids),
            # What is noted was shared, or about to be.
            exports.c.state.not_in((State.FAILED, State.EMPTY, State.DROPPED)),
        )
        .group_by(export_records.c.about_id, exports.c.company_id, exports.c.person_id)
        .order_by(export_records.c.about_id, exports.c.company_id, exports.c.person_id),
    )
    return tuple(Copy(*row) for row in rows)


def draw_anew(session: Session, about_id: int, *, now: datetime, about: str = takedowns.ABOUT) -> None:
    """Let each file that is being drawn at this moment be drawn anew: it may have read what a record says no more.

    Whoever draws it loses it. What is noted to hold the record already is found by `holding`.
    """
    coalition = select(takedowns.takedowns.c.coalition_id).where(takedowns.takedowns.c.id == about_id)
    noted = select(export_records.c.export_id).where(
        export_records.c.about == about, export_records.c.about_id == about_id
    )
    session.execute(
        update(exports)
        .where(
            exports.c.coalition_id == coalition.scalar_subquery(),
            exports.c.state == State.SENDING,
            exports.c.recalled_at.is_(None),
            exports.c.id.not_in(noted),
        )
        .values(state=State.DUE, next_at=now, lease_by=None),
    )


def take_back(session: Session, export_id: str, *, now: datetime) -> bool:
    """Let an export's file be deleted from the direct message that it went to; True if it is within reach.

    False where none was ever sent, where it is gone, and where the operator made it. What somebody downloaded stays
    with them.
    """
    is_held = exports.c.state == State.SENDING
    may_stand = or_(is_held, exports.c.in_doubt, and_(exports.c.state == State.SENT, exports.c.recalled_at.is_(None)))
    taken = (
        update(exports)
        .where(exports.c.export_id == export_id, exports.c.file_id.is_not(None), may_stand)
        .values(
            recalled_at=func.coalesce(exports.c.recalled_at, now),
            state=case((is_held, State.SENDING), else_=State.DUE),
            next_at=case((or_(is_held, exports.c.in_doubt), exports.c.next_at), else_=now),
            attempts=0,
        )
        .returning(exports.c.id)
    )
    return session.execute(taken).first() is not None
