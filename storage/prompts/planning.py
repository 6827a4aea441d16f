"""Keeping prompts: one for each member company and coming meeting, which follows when the meeting is moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, delete, or_, select, update

from storage import absences, outbox
from storage import companies as company_page
from storage import people as people_page
from storage.coalitions import coalitions
from storage.companies import Company, Seat, companies
from storage.database import Session
from storage.hours import Whereabouts
from storage.meetings import MeetingState
from storage.meetings.records import meetings
from storage.once import insert_once
from storage.people import Person
from storage.prompts.reckoning import begins_anew, next_ring
from storage.prompts.records import FIRST, WAITS, prompts

# So far ahead somebody may be asked about a meeting.
_AHEAD = timedelta(days=62)
_IS_COMING = (meetings.c.state == MeetingState.PLANNED, meetings.c.prompt_days > 0)


def keep(session: Session, *, limit: int, now: datetime) -> int:
    """Make the prompts that are missing, of meetings and companies that came since; how many there were, at most."""
    rows = session.execute(_missing(now).limit(limit)).all()
    staff = people_page.in_charge(session, [row.company_id for row in rows])
    for row in rows:
        who = whom(staff.get(row.company_id, ()), company_of(row), handed_on_by=None, last=None, now=now)
        stage, next_at = next_ring(row.starts_at, row.prompt_days, where(who, row), stage=FIRST, rung_at=None, now=now)
        values = {
            "coalition_id": row.coalition_id,
            "meeting_id": row.meeting_id,
            "company_id": row.company_id,
            "person_id": who.id if who else None,
            "starts_at": row.starts_at,
            "next_at": next_at,
            "stage": stage,
            "rung": 0,
        }
        insert_once(session, prompts, values)
    return len(rows)


def any_missing(session: Session, *, now: datetime) -> bool:
    """Tell whether a prompt is missing; asking takes no lock."""
    return session.execute(_missing(now).limit(1)).first() is not None


# A company's columns beside others', which have names of their own.
OF_A_COMPANY = tuple(each.label(f"company_{each.name}") for each in company_page.COLUMNS)


def _missing(now: datetime) -> Select[*tuple[Any, ...]]:
    sits = and_(
        companies.c.coalition_id == meetings.c.coalition_id,
        companies.c.seat == Seat.MEMBER,
        companies.c.left_at.is_(None),
    )
    its = and_(prompts.c.meeting_id == meetings.c.id, prompts.c.company_id == companies.c.id)
    return (
        select(
            meetings.c.id.label("meeting_id"),
            meetings.c.coalition_id,
            meetings.c.starts_at,
            meetings.c.prompt_days,
            *OF_A_COMPANY,
            coalitions.c.zone,
            coalitions.c.country,
        )
        .join(coalitions, coalitions.c.id == meetings.c.coalition_id)
        .join(companies, sits)
        .join(prompts, its, isouter=True)
        .where(*_IS_COMING, meetings.c.ends_at > now, meetings.c.starts_at > now)
        .where(meetings.c.starts_at <= now + _AHEAD, coalitions.c.dissolving_at.is_(None), prompts.c.id.is_(None))
        .order_by(meetings.c.starts_at, meetings.c.id, companies.c.id)
    )


def company_of(row: Row[Any]) -> Company:
    """Make the company of a row that has `OF_A_COMPANY`."""
    return company_page.company([row._mapping[each.name] for each in OF_A_COMPANY])  # noqa: SLF001  A row's.


def whom(
    known: Sequence[Person], company: Company, *, handed_on_by: int | None, last: int | None, now: datetime
) -> Person | None:
    """Choose who is rung: whoever was rung last, as long as it is theirs; else the first who is in charge and here."""
    if handed_on_by is None:
        those: Iterable[Person] = absences.rung_of(known, company, now=now)
    else:
        those = absences.deputies_of(known, company, but=handed_on_by, now=now)
    here = [one for one in those if absences.is_present(one, company)]
    return next((one for one in here if one.id == last), next(iter(here), None))


def where(who: Person | None, row: Row[Any]) -> Whereabouts:
    """Tell where somebody is; where that is not known, where their coalition is."""
    zone = who.zone if who else None
    return Whereabouts.of(zone, default_zone=row.zone, default_country=row.country)


def follow(session: Session, *, limit: int, now: datetime) -> int:
    """Let prompts follow their meetings: reckoned anew for one that moved, taken back for one that is none any more.

    How many there were, at most `limit`.
    """
    # SQLite has one writer and leaves the lock out.
    rows = session.execute(_astray().limit(limit).with_for_update(skip_locked=True, of=prompts)).all()
    for row in rows:
        its = update(prompts).where(prompts.c.id == row.id)
        if row.state == MeetingState.CANCELLED:
            # Its series may bring it back, and then it is asked about from the beginning.
            take_back(session, row.coalition_id, row.letters, now=now)
            session.execute(delete(prompts).where(prompts.c.id == row.id))
            continue
        if row.state != MeetingState.PLANNED:
            take_back(session, row.coalition_id, row.letters, now=now)
            session.execute(its.values(settled_at=now, next_at=None, letters=""))
            continue
        values: dict[str, Any] = {"starts_at": row.meeting_starts_at}
        stage, rung_at = row.stage, row.rung_at
        if begins_anew(row.meeting_starts_at, row.prompt_days, now):
            take_back(session, row.coalition_id, row.letters, now=now)
            stage, rung_at = FIRST, None
            values |= {"rung": 0, "rung_at": None, "letters": "", "stopped": False, "snoozed_until": None}
        # A reminder that had come too early for the new day comes again.
        stage = min(stage, row.rung)
        who = people_page.by_id(session, row.person_id) if row.person_id else None
        stage, next_at = next_ring(
            row.meeting_starts_at, row.prompt_days, where(who, row), stage=stage, rung_at=rung_at, now=now
        )
        session.execute(its.values(**values, stage=stage, next_at=next_at))
    return len(rows)


def any_astray(session: Session) -> bool:
    """Tell whether a meeting that somebody is asked about was moved, or is none any more; asking takes no lock."""
    return session.execute(_astray().limit(1)).first() is not None


def _astray() -> Select[*tuple[Any, ...]]:
    is_other = or_(meetings.c.state != MeetingState.PLANNED, meetings.c.starts_at != prompts.c.starts_at)
    return (
        select(
            prompts,
            meetings.c.state,
            meetings.c.prompt_days,
            meetings.c.starts_at.label("meeting_starts_at"),
            coalitions.c.zone,
            coalitions.c.country,
        )
        .join(meetings, meetings.c.id == prompts.c.meeting_id)
        .join(coalitions, coalitions.c.id == prompts.c.coalition_id)
        .where(WAITS, is_other)
        .order_by(prompts.c.id)
    )


def take_back(session: Session, coalition_id: int, letters: str, *, now: datetime) -> None:
    """Take back what rang for somebody, whether it stands or waits."""
    for key in letters.split():
        outbox.retract(session, coalition_id, key, now=now)
