"""What people answer to an invitation, and who comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from storage import access, audit
from storage import companies as company_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import by_id as coalition_by_id
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Unknown
from storage.meetings.reading import by_token
from storage.meetings.records import ABOUT, Attendance, Meeting, MeetingState, Over, Reply, Word, meeting_answers
from storage.once import insert_once
from storage.people import Role, people, roles

# Whose word is the company's, the first of these who said anything.
_SPEAKS_FOR = (Role.LEAD, Role.DEPUTY)


def answer(
    session: Session,
    speaker: Speaker,
    token: str,
    coming: Reply,
    *,
    deputy_id: int | None = None,
    way: Way = Way.FORM,
    now: datetime,
) -> Meeting:
    """Answer an invitation for oneself; said again, the newest word holds.

    Unknown unless this person may know of the meeting, and for a deputy of another company; Over once it is over;
    ReadsOnly for the people of a guest.
    """
    there = by_token(session, speaker, token)
    access.must_act(speaker)
    if there.state is not MeetingState.PLANNED or there.ends_at <= now:
        raise Over
    if coming is not Reply.DEPUTY:
        deputy_id = None
    elif deputy_id is not None:
        _must_be_colleague(session, speaker, deputy_id)
    its = {"meeting_id": there.id, "person_id": speaker.person_id}
    said = {"answer": coming, "deputy_id": deputy_id, "sequence": there.sequence}
    if insert_once(session, meeting_answers, {**its, **said, "at": now}) is None:
        mine = [meeting_answers.c[field] == value for field, value in its.items()]
        row = session.execute(select(meeting_answers).where(*mine)).one()
        if all(row._mapping[field] == value for field, value in said.items()):  # noqa: SLF001  A row's.
            return there
        session.execute(update(meeting_answers).where(*mine).values(**said, at=now))
    audit.note(session, speaker, Act.ANSWERED, ABOUT, there.id, way=way, now=now, detail=coming)
    return there


def _must_be_colleague(session: Session, speaker: Speaker, person_id: int) -> None:
    seat = access.seat_of(session, person_id)
    if seat is None or seat.company.id != speaker.company.id or person_id == speaker.person_id:
        raise Unknown


def attendance(session: Session, there: Meeting) -> tuple[Attendance, ...]:
    """List for each company that is invited who of it comes, by the company's name."""
    seated = company_page.seated(session, coalition_by_id(session, there.coalition_id))
    invited = [one for one in seated if there.with_open or one.seat is Seat.MEMBER]
    said: dict[int, list[Row[Any]]] = defaultdict(list)
    deputies = people.alias("deputies")
    rows = session.execute(
        select(
            meeting_answers,
            people.c.company_id,
            people.c.user_id,
            people.c.name,
            deputies.c.user_id.label("deputy_user"),
        )
        .join(people, people.c.id == meeting_answers.c.person_id)
        .join(deputies, deputies.c.id == meeting_answers.c.deputy_id, isouter=True)
        .where(meeting_answers.c.meeting_id == there.id)
        .order_by(meeting_answers.c.at.desc(), meeting_answers.c.id),
    ).all()
    for row in rows:
        said[row.company_id].append(row)
    held = _roles(session, [row.person_id for row in rows])
    return tuple(_attendance(company, said[company.id], held) for company in invited)


def _roles(session: Session, person_ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    asked = select(roles.c.person_id, roles.c.role).where(roles.c.person_id.in_(person_ids))
    for row in session.execute(asked):
        found[row.person_id].add(row.role)
    return found


def _attendance(company: Company, rows: Sequence[Row[Any]], held: dict[int, set[str]]) -> Attendance:
    words = tuple(
        Word(row.person_id, row.user_id, row.name or "", Reply(row.answer), row.deputy_user, row.at, row.sequence)
        for row in rows
    )
    of_role = [word.reply for role in _SPEAKS_FOR for word in words if role in held[word.person_id]]
    return Attendance(company, next(iter(of_role), None), words)


def _word(row: Row[Any]) -> Word:
    return Word(row.person_id, row.user_id, row.name or "", Reply(row.answer), row.deputy_user, row.at, row.sequence)
