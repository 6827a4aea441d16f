"""What figures are: numbers, and what they are broken down by; no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from storage.assets import Platform
from storage.periods import Period
from storage.reports import Qualifier
from storage.takedowns import TOGETHER


@dataclass(frozen=True, slots=True)
class Sum:
    """A number, and how exactly it is meant."""

    n: int
    qualifier: Qualifier = Qualifier.EXACT


@dataclass(frozen=True, slots=True)
class Few:
    """A number of which nobody is told more than that it is smaller than `below`."""

    below: int = 3


NOTHING = Sum(0)
Number: TypeAlias = Sum | Few


@dataclass(frozen=True, slots=True)
class Cell:
    """What a breakdown says of one platform, place or company; `key` is its word in records, or the company's name.

    A number that was said of several platforms together is a cell of its own, whose key `platforms_of` takes apart.
    There is no number where one would tell another that is fewer than three.
    """

    key: str
    number: Number | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A number for each platform, place or company that is in it, the largest first.

    It is withheld where it would tell a number that is fewer than three, however little it said.
    """

    cells: tuple[Cell, ...] = ()
    withheld: bool = False

    def of(self, key: str) -> Number | None:
        """Give the number of one; None where it is not in it."""
        return next((cell.number for cell in self.cells if cell.key == key), None)

    def tells(self, key: str) -> bool:
        """Whether it tells how many one has: also where it has none and is not in it."""
        return not self.withheld and all(cell.number is not None for cell in self.cells if cell.key == key)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the takedowns of a period add up to, for one reader.

    `stated` are the headlines and `itemised` is what the parts list, two sums that are never added together; None where
    nobody stated, or itemised, anything. By platform it is assets: those that a takedown itemises, or those that it
    states where it itemises none. By origin, target and company it is takedowns, and one may have several places. What
    is under the Chatham House Rule is in the three totals alone. `by_company` is None unless all have agreed to it.

    Where a coalition suppresses small numbers, nothing is told of single days, since together they are the week:
    `takedowns` is None then.
    """

    period: Period
    takedowns: Number | None = NOTHING
    stated: Number | None = None
    itemised: Number | None = None
    by_platform: Breakdown = Breakdown()
    by_origin: Breakdown = Breakdown()
    by_target: Breakdown = Breakdown()
    by_company: Breakdown | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle one of each number over some periods before; of two in the middle the smaller.

    It is taken of what is told, so that it tells nothing else. A number that is usually not there is zero, or is not
    in its breakdown; what is not told of three periods at least has no usual.
    """

    periods: int
    takedowns: Number
    stated: Number
    itemised: Number
    by_platform: Breakdown
    by_origin: Breakdown
    by_target: Breakdown
    by_company: Breakdown


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period, the one before, the usual where there is one, and the last periods with this one, oldest first."""

    now: Figures
    before: Figures
    usual: Usual | None
    trend: tuple[Figures, ...]


def platforms_of(key: str) -> tuple[Platform | None, ...]:
    """Take the key of a cell by platform apart; None stands for what was said of no platform."""
    return tuple(Platform(word) if word else None for word in key.split(TOGETHER))
