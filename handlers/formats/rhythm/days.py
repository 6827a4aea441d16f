"""Days of the week and of the month in people's words, one by one, in lists and in ranges."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.formats.rhythm.facts import Found, Mark, MonthDays, Ordinals, Place, Trouble, Turn, Weekdays
from handlers.formats.words.dates import WEEKDAYS
from handlers.formats.words.tokens import Phrases, is_comma, is_soft, rows, words
from storage.rhythms import LAST, Every

_WORKING = Phrases.of(
    (p, (0, 1, 2, 3, 4))
    for p in rows("""
        weekday|weekdays|working day|working days|business day|business days|workday|workdays|jours ouvrés|jour ouvré|
        jours de semaine|jour de semaine|en semaine|tous les jours ouvrés|chaque jour ouvré|tous les jours de semaine|
        chaque jour de semaine
        """)
)
_OF_MONTH = Phrases.of(
    (p, None)
    for p in rows("""
        of the month|of each month|of every month|of a month|in the month|in each month|in every month|du mois|
        de chaque mois|of month
        """)
)
_THROUGH = words("to through thru until till au a")
_DASHES = frozenset("-\u2010\u2011\u2013\u2014")
_AND = words("and et & +")
_ARTICLES = words("the le la les")
_DAY = words("day days jour jours")
_UNITS = {"week": Every.WEEKLY, "semaine": Every.WEEKLY, "month": Every.MONTHLY, "mois": Every.MONTHLY}
_ORDINALS = {
    name: ordinal
    for row, ordinal in (
        ("first premier premiere premiers premieres", 1),
        ("second seconde seconds secondes deuxieme deuxiemes", 2),
        ("third troisieme troisiemes", 3),
        ("fourth quatrieme quatriemes", 4),
        ("fifth cinquieme cinquiemes", 5),
        ("last dernier derniere derniers dernieres", LAST),
    )
    for name in row.split()
}
_NUMBERED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|ere|e|de|eme|ers|es|emes)")
_FIGURES = re.compile(r"[0-9]{1,2}")
_LAST_DAY, _LAST_ORDINAL = 31, 5


def weekday_of(word: str) -> int | None:
    """Give the weekday that a word names, in the singular or the plural."""
    return WEEKDAYS.get(word, WEEKDAYS.get(word.removesuffix("s")))


def weekdays_at(place: Place) -> Found | None:
    """Read `Mondays`, `Monday to Friday`, `du lundi au vendredi`, `weekdays`."""
    working, each = _WORKING.at(place.tokens, place.at), place.each() is not None
    if working:
        return Found(working.end, (Weekdays(working.value, each=each, span=True),))
    led = place.word() == "from"
    start = place.past(place.at + 1) if led else place
    first = weekday_of(start.word())
    if first is None:
        return None
    last, end = _span_to(start)
    if last is None:
        return None if led else Found(start.at + 1, (Weekdays((first,), each=each),))
    if _span_to(start.past(end - 1))[0] is not None:
        # Mon-Wed-Fri: a list or a span.
        return Found(end, (Trouble.TWO_MEANINGS,))
    days = tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
    return Found(end, (Weekdays(days, each=each, span=True),))


def _span_to(place: Place) -> tuple[int | None, int]:
    """Read the last weekday of a span that begins here, and the index after it."""
    offset = 1 if _is_dashed(place.past(place.at + 1)) else 2 if place.word(1) in _THROUGH else 0
    return weekday_of(place.word(offset)) if offset else None, place.at + offset + 1


def _is_dashed(place: Place) -> bool:
    """Tell whether a dash joins a token to the one before."""
    gap = place.tokens[place.at].gap.strip() if place.at < len(place.tokens) else ""
    return bool(gap) and set(gap) <= _DASHES


def month_days_at(place: Place) -> Found | None:
    """Read `first and third Tuesday`, `the 1st and the 15th`, `le 15`, `last day`, and `every second day`."""
    # A bare figure is a day only behind its article, or behind other days.
    listed = place.word() in _ORDINALS or _NUMBERED.fullmatch(place.word()) or place.word(-1) in _ARTICLES
    ordinals, end = _listed(place, _ordinal_or_figure) if listed else ((), place.at)
    if not ordinals:
        return None
    after, each = place.past(end), place.each()
    weekday = weekday_of(after.word()) if after.follows(0) else None
    if weekday is not None:
        fits = _are_within(ordinals, _LAST_ORDINAL)
        return Found(end + 1, (Ordinals(ordinals, weekday, each) if fits else Trouble.BAD_DAY,))
    turn = _turn(ordinals[0], after) if each and len(ordinals) == 1 and ordinals[0] > 1 else None
    return Found(end + 1, (turn,)) if turn else _plain_days(ordinals, after)


def _plain_days(days: tuple[int, ...], after: Place) -> Found:
    """Take numbers for days of the month, unless what stands behind them means something else."""
    if _is_dashed(after) and _ordinal_or_figure(after) is not None:
        return Found(after.at + 1, (Trouble.TWO_MEANINGS,))
    working = _WORKING.at(after.tokens, after.at)
    if working:
        return Found(working.end, (Trouble.UNKNOWN,))
    if not _are_within(days, _LAST_DAY):
        return Found(after.at, (Trouble.BAD_DAY,))
    named = after.word() in _DAY and after.follows(0)
    sure = named or after.word(-1) not in _ORDINALS
    return Found(after.at + named, (MonthDays(days, sure=sure),))


def _are_within(numbers: tuple[int, ...], highest: int) -> bool:
    return all(1 <= number <= highest or number == LAST for number in numbers)


def _turn(n: int, after: Place) -> Turn | Trouble | None:
    """Read `every second day`, and week and month, behind its `every second`."""
    if after.word() in _DAY:
        return Trouble.TWO_MEANINGS if _OF_MONTH.at(after.tokens, after.at + 1) else Turn(Every.DAILY, n)
    return Turn(_UNITS[after.word()], n) if after.word() in _UNITS else None


def of_month_at(place: Place) -> Found | None:
    """Read `of the month`."""
    found = _OF_MONTH.at(place.tokens, place.at)
    return Found(found.end, (Mark.OF_MONTH,)) if found else None


def _listed(place: Place, read: Callable[[Place], int | None]) -> tuple[tuple[int, ...], int]:
    """Read a list whose members are joined by commas or `and`, each with an article or without."""
    found: list[int] = []
    end = at = place.at
    while at < len(place.tokens) and (value := read(place.past(at))) is not None:
        found.append(value)
        at = end = at + 1
        comma = at < len(place.tokens) and is_comma(place.tokens[at].gap)
        joined = place.past(at).word() in _AND
        if not (comma or joined) or not (comma or place.past(at).follows(0)):
            break
        at += joined
        at += place.past(at).word() in _ARTICLES
    return tuple(found), end


def _ordinal_or_figure(place: Place) -> int | None:
    """Read `first`, `1st`, `1er`, or a bare figure."""
    word = place.word()
    if word in _ORDINALS:
        return _ORDINALS[word]
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        return int(numbered[1])
    bare = _FIGURES.fullmatch(word) is not None and (place.follows(0) or is_comma(place.tokens[place.at].gap))
    return int(word) if bare and not _is_clock(place) else None


def _is_clock(place: Place) -> bool:
    """Tell whether minutes or hours stand behind a figure."""
    gap = place.tokens[place.at + 1].gap if place.at + 1 < len(place.tokens) else ""
    return gap == ":" or (is_soft(gap) and place.word(1) in {"h", "heure", "heures", "am", "pm"})
