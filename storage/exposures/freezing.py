"""Freezing who could see what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select

from storage import access, audit, exports
from storage.access import Speaker, Way
from storage.audiences import grants
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition
from storage.companies import Company
from storage.database import Session
from storage.exposures.records import ABOUT, Exposure, Kind, exposed, exposure_reports, exposures
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import takedowns

# So many values a statement, well under what either database takes.
_BATCH = 500

# A record, a company and a person of it.
_Key = tuple[int, int, int | None]
_Line = dict[str, Any]


def of_departure(
    session: Session,
    coalition: Coalition,
    company: Company,
    seats: Sequence[Speaker],
    *,
    by: Speaker | None,
    now: datetime,
) -> Exposure:
    """Freeze what the people of a company can see of the others' records, while they still can."""
    lines = _knowers(session, seats, takedowns.c.company_id != company.id)
    ids = {about_id for about_id, _, _ in lines}
    theirs = {seat.person_id for seat in seats} | {None}
    _add_uses(session, coalition, lines, ids, lambda key: key[1] == company.id and key[2] in theirs)
    return _freeze(session, coalition, Kind.DEPARTURE, lines, company=company, by=by, now=now)


def of_leak(session: Session, speaker: Speaker, references: Sequence[str], *, way: Way, now: datetime) -> Exposure:
    """Freeze who can see, or ever opened, the records by these references; NotCoordinator for the others.

    Whoever asks learns nothing of them: what is there, what is not, and what they may not see is all the same.
    """
    access.must_coordinate(speaker)
    coalition = speaker.coalition
    ids = _rows_of(session, coalition, references)
    seats = access.everybody(session, coalition) if ids else ()
    lines: dict[_Key, _Line] = {}
    for some in _batches(sorted(ids)):
        lines |= _knowers(session, seats, takedowns.c.id.in_(some))
    _add_uses(session, coalition, lines, ids, lambda _: True)
    frozen = _freeze(session, coalition, Kind.LEAK, lines, company=None, by=speaker, now=now)
    audit.note(session, speaker, Act.LEAKED, ABOUT, frozen.id, way=way, now=now)
    for about_id in sorted(ids):
        audit.note(session, speaker, Act.LEAKED, TAKEDOWN, about_id, way=way, now=now)
    return frozen


def _rows_of(session: Session, coalition: Coalition, references: Sequence[str]) -> set[int]:
    found: set[int] = set()
    for some in _batches(references):
        its = (takedowns.c.coalition_id == coalition.id, takedowns.c.reference.in_(some))
        found.update(session.execute(select(takedowns.c.id).where(*its)).scalars())
    return found


def _batches(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))


def _knowers(session: Session, seats: Iterable[Speaker], which: ColumnElement[bool]) -> dict[_Key, _Line]:
    """List who may read which records, or could once: a question a person, however many records there are."""
    lines: dict[_Key, _Line] = {}
    for seat in seats:
        rows = session.execute(
            select(
                takedowns.c.id,
                takedowns.c.logged_at,
                takedowns.c.not_before,
                takedowns.c.shared_at,
                takedowns.c.recalled_at,
                access.visible_to(seat, takedowns).label("is_visible"),
                _granted(seat, func.min(grants.c.at)).label("granted_at"),
                _granted(seat, func.max(grants.c.ended_at)).label("ended_at"),
            ).where(access.knew_of(seat, takedowns), which),
        )
        for row in rows:
            until = None if row.is_visible else row.recalled_at or row.ended_at
            lines[row.id, seat.company.id, seat.person_id] = {"since": _since(seat, row), "until": until}
    return lines


def _granted(seat: Speaker, moment: ColumnElement[Any]) -> Any:
    whose = or_(grants.c.company_id == seat.company.id, grants.c.person_id == seat.person_id)
    about = and_(grants.c.about == TAKEDOWN, grants.c.about_id == takedowns.c.id)
    return select(moment).where(about, whose).correlate(takedowns).scalar_subquery()


def _since(seat: Speaker, row: Any) -> datetime:
    """Say since when somebody could see a record, at the earliest: what was chosen in between is not remembered."""
    if row.granted_at is not None and row.granted_at < (row.ended_at or row.granted_at + timedelta(days=1)):
        began: datetime = row.granted_at
    else:
        began = row.logged_at if row.logged_at >= seat.company.joined_at else row.shared_at
    return max(began, row.not_before) if row.not_before else began


def _add_uses(
    session: Session, coalition: Coalition, lines: dict[_Key, _Line], ids: set[int], wanted: Callable[[_Key], bool]
) -> None:
    """Add who opened the records, and who has them in a file, whether they may see them today or not."""
    for some in _batches(sorted(ids)):
        for one in audit.readings(session, coalition.id, TAKEDOWN, some):
            key = (one.about_id, one.company_id, one.person_id)
            if wanted(key):
                lines.setdefault(key, {}).update(first_opened=one.first, last_opened=one.last)
        for copy in exports.copies(session, some):
            key = (copy.about_id, copy.company_id, copy.person_id)
            if wanted(key):
                lines.setdefault(key, {}).update(exported=copy.at)


def _freeze(
    session: Session,
    coalition: Coalition,
    kind: Kind,
    lines: dict[_Key, _Line],
    *,
    company: Company | None,
    by: Speaker | None,
    now: datetime,
) -> Exposure:
    values = {
        "coalition_id": coalition.id,
        "kind": kind,
        "company_id": company.id if company else None,
        "asked_by": by.person_id if by else None,
        "at": now,
    }
    exposure_id = session.execute(insert(exposures).values(values).returning(exposures.c.id)).scalar_one()
    ids = {about_id for about_id, _, _ in lines}
    owners = _owners(session, ids)
    reports = {owner_id: _report(session, exposure_id, owner_id) for owner_id in sorted(set(owners.values()))}
    rows = [
        {
            "report_id": reports[owners[about_id]],
            "about": TAKEDOWN,
            "about_id": about_id,
            "company_id": company_id,
            "person_id": person_id,
            **dict.fromkeys(("since", "until", "first_opened", "last_opened", "exported")),
            **line,
        }
        for (about_id, company_id, person_id), line in lines.items()
    ]
    if rows:
        session.execute(insert(exposed), rows)
    return Exposure(exposure_id, coalition.id, len(ids))


def _owners(session: Session, ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _batches(sorted(ids)):
        rows = session.execute(select(takedowns.c.id, takedowns.c.company_id).where(takedowns.c.id.in_(some)))
        found.update((row.id, row.company_id) for row in rows)
    return found


def _report(session: Session, exposure_id: int, owner_id: int) -> int:
    values = {"exposure_id": exposure_id, "owner_id": owner_id, "token": new_token()}
    made: int = session.execute(
        insert(exposure_reports).values(values).returning(exposure_reports.c.id),
    ).scalar_one()
    return made
