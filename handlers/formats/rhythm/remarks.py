"""What is said behind a rhythm that leaves days out: the 31st, a fifth Friday, the 29th of February."""

from __future__ import annotations

from handlers.formats.rhythm.facts import Found, Mark, Place
from handlers.formats.words.tokens import Phrases
from storage.rhythms import Every, Rhythm

_WORDS = {
    Mark.HAS_DAY: {"en": "in the months that have it", "fr": "les mois qui l’ont"},
    Mark.HAS_WEEKDAY: {"en": "in the months that have one", "fr": "les mois qui en ont un"},
    Mark.LEAP_YEARS: {"en": "in leap years", "fr": "les années bissextiles"},
}
REMARKS = frozenset(_WORDS)
_PHRASES = Phrases.of((said, mark) for mark, both in _WORDS.items() for said in both.values())
# Every February has so many days, and every month so many of each weekday.
_EVERY_MONTH, _EVERY_WEEKDAY = 28, 4


def remark(rhythm: Rhythm) -> Mark | None:
    """Say which days a rhythm leaves out, if any."""
    if rhythm.every is Every.YEARLY:
        return Mark.LEAP_YEARS if (rhythm.month, rhythm.days) == (2, (29,)) else None
    if any(day > _EVERY_MONTH for day in rhythm.days):
        return Mark.HAS_DAY
    return Mark.HAS_WEEKDAY if any(ordinal > _EVERY_WEEKDAY for ordinal in rhythm.ordinals) else None


def write_remark(rhythm: Rhythm, language: str) -> str:
    """Word which days a rhythm leaves out; empty where it leaves none."""
    mark = remark(rhythm)
    return f", {_WORDS[mark][language]}" if mark else ""


def remark_at(place: Place) -> Found | None:
    """Read such a remark."""
    found = _PHRASES.at(place.tokens, place.at)
    return Found(found.end, (found.value,)) if found else None
