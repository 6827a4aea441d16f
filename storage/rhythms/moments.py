"""When a rhythm comes round: the wall clock of a zone, as instants, over every change of the clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.rhythms.rhythm import Rhythm

_DAY = timedelta(days=1)
# A clock that is put forward moves a moment by at most a day: Samoa had no 30 December 2011.
_CLOCK_MOVES = 2 * _DAY
# No country rests longer; past that, the day stays where it is.
_LONGEST_REST = 31 * _DAY
_LAST_YEAR = 9970


def after(
    rhythm: Rhythm, zone: str, moment: datetime, *, moved: Callable[[date], date] | None = None
) -> datetime | None:
    """Give the first occurrence after a moment, as a UTC instant; None where none comes within some years.

    `moved` gives the day on which what falls on a day takes place: that day or a later one, as `shifted` does. What
    falls together thereby takes place once.
    """
    if moment.year >= _LAST_YEAR:
        return None
    place = ZoneInfo(zone)
    first = moment.astimezone(place).date() - _CLOCK_MOVES - (_LONGEST_REST if moved else timedelta())
    soonest: datetime | None = None
    for day in rhythm.days_from(first):
        if soonest and instant(day, rhythm.at, place) >= soonest:
            break
        found = instant(_moved(day, moved), rhythm.at, place)
        if found > moment and (soonest is None or found < soonest):
            soonest = found
    return soonest


def upcoming(
    rhythm: Rhythm, zone: str, moment: datetime, n: int, *, moved: Callable[[date], date] | None = None
) -> tuple[datetime, ...]:
    """Give the next occurrences after a moment, at most `n`, as UTC instants."""
    found: list[datetime] = []
    coming = after(rhythm, zone, moment, moved=moved) if n > 0 else None
    while coming is not None:
        found.append(coming)
        coming = after(rhythm, zone, coming, moved=moved) if len(found) < n else None
    return tuple(found)


def shifted(day: date, is_free: Callable[[date], bool], *, is_holiday: Callable[[date], bool] | None = None) -> date:
    """Give the next day that is not free, for a day that is a holiday; the same day for any other.

    Without `is_holiday`, every free day is moved. With it, what was put on a Saturday stays there, and what falls on
    a holiday does not land on one.
    """
    if not (is_holiday or is_free)(day):
        return day
    later = day + _DAY
    while later - day <= _LONGEST_REST:
        if not is_free(later):
            return later
        later += _DAY
    return day


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant of an hour of the wall clock.

    An hour that the clocks pass twice is the first one; for an hour that they skip, the first moment after it counts.
    """
    wall = datetime.combine(day, at, zone)
    there = wall.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return there
    # The skipped hour, reckoned by the clock as it was set later, lies before the change; by the clock before, after.
    before = wall.replace(fold=1).astimezone(UTC)
    return _change(before, there, zone)


def _change(before: datetime, there: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the clocks change, between two instants."""
    offset = before.astimezone(zone).utcoffset()
    seconds = int((there - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        unchanged = (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset
        low, high = (middle, high) if unchanged else (low, middle)
    return before + timedelta(seconds=high)


def _moved(day: date, moved: Callable[[date], date] | None) -> date:
    return moved(day) if moved else day
