"""Write a rhythm as words, English or French, that the reader reads again to the same rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from handlers.formats.rhythm.remarks import write_remark
from storage.rhythms import LAST, Every, Rhythm

_ORDINALS = {
    "en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"},
    "fr": {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième", LAST: "dernier"},
}
_WORKING = (0, 1, 2, 3, 4)
_FROM = {"en": ", from {}", "fr": ", à partir du {}"}
_AND = {"en": "and", "fr": "et"}
_FEW = {2: "deux", 3: "trois"}
_TEENS = (11, 12, 13)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def write_rhythm(rhythm: Rhythm, language: str) -> str:
    """Write a rhythm: `every second Tuesday at 10:00, from September 4, 2018`."""
    english = language == "en"
    days = _english(rhythm) if english else _french(rhythm)
    hour = f"at {rhythm.at:%H:%M}" if english else f"à {_french_hour(rhythm.at)}"
    since = _FROM[language].format(_day(rhythm.anchor, language)) if rhythm.anchor else ""
    return f"{days} {hour}{since}{write_remark(rhythm, language)}"


def _english(rhythm: Rhythm) -> str:
    n, names = rhythm.interval, [_weekday(day, "en") for day in rhythm.weekdays]
    match rhythm.every:
        case Every.DAILY:
            return "every day" if n == 1 else f"every {n} days"
        case Every.WEEKLY if n == 1:
            return "every weekday" if rhythm.weekdays == _WORKING else f"every {_listed(names, 'en')}"
        case Every.WEEKLY if n == 2 and len(names) == 1:  # noqa: PLR2004
            return f"every second {names[0]}"
        case Every.WEEKLY:
            return f"every {n} weeks on {_listed(names, 'en')}"
        case Every.MONTHLY:
            days = _month_days_in_english(rhythm)
            return f"the {days} of the month" if n == 1 else f"every {n} months on the {days}"
        case Every.YEARLY:
            return f"every year on {_month_day(rhythm, 'en')}"


def _french(rhythm: Rhythm) -> str:
    n, names = rhythm.interval, [_weekday(day, "fr") for day in rhythm.weekdays]
    match rhythm.every:
        case Every.DAILY:
            return "tous les jours" if n == 1 else f"tous les {n} jours"
        case Every.WEEKLY if rhythm.weekdays == _WORKING and n == 1:
            return "du lundi au vendredi"
        case Every.WEEKLY if len(names) == 1:
            return f"chaque {names[0]}" if n == 1 else f"un {names[0]} sur {_FEW.get(n, n)}"
        case Every.WEEKLY:
            days = _listed([f"le {name}" for name in names], "fr")
            return days if n == 1 else f"toutes les {n} semaines {days}"
        case Every.MONTHLY:
            days = _listed(_month_days_in_french(rhythm), "fr")
            return f"{days} du mois" if n == 1 else f"tous les {n} mois {days}"
        case Every.YEARLY:
            return f"chaque année le {_month_day(rhythm, 'fr')}"


def _month_days_in_english(rhythm: Rhythm) -> str:
    """Write `first and third Tuesday`, `1st, 15th and last day`."""
    if rhythm.ordinals:
        named = [_ORDINALS["en"][ordinal] for ordinal in rhythm.ordinals]
        return f"{_listed(named, 'en')} {_weekday(rhythm.weekdays[0], 'en')}"
    return _listed(["last day" if day == LAST else _numbered(day) for day in rhythm.days], "en")


def _month_days_in_french(rhythm: Rhythm) -> list[str]:
    """Write `le premier`, `le troisième mardi`, or `le 1er`, `le 15`, `le dernier jour`."""
    if rhythm.ordinals:
        named = [f"le {_ORDINALS['fr'][ordinal]}" for ordinal in rhythm.ordinals]
        return [*named[:-1], f"{named[-1]} {_weekday(rhythm.weekdays[0], 'fr')}"]
    return ["le dernier jour" if day == LAST else f"le {_french_day(day)}" for day in rhythm.days]


def _listed(said: Sequence[str], language: str) -> str:
    return f"{', '.join(said[:-1])} {_AND[language]} {said[-1]}" if len(said) > 1 else said[0]


def _numbered(day: int) -> str:
    ending = "th" if day in _TEENS else _ENDINGS.get(day % 10, "th")
    return f"{day}{ending}"


def _french_day(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _french_hour(at: time) -> str:
    """Write `9 h` and `10 h 30`, which no line break parts."""
    return f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02}" if at.minute else "")


def _month_day(rhythm: Rhythm, language: str) -> str:
    assert rhythm.month is not None
    month, day = _month(rhythm.month, language), rhythm.days[0]
    return f"{month} {day}" if language == "en" else f"{_french_day(day)} {month}"


def _day(day: date, language: str) -> str:
    month = _month(day.month, language)
    return f"{month} {day.day}, {day.year}" if language == "en" else f"{_french_day(day.day)} {month} {day.year}"


@lru_cache(maxsize=32)
def _weekday(day: int, language: str) -> str:
    from babel.dates import get_day_names  # noqa: PLC0415

    return str(get_day_names("wide", "format", language)[day])


@lru_cache(maxsize=32)
def _month(month: int, language: str) -> str:
    from babel.dates import get_month_names  # noqa: PLC0415

    return str(get_month_names("wide", "format", language)[month])
