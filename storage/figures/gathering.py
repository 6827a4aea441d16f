"""Adding takedowns up in the database: one question for all periods that lie side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    not_,
    select,
    union_all,
)

from storage import access
from storage.access import Reader, Which
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.figures.agreeing import AGREES
from storage.figures.records import NOTHING, Sum
from storage.people import Room
from storage.periods import Period
from storage.reports import Qualifier
from storage.takedowns import State, takedowns, tallies, tally_places, together

_QUALIFIERS = {str(each): each for each in Qualifier}
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
    if isinstance(reader, Room):
        question = _of_room(access.shown_in, reader, len(periods), by_company)
    else:
        question = _question(access.may_be_told(reader, coalition, takedowns), len(periods), by_company=by_company)
    which = {"coalition": coalition.id, "first": periods[0].starts}
    ends = {f"end{number}": period.ends for number, period in enumerate(periods)}
    gathered = tuple(Gathered() for _ in periods)
    for what, nth, key, qualifier, how, n in session.execute(question, which | ends).all():
        to = gathered[nth]
        match what:
            case "tallies":
                _add_assets(to, key, Sum(n, _QUALIFIERS[qualifier]), how)
            case "origin":
                to.origins[key] = Sum(n)
            case "target":
                to.targets[key] = Sum(n)
            case "companies":
                _add_company(to, key, Sum(n), agrees=bool(how))
            case _:
                to.takedowns = Sum(n)
    return gathered


_COALITION = bindparam("coalition", type_=Integer)


@dataclass(frozen=True, slots=True)
class _Whichever:
    """The coalition that a question is asked about."""

    id: ColumnElement[int] = _COALITION


@cache
def _of_room(
    shown_in: Callable[[Which, Room, Table], ColumnElement[bool]],
    room: Room,
    periods: int,
    by_company: bool,  # noqa: FBT001
) -> CompoundSelect[*tuple[Any, ...]]:
    """Build the question for a channel of whatever coalition, once, since building it takes as long as asking."""
    return _question(shown_in(_Whichever(), room, takedowns), periods, by_company=by_company)


def _question(which: ColumnElement[bool], periods: int, *, by_company: bool) -> CompoundSelect[*tuple[Any, ...]]:
    ends = [bindparam(f"end{number}", type_=Date) for number in range(periods)]
    counted = (
        select(takedowns.c.id, takedowns.c.company_id, takedowns.c.chatham, _nth(ends, 0, periods - 1).label("nth"))
        .where(
            takedowns.c.coalition_id == _COALITION,
            takedowns.c.acted_on.between(bindparam("first", type_=Date), ends[-1]),
            takedowns.c.state == State.STANDING,
            which,
        )
        .cte("counted")
    )
    questions = [_of_all(counted), _of_assets(counted), _of_places(counted)]
    if by_company:
        questions.append(_of_companies(counted))
    return union_all(*questions)


def _nth(ends: Sequence[ColumnElement[date]], first: int, last: int) -> ColumnElement[int]:
    """Say in which of some periods a takedown counts, by halves, which takes fewest comparisons."""
    if first == last:
        return literal(first)
    middle = (first + last) // 2
    return case((takedowns.c.acted_on <= ends[middle], _nth(ends, first, middle)), else_=_nth(ends, middle + 1, last))


_NO_TEXT, _NO = literal_column("''", String), literal_column("0", Integer)
# What a row of assets counts as: what is stated, what counts by platform, or both.
_STATED, _BY_PLATFORM = 2, 1


def _of_all(counted: CTE) -> Select[*tuple[Any, ...]]:
    return select(
        literal(_TAKEDOWNS), counted.c.nth, _NO_TEXT.label("key"), _NO_TEXT.label("qualifier"), _NO, func.count()
    ).group_by(counted.c.nth)


def _of_assets(counted: CTE) -> Select[*tuple[Any, ...]]:
    kinds = (counted.c.nth, tallies.c.platforms, tallies.c.qualifier)
    how = cast(tallies.c.stated, Integer) * _STATED + cast(tallies.c.by_platform, Integer)
    return (
        select(literal(_TALLIES), *kinds, how, cast(func.sum(tallies.c.n), BigInteger))
        .join(tallies, tallies.c.takedown_id == counted.c.id)
        .group_by(*kinds, tallies.c.stated, tallies.c.by_platform)
    )


def _of_places(counted: CTE) -> Select[*tuple[Any, ...]]:
    return (
        select(tally_places.c.role, counted.c.nth, tally_places.c.code, _NO_TEXT, _NO, func.count())
        .join(tally_places, tally_places.c.takedown_id == counted.c.id)
        .group_by(counted.c.nth, tally_places.c.role, tally_places.c.code)
    )


def _of_companies(counted: CTE) -> Select[*tuple[Any, ...]]:
    member = and_(AGREES, companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
    agrees = func.max(case((member, 1), else_=0))
    return (
        select(literal(_COMPANIES), counted.c.nth, companies.c.name, _NO_TEXT, agrees, func.count())
        .join(companies, companies.c.id == counted.c.company_id)
        .where(not_(counted.c.chatham))
        .group_by(counted.c.nth, companies.c.name)
    )


def _add_assets(to: Gathered, platforms: str, n: Sum, how: int) -> None:
    if how & _STATED:
        to.stated = plus(to.stated, n)
    else:
        to.itemised = plus(to.itemised, n)
    if how & _BY_PLATFORM:
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
