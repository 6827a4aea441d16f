"""Hours in people's words: `9:00`, `9am`, `10 h 30`, `noon`, `ten o'clock`, `half past nine`, `dix heures et quart`.

An hour from one to six that does not say which half of the day it means is asked back, and so is midnight, which is
at either end of a day. The French `3 h` is three in the morning, as on a timetable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from enum import Enum, auto
from typing import NamedTuple

from handlers.formats.rhythm.facts import Found, Hour, Place, Trouble
from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, Token, rows


class _Half(Enum):
    """Which half of the day was said; a part of the day may stand behind an hour past twelve, am and pm may not."""

    AM = auto()
    PM = auto()
    MORNING = auto()
    LATER = auto()


class _Core(NamedTuple):
    """The hour as it was said, before which half of the day it is in."""

    end: int
    hour: int
    minute: int = 0
    plain: bool = False
    half: _Half | None = None


_AT = frozenset({"at", "a", "@"})
_JOINTS = frozenset({"and", "et", "&", "or", "ou", "to"})
_FIGURES = re.compile(r"([0-9]{1,2})(?:(h)([0-9]{2})?|(am|pm))?")
_MINUTES = re.compile(r"([0-9]{2})(h|am|pm)?")
_HOURS = Phrases.of((p, None) for p in rows("h|hr|hrs|heure|heures|o'clock|oclock|hours"))
_NOON = Phrases.of((p, None) for p in rows("noon|midday|midi|12 noon|twelve noon"))
_MIDNIGHT = Phrases.of((p, None) for p in rows("midnight|minuit|12 midnight"))
_PAST = Phrases.of(
    (phrase, minutes)
    for row, minutes in (("half past", 30), ("quarter past|a quarter past", 15), ("quarter to|a quarter to", -15))
    for phrase in rows(row)
)
_AND = Phrases.of(
    (phrase, minutes)
    for row, minutes in (("et demie|et demi", 30), ("et quart|et un quart", 15), ("moins le quart|moins quart", -15))
    for phrase in rows(row)
)
_HALVES = Phrases.of(
    (phrase, half)
    for row, half in (
        ("am|a.m", _Half.AM),
        ("pm|p.m", _Half.PM),
        ("in the morning|du matin", _Half.MORNING),
        ("in the afternoon|in the evening|de l'après-midi|du soir", _Half.LATER),
    )
    for phrase in rows(row)
)
_NOON_HOUR, _DAY_HOURS, _HOUR_MINUTES = 12, 24, 60
# Nobody meets before seven without saying so.
_EARLIEST = 7


def hour_at(place: Place) -> Found | None:
    """Read an hour, and the `at` or `à` before it."""
    led = place.word() in _AT
    at = place.at + led
    if at >= len(place.tokens):
        return None
    if _MIDNIGHT.at(place.tokens, at):
        return Found(at + 1, (Trouble.WHICH_TIME,))
    core = _noon(place.tokens, at) or _past(place.tokens, at) or _figures(place.tokens, at, led=led)
    core = core or _words(place.tokens, at, led=led)
    if core is None:
        return None
    second = _second(place.tokens, core.end)
    return Found(second, (Trouble.TWO_TIMES,)) if second else _settled(place.tokens, core)


def _second(tokens: Sequence[Token], end: int) -> int:
    """Find a second hour, as in `9 and 10` or `9 to 10`; give the index after it, or 0."""
    if end + 1 >= len(tokens) or tokens[end].fold not in _JOINTS or not tokens[end + 1].soft:
        return 0
    core = _figures(tokens, end + 1, led=True)
    return core.end if core else 0


def _settled(tokens: Sequence[Token], core: _Core) -> Found:
    """Say which hour of the day it is, or that this cannot be told."""
    named = _HALVES.at(tokens, core.end) if core.half is None else None
    half, end = (named.value, named.end) if named and tokens[core.end].soft else (core.half, core.end)
    hour = core.hour - (1 if core.minute < 0 else 0)
    minute = core.minute % _HOUR_MINUTES
    if not 0 <= hour < _DAY_HOURS or core.minute >= _HOUR_MINUTES:
        return Found(end, (Trouble.BAD_TIME,))
    if half in {_Half.AM, _Half.PM} and not 1 <= core.hour <= _NOON_HOUR:
        return Found(end, (Trouble.BAD_TIME,))
    backwards = half is not None and core.minute < 0 and core.hour == _NOON_HOUR
    if backwards or (half is _Half.MORNING and core.hour >= _NOON_HOUR):
        return Found(end, (Trouble.WHICH_TIME,))
    if half is None:
        unsure = core.plain and (0 < hour < _EARLIEST or 0 < core.hour < _EARLIEST)
        return Found(end, (Trouble.WHICH_TIME if unsure else Hour(time(hour, minute)),))
    if half is _Half.AM:
        hour %= _NOON_HOUR
    elif half in {_Half.PM, _Half.LATER} and hour < _NOON_HOUR:
        hour += _NOON_HOUR
    return Found(end, (Hour(time(hour, minute)),))


def _noon(tokens: Sequence[Token], at: int) -> _Core | None:
    found = _NOON.at(tokens, at)
    if found is None:
        return None
    more = _AND.at(tokens, found.end)
    return _Core(more.end, _NOON_HOUR, more.value) if more else _Core(found.end, _NOON_HOUR)


def _past(tokens: Sequence[Token], at: int) -> _Core | None:
    """Read `half past nine` and `quarter to ten`."""
    found = _PAST.at(tokens, at)
    number = number_at(tokens, found.end) if found else None
    if found is None or number is None or number.scaled or number.article or not 1 <= number.value <= _NOON_HOUR:
        return None
    return _Core(number.end, number.value, found.value, plain=True)


def _figures(tokens: Sequence[Token], at: int, *, led: bool) -> _Core | None:
    """Read an hour in figures, with its minutes."""
    found = _FIGURES.fullmatch(tokens[at].fold) if tokens[at].text.isascii() else None
    if found is None:
        return None
    hour, plain = int(found[1]), not found[1].startswith("0")
    if found[4]:
        return _Core(at + 1, hour, half=_Half[found[4].upper()])
    if found[3]:
        return _Core(at + 1, hour, int(found[3]))
    if found[2]:
        return _with_minutes(tokens, at + 1, hour)
    if at + 1 < len(tokens) and tokens[at + 1].gap in {":", "."}:
        more = _MINUTES.fullmatch(tokens[at + 1].fold)
        if more:
            half = _Half[more[2].upper()] if more[2] in {"am", "pm"} else None
            return _Core(at + 2, hour, int(more[1]), plain=plain and not more[2], half=half)
    return _bare(tokens, at + 1, hour, plain=plain, led=led)


def _words(tokens: Sequence[Token], at: int, *, led: bool) -> _Core | None:
    """Read an hour in words: `ten`, `ten thirty`, `dix heures et demie`."""
    number = number_at(tokens, at)
    if number is None or number.figures or number.scaled or number.value > _DAY_HOURS:
        return None
    if number.article and tokens[at].fold not in {"un", "une"}:
        return None
    return _bare(tokens, number.end, number.value, plain=True, led=led and not number.article)


def _bare(tokens: Sequence[Token], end: int, hour: int, *, plain: bool, led: bool) -> _Core | None:
    """Take a number for an hour where an `at` leads to it, or hours or a half of the day stand behind it."""
    unit = _HOURS.at(tokens, end) if end < len(tokens) and tokens[end].soft else None
    if unit:
        french = tokens[end].fold in {"h", "heure", "heures"}
        return _with_minutes(tokens, unit.end, hour) if french else _Core(unit.end, hour, plain=plain)
    if end < len(tokens) and tokens[end].soft and _HALVES.at(tokens, end):
        return _Core(end, hour)
    if not led:
        return None
    more = number_at(tokens, end) if end < len(tokens) and tokens[end].soft else None
    if more and not (more.figures or more.article or more.scaled) and 10 <= more.value < _HOUR_MINUTES:  # noqa: PLR2004
        return _Core(more.end, hour, more.value, plain=plain)
    return _Core(end, hour, plain=plain)


def _with_minutes(tokens: Sequence[Token], end: int, hour: int) -> _Core:
    """Read the minutes behind a French `h` or `heures`: `30`, `et quart`, `moins le quart`, `trente`."""
    if end >= len(tokens) or tokens[end].gap.strip():
        return _Core(end, hour)
    if re.fullmatch(r"[0-9]{2}", tokens[end].text):
        return _Core(end + 1, hour, int(tokens[end].text))
    more = _AND.at(tokens, end)
    if more:
        return _Core(more.end, hour, more.value)
    number = number_at(tokens, end)
    if number and not (number.figures or number.article or number.scaled) and number.value < _HOUR_MINUTES:
        return _Core(number.end, hour, number.value)
    return _Core(end, hour)
