"""The days on which a country rests: its public holidays, and its weekend."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

_REMEMBERED = 4096
# Of a country that nobody knows the holidays of.
_WEEKEND = frozenset({5, 6})


def is_known(country: str) -> bool:
    """Tell whether the holidays of a country, by its two letters, are known."""
    import holidays  # noqa: PLC0415  Only who names a country needs it.

    return country in holidays.list_supported_countries()


def is_holiday(country: str, day: date) -> bool:
    """Tell whether a day is a public holiday of a country."""
    return day in _rest(country, day.year)[0]


def is_free(country: str | None, day: date) -> bool:
    """Tell whether a country rests on a day; where no country is known, on Saturdays and Sundays."""
    if country is None:
        return day.weekday() in _WEEKEND
    holidays_, weekend = _rest(country, day.year)
    return day in holidays_ or day.weekday() in weekend


@lru_cache(maxsize=_REMEMBERED)
def _rest(country: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    """List the public holidays of a country's year, and the weekdays of its weekend."""
    import holidays  # noqa: PLC0415  Only a coalition that names a country needs it.

    found = holidays.country_holidays(country, years=year)
    return frozenset(found), frozenset(found.weekend)
