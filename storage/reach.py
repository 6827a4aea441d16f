"""Where a record went beside its own company: who opened it, which files held it, what they were asked; its owner's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from storage import access, acknowledgements, audit, digests, erasing, exports
from storage.access import Speaker
from storage.acknowledgements import Question
from storage.companies import companies
from storage.database import Session
from storage.erasing import Erasure
from storage.exports import Export, State
from storage.people import people
from storage.periods import Period
from storage.takedowns import ABOUT, Takedown, takedowns


@dataclass(frozen=True, slots=True)
class Reader:
    """A company that opened a record, when last, and who of it, where whoever asks may know that."""

    company_id: int
    company: str
    at: datetime
    user_ids: tuple[str, ...]


class Fate(StrEnum):
    """What became of a file."""

    STANDS = "stands"
    GOING = "going"
    GONE = "gone"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class File:
    """A file that held a record: for whom it was made and when, and what became of it."""

    company: str
    user_id: str
    asked_at: datetime
    fate: Fate


@dataclass(frozen=True, slots=True)
class Copy:
    """A digest of the channel that told of a record; since when it does not any more, None while it does."""

    period: Period
    posted_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reach:
    """All that is known of where a record went."""

    readers: tuple[Reader, ...]
    files: tuple[File, ...]
    questions: tuple[Question, ...]
    erasures: tuple[Erasure, ...] = ()
    digests: tuple[Copy, ...] = ()


def is_known(session: Session, speaker: Speaker, record: Takedown) -> bool:
    """Tell whether there is anything to tell: others were asked, or words were erased; Unknown for another's record."""
    return bool(acknowledgements.of_record(session, speaker, record) or erasing.of_record(session, speaker, record))


def of(session: Session, speaker: Speaker, record: Takedown) -> Reach:
    """Tell a record's own company where it went; Unknown or NotYours for all others.

    Names of people are for its lead and counsel.
    """
    access.may_change(speaker, record.company_id, record.reference)
    questions = acknowledgements.of_record(session, speaker, record)
    here = select(companies.c.id, companies.c.name).where(companies.c.coalition_id == speaker.coalition.id)
    names = {row.id: row.name for row in session.execute(here)}
    whom = _users(session, speaker) if access.may_read_trail(speaker, record.company_id) else {}
    return Reach(
        readers=_readers(session, speaker, record, names, whom),
        files=tuple(
            File(names[one.company_id], whom.get(one.person_id or 0, ""), one.asked_at, _fate(session, one, record))
            for one in exports.holding(session, record.id)
            if one.company_id != record.company_id
        ),
        questions=tuple(one for one in questions if one.ended_at is None),
        erasures=erasing.of_record(session, speaker, record),
        digests=tuple(
            Copy(there.period, there.asked_at, gone_at) for there, gone_at in digests.holding(session, record.id)
        ),
    )


def _users(session: Session, speaker: Speaker) -> dict[int, str]:
    here = select(people.c.id, people.c.user_id).where(people.c.coalition_id == speaker.coalition.id)
    return {row.id: row.user_id for row in session.execute(here)}


def _readers(
    session: Session, speaker: Speaker, record: Takedown, names: dict[int, str], whom: dict[int, str]
) -> tuple[Reader, ...]:
    theirs: dict[int, list[audit.Opener]] = {}
    for one in audit.who_opened(session, speaker.coalition.id, ABOUT, record.id):
        if one.company_id != record.company_id:
            theirs.setdefault(one.company_id, []).append(one)
    found = (
        Reader(
            company_id,
            names[company_id],
            max(one.at for one in several),
            tuple(whom[one.person_id] for one in several if one.person_id in whom),
        )
        for company_id, several in theirs.items()
    )
    return tuple(sorted(found, key=lambda one: one.company))


def _fate(session: Session, one: Export, record: Takedown) -> Fate:
    if one.person_id is None:
        return Fate.OUTSIDE
    if one.recalled_at is not None:
        fates = {State.TAKEN_BACK: Fate.GONE, State.DUE: Fate.GOING, State.SENDING: Fate.GOING}
        # What Slack does not delete is sent, with its fault.
        return fates.get(one.state, Fate.STANDS)
    if one.state is not State.SENT:
        return Fate.UNKNOWN
    reader = access.seat_of(session, one.person_id)
    reads_it = reader is not None and access.may_read(session, reader, takedowns, record.id)
    # Whoever lost the record had that file taken back, and asked for another one since.
    return Fate.STANDS if reads_it else Fate.GONE
