"""What a rhythm is: a few shapes of recurrence rule, every one of which comes round."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Self

from dateutil import rrule as recurrence

from storage.rhythms.rules import LONGEST_RULE, Fault, RhythmError, Rule, cut, weekday_name

__all__ = ["LAST", "LONGEST_INTERVAL", "LONGEST_RULE", "Every", "Rhythm"]

# The last day of a month, or the last such weekday in it.
LAST = -1
_WEEK, _YEAR, _MOST_ORDINALS, _MOST_DAYS = 7, 12, 5, 31
_LEAP_YEAR = 2000
# The rarest rhythm is the 29th of February, which leaves out up to eight years.
_HORIZON = timedelta(days=13 * 366)
_LAST_DAY = date(9980, 1, 1)


class Every(StrEnum):
    """What a rhythm counts in; the value is the word of a rule."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


# Within these, every rhythm comes round. Past a week's days, French counts "huit jours" and "quinze jours" as weeks.
LONGEST_INTERVAL: Mapping[Every, int] = MappingProxyType(
    {Every.DAILY: 6, Every.WEEKLY: 52, Every.MONTHLY: 6, Every.YEARLY: 1}
)
_FREQUENCY: Mapping[Every, Literal[0, 1, 2, 3]] = MappingProxyType(
    {
        Every.DAILY: recurrence.DAILY,
        Every.WEEKLY: recurrence.WEEKLY,
        Every.MONTHLY: recurrence.MONTHLY,
        Every.YEARLY: recurrence.YEARLY,
    }
)
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and at what hour of the wall clock.

    `weekdays` count from Monday, 0. A month has `ordinals` of one weekday (first, third, LAST) or `days` (15, LAST);
    a year has one day of one `month`. Days that a month or a year does not have are left out. An `interval` counts from
    `anchor`, which is a day of the rhythm; nothing comes before it.
    """

    every: Every
    at: time
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    month: int | None = None
    anchor: date | None = None

    def __post_init__(self) -> None:
        for field in ("weekdays", "ordinals", "days"):
            object.__setattr__(self, field, _in_order(getattr(self, field)))
        if self.at.tzinfo or self.at.second or self.at.microsecond or self.at.fold:
            raise RhythmError(Fault.TIME)
        if not 1 <= self.interval <= LONGEST_INTERVAL[self.every]:
            raise RhythmError(Fault.INTERVAL, str(self.interval))
        self._check_shape()
        self._check_days()
        if self.anchor is None and self.interval > 1:
            raise RhythmError(Fault.ANCHOR)
        if self.anchor is not None and not self._begins_on(self.anchor):
            raise RhythmError(Fault.ANCHOR, self.anchor.isoformat())

    def _check_shape(self) -> None:
        given = (len(self.weekdays), bool(self.ordinals), len(self.days), self.month is not None)
        match self.every, given:
            case (Every.DAILY, (0, False, 0, False)) | (Every.YEARLY, (0, False, 1, True)):
                return
            case (Every.MONTHLY, (1, True, 0, False)):
                return
            case (Every.WEEKLY, (n, False, 0, False)) | (Every.MONTHLY, (0, False, n, False)) if n:
                return
        raise RhythmError(Fault.SHAPE, self.every)

    def _check_days(self) -> None:
        if self.month is not None and not 1 <= self.month <= _YEAR:
            raise RhythmError(Fault.DAY, str(self.month))
        longest = monthrange(_LEAP_YEAR, self.month)[1] if self.month else _MOST_DAYS
        for day in self.days:
            if not (1 <= day <= longest or (day == LAST and self.every is Every.MONTHLY)):
                raise RhythmError(Fault.DAY, str(day))
        for ordinal in self.ordinals:
            if not (1 <= ordinal <= _MOST_ORDINALS or ordinal == LAST):
                raise RhythmError(Fault.DAY, str(ordinal))
        for weekday in self.weekdays:
            if not 0 <= weekday < _WEEK:
                raise RhythmError(Fault.DAY, str(weekday))

    def _begins_on(self, day: date) -> bool:
        """Tell whether this is a day of the rhythm, wherever its interval is counted from."""
        return day <= _LAST_DAY and next(_days(replace(self, interval=1, anchor=None), day), None) == day

    @classmethod
    def of_rule(cls, text: str) -> Self:
        """Read a rule that `as_rule` wrote, or one of the same shapes; RhythmError for any other."""
        rule = cut(text)
        rule.refuse_others(_PARTS)
        hour, minute = rule.number("BYHOUR"), rule.number("BYMINUTE")
        try:
            at = time(hour, minute)
        except ValueError as wrong:
            raise RhythmError(Fault.TIME) from wrong
        if rule.start is not None and rule.start.time() != at:
            raise RhythmError(Fault.RULE, "DTSTART")
        if rule.parts.get("FREQ") not in LONGEST_INTERVAL:
            raise RhythmError(Fault.RULE, "FREQ")
        ordinals, weekdays = _by_day(rule)
        return cls(
            Every(rule.parts["FREQ"]),
            at,
            interval=rule.number("INTERVAL") if "INTERVAL" in rule.parts else 1,
            weekdays=weekdays,
            ordinals=ordinals,
            days=rule.numbers("BYMONTHDAY"),
            month=rule.number("BYMONTH") if "BYMONTH" in rule.parts else None,
            anchor=rule.start.date() if rule.start else None,
        )

    def as_rule(self) -> str:
        """Write the rhythm as a rule (RFC 5545), with its anchor as a DTSTART of the wall clock before it."""
        parts = [f"FREQ={self.every}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={self.month}"] if self.month else []
        parts += [f"BYMONTHDAY={','.join(map(str, self.days))}"] if self.days else []
        names = [weekday_name(day, ordinal) for day in self.weekdays for ordinal in self.ordinals or (None,)]
        parts += [f"BYDAY={','.join(names)}"] if names else []
        rule = ";".join([*parts, f"BYHOUR={self.at.hour}", f"BYMINUTE={self.at.minute}"])
        if self.anchor is None:
            return f"RRULE:{rule}"
        # strftime would write the year 987 with three figures on some systems.
        return f"DTSTART:{self.anchor.isoformat().replace('-', '')}T{self.at:%H%M}00\nRRULE:{rule}"

    def days_from(self, first: date) -> Iterator[date]:
        """Give the days on which the rhythm comes round, from this one on, for some thirteen years."""
        return _days(self, first)

    def spaced(self, interval: int, since: date) -> Self:
        """Count an interval from the first day of this rhythm that is not before `since`."""
        begun = next(_days(replace(self, interval=1, anchor=None), since), None)
        return replace(self, interval=interval, anchor=begun)


def _in_order(values: Iterable[int]) -> tuple[int, ...]:
    """Put each value once, LAST behind the others."""
    return tuple(sorted(set(values), key=lambda value: (value == LAST, value)))


def _by_day(rule: Rule) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part BYDAY into ordinals and weekdays: all with an ordinal, or none."""
    named = rule.weekdays()
    ordinals = tuple(ordinal for ordinal, _ in named if ordinal is not None)
    if ordinals and len(ordinals) != len(named):
        raise RhythmError(Fault.SHAPE, "BYDAY")
    return ordinals, tuple(day for _, day in named)


def _days(rhythm: Rhythm, first: date) -> Iterator[date]:
    """Walk along the days; the rule begins near `first`, so that the way is short however old the anchor is."""
    if first > _LAST_DAY or (rhythm.anchor and rhythm.anchor > _LAST_DAY):
        return
    start = _near(rhythm, first)
    weekdays = [recurrence.weekday(day) for day in rhythm.weekdays]
    if rhythm.ordinals:
        weekdays = [day(ordinal) for day in weekdays for ordinal in rhythm.ordinals]
    rule = recurrence.rrule(
        _FREQUENCY[rhythm.every],
        dtstart=datetime.combine(start, time()),
        interval=rhythm.interval,
        until=datetime.combine(max(first, start) + _HORIZON, time()),
        byweekday=weekdays or None,
        bymonthday=rhythm.days or None,
        bymonth=rhythm.month,
    )
    for moment in rule:
        if moment.date() >= first:
            yield moment.date()


def _near(rhythm: Rhythm, first: date) -> date:
    """Find the beginning of the last interval that begins before `first`, or the anchor where that is later."""
    anchor, interval = rhythm.anchor, rhythm.interval
    if anchor is None or anchor >= first or interval == 1:
        return max(anchor, first) if anchor else first
    match rhythm.every:
        case Every.DAILY:
            return first - timedelta(days=(first - anchor).days % interval)
        case Every.WEEKLY:
            monday = anchor - timedelta(days=anchor.weekday())
            return max(anchor, first - timedelta(days=(first - monday).days % (_WEEK * interval)))
        case _:
            months = (first.year - anchor.year) * _YEAR + first.month - anchor.month
            month = first.year * _YEAR + first.month - 1 - months % interval
            return max(anchor, date(month // _YEAR, month % _YEAR + 1, 1))
