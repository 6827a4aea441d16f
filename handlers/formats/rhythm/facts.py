"""What the reader of rhythms hands back where it did not understand, and the pieces that it puts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto
from typing import NamedTuple, TypeAlias

from handlers.formats.words.tokens import Token
from storage.rhythms import Every


class Trouble(StrEnum):
    """Why words are no rhythm."""

    # These words mean nothing here.
    UNKNOWN = auto()
    TOO_LONG = auto()
    # No day is said, or only a week, a month or a year.
    NO_DAY = auto()
    # A weekday of the month is said, and not which.
    WHICH_WEEK = auto()
    # A day that no month has, a 31 February, a fifteenth Tuesday.
    BAD_DAY = auto()
    # One day of one year, which does not come round.
    ONCE = auto()
    NO_TIME = auto()
    TWO_TIMES = auto()
    BAD_TIME = auto()
    # The hour may be in the morning or in the afternoon, or a midnight at either end of the day.
    WHICH_TIME = auto()
    # Every third Thursday, biweekly: people mean two different things by it.
    TWO_MEANINGS = auto()
    # Several rhythms in one.
    SEVERAL = auto()
    # Every so many days, weeks or months, and too many of them.
    TOO_FAR_APART = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """A trouble, and the words that it is about as they were typed; empty where it is about what is missing."""

    trouble: Trouble
    words: str = ""


class Language(StrEnum):
    """The language of a word that means something else in the other."""

    EN = "en"
    FR = "fr"


class Mark(StrEnum):
    """Words that are heard, and mean something only beside others."""

    FILLER = auto()
    OF_MONTH = auto()
    # What is written behind a rhythm that leaves days out.
    HAS_DAY = auto()
    HAS_WEEKDAY = auto()
    LEAP_YEARS = auto()


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the wall clock."""

    at: time


@dataclass(frozen=True, slots=True)
class Turn:
    """Daily, every two weeks, un mois sur deux; `weekday` where it counts only that one: un mardi sur deux."""

    every: Every
    interval: int = 1
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, counted from Monday, 0: with an `every` before them, or as a span, Monday to Friday."""

    days: tuple[int, ...]
    each: bool = False
    span: bool = False


@dataclass(frozen=True, slots=True)
class Ordinals:
    """First and third Tuesday; `each` is the language of an `every` or `chaque` before it."""

    ordinals: tuple[int, ...]
    weekday: int
    each: Language | None


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month; the last one is LAST. A bare `second` is one only beside a month, so it is not `sure`."""

    days: tuple[int, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of a month of its own."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Since:
    """The day from which on something comes round."""

    day: date


Piece: TypeAlias = Hour | Turn | Weekdays | Ordinals | MonthDays | YearDay | Since | Mark | Trouble


class Found(NamedTuple):
    """What stands somewhere: the index after its last token, and the pieces that it says."""

    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A token in its text, at which something may be read."""

    tokens: Sequence[Token]
    at: int
    today: date

    def word(self, offset: int = 0) -> str:
        """Give the folded word there, or so many tokens further on; empty past the ends."""
        at = self.at + offset
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def follows(self, offset: int) -> bool:
        """Tell whether the token so many further on belongs to the words before it."""
        at = self.at + offset
        return 0 <= at < len(self.tokens) and self.tokens[at].soft

    def past(self, end: int) -> Place:
        """Give the place at another token."""
        return Place(self.tokens, end, self.today)

    def each(self) -> Language | None:
        """Tell whether an `every`, `each`, `chaque` or `tous les` stands right before."""
        before = self.word(-1)
        if before in {"every", "each"}:
            return Language.EN
        if before == "chaque" or (before == "les" and self.word(-2) in {"tous", "toutes"}):
            return Language.FR
        return None
