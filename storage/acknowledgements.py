"""Questions to a company about a record that it opened: what became of it there, or that it has seen a correction.

Each is asked of a company about its own use, answered once by anybody of it who may know of the record, and read by
the company whose record it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, Select, String, Table, UniqueConstraint, select, update

from storage import absences, access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata, new_token
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.once import insert_once
from storage.people import Role, people
from storage.takedowns import ABOUT, Takedown, takedowns

# What a doorbell of such a question is about, for the courier.
QUESTION = "question"


class Kind(StrEnum):
    """What a company is asked about."""

    RECALL = "recall"
    CORRECTION = "correction"


class Reply(StrEnum):
    """What a company can answer."""

    OUT_OF_USE = "out_of_use"
    KEPT = "kept"
    ACKNOWLEDGED = "acknowledged"


FITTING = {
    Kind.RECALL: (Reply.OUT_OF_USE, Reply.KEPT),
    Kind.CORRECTION: (Reply.ACKNOWLEDGED,),
}

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    # The revision that was the recall, the narrowing or the correction: a later one asks anew.
    Column("revision", Integer, nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    # Something else is asked in its place, or nothing is to be asked any more.
    Column("ended_at", Instant),
    Column("reply", String(16)),
    Column("answered_at", Instant),
    Column("answered_by", ForeignKey("people.id")),
    UniqueConstraint("about", "about_id", "company_id", "kind", "revision"),
)
_WAITS = (acknowledgements.c.reply.is_(None), acknowledgements.c.ended_at.is_(None))
Index("ix_acknowledgements_about", acknowledgements.c.about, acknowledgements.c.about_id)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one company; `user_id` is who answered it, `asked_by` the row of the person who caused it.

    A company that `has_left` answers no more.
    """

    id: int
    token: str
    record_id: int
    company_id: int
    company: str
    kind: Kind
    revision: int
    asked_by: int
    asked_at: datetime
    ended_at: datetime | None
    reply: Reply | None
    answered_at: datetime | None
    user_id: str
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was just answered; whether that was the first answer of its round, and the last."""

    question: Question
    first: bool
    last: bool


class AlreadyAnswered(Refusal):
    """Somebody of the same company has answered before; `reply` is what they said."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self.reply = reply


def ask(
    session: Session,
    speaker: Speaker,
    record: Takedown,
    kind: Kind,
    companies_asked: Iterable[int],
    *,
    way: Way,
    now: datetime,
) -> tuple[Question, ...]:
    """Ask companies about a record of the speaker's own; what each was asked about it before ends with that."""
    access.may_change(speaker, record.company_id, record.reference)
    asked = sorted(companies_asked)
    _end(session, record.id, asked, acknowledgements.c.revision < record.revision, now=now)
    made = []
    for company_id in asked:
        values = {
            "token": new_token(),
            "about": ABOUT,
            "about_id": record.id,
            "company_id": company_id,
            "kind": kind,
            "revision": record.revision,
            "asked_by": speaker.person_id,
            "asked_at": now,
        }
        row_id = insert_once(session, acknowledgements, values)
        if row_id is not None:
            made.append(_one(session, acknowledgements.c.id == row_id))
    if made:
        detail = f"{kind}: {len(made)} companies"
        audit.note(session, speaker, Act.ASKED, ABOUT, record.id, way=way, now=now, detail=detail)
    return tuple(one for one in made if one)


def end(session: Session, record_id: int, of_companies: Iterable[int], *, now: datetime) -> None:
    """Ask companies no more what became of a record that they may read again."""
    _end(session, record_id, of_companies, acknowledgements.c.kind == Kind.RECALL, now=now)


def _end(session: Session, record_id: int, of_companies: Iterable[int], *which: Any, now: datetime) -> None:
    theirs = acknowledgements.c.company_id.in_(sorted(of_companies))
    about = (acknowledgements.c.about == ABOUT, acknowledgements.c.about_id == record_id)
    session.execute(update(acknowledgements).where(*about, theirs, *which, *_WAITS).values(ended_at=now))


def waiting(session: Session, speaker: Speaker) -> tuple[Question, ...]:
    """List what a person's company is asked and they may answer, newest first."""
    if speaker.company.seat is Seat.GUEST:
        return ()
    rows = session.execute(
        _questions()
        .where(acknowledgements.c.company_id == speaker.company.id, *_WAITS)
        .order_by(acknowledgements.c.asked_at.desc(), acknowledgements.c.id.desc()),
    )
    return tuple(one for one in map(_question, rows) if may_answer(session, speaker, one))


def may_answer(session: Session, speaker: Speaker, question: Question) -> bool:
    """Tell whether a question is this person's to answer: of their company, about what they may know of."""
    if question.company_id != speaker.company.id or speaker.company.seat is Seat.GUEST:
        return False
    ask_access = access.knows_of if question.kind is Kind.RECALL else access.may_read
    return ask_access(session, speaker, takedowns, question.record_id)


def is_open(session: Session, speaker: Speaker, question_id: int | None) -> bool:
    """Tell whether a question still waits, and for this person; the courier asks before it rings."""
    found = _one(session, acknowledgements.c.id == question_id, *_WAITS)
    return found is not None and may_answer(session, speaker, found)


def answer(session: Session, speaker: Speaker, token: str, reply: Reply, *, way: Way, now: datetime) -> Answered:
    """Answer for the speaker's company; Unknown if that is not theirs, AlreadyAnswered for all but the first."""
    access.may_speak(speaker)
    found = _one(session, acknowledgements.c.token == token)
    if found is None or reply not in FITTING[found.kind] or not may_answer(session, speaker, found):
        raise Unknown
    # Whoever answers the same round waits here, so that one of them is the last.
    session.execute(select(takedowns.c.id).where(takedowns.c.id == found.record_id).with_for_update())
    taken = session.execute(
        update(acknowledgements)
        .where(acknowledgements.c.id == found.id, *_WAITS)
        .values(reply=reply, answered_at=now, answered_by=speaker.person_id)
        .returning(acknowledgements.c.id),
    ).first()
    settled = _one(session, acknowledgements.c.id == found.id)
    assert settled is not None
    if taken is None:
        if settled.reply is None:
            raise Unknown
        raise AlreadyAnswered(settled.reply)
    audit.note(session, speaker, Act.ANSWERED, ABOUT, found.record_id, way=way, now=now, detail=reply)
    return _placed(session, settled)


def _placed(session: Session, settled: Question) -> Answered:
    """Tell whether an answer is the first and the last of its round."""
    same = (
        acknowledgements.c.about == ABOUT,
        acknowledgements.c.about_id == settled.record_id,
        acknowledgements.c.kind == settled.kind,
        acknowledgements.c.revision == settled.revision,
        acknowledgements.c.ended_at.is_(None),
    )
    asked = [_question(row) for row in session.execute(_questions().where(*same))]
    answered = sum(one.reply is not None for one in asked)
    waiting_for = sum(one.reply is None and not one.has_left for one in asked)
    return Answered(settled, first=answered == 1, last=waiting_for == 0)


def of_record(session: Session, speaker: Speaker, record: Takedown) -> tuple[Question, ...]:
    """List what was asked about a record of the speaker's own company, and the answers; Unknown for another's."""
    if speaker.company.id != record.company_id:
        raise Unknown
    rows = session.execute(
        _questions()
        .where(acknowledgements.c.about == ABOUT, acknowledgements.c.about_id == record.id)
        .order_by(acknowledgements.c.asked_at.desc(), companies.c.name),
    )
    return tuple(_question(row) for row in rows)


def caused(session: Session, speaker: Speaker, *, since: datetime) -> tuple[Question, ...]:
    """List what was asked about records of the speaker's company and moved since then, newest first."""
    moved = (acknowledgements.c.asked_at > since) | (acknowledgements.c.answered_at > since)
    rows = session.execute(
        _questions()
        .join(takedowns, takedowns.c.id == acknowledgements.c.about_id)
        .where(
            acknowledgements.c.about == ABOUT,
            takedowns.c.company_id == speaker.company.id,
            access.visible_to(speaker, takedowns),
            acknowledgements.c.ended_at.is_(None),
            moved,
        )
        .order_by(acknowledgements.c.asked_at.desc(), acknowledgements.c.id.desc()),
    )
    return tuple(_question(row) for row in rows)


def to_ring(session: Session, speaker: Speaker, question: Question, *, now: datetime) -> tuple[str, ...]:
    """List the Slack ids of those of the asked company who are rung: who answers for it, and who opened the record.

    Only whoever may answer is rung, so that nobody hears of a record for the first time.
    """
    seats = [
        seat
        for seat in access.of_company(session, speaker.coalition, question.company_id)
        if may_answer(session, seat, question)
    ]
    opened = {one.person_id for one in audit.who_opened(session, speaker.coalition.id, ABOUT, question.record_id)}
    openers = {seat.user_id for seat in seats if seat.person_id in opened}
    return tuple(sorted(openers | {seat.user_id for seat in responsible(session, seats, now=now)}))


def to_tell(session: Session, question: Question, *, now: datetime) -> tuple[str, ...]:
    """List the Slack ids of those who are told of an answer: who caused the question, and who answers for its company.

    Only those who may read the record.
    """
    asker = access.seat_of(session, question.asked_by)
    if asker is None:
        return ()
    seats = access.of_company(session, asker.coalition, asker.company.id)
    chosen = {asker.person_id: asker} | {seat.person_id: seat for seat in responsible(session, seats, now=now)}
    return tuple(
        sorted(
            seat.user_id for seat in chosen.values() if access.may_read(session, seat, takedowns, question.record_id)
        ),
    )


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a question, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(companies.c.coalition_id)
        .join(acknowledgements, acknowledgements.c.company_id == companies.c.id)
        .where(acknowledgements.c.token == token),
    ).scalar_one_or_none()
    return found


def responsible(session: Session, seats: Iterable[Speaker], *, now: datetime) -> tuple[Speaker, ...]:
    """Choose of a company's people those who answer for it: lead and counsel, or the deputy while no lead is here.

    Where there is none of these, whoever has a role.
    """
    there = [seat for seat in seats if seat.person is not None]
    if not there:
        return ()
    stand_in = {one.id for one in absences.stand_ins(session, there[0].company, now=now)}
    chosen = [seat for seat in there if seat.person_id in stand_in or Role.COUNSEL in _roles(seat)]
    return tuple(chosen or [seat for seat in there if _roles(seat)])


def _roles(seat: Speaker) -> frozenset[Role]:
    return seat.person.roles if seat.person else frozenset()


def _questions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            acknowledgements.c.id,
            acknowledgements.c.token,
            acknowledgements.c.about_id,
            acknowledgements.c.company_id,
            companies.c.name,
            acknowledgements.c.kind,
            acknowledgements.c.revision,
            acknowledgements.c.asked_by,
            acknowledgements.c.asked_at,
            acknowledgements.c.ended_at,
            acknowledgements.c.reply,
            acknowledgements.c.answered_at,
            people.c.user_id,
            companies.c.left_at,
        )
        .select_from(acknowledgements)
        .join(companies, companies.c.id == acknowledgements.c.company_id)
        .join(people, people.c.id == acknowledgements.c.answered_by, isouter=True)
    )


def _one(session: Session, *which: Any) -> Question | None:
    row = session.execute(_questions().where(*which)).one_or_none()
    return _question(row) if row else None


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        token=row.token,
        record_id=row.about_id,
        company_id=row.company_id,
        company=row.name,
        kind=Kind(row.kind),
        revision=row.revision,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        reply=Reply(row.reply) if row.reply else None,
        answered_at=row.answered_at,
        user_id=row.user_id or "",
        has_left=row.left_at is not None,
    )
