"""Reading what was frozen: each company of its own records, and of one for named people whoever logged it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from storage import absences, access, audit
from storage.access import Speaker, Way
from storage.audiences import Audience
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.exposures.records import (
    ABOUT,
    PAGE,
    Exposure,
    ExposureReport,
    Kind,
    ReportPage,
    Seen,
    exposed,
    exposure_reports,
    exposures,
)
from storage.people import Role, people
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import takedowns

_SHOWN_FOR = timedelta(days=30)


def waiting(session: Session, speaker: Speaker, *, now: datetime) -> tuple[ExposureReport, ...]:
    """List the reports of the last month that somebody may read, newest first."""
    since = max(now - _SHOWN_FOR, speaker.company.joined_at)
    return _reports(session, speaker, exposures.c.at >= since, now=now)


def to_ring(session: Session, coalition: Coalition, frozen: Exposure, *, now: datetime) -> tuple[Speaker, ...]:
    """List who is to hear of a report, of whatever company."""
    owners = session.execute(
        select(exposure_reports.c.owner_id).where(exposure_reports.c.exposure_id == frozen.id),
    ).scalars()
    seats = [seat for owner_id in sorted(owners) for seat in access.of_company(session, coalition, owner_id)]
    this = exposures.c.id == frozen.id
    return tuple(seat for seat in seats if _reports(session, seat, this, now=now))


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a report, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(exposures.c.coalition_id)
        .join(exposure_reports, exposure_reports.c.exposure_id == exposures.c.id)
        .where(exposure_reports.c.token == token),
    ).scalar_one_or_none()
    return found


def read(session: Session, speaker: Speaker, token: str, start: int, *, way: Way, now: datetime) -> ReportPage:
    """Read some lines of a report, record by record, newest first; Unknown for those whose it is not."""
    found = _reports(session, speaker, exposure_reports.c.token == token, now=now)
    if not found:
        raise Unknown
    start = max(0, start)
    rows = session.execute(
        _lines(session, speaker, now=now)
        .where(exposure_reports.c.token == token)
        .order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc(), companies.c.name, people.c.user_id, exposed.c.id)
        .offset(start)
        .limit(PAGE + 1),
    ).all()
    if not start:
        report_id = session.execute(
            select(exposure_reports.c.id).where(exposure_reports.c.token == token),
        ).scalar_one()
        audit.note(session, speaker, Act.READ_REPORT, ABOUT, report_id, way=way, now=now)
    return ReportPage(
        found[0],
        tuple(Seen(row.reference, row.logged_at, row.name, row.user_id or "", *row[4:]) for row in rows[:PAGE]),
        before=max(0, start - PAGE) if start else None,
        after=start + PAGE if len(rows) > PAGE else None,
    )


def _reports(
    session: Session, speaker: Speaker, which: ColumnElement[bool], *, now: datetime
) -> tuple[ExposureReport, ...]:
    who_left = companies.alias("who_left")
    rows = session.execute(
        select(
            exposure_reports.c.token,
            exposures.c.kind,
            who_left.c.name,
            exposures.c.at,
            func.count(exposed.c.about_id.distinct()),
        )
        .select_from(_joined())
        .join(who_left, who_left.c.id == exposures.c.company_id, isouter=True)
        .where(_is_theirs(session, speaker, now=now), which)
        .group_by(exposure_reports.c.token, exposures.c.kind, who_left.c.name, exposures.c.at, exposures.c.id)
        .order_by(exposures.c.at.desc(), exposures.c.id.desc()),
    )
    return tuple(ExposureReport(row[0], Kind(row[1]), row[2] or "", row[3], row[4]) for row in rows)


def _lines(session: Session, speaker: Speaker, *, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            takedowns.c.reference,
            takedowns.c.logged_at,
            companies.c.name,
            people.c.user_id,
            exposed.c.since,
            exposed.c.until,
            exposed.c.first_opened,
            exposed.c.last_opened,
            exposed.c.exported,
        )
        .select_from(_joined())
        .join(companies, companies.c.id == exposed.c.company_id)
        .join(people, people.c.id == exposed.c.person_id, isouter=True)
        .where(_is_theirs(session, speaker, now=now))
    )


def _joined() -> Any:
    return (
        exposed.join(exposure_reports, exposure_reports.c.id == exposed.c.report_id)
        .join(exposures, exposures.c.id == exposure_reports.c.exposure_id)
        .join(takedowns, and_(takedowns.c.id == exposed.c.about_id, exposed.c.about == TAKEDOWN))
    )


def _is_theirs(session: Session, speaker: Speaker, *, now: datetime) -> ColumnElement[bool]:
    """Say, as a condition, which lines are somebody's: of their company's records, or of their own for named people."""
    role: ColumnElement[bool] = and_(
        takedowns.c.audience == Audience.PEOPLE, takedowns.c.person_id == speaker.person_id
    )
    if _answers_for_company(session, speaker, now=now):
        role = true()
    own = exposure_reports.c.owner_id == speaker.company.id
    return and_(own, takedowns.c.company_id == speaker.company.id, access.visible_to(speaker, takedowns), role)


def _answers_for_company(session: Session, speaker: Speaker, *, now: datetime) -> bool:
    """Tell whether this person is lead or counsel of their company, or stands in for an absent lead."""
    if speaker.person is None:
        return False
    if not speaker.person.roles.isdisjoint({Role.LEAD, Role.COUNSEL}):
        return True
    return speaker.person.id in {one.id for one in absences.stand_ins(session, speaker.company, now=now)}
