"""Publishing what a file brought, in one transaction: its indicators are told, and its record says what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage import access, audit, takedowns
from storage.access import Speaker, Way
from storage.audiences import Mark
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.errors import Refusal
from storage.indicators import staging
from storage.intakes import asking, reading
from storage.intakes.joining import joined, settled
from storage.intakes.records import (
    INTAKES,
    Choice,
    Difference,
    Gathered,
    Intake,
    State,
    Trouble,
    Unsettled,
    dumped,
    dumped_difference,
    dumped_problems,
    intake,
    intakes,
)
from storage.reports import Report
from storage.takedowns import Takedown


@dataclass(frozen=True, slots=True)
class Published:
    """What a file became: its record as it stands now, and who sent it, for whom its card is drawn.

    `is_new` says that it changed anything; the same file a second time does not.
    """

    intake: Intake
    takedown: Takedown
    sender: Speaker
    is_new: bool


def publish(
    session: Session,
    one: Intake,
    gathered: Gathered,
    *,
    problems: Iterable[Trouble] = (),
    now: datetime,
) -> Published | None:
    """Tell what was laid down of a file, and let its record say what the file says, all at once.

    None where the record is nobody's to add to any more, or the lease was lost; then nothing is told.
    """
    found = _to_complete(session, one)
    if found is None:
        reading.end(session, one, State.GONE, now=now)
        return None
    sender, before = found
    if _was_read(session, one):
        return _again(session, one, sender, before, gathered, now=now)
    said, difference = joined(before.report, gathered)
    troubles = tuple(problems)
    kept = {
        "gathered": dumped(gathered),
        "problems": dumped_problems(troubles) if troubles else None,
        "difference": dumped_difference(difference) if difference else None,
    }
    held = staging.how_many(session, one.id)
    is_new = bool(held) or said != before.report
    number = before.revision + 1 if is_new else None
    if not _end(session, one, now=now, indicators=held, revision=number, **kept):
        return None
    after = before
    if is_new:
        after = takedowns.complete(session, sender, before, said, form=new_token(), now=now)
    audit.note(
        session, sender, Act.READ_FILE, takedowns.ABOUT, before.id, way=Way.CLOCK, now=now, detail=f"{held} indicators"
    )
    return Published(_row(session, one.id), after, sender, is_new)


def publish_anew(
    session: Session,
    one: Intake,
    sender: Speaker,
    said: Report,
    gathered: Gathered,
    *,
    problems: Iterable[Trouble] = (),
    mark: Mark,
    now: datetime,
) -> Published:
    """Log what the operator's file says as a takedown of its sender's company, with all its indicators, all at once.

    Raises Lost where somebody else reads the file by now, and what `takedowns.report` raises.
    """
    troubles = tuple(problems)
    logged = takedowns.report(session, sender, said, mark=mark, form=one.token, way=Way.SHELL, now=now)
    kept = {"gathered": dumped(gathered), "problems": dumped_problems(troubles) if troubles else None}
    held = staging.how_many(session, one.id)
    if not _end(session, one, now=now, takedown_id=logged.id, indicators=held, revision=1, seen_at=now, **kept):
        raise Lost
    return Published(_row(session, one.id), logged, sender, is_new=True)


class Lost(Refusal):
    """Somebody else reads this file by now."""


def _to_complete(session: Session, one: Intake) -> tuple[Speaker, Takedown] | None:
    """Find who sent a file, and the record that it completes, which waits for us; None where it may not any more."""
    sender = access.seat_of(session, one.person_id)
    if sender is None or one.takedown_id is None:
        return None
    try:
        access.must_stand(sender)
        token = takedowns.by_id(session, sender, one.takedown_id).token
        takedowns.hold(session, token)
        there = takedowns.to_change(session, sender, token)
    except Refusal:
        return None
    return None if there.state is takedowns.State.WITHDRAWN or there.recalled_at else (sender, there)


def _was_read(session: Session, one: Intake) -> bool:
    """Tell whether the same bytes were read into the same record before."""
    same = (intakes.c.takedown_id == one.takedown_id, intakes.c.id != one.id, intakes.c.state == State.READ)
    its = select(intakes.c.sha256).where(intakes.c.id == one.id).scalar_subquery()
    return session.execute(select(intakes.c.id).where(*same, intakes.c.sha256 == its).limit(1)).first() is not None


def _again(
    session: Session, one: Intake, sender: Speaker, there: Takedown, gathered: Gathered, *, now: datetime
) -> Published | None:
    if not _end(session, one, now=now, gathered=dumped(gathered), seen_at=now):
        return None
    return Published(_row(session, one.id), there, sender, is_new=False)


def _end(session: Session, one: Intake, *, now: datetime, **values: object) -> bool:
    ended = {"state": State.READ, "next_at": None, "lease_by": None, "text": None, "read_at": now, "changed_at": now}
    return reading.write_held(session, one, **ended, **values)


def _row(session: Session, row_id: int) -> Intake:
    return intake(session.execute(INTAKES.where(intakes.c.id == row_id)).one())


def settle(
    session: Session,
    speaker: Speaker,
    token: str,
    choice: Choice,
    *,
    way: Way,
    now: datetime,
) -> Published:
    """Choose between what the form said and what the file counts, or keep both: stated and itemised.

    Unknown for all but its sender; Unsettled where there is nothing to choose, or it was chosen before.
    """
    there = asking.by_token(session, speaker, token)
    assert there.takedown_id is not None
    record = takedowns.by_id(session, speaker, there.takedown_id)
    takedowns.hold(session, record.token)
    record = takedowns.to_change(session, speaker, record.token)
    difference = _open(session, there)
    chosen = update(intakes).where(intakes.c.id == there.id, intakes.c.choice.is_(None))
    chosen = chosen.values(choice=choice, seen_at=now, changed_at=now)
    if difference is None or session.execute(chosen.returning(intakes.c.id)).first() is None:
        raise Unsettled
    if record.state is takedowns.State.WITHDRAWN or record.recalled_at:
        raise Unsettled
    said = settled(record.report, difference, choice)
    is_new = said != record.report
    if is_new:
        record = takedowns.complete(session, speaker, record, said, form=new_token(), way=way, now=now)
    return Published(_row(session, there.id), record, speaker, is_new)


def _open(session: Session, one: Intake) -> Difference | None:
    there = _row(session, one.id)
    return there.difference if there.is_open else None
