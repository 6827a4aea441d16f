"""When a schedule comes round, as pure questions; many coalitions share a rhythm, so answers are remembered."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from storage import free_days
from storage.rhythms import Every, Rhythm, after, instant, shifted

# Further back nobody is told what was missed, one by one.
_TOLD_OF = 60
_REMEMBERED = 4096
# A day is moved by a month at most, and a clock moves a moment by at most a day.
_WINDOW, _CLOCK_MOVES = timedelta(days=34), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Course:
    """All that says when something comes round: a rule, a zone, whose holidays it avoids, its last day."""

    rule: str
    zone: str
    country: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look at a course found: the newest moment that was due, those before it, and when it comes next."""

    newest: datetime
    before: tuple[datetime, ...]
    next_at: datetime | None


@lru_cache(maxsize=_REMEMBERED)
def rhythm_of(rule: str) -> Rhythm:
    """Read a rule that we wrote."""
    return Rhythm.of_rule(rule)


def coming(course: Course, moment: datetime, n: int) -> tuple[datetime, ...]:
    """List the next moments at which something comes round, at most `n`."""
    found: list[datetime] = []
    there = next_after(course, moment) if n > 0 else None
    while there is not None:
        found.append(there)
        there = next_after(course, there) if len(found) < n else None
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def next_after(course: Course, moment: datetime) -> datetime | None:
    """Give the first moment after this one at which something comes round; None after its last day."""
    rhythm = rhythm_of(course.rule)
    found = after(rhythm, course.zone, moment, moved=_moves(course))
    is_over = course.until is not None and found is not None and not _is_one(course, found)
    return None if is_over else found


def _is_one(course: Course, moment: datetime) -> bool:
    return any(there == moment for _, there in _around(course, moment))


@lru_cache(maxsize=_REMEMBERED)
def days_at(course: Course, due: datetime) -> tuple[date, ...]:
    """Name the days of the rhythm that come round at a moment; none past its last day.

    What falls together takes place once, as its newest day. But a weekly one keeps each of its days, even where a long
    holiday lets two of them meet: each stands for a week of its own. Where a zone's rules changed since the moment was
    reckoned, the nearest day is meant.
    """
    rhythm = rhythm_of(course.rule)
    near = {day: abs(moment - due) for day, moment in _around(course, due)}
    distance = min(near.values(), default=_CLOCK_MOVES)
    found = [day for day, far in near.items() if far == distance < _CLOCK_MOVES]
    is_of_weeks = rhythm.every is Every.WEEKLY and len(rhythm.weekdays) == 1
    return tuple(found if is_of_weeks else found[-1:])


def _around(course: Course, due: datetime) -> Iterator[tuple[date, datetime]]:
    """Give the days of the rhythm around a moment, and when each of them takes place."""
    rhythm, place, moves = rhythm_of(course.rule), ZoneInfo(course.zone), _moves(course)
    there = due.astimezone(place).date()
    for day in rhythm.days_from(there - (_WINDOW if moves else _CLOCK_MOVES)):
        if day > there + _CLOCK_MOVES or (course.until is not None and day > course.until):
            return
        yield day, instant(moves(day) if moves else day, rhythm.at, place)


def turn(course: Course, due: datetime, now: datetime) -> Turn:
    """Look at a course that is due since `due`: what came round until now, and what comes next."""
    return _turn(course, due, now) if (soon := next_after(course, due)) and soon <= now else Turn(due, (), soon)


def _turn(course: Course, due: datetime, now: datetime) -> Turn:
    before: deque[datetime] = deque(maxlen=_TOLD_OF)
    newest, soon = due, next_after(course, due)
    while soon is not None and soon <= now:
        before.append(newest)
        newest, soon = soon, next_after(course, soon)
    return Turn(newest, tuple(before), soon)


@lru_cache(maxsize=_REMEMBERED)
def _moves(course: Course) -> partial[date] | None:
    """Give what moves a day to the next working day; a daily rhythm does not move, since each day has its own turn."""
    if course.country is None or rhythm_of(course.rule).every is Every.DAILY:
        return None
    is_holiday = partial(free_days.is_holiday, course.country)
    return partial(shifted, is_free=partial(free_days.is_free, course.country), is_holiday=is_holiday)
