"""Days to come in people's words, English and French, seen from one day: `3 September`, `next Monday`, `demain`."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.formats.words.dates import MONTHS, WEEKDAYS
from handlers.formats.words.tokens import fold

_TOMORROW = frozenset({"tomorrow", "demain"})
# What stands before a day, and between its parts.
_AROUND = frozenset(
    {
        *("until", "till", "til", "back", "on", "the", "of", "next", "away"),
        *("le", "la", "de", "du", "des", "a", "au", "jusqu", "jusque", "jusqu'au", "jusqu'a", "retour", "prochain"),
    },
)
_ORDINALS = ("st", "nd", "rd", "th", "er")
_WEEK = 7
# The 29th of February comes within so many years.
_LEAP = 9


def read_coming_day(typed: str, today: date) -> date | None:
    """Read the next day that words name, after today; None where they name none, or could name several."""
    words = [fold(word).strip(".,") for word in typed.replace("’", "'").split()]
    said = [word for word in words if word and word not in _AROUND]
    match said:
        case [word] if word in _TOMORROW:
            return today + timedelta(days=1)
        case [word] if word in WEEKDAYS:
            ahead = (WEEKDAYS[word] - today.weekday()) % _WEEK
            return today + timedelta(days=ahead or _WEEK)
        case [word]:
            return _after(_iso(word), today)
        case [first, second, *rest] if len(rest) <= 1:
            return _named(first, second, rest, today)
    return None


def _iso(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _named(first: str, second: str, rest: list[str], today: date) -> date | None:
    """Read a day of a month, in either order, with its year or without."""
    month, day = (MONTHS.get(second), _number(first)) if second in MONTHS else (MONTHS.get(first), _number(second))
    if month is None or day is None:
        return None
    if rest:
        year = _number(rest[0])
        return _after(_made(year, month, day), today) if year else None
    return next(
        (made for year in range(today.year, today.year + 9) if (made := _after(_made(year, month, day), today))), None
    )


def _number(word: str) -> int | None:
    for ordinal in _ORDINALS:
        word = word.removesuffix(ordinal)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= len("2018") else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _after(day: date | None, today: date) -> date | None:
    return day if day is not None and day > today else None
