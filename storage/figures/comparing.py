"""The figures of a period, the one before, the usual, and the trend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.access import Reader
from storage.coalitions import Coalition, coalitions
from storage.database import Session
from storage.figures.agreeing import everybody_agrees
from storage.figures.gathering import Gathered, gather
from storage.figures.records import NOTHING, Breakdown, Cell, Comparison, Figures, Number, Sum, Usual
from storage.figures.suppressing import suppressed
from storage.periods import Period

# So many periods before make the usual, and fewer than these make none.
_USUAL, _LEAST = 12, 3
TREND = 12


def of_period(session: Session, coalition: Coalition, reader: Reader, period: Period) -> Figures:
    """Add up the takedowns of a period that a reader may know of: a whole channel, or one person.

    A takedown counts with its newest revision in the period in which its company acted. What was withdrawn, recalled or
    erased does not count, and neither does what is under an embargo.
    """
    (figures,) = _of_periods(session, coalition, reader, [period])
    return figures


def usual(session: Session, coalition: Coalition, reader: Reader, period: Period) -> Usual | None:
    """Tell what is usual, from the twelve periods before; None while there are too few since the coalition began."""
    before = [period.before(n) for n in range(_USUAL, 0, -1)]
    return _usual(_since(_of_periods(session, coalition, reader, before), _founded_at(session, coalition), coalition))


def trend(
    session: Session, coalition: Coalition, reader: Reader, period: Period, *, n: int = TREND
) -> tuple[Figures, ...]:
    """Add up a period and those before it, `n` in all, oldest first."""
    return _of_periods(session, coalition, reader, [period.before(back) for back in range(n - 1, -1, -1)])


def comparison(session: Session, coalition: Coalition, reader: Reader, period: Period) -> Comparison:
    """Give all that a digest tells of a period, in one question."""
    *before, now = _of_periods(session, coalition, reader, [period.before(n) for n in range(_USUAL, -1, -1)])
    known = _since(before, _founded_at(session, coalition), coalition)
    return Comparison(now, before[-1], _usual(known), (*before[1 - TREND :], now))


def _of_periods(
    session: Session, coalition: Coalition, reader: Reader, periods: Sequence[Period]
) -> tuple[Figures, ...]:
    by_company = everybody_agrees(session, coalition)
    gathered = gather(session, coalition, reader, periods, by_company=by_company)
    found = (_figures(*each, by_company=by_company) for each in zip(periods, gathered, strict=True))
    return tuple(suppressed(each) if coalition.suppresses else each for each in found)


def _figures(period: Period, gathered: Gathered, *, by_company: bool) -> Figures:
    agreed = by_company and gathered.companies is not None
    return Figures(
        period,
        gathered.takedowns,
        gathered.stated,
        gathered.itemised,
        _breakdown(gathered.platforms),
        _breakdown(gathered.origins),
        _breakdown(gathered.targets),
        _breakdown(gathered.companies or {}) if agreed else None,
    )


def _breakdown(sums: Mapping[str, Sum]) -> Breakdown:
    largest_first = sorted(sums.items(), key=lambda each: (-each[1].n, each[0]))
    return Breakdown(tuple(Cell(key, number) for key, number in largest_first))


def _founded_at(session: Session, coalition: Coalition) -> datetime:
    found: datetime = session.execute(_FOUNDED_AT, {"coalition": coalition.id}).scalar_one()
    return found


_FOUNDED_AT = select(coalitions.c.created_at).where(coalitions.c.id == bindparam("coalition"))


def _since(before: Sequence[Figures], founded_at: datetime, coalition: Coalition) -> Sequence[Figures]:
    """Leave out the periods before there was a coalition, up to the first of which something was written down."""
    day = coalition.day_of(founded_at)
    known = [n for n, each in enumerate(before) if each.period.ends >= day or each.takedowns not in {NOTHING, None}]
    return before[known[0] :] if known else ()


def _usual(before: Sequence[Figures]) -> Usual | None:
    before = [each for each in before if each.takedowns is not None]
    if len(before) < _LEAST:
        return None
    return Usual(
        len(before),
        _middle(each.takedowns or NOTHING for each in before),
        _middle(each.stated or NOTHING for each in before),
        _middle(each.itemised or NOTHING for each in before),
        _usually(before, lambda each: each.by_platform),
        _usually(before, lambda each: each.by_origin),
        _usually(before, lambda each: each.by_target),
        _usually(before, lambda each: each.by_company),
    )


def _usually(before: Iterable[Figures], which: Callable[[Figures], Breakdown | None]) -> Breakdown:
    breakdowns = (found for each in before if (found := which(each)) is not None and not found.withheld)
    told = [{cell.key: cell.number for cell in each.cells} for each in breakdowns]
    if len(told) < _LEAST:
        return Breakdown()
    cells = []
    for key in dict.fromkeys(key for each in told for key in each):
        # Zero where it is not in a breakdown; where it has no number, nobody is told which.
        numbers = [number for each in told if (number := each.get(key, NOTHING)) is not None]
        middle = _middle(numbers) if len(numbers) >= _LEAST else NOTHING
        if middle != NOTHING:
            cells.append(Cell(key, middle))
    return Breakdown(tuple(sorted(cells, key=lambda each: (-_place(each.number)[0], each.key))))


def _middle(numbers: Iterable[Number]) -> Number:
    in_order = sorted(numbers, key=_place)
    return in_order[(len(in_order) - 1) // 2]


def _place(number: Number | None) -> tuple[float, str]:
    """Give the place of a number among others; one that is not told lies above zero and below all that are."""
    return (number.n, number.qualifier) if isinstance(number, Sum) else (0.5, "")
