"""What the reader of words hands back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.reports import Action, AdSpend, Count, Found, Part, PartialDate, Reach


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of an announcement.

    `summary` is the whole text as it was typed, so that nothing is lost; `unread` are its stretches that no fact
    covers. What is said of the whole stands here, what is said of one network in its part. `acted_on` is a day of the
    speaker's zone.
    """

    summary: str = ""
    stated: Count | None = None
    parts: tuple[Part, ...] = ()
    acted_on: date | None = None
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    ad_spend: AdSpend | None = None
    active_since: PartialDate | None = None
    active_until: PartialDate | None = None
    actions: tuple[Action, ...] = ()
    found: tuple[Found, ...] = ()
    policy: str = ""
    links: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Trouble(StrEnum):
    """Why a line of *What and how many* says nothing that can be stored."""

    NO_NUMBER = "no_number"
    NO_KIND = "no_kind"
    RANGE = "range"
    REACH = "reach"
    SECOND_TOTAL = "second_total"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Problem:
    """A trouble and the words that it is about; `low` and `high` where it is a range."""

    trouble: Trouble
    words: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was understood; a part without counts is a heading for the lines that follow it."""

    text: str
    stated: Count | None = None
    part: Part | None = None
    problem: Problem | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """All lines together: the headline, and the parts in their order."""

    stated: Count | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownPlace:
    """Words that are no one place; `suggestions` are codes of what may have been meant."""

    words: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a field, and the words that were not understood."""

    codes: tuple[str, ...] = ()
    unknown: tuple[UnknownPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachWords:
    """The reach that was read from a field, and the words that were not understood."""

    reach: tuple[Reach, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpendWords:
    """The ad spend that was read from a field, and the words that were not understood."""

    ad_spend: AdSpend | None = None
    unread: tuple[str, ...] = ()
