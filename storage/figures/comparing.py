"""The figures of a period."""

from __future__ import annotations

from collections.abc import Mapping

from storage.access import Reader
from storage.coalitions import Coalition
from storage.database import Session
from storage.figures.gathering import Gathered, gather
from storage.figures.records import Breakdown, Cell, Figures, Sum
from storage.periods import Period


def of_period(session: Session, coalition: Coalition, reader: Reader, period: Period) -> Figures:
    """Add up the takedowns of a period that a reader may know of: a whole channel, or one person.

    A takedown counts with its newest revision in the period in which its company acted. What was withdrawn, recalled or
    erased does not count, and neither does what is under an embargo.
    """
    (gathered,) = gather(session, coalition, reader, [period])
    return _figures(period, gathered)


def _figures(period: Period, gathered: Gathered) -> Figures:
    return Figures(
        period,
        gathered.takedowns,
        gathered.stated,
        gathered.itemised,
        _breakdown(gathered.platforms),
        _breakdown(gathered.origins),
        _breakdown(gathered.targets),
    )


def _breakdown(sums: Mapping[str, Sum]) -> Breakdown:
    largest_first = sorted(sums.items(), key=lambda each: (-each[1].n, each[0]))
    return Breakdown(tuple(Cell(key, number) for key, number in largest_first))
