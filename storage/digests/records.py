"""What a digest tells: the period, the takedowns that became known in it, and those that changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.periods import Period
from storage.takedowns import Takedown


class How(StrEnum):
    """What became of a takedown that was known before."""

    REVISED = "revised"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """A takedown that became known in a period; `acted_on` is when it was made, where that was before the period."""

    takedown: Takedown
    acted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Altered:
    """A takedown that changed in a period, and how; of one that was taken back nothing is told that it said."""

    takedown: Takedown
    how: How
    at: datetime
    acted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that one reader is told of a period, newest first.

    `untold` and `unlisted` are how many takedowns, and how many changes, are left out because there are too many.
    """

    period: Period
    told: tuple[Told, ...]
    altered: tuple[Altered, ...]
    untold: int = 0
    unlisted: int = 0

    @property
    def how_many(self) -> int:
        """Count the takedowns that became known."""
        return len(self.told) + self.untold

    @property
    def changes(self) -> int:
        """Count the takedowns that changed."""
        return len(self.altered) + self.unlisted

    @property
    def takedowns(self) -> tuple[Takedown, ...]:
        """List every takedown that something is said of."""
        return (*(one.takedown for one in self.told), *(one.takedown for one in self.altered))

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.told and not self.altered
