"""Periods: the days that a digest tells of, a week or a single day, and the names that they go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from storage.rhythms.moments import instant

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WEEK_KEY = re.compile(r"([0-9]{4})-W([0-9]{2})")
_DAY_KEY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# What people may ask for: far enough from both ends of the calendar that the periods before are there too.
_YEARS = range(1900, 9001)


class Span(StrEnum):
    """How long a period is."""

    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row, the first and the last among them."""

    span: Span
    starts: date
    ends: date

    @property
    def key(self) -> str:
        """Name the period: `2018-W34` for a week, by the ISO week in which it ends, and `2018-08-24` for a day."""
        if self.span is Span.DAY:
            return self.ends.isoformat()
        year, week, _ = self.ends.isocalendar()
        return f"{year:04}-W{week:02}"

    @classmethod
    def of(cls, key: str, *, first_weekday: int = 0) -> Self:
        """Find the period of a name; a week begins on `first_weekday`, where Monday is 0. ValueError for no name."""
        if found := _WEEK_KEY.fullmatch(key):
            year, week = map(int, found.groups())
            ends = date.fromisocalendar(_known(year), week, (first_weekday - 1) % 7 + 1)
            return cls(Span.WEEK, ends - _WEEK + _DAY, ends)
        if found := _DAY_KEY.fullmatch(key):
            year, month, number = map(int, found.groups())
            day = date(_known(year), month, number)
            return cls(Span.DAY, day, day)
        raise ValueError(f"no period is called {key!r}")

    def before(self, n: int = 1) -> Self:
        """Give the period that lies `n` periods before this one; one after it for a negative number."""
        back = (self.ends - self.starts + _DAY) * n
        return type(self)(self.span, self.starts - back, self.ends - back)

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Give the moments at which the period begins and is over in a zone, in UTC; the second lies outside."""
        place = ZoneInfo(zone)
        return instant(self.starts, time.min, place), instant(self.ends + _DAY, time.min, place)

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends


def _known(year: int) -> int:
    if year not in _YEARS:
        raise ValueError(f"{year} is too far away")
    return year


def week_ending_before(day: date) -> Period:
    """Give the seven days that end on the eve of a day: what a digest of that day tells of."""
    return Period(Span.WEEK, day - _WEEK, day - _DAY)


def day_before(day: date) -> Period:
    """Give the eve of a day."""
    return Period(Span.DAY, day - _DAY, day - _DAY)


def running(day: date, first_weekday: int = 0) -> Period:
    """Give the week that a day lies in, where weeks begin on `first_weekday`."""
    starts = day - timedelta(days=(day.weekday() - first_weekday) % 7)
    return Period(Span.WEEK, starts, starts + _WEEK - _DAY)
