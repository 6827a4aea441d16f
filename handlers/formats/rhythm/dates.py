"""Days of the year in people's words, and the day from which on something comes round."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from handlers.formats.rhythm.days import weekday_of
from handlers.formats.rhythm.facts import Found, Place, Since, Trouble, YearDay
from handlers.formats.words.dates import MONTHS
from handlers.formats.words.tokens import Phrases, is_comma, rows

_FROM = Phrases.of(
    (p, None)
    for p in rows("""
        from|from the|starting|starting on|starting from|starting on the|starting the|beginning|beginning on|
        beginning on the|as of|à partir du|à compter du|dès le|depuis le|since|à partir de|à partir d'|
        from on
        """)
)
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er)?")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_LEAP_YEAR = 2000
# The 29th of February comes within so many years.
_MOST_YEARS = 9


class _Named(NamedTuple):
    """A day that was named: the index after it, its year where it has one, its month and its day."""

    end: int
    year: int | None
    month: int
    day: int


def year_day_at(place: Place) -> Found | None:
    """Read `24 August`, `August 24th`, `le 1er septembre`; a day with its year is there once."""
    named = _iso(place) or _with_year(place)
    if named is None:
        return None
    if named.year is not None:
        return Found(named.end, (Trouble.ONCE,))
    exists = _made(_LEAP_YEAR, named.month, named.day) is not None
    return Found(named.end, (YearDay(named.month, named.day) if exists else Trouble.BAD_DAY,))


def since_at(place: Place) -> Found | None:
    """Read `from 4 September`, `starting Tuesday 4 September 2018`, `à partir du 4 septembre`; a year may be left out.

    A day without its year is the next one, today included.
    """
    led = _FROM.at(place.tokens, place.at)
    if led is None:
        return None
    weekday = weekday_of(place.past(led.end).word())
    start = place.past(led.end + (weekday is not None))
    start = start.past(start.at + (weekday is not None and start.word() in {"the", "le"}))
    named = _iso(start) or _with_year(start)
    if named is None:
        return None
    day = _chosen(named, place.today)
    fits = day is not None and weekday in {None, day.weekday()}
    return Found(named.end, (Since(day) if day and fits else Trouble.BAD_DAY,))


def _iso(place: Place) -> _Named | None:
    """Read `2018-09-04`."""
    figures = [place.word(n) for n in range(3)]
    if not _YEAR.fullmatch(figures[0]) or not all(re.fullmatch(r"[0-9]{2}", each) for each in figures[1:]):
        return None
    if any(place.tokens[place.at + n].gap != "-" for n in (1, 2)):
        return None
    return _Named(place.at + 3, *map(int, figures))


def _with_year(place: Place) -> _Named | None:
    """Read a month and a day, and the year behind them."""
    named = _month_and_day(place)
    if named is None:
        return None
    after = place.past(named.end)
    near = after.follows(0) or (named.end < len(place.tokens) and is_comma(place.tokens[named.end].gap))
    if not near or not _YEAR.fullmatch(after.word()):
        return named
    return _Named(named.end + 1, int(after.word()), named.month, named.day)


def _month_and_day(place: Place) -> _Named | None:
    """Read a month and a day of it, in either order."""
    if place.word() in MONTHS:
        behind = place.past(place.at + 1)
        behind = behind.past(behind.at + (behind.word() == "the"))
        day = _DAY.fullmatch(behind.word()) if behind.follows(0) else None
        return _Named(behind.at + 1, None, MONTHS[place.word()], int(day[1])) if day else None
    day = _DAY.fullmatch(place.word())
    offset = 2 if place.word(1) in {"of", "de"} else 1
    if day is None or place.word(offset) not in MONTHS or not (place.follows(1) and place.follows(offset)):
        return None
    return _Named(place.at + offset + 1, None, MONTHS[place.word(offset)], int(day[1]))


def _chosen(named: _Named, today: date) -> date | None:
    """Make the day, in the next year that has it where none was said."""
    if named.year is not None:
        return _made(named.year, named.month, named.day)
    years = range(today.year, today.year + _MOST_YEARS)
    coming = (_made(year, named.month, named.day) for year in years)
    return next((day for day in coming if day and day >= today), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
