"""Working hours: when somebody may be rung, by the clock of their own zone and the holidays of its country.

Nobody is rung before nine, after five, on a weekend, or on a public holiday. Pure: no clock, no tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage import free_days
from storage.rhythms import instant

BEGIN, END = time(9), time(17)
_DAY = timedelta(days=1)
# No country rests longer; past that nobody is rung.
_LONGEST_REST = 45
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody works: the zone of their clock, and whose public holidays they have (None: nobody's)."""

    zone: str
    country: str | None = None

    @classmethod
    def of(cls, zone: str | None, *, default_zone: str, default_country: str | None) -> Whereabouts:
        """Say where somebody is: by their own zone, or else where their coalition is."""
        if zone is None:
            return _there(default_zone, default_country)
        return _there(zone, default_country)

    def is_working(self, moment: datetime) -> bool:
        """Tell whether somebody may be rung at a moment."""
        there = moment.astimezone(ZoneInfo(self.zone))
        return BEGIN <= there.time() < END and not free_days.is_free(self.country, there.date())

    def next_working(self, moment: datetime) -> datetime | None:
        """Give the first moment from this one on at which somebody may be rung; None where none comes for weeks."""
        if self.is_working(moment):
            return moment
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        for ahead in range(_LONGEST_REST):
            morning = self._morning(today + ahead * _DAY)
            if morning >= moment and self.is_working(morning):
                return morning
        return None

    def morning_after(self, moment: datetime) -> datetime | None:
        """Give the next morning, of another day, on which somebody works."""
        tomorrow = moment.astimezone(ZoneInfo(self.zone)).date() + _DAY
        return self.next_working(instant(tomorrow, time.min, ZoneInfo(self.zone)))

    def last_morning(self, before: datetime) -> datetime | None:
        """Give the last morning before a moment on which somebody works; None where there was none for weeks."""
        day = before.astimezone(ZoneInfo(self.zone)).date()
        for back in range(_LONGEST_REST):
            morning = self._morning(day - back * _DAY)
            if morning < before and self.is_working(morning):
                return morning
        return None

    def _morning(self, day: date) -> datetime:
        return instant(day, BEGIN, ZoneInfo(self.zone))


@lru_cache(maxsize=_REMEMBERED)
def _there(zone: str, default_country: str | None) -> Whereabouts:
    """Find whose holidays are kept in a zone; the coalition's where the zone lies in no country, such as UTC."""
    country = _territory(zone)
    if country is None:
        return Whereabouts(zone, default_country)
    return Whereabouts(zone, country if free_days.is_known(country) else None)


def _territory(zone: str) -> str | None:
    """Tell in which country a zone lies, by its two letters."""
    from babel.core import get_global  # noqa: PLC0415  Only who is rung needs it.

    found: str | None = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone))
    # No country: Etc/UTC, and what lies nowhere.
    return None if found in {"001", "ZZ"} else found
