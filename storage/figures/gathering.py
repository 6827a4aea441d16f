"""Adding takedowns up in the database: one question for all periods that lie side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    CompoundSelect,
    Row,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    select,
    union_all,
)

from storage import access
from storage.access import Reader
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.figures.agreeing import AGREES
from storage.figures.records import NOTHING, Sum
from storage.periods import Period
from storage.reports import Qualifier
from storage.takedowns import State, takedowns, tallies, tally_places, together

_TAKEDOWNS, _TALLIES, _COMPANIES = "takedowns", "tallies", "companies"


@dataclass(slots=True)
class Gathered:
    """All that was counted in one period."""

    takedowns: Sum = NOTHING
    stated: Sum | None = None
    itemised: Sum | None = None
    platforms: dict[str, Sum] = field(default_factory=dict)
    origins: dict[str, Sum] = field(default_factory=dict)
    targets: dict[str, Sum] = field(default_factory=dict)
    # None where a company is among them that has not agreed.
    companies: dict[str, Sum] | None = field(default_factory=dict)


def gather(
    session: Session, coalition: Coalition, reader: Reader, periods: Sequence[Period], *, by_company: bool = False
) -> tuple[Gathered, ...]:
    """Add up periods that follow one another without a gap, oldest first."""
    gathered = tuple(Gathered() for _ in periods)
    for row in session.execute(_question(coalition, reader, periods, by_company=by_company)):
        _add(gathered[row.nth], row)
    return gathered


def _question(
    coalition: Coalition, reader: Reader, periods: Sequence[Period], *, by_company: bool
) -> CompoundSelect[*tuple[Any, ...]]:
    nth = case(
        *((takedowns.c.acted_on <= period.ends, number) for number, period in enumerate(periods)),
        else_=len(periods),
    )
    counted = (
        select(takedowns.c.id, takedowns.c.company_id, takedowns.c.chatham, nth.label("nth"))
        .where(
            takedowns.c.coalition_id == coalition.id,
            takedowns.c.acted_on.between(periods[0].starts, periods[-1].ends),
            takedowns.c.state == State.STANDING,
            access.may_be_told(reader, coalition, takedowns),
        )
        .cte("counted")
    )
    questions = [_of_all(counted), _of_assets(counted), _of_places(counted)]
    if by_company:
        questions.append(_of_companies(counted))
    return union_all(*questions)


_NO_TEXT, _NO = literal(""), false()


def _of_all(counted: CTE) -> Select[*tuple[Any, ...]]:
    return select(
        literal(_TAKEDOWNS).label("what"),
        counted.c.nth,
        _NO_TEXT.label("key"),
        _NO_TEXT.label("qualifier"),
        _NO.label("stated"),
        _NO.label("by_platform"),
        func.count().label("n"),
    ).group_by(counted.c.nth)


def _of_assets(counted: CTE) -> Select[*tuple[Any, ...]]:
    kinds = (counted.c.nth, tallies.c.platforms, tallies.c.qualifier, tallies.c.stated, tallies.c.by_platform)
    return (
        select(literal(_TALLIES), *kinds, cast(func.sum(tallies.c.n), BigInteger))
        .join(tallies, tallies.c.takedown_id == counted.c.id)
        .group_by(*kinds)
    )


def _of_places(counted: CTE) -> Select[*tuple[Any, ...]]:
    return (
        select(tally_places.c.role, counted.c.nth, tally_places.c.code, _NO_TEXT, _NO, _NO, func.count())
        .join(tally_places, tally_places.c.takedown_id == counted.c.id)
        .group_by(counted.c.nth, tally_places.c.role, tally_places.c.code)
    )


def _of_companies(counted: CTE) -> Select[*tuple[Any, ...]]:
    agrees = and_(AGREES, companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
    return (
        select(literal(_COMPANIES), counted.c.nth, companies.c.name, _NO_TEXT, agrees, _NO, func.count())
        .join(companies, companies.c.id == counted.c.company_id)
        .where(not_(counted.c.chatham))
        .group_by(counted.c.nth, companies.c.name, agrees)
    )


def _add(to: Gathered, row: Row[Any]) -> None:
    match row.what:
        case "takedowns":
            to.takedowns = Sum(row.n)
        case "origin":
            to.origins[row.key] = Sum(row.n)
        case "target":
            to.targets[row.key] = Sum(row.n)
        case "companies":
            _add_company(to, row.key, Sum(row.n), agrees=row.stated)
        case _:
            _add_assets(to, row.key, Sum(row.n, Qualifier(row.qualifier)), row)


def _add_assets(to: Gathered, platforms: str, n: Sum, row: Row[Any]) -> None:
    if row.stated:
        to.stated = plus(to.stated, n)
    else:
        to.itemised = plus(to.itemised, n)
    if row.by_platform:
        to.platforms[platforms] = plus(to.platforms.get(platforms), n)


def _add_company(to: Gathered, name: str, n: Sum, *, agrees: bool) -> None:
    """Count a company's takedowns; of one that has not agreed, none is told of any."""
    if not agrees:
        to.companies = None
    elif to.companies is not None:
        to.companies[name] = n


def plus(one: Sum | None, other: Sum) -> Sum:
    """Add two numbers, where the first may not be there yet."""
    return Sum(one.n + other.n, together(one.qualifier, other.qualifier)) if one else other
