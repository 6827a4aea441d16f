"""Adding takedowns up in the database: one question for all periods that lie side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Row,
    case,
    cast,
    false,
    func,
    literal,
    select,
    union_all,
)

from storage import access
from storage.access import Reader
from storage.coalitions import Coalition
from storage.database import Session
from storage.figures.records import NOTHING, Sum
from storage.periods import Period
from storage.reports import Qualifier
from storage.takedowns import State, takedowns, tallies, tally_places, together

_TAKEDOWNS, _TALLIES = "takedowns", "tallies"


@dataclass(slots=True)
class Gathered:
    """All that was counted in one period."""

    takedowns: Sum = NOTHING
    stated: Sum | None = None
    itemised: Sum | None = None
    platforms: dict[str, Sum] = field(default_factory=dict)
    origins: dict[str, Sum] = field(default_factory=dict)
    targets: dict[str, Sum] = field(default_factory=dict)


def gather(session: Session, coalition: Coalition, reader: Reader, periods: Sequence[Period]) -> tuple[Gathered, ...]:
    """Add up periods that follow one another without a gap, oldest first."""
    gathered = tuple(Gathered() for _ in periods)
    for row in session.execute(_question(coalition, reader, periods)):
        _add(gathered[row.nth], row)
    return gathered


def _question(coalition: Coalition, reader: Reader, periods: Sequence[Period]) -> CompoundSelect[*tuple[Any, ...]]:
    nth = case(
        *((takedowns.c.acted_on <= period.ends, number) for number, period in enumerate(periods)),
        else_=len(periods),
    )
    counted = (
        select(takedowns.c.id, nth.label("nth"))
        .where(
            takedowns.c.coalition_id == coalition.id,
            takedowns.c.acted_on.between(periods[0].starts, periods[-1].ends),
            takedowns.c.state == State.STANDING,
            access.may_be_told(reader, coalition, takedowns),
        )
        .cte("counted")
    )
    of_all = select(
        literal(_TAKEDOWNS).label("what"),
        counted.c.nth,
        literal("").label("key"),
        literal("").label("qualifier"),
        false().label("stated"),
        false().label("by_platform"),
        func.count().label("n"),
    ).group_by(counted.c.nth)
    kinds = (tallies.c.platforms, tallies.c.qualifier, tallies.c.stated, tallies.c.by_platform)
    of_assets = (
        select(literal(_TALLIES), counted.c.nth, *kinds, cast(func.sum(tallies.c.n), BigInteger))
        .join(tallies, tallies.c.takedown_id == counted.c.id)
        .group_by(counted.c.nth, *kinds)
    )
    of_places = (
        select(tally_places.c.role, counted.c.nth, tally_places.c.code, literal(""), false(), false(), func.count())
        .join(tally_places, tally_places.c.takedown_id == counted.c.id)
        .group_by(counted.c.nth, tally_places.c.role, tally_places.c.code)
    )
    return union_all(of_all, of_assets, of_places)


def _add(to: Gathered, row: Row[Any]) -> None:
    match row.what:
        case "takedowns":
            to.takedowns = Sum(row.n)
        case "origin":
            to.origins[row.key] = Sum(row.n)
        case "target":
            to.targets[row.key] = Sum(row.n)
        case _:
            _add_assets(to, row.key, Sum(row.n, Qualifier(row.qualifier)), row)


def _add_assets(to: Gathered, platforms: str, n: Sum, row: Row[Any]) -> None:
    if row.stated:
        to.stated = plus(to.stated, n)
    else:
        to.itemised = plus(to.itemised, n)
    if row.by_platform:
        to.platforms[platforms] = plus(to.platforms.get(platforms), n)


def plus(one: Sum | None, other: Sum) -> Sum:
    """Add two numbers, where the first may not be there yet."""
    return Sum(one.n + other.n, together(one.qualifier, other.qualifier)) if one else other
