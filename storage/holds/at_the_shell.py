"""Holds for the operator: whose there are, what each keeps, and what outlives a coalition that is dissolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from storage import audit
from storage.audit import Act
from storage.coalitions import Coalition, coalitions
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.holds import covering, keeping, values
from storage.holds.covering import STANDS
from storage.holds.records import ABOUT, Kept, held, holds, loaded
from storage.indicators import Listed as Indicated


@dataclass(frozen=True, slots=True)
class Listed:
    """A hold as the operator finds it; `records` is how many it covers, or kept where the coalition is gone."""

    token: str
    coalition: str
    company: str
    matter: str
    set_at: datetime
    lifted_at: datetime | None
    records: int
    is_all_that_is_left: bool


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """One record that is held, for its holder; `lost` says that the company could not read it any more."""

    kept: Kept
    lost: bool
    indicators: tuple[Indicated, ...] = ()


def every(session: Session) -> tuple[Listed, ...]:
    """List every hold of this deployment, oldest first."""
    how_many = select(func.count()).where(held.c.hold_id == holds.c.id).scalar_subquery()
    rows = session.execute(
        select(
            holds.c.token,
            func.coalesce(coalitions.c.name, holds.c.coalition),
            func.coalesce(companies.c.name, holds.c.company),
            holds.c.matter,
            holds.c.set_at,
            holds.c.lifted_at,
            how_many,
            holds.c.coalition_id.is_(None),
        )
        .join(coalitions, coalitions.c.id == holds.c.coalition_id, isouter=True)
        .join(companies, companies.c.id == holds.c.company_id, isouter=True)
        .order_by(holds.c.set_at, holds.c.id),
    )
    return tuple(
        Listed(token, coalition, company, matter, set_at, lifted_at, records, bool(is_left))
        for token, coalition, company, matter, set_at, lifted_at, records, is_left in rows
    )


def written_out(session: Session, token: str, *, now: datetime) -> tuple[WrittenOut, ...]:
    """Read all that a hold keeps, and all that it covers and is still there, as its company could read it.

    Unknown if there is no such hold, or it is lifted.
    """
    hold = _standing(session, token)
    if hold.coalition_id is not None:
        covering.gather(session, hold.coalition_id, company_id=hold.company_id)
        audit.note_operator(session, hold.coalition_id, Act.READ_HELD, ABOUT, hold.id, now=now)
    rows = session.execute(select(held).where(held.c.hold_id == hold.id).order_by(held.c.id)).all()
    out = []
    for row in rows:
        if row.content is not None:
            aside = values.of_held(session, row.id)
            out.append(WrittenOut(loaded(row.content), lost=bool(row.hidden), indicators=aside))
        elif hold.company_id is not None:
            kept, listed, hidden = keeping.as_seen_by(session, hold.company_id, row.about_id)
            out.append(WrittenOut(kept, lost=hidden, indicators=listed))
    return tuple(out)


def lift_by_operator(session: Session, token: str, *, now: datetime) -> None:
    """Lift a hold for a company that cannot any more; Unknown if there is none that stands."""
    hold = _standing(session, token)
    session.execute(update(holds).where(holds.c.id == hold.id).values(lifted_at=now))
    if hold.coalition_id is not None:
        audit.note_operator(session, hold.coalition_id, Act.LIFTED, ABOUT, hold.id, now=now)


def _standing(session: Session, token: str) -> Row[Any]:
    row = session.execute(select(holds).where(holds.c.token == token, STANDS)).one_or_none()
    if row is None:
        raise Unknown(token)
    return row


def name_holders(session: Session, coalition: Coalition) -> None:
    """Write down whose the holds of a coalition are that is about to lose its name."""
    whose = select(companies.c.name).where(companies.c.id == holds.c.company_id).scalar_subquery()
    its = update(holds).where(holds.c.coalition_id == coalition.id)
    session.execute(its.values(coalition=coalition.name, company=whose))


def leave(session: Session, coalition_id: int) -> None:
    """Let the holds that stand outlive a coalition that is erased; those that were lifted go with it."""
    lifted = select(holds.c.id).where(holds.c.coalition_id == coalition_id, holds.c.lifted_at.is_not(None))
    session.execute(delete(held).where(held.c.hold_id.in_(lifted)))
    session.execute(delete(holds).where(holds.c.id.in_(lifted)))
    # What was covered and not put aside was gone before.
    mine = select(holds.c.id).where(holds.c.coalition_id == coalition_id)
    session.execute(delete(held).where(held.c.hold_id.in_(mine), held.c.content.is_(None)))
    nobodys = {"coalition_id": None, "company_id": None, "person_id": None}
    session.execute(update(holds).where(holds.c.coalition_id == coalition_id).values(nobodys))
