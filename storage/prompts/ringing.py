"""Claiming the prompts that are due, many at once: whoever claims one owes its letter in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, update

from storage import people as people_page
from storage.coalitions import Coalition, coalitions
from storage.companies import Seat, companies
from storage.database import Session
from storage.hours import Whereabouts
from storage.meetings import MeetingState
from storage.meetings.records import meetings
from storage.people import Person, Role, people, roles, zone_is_old
from storage.prompts.planning import OF_A_COMPANY, company_of, where, whom
from storage.prompts.reckoning import next_ring
from storage.prompts.records import Due, key_of, prompts

# Where somebody is, Slack is asked again after so many days, before they are rung.
_SOON = timedelta(days=1)


def next_due(session: Session) -> datetime | None:
    """Say when somebody is to be rung next."""
    found: datetime | None = session.execute(
        select(func.min(prompts.c.next_at)).where(prompts.c.next_at.is_not(None))
    ).scalar_one()
    return found


def is_due(session: Session, *, now: datetime) -> bool:
    """Tell whether somebody is to be rung; asking takes no lock."""
    return session.execute(select(prompts.c.id).where(prompts.c.next_at <= now).limit(1)).first() is not None


def claim(session: Session, *, limit: int, now: datetime) -> tuple[int, tuple[Due, ...]]:
    """Take the prompts that are due, at most `limit`: how many they were, and who of them is rung now.

    Whoever does not work at this moment is rung when they do; who has nobody, or wants no more of it, is passed over.
    """
    rows = session.execute(_due(now).limit(limit)).all()
    if not rows:
        return 0, ()
    staff = people_page.in_charge(session, [row.company_id for row in rows])
    rung: list[Due] = []
    changes: list[dict[str, Any]] = []
    for row in rows:
        due, change = _look(row, staff.get(row.company_id, ()), now)
        if due is not None:
            rung.append(due)
        changes.append({"its_id": row.id, **change})
    session.execute(_CHANGE, changes)
    return len(rows), tuple(rung)


_CHANGED = ("person_id", "next_at", "stage", "rung", "rung_at", "letters")
_CHANGE = (
    update(prompts)
    .where(prompts.c.id == bindparam("its_id"))
    .values({name: bindparam(name, type_=prompts.c[name].type) for name in _CHANGED})
)
_COALITION = tuple(coalitions.c[field].label(f"its_{field}") for field in Coalition.__dataclass_fields__)
_DUE = (
    select(
        prompts,
        *_COALITION,
        coalitions.c.zone,
        coalitions.c.country,
        meetings.c.state,
        meetings.c.token.label("meeting_token"),
        meetings.c.prompt_days,
        meetings.c.starts_at.label("meeting_starts_at"),
        # The prompt names the company already.
        *OF_A_COMPANY[1:],
        companies.c.left_at,
    )
    .join(meetings, meetings.c.id == prompts.c.meeting_id)
    .join(companies, companies.c.id == prompts.c.company_id)
    .join(coalitions, coalitions.c.id == prompts.c.coalition_id)
    .order_by(prompts.c.next_at, prompts.c.id)
    # SQLite has one writer and leaves the lock out.
    .with_for_update(skip_locked=True, of=prompts)
)


def _due(now: datetime) -> Select[*tuple[Any, ...]]:
    return _DUE.where(prompts.c.next_at <= now)


def _look(row: Row[Any], known: tuple[Person, ...], now: datetime) -> tuple[Due | None, dict[str, Any]]:
    """Decide what becomes of one that is due: who is rung, and what comes next."""
    stays = {name: getattr(row, name) for name in _CHANGED}
    if not _is_asked(row, now):
        return None, stays | {"next_at": None}
    who = whom(known, company_of(row), handed_on_by=row.handed_on_by, last=row.person_id, now=now)
    place = where(who, row)
    if who is not None and not place.is_working(now):
        return None, stays | _next(row, place, row.stage, row.rung_at, now)
    if who is None or row.stopped:
        return None, stays | _next(row, place, row.stage + 1, row.rung_at, now)
    key = key_of(row.meeting_id, who.id, row.rung)
    coalition = Coalition(*(row._mapping[each.name] for each in _COALITION))  # noqa: SLF001  A row's.
    due = Due(row.id, row.token, row.meeting_token, key, coalition, who.id, who.user_id, row.rung)
    said = {"person_id": who.id, "rung": row.rung + 1, "rung_at": now, "letters": f"{row.letters} {key}".strip()}
    return due, stays | said | _next(row, place, row.stage + 1, now, now)


def _is_asked(row: Row[Any], now: datetime) -> bool:
    is_coming = row.state == MeetingState.PLANNED and row.meeting_starts_at > now
    sits = row.company_seat == Seat.MEMBER and row.left_at is None and row.its_dissolving_at is None
    return is_coming and sits and row.settled_at is None


def _next(row: Row[Any], place: Whereabouts, stage: int, rung_at: datetime | None, now: datetime) -> dict[str, Any]:
    stage, at = next_ring(row.meeting_starts_at, row.prompt_days, place, stage=stage, rung_at=rung_at, now=now)
    return {"stage": stage, "next_at": at}


def to_locate(session: Session, *, limit: int, now: datetime) -> tuple[tuple[int, str, str | None], ...]:
    """Name some who are rung soon, and of whom nobody knows lately where they are: row, Slack id, and host's team."""
    soon = select(prompts.c.company_id).where(prompts.c.next_at <= now + _SOON)
    in_charge = select(roles.c.person_id).where(roles.c.role.in_((Role.LEAD, Role.DEPUTY)))
    rows = session.execute(
        select(people.c.id, people.c.user_id, coalitions.c.host_team)
        .join(coalitions, coalitions.c.id == people.c.coalition_id)
        .where(people.c.company_id.in_(soon), people.c.id.in_(in_charge), zone_is_old(now), people.c.in_members)
        .order_by(people.c.id)
        .limit(limit)
    )
    return tuple((row.id, row.user_id, row.host_team) for row in rows)
