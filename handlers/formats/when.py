"""When a meeting is to be, in people's words: a rhythm, or one day and its hour, and the zone where they name a place.

`third Thursday 10:00 San Francisco` is a rhythm and a zone, `next Thursday at 10:00` and `20 septembre à 10 h` one
moment. What both readings fit is a rhythm; it is shown back before anything is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from handlers.formats.coming import read_coming_day
from handlers.formats.rhythm import Problem, Trouble, read_rhythm
from handlers.formats.rhythm.facts import Hour, Place
from handlers.formats.rhythm.hours import hour_at
from handlers.formats.words.slack_text import unwrap
from handlers.formats.words.tokens import Token, fold, tokenize
from storage.rhythms import Rhythm, instant

_LONGEST = 400
# A place's name has at most so many words.
_LONGEST_NAME = 3
_TODAY = frozenset({"today", "aujourd'hui", "tonight"})
# What leads to the name of a place, and what stands behind it.
_LEADS, _BEHIND = frozenset({"in", "a", "de", "heure"}), frozenset({"time"})
# Cities that no zone is named after, and at which companies of this field sit.
_CITIES = {
    "san francisco": "America/Los_Angeles",
    "menlo park": "America/Los_Angeles",
    "mountain view": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "redmond": "America/Los_Angeles",
    "washington": "America/New_York",
    "washington dc": "America/New_York",
    "boston": "America/New_York",
    "geneva": "Europe/Zurich",
    "geneve": "Europe/Zurich",
    "londres": "Europe/London",
    "bruxelles": "Europe/Brussels",
    "lisbonne": "Europe/Lisbon",
    "varsovie": "Europe/Warsaw",
    "singapour": "Asia/Singapore",
}
_LEAST_LETTERS = 4


class Clocks(Enum):
    """What the clocks do with an hour of a day: they skip it, or pass it twice."""

    SKIP = auto()
    TWICE = auto()


@dataclass(frozen=True, slots=True)
class When:
    """What was understood: a `rhythm`, or one `moment`, in a zone."""

    zone: str
    rhythm: Rhythm | None = None
    day: date | None = None
    at: time | None = None

    @property
    def moment(self) -> datetime | None:
        """The one moment that is meant, as an instant; None for a rhythm."""
        if self.day is None or self.at is None:
            return None
        return instant(self.day, self.at, ZoneInfo(self.zone))


def read_when(typed: str, zone: str, now: datetime) -> When | Problem:
    """Read when something is to be; in the zone of the place that is named, or else in this one."""
    text = unwrap(typed).strip()
    if len(text) > _LONGEST:
        return Problem(Trouble.TOO_LONG)
    found = _read(text, zone, now)
    if isinstance(found, Problem):
        words, place = _parted(text)
        elsewhere = _read(words, place, now) if place else found
        return found if isinstance(elsewhere, Problem) else elsewhere
    return found


def _read(text: str, zone: str, now: datetime) -> When | Problem:
    today = now.astimezone(ZoneInfo(zone)).date()
    rhythm = read_rhythm(text, today=today)
    if isinstance(rhythm, Rhythm):
        return When(zone, rhythm=rhythm)
    once = _once(text, today)
    if once is not None:
        return When(zone, day=once[0], at=once[1])
    if rhythm.trouble is Trouble.ONCE and not _hours(tokenize(text), today):
        # One day is welcome here; its hour is what is missing.
        return Problem(Trouble.NO_TIME)
    return rhythm


def _once(text: str, today: date) -> tuple[date, time] | None:
    """Read one day and one hour; None where either is missing, or is there twice."""
    tokens = tokenize(text)
    hours = _hours(tokens, today)
    if len(hours) != 1:
        return None
    first, end, at = hours[0]
    start = tokens[first].start
    behind = text[tokens[end - 1].end :]
    words = f"{text[:start]} {behind}".replace(",", " ").strip()
    if " ".join(fold(word) for word in words.replace("’", "'").split()) in _TODAY:
        return today, at
    day = read_coming_day(words, today)
    return (day, at) if day else None


def _hours(tokens: list[Token], today: date) -> list[tuple[int, int, time]]:
    """Find every hour: the first and the last token of its words, and the hour."""
    found, at = [], 0
    while at < len(tokens):
        hour = hour_at(Place(tokens, at, today))
        piece = hour.pieces[0] if hour else None
        if hour is not None and isinstance(piece, Hour):
            found.append((at, hour.end, piece.at))
        at = hour.end if hour else at + 1
    return found


def _parted(text: str) -> tuple[str, str]:
    """Part the words from the place behind them: its zone, or nothing where none is named."""
    words = text.split()
    if words and fold(words[-1]).strip(".,()") in _BEHIND:
        words = words[:-1]
    for n in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        name = " ".join(fold(word).strip(".,()") for word in words[-n:])
        zone = _places().get(name)
        if zone is not None:
            rest = words[:-n]
            while rest and fold(rest[-1]).strip("(,") in _LEADS | {""}:
                rest = rest[:-1]
            return " ".join(rest).rstrip(",("), zone
    return text, ""


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """List the zones by the cities that they are named after, and by some more."""
    named: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        region, _, city = zone.partition("/")
        if city and region not in {"Etc", "SystemV", "US", "posix", "right"}:
            name = fold(city.rpartition("/")[2].replace("_", " "))
            if len(name) >= _LEAST_LETTERS:
                named.setdefault(name, zone)
            named[zone.lower()] = zone
    return {**named, **_CITIES}


def clocks_at(day: date, at: time, zone: str) -> Clocks | None:
    """Tell what the clocks of a zone do with an hour of a day; None where it comes once, as most do."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    if wall.utcoffset() == wall.replace(fold=1).utcoffset():
        return None
    is_there = instant(day, at, ZoneInfo(zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Clocks.TWICE if is_there == wall.replace(tzinfo=None) else Clocks.SKIP
