"""What a hold covers: all that its company gave and received, or what it named."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, Table, and_, exists, literal, not_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.audiences import Audience, grants
from storage.audit import Act, trail
from storage.companies import Seat, companies
from storage.database import Session
from storage.holds.records import held, holds
from storage.people import people
from storage.takedowns import takedowns

_RECORDS: tuple[Table, ...] = (takedowns,)
STANDS = holds.c.lifted_at.is_(None)
_OF_ALL = (
    select(
        holds.c.id,
        holds.c.since,
        holds.c.coalition_id,
        holds.c.company_id,
        companies.c.seat,
        companies.c.joined_at,
    )
    .join(companies, companies.c.id == holds.c.company_id)
    .where(STANDS, holds.c.everything)
)


def over(session: Session, about: str, about_id: int) -> frozenset[int]:
    """List the companies whose holds cover a record now; empty where none does. For those who erase, and nobody else.

    A company that lost sight of a record while its hold stood holds it all the same.
    """
    for record in _RECORDS:
        if record.info["about"] == about:
            _gather(session, record, record.c.id == about_id)
    rows = session.execute(
        select(holds.c.company_id)
        .join(held, held.c.hold_id == holds.c.id)
        .where(STANDS, held.c.about == about, held.c.about_id == about_id, holds.c.company_id.is_not(None)),
    )
    return frozenset(rows.scalars())


def gather(session: Session, coalition_id: int, *, company_id: int | None = None) -> None:
    """Remember what the holds of a coalition cover now: its companies may lose sight of it later."""
    for record in _RECORDS:
        _gather(session, record, record.c.coalition_id == coalition_id, company_id=company_id)


def _gather(session: Session, record: Table, which: ColumnElement[bool], *, company_id: int | None = None) -> None:
    rows = session.execute(_OF_ALL if company_id is None else _OF_ALL.where(companies.c.id == company_id))
    for hold in rows.all():
        about, named = record.info["about"], (held.c.hold_id, held.c.about, held.c.about_id)
        known = exists().where(held.c.hold_id == hold.id, held.c.about == about, held.c.about_id == record.c.id)
        covered = select(literal(hold.id), literal(about), record.c.id).where(
            which, _gave_or_received(hold, record), not_(known)
        )
        insert: Any = sqlite.insert if session.dialect.name == "sqlite" else postgresql.insert
        # Two processes may gather at once.
        statement: Insert = insert(held).from_select(named, covered).on_conflict_do_nothing()
        session.execute(statement)


def _gave_or_received(hold: Row[*tuple[Any, ...]], record: Table) -> ColumnElement[bool]:
    """Say what a company gave, what at least one of its people may or might read, and what one of them opened.

    This gives nobody sight of anything: who reads what is put aside is asked when it is.
    """
    gave = record.c.company_id == hold.company_id
    for_all = [Audience.EVERYONE, Audience.MEMBERS] if hold.seat == Seat.MEMBER else [Audience.EVERYONE]
    shared = and_(record.c.audience.in_(for_all), record.c.shared_at >= hold.joined_at, not_(record.c.embargoed))
    its_people = select(people.c.id).where(people.c.company_id == hold.company_id)
    chosen = exists().where(
        grants.c.about == record.info["about"],
        grants.c.about_id == record.c.id,
        or_(grants.c.company_id == hold.company_id, grants.c.person_id.in_(its_people)),
        not_(record.c.embargoed),
    )
    opened = exists().where(
        trail.c.coalition_id == record.c.coalition_id,
        trail.c.about == record.info["about"],
        trail.c.about_id == record.c.id,
        trail.c.company_id == hold.company_id,
        trail.c.act.in_((Act.OPENED, Act.READ_HISTORY)),
    )
    concerned = and_(
        record.c.coalition_id == hold.coalition_id, record.c.erased_at.is_(None), or_(gave, shared, chosen, opened)
    )
    return concerned if hold.since is None else and_(concerned, record.c.changed_at >= hold.since)
