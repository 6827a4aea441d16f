"""Days, months and years in people's words, English and French, seen from one day.

A weekday is the last one that has been (today, if it is today's); `last Thursday` is the last one before today, and
`Thursday of last week` that of the calendar week before (Monday first). A day without its year is the latest such day
that is not to come. A numeric date is read where only one order is possible, or day first behind a French `le`.
What would lie in the future is no date of something done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, Token, is_plain, rows
from storage.reports import PartialDate

MONTHS = {
    name: month
    for month, row in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug aout", "september sep sept septembre",
            "october oct octobre", "november nov novembre", "december dec decembre",
        ),
        1,
    )
    for name in row.split()
}  # fmt: skip
WEEKDAYS = {
    name: day
    for day, row in enumerate(
        (
            "monday mon lundi", "tuesday tue tues mardi", "wednesday wed mercredi", "thursday thu thur thurs jeudi",
            "friday fri vendredi", "saturday sat samedi", "sunday sun dimanche",
        ),
    )
    for name in row.split()
}  # fmt: skip
_SHORT_DAYS = frozenset({"mon", "sun", "sat", "wed", "tue", "thu", "fri"})
_RELATIVE = Phrases.of(
    (phrase, days)
    for row, days in (
        (
            """
            today|earlier today|this morning|this afternoon|this evening|tonight|aujourd'hui|ce jour|ce matin
            """,
            0,
        ),
        ("cet après-midi|ce soir", 0),
        (
            """
            yesterday|hier|yesterday morning|yesterday afternoon|hier matin|hier soir|last night
            """,
            1,
        ),
        ("the day before yesterday|day before yesterday|avant-hier", 2),
    )
    for phrase in rows(row)
    if phrase
)
_DAYS = frozenset({"day", "days", "jour", "jours"})
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er"})
_LAST_WEEK = Phrases.of(
    (p, None)
    for p in rows("""
        of last week|last week|de la semaine dernière|la semaine dernière
        """)
)
_OLDEST = 1990
_MOST_DAYS_BACK = 305


@dataclass(frozen=True, slots=True)
class When:
    """A date that was named, tokens `start` to `end`."""

    start: int
    end: int
    value: PartialDate

    @property
    def day(self) -> date | None:
        """Give the day, where the date names one."""
        value = self.value
        return date(value.year, value.month, value.day) if value.month and value.day else None


def dates(tokens: Sequence[Token], today: date) -> list[When]:
    """Find every date that is not in the future; bare years only where `year_at` is asked."""
    found: list[When] = []
    i = 0
    while i < len(tokens):
        when = _date_at(tokens, i, today)
        if when:
            found.append(when)
        i = when.end if when else i + 1
    return found


def year_at(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read a bare year."""
    if at >= len(tokens) or len(tokens[at].text) != 4:  # noqa: PLR2004
        return None
    number = number_at(tokens, at)
    if number is None or number.end != at + 1 or not _OLDEST <= number.value <= today.year:
        return None
    return When(at, at + 1, PartialDate(number.value))


def month_at(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read a month without its year, as the latest such month."""
    month = _month(tokens, at)
    if month is None or (tokens[at].fold in {"mar", "may", "march"} and not tokens[at].text[0].isupper()):
        return None
    year = today.year if month <= today.month else today.year - 1
    return When(at, at + 1, PartialDate(year, month))


def _date_at(tokens: Sequence[Token], at: int, today: date) -> When | None:
    first = tokens[at]
    if first.text[0].isdigit():
        return _iso(tokens, at, today) or _numeric(tokens, at, today) or _day_month(tokens, at, today)
    relative = _RELATIVE.at(tokens, at)
    if relative:
        return _when(at, relative.end, today - timedelta(days=relative.value), today)
    return _weekday(tokens, at, today) or _month_day(tokens, at, today) or _ago(tokens, at, today)


def _when(start: int, end: int, day: date | None, today: date) -> When | None:
    """Keep a day that has been."""
    if day is None or day > today or day.year < _OLDEST:
        return None
    return When(start, end, PartialDate(day.year, day.month, day.day))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    """Give the latest such day that is not to come, unless that is so long ago that the next may be meant."""
    for year in (today.year, today.year - 1):
        found = _safe(year, month, day)
        if found and found <= today:
            return found if (today - found).days <= _MOST_DAYS_BACK else None
    return None


def _figures(tokens: Sequence[Token], at: int, *, longest: int = 2) -> int | None:
    """Read plain figures of at most so many digits."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None


def _iso(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read 2018-08-21."""
    numbers = [_figures(tokens, at + k, longest=4) for k in range(3)]
    year, month, day = numbers
    if year is None or month is None or day is None or len(tokens[at].text) != 4:  # noqa: PLR2004
        return None
    if tokens[at + 1].gap not in {"-", "/", "."} or tokens[at + 2].gap != tokens[at + 1].gap:
        return None
    return _when(at, at + 3, _safe(year, month, day), today)


def _numeric(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read 21/08/2018, 21.08.2018, and 21/08 behind `le` or `on`; refuse what two orders fit."""
    first, second = _figures(tokens, at), _figures(tokens, at + 1)
    if (
        first is None
        or second is None
        or tokens[at + 1].gap not in {"/", "-", "."}
        or tokens[at].gap in {"/", "-", "."}
    ):
        return None
    before = tokens[at - 1].fold if at else ""
    year = _figures(tokens, at + 2, longest=4) if _same_gap(tokens, at) else None
    if year is not None:
        year += 2000 if year < 100 else 0  # noqa: PLR2004
    elif tokens[at + 1].gap != "/" or before not in {"le", "on", "du", "dated"} or _same_gap(tokens, at):
        return None
    order = _order(first, second, french=before in {"le", "du"})
    if order is None:
        return None
    day, month = order
    end = at + (2 if year is None else 3)
    chosen = _safe(year, month, day) if year is not None else _latest(month, day, today)
    return _when(at, end, chosen, today)


def _same_gap(tokens: Sequence[Token], at: int) -> bool:
    return at + 2 < len(tokens) and tokens[at + 2].gap == tokens[at + 1].gap


def _order(first: int, second: int, *, french: bool) -> tuple[int, int] | None:
    """Tell day and month apart, where that can be told."""
    twelve = 12
    if french or first > twelve or first == second:
        return first, second
    return (second, first) if second > twelve else None


def _day_month(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read 21 August 2018, 21st of August, 1er mars."""
    day, i = _day(tokens, at)
    if day is None:
        return None
    if i < len(tokens) and tokens[i].fold in {"of", "de"}:
        i += 1
    month = _month(tokens, i) if i < len(tokens) and is_plain(tokens[i].gap.replace("-", "")) else None
    return _with_year(tokens, at, i + 1, (month, day), today) if month else None


def _day(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """Read the day of a month, its ordinal ending included."""
    word = tokens[at].fold if at < len(tokens) else ""
    bare = word.rstrip("sthndre")
    if bare.isascii() and bare.isdigit() and len(bare) <= 2 and (bare == word or word[len(bare) :] in _ORDINALS):  # noqa: PLR2004
        glued = tokens[at].gap in {"/", "-", ".", ":", ","}
        return (None if glued or not 1 <= int(bare) <= 31 else int(bare)), at + 1  # noqa: PLR2004
    return None, at


def _month(tokens: Sequence[Token], at: int) -> int | None:
    return MONTHS.get(tokens[at].fold) if at < len(tokens) else None


def _month_day(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read August 21, 2018, Aug. 21st, and August 2018."""
    month = _month(tokens, at)
    if (
        month is None
        or at + 1 >= len(tokens)
        or tokens[at + 1].gap not in {" ", ". ", "\u00a0", ".", " the ", "\u202f"}
    ):
        return None
    day, end = _day(tokens, at + 1)
    if day is not None and not _counts_something(tokens, at, end):
        return _with_year(tokens, at, end, (month, day), today)
    year = year_at(tokens, at + 1, today)
    if year is None or (year.value.year == today.year and month > today.month):
        return None
    return When(at, at + 2, PartialDate(year.value.year, month))


def _counts_something(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether the figure behind a month word begins a larger number, or the word is a verb or a number."""
    word = tokens[at]
    if word.fold in {"may", "march", "mar", "sept", "mars", "dec"} and not word.text[0].isupper():
        return True
    return end < len(tokens) and tokens[end].gap in {",", ".", "%"} and tokens[end].text[0].isdigit()


def _with_year(tokens: Sequence[Token], at: int, end: int, named: tuple[int, int], today: date) -> When | None:
    """Add the year that follows a day and a month, or choose the latest."""
    month, day = named
    if end < len(tokens) and tokens[end].gap in {" ", ", ", "\u00a0", "-", ". ", "\u202f"}:
        year = _figures(tokens, end, longest=4)
        if year is not None and len(tokens[end].text) == 4 and 1900 <= year <= 2100:  # noqa: PLR2004
            return _when(at, end + 1, _safe(year, month, day), today)
    return _when(at, end, _latest(month, day, today), today)


def _weekday(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read Thursday, last Thursday, jeudi dernier, Thursday of last week, Thursday, August 23."""
    lead = at + 1 if tokens[at].fold in {"last", "this", "ce", "past"} and at + 1 < len(tokens) else at
    day = WEEKDAYS.get(tokens[lead].fold)
    if day is None or (tokens[lead].fold in _SHORT_DAYS and not tokens[lead].text[0].isupper()):
        return None
    if at and tokens[at - 1].fold in {"next", "every", "each", "prochain", "chaque"}:
        return None
    end = lead + 1
    exact = _day_month(tokens, end, today) or _month_day(tokens, end, today) if _follows(tokens, end) else None
    if exact and exact.day:
        return When(at, exact.end, exact.value) if exact.day.weekday() == day else exact
    if end < len(tokens) and tokens[end].fold in {"next", "prochain"}:
        return None
    week = _LAST_WEEK.at(tokens, end)
    if week:
        return _when(at, week.end, today - timedelta(days=today.weekday() + 7 - day), today)
    last = tokens[at].fold in {"last", "past"} or (end < len(tokens) and tokens[end].fold == "dernier")
    end += int(end < len(tokens) and tokens[end].fold == "dernier")
    back = (today.weekday() - day) % 7
    return _when(at, end, today - timedelta(days=7 if last and back == 0 else back), today)


def _follows(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a date may stand here, right behind its weekday."""
    return at < len(tokens) and tokens[at].gap in {", ", " "}


def _ago(tokens: Sequence[Token], at: int, today: date) -> When | None:
    """Read three days ago, il y a deux jours."""
    french = [token.fold for token in tokens[at : at + 3]] == ["il", "y", "a"]
    start = at + 3 if french else at
    number = number_at(tokens, start)
    if number is None or number.value > 366 or number.end >= len(tokens):  # noqa: PLR2004
        return None
    end = number.end + 1
    if tokens[number.end].fold not in _DAYS or number.article:
        return None
    if not french and not (end < len(tokens) and tokens[end].fold == "ago"):
        return None
    return _when(at, end if french else end + 1, today - timedelta(days=number.value), today)
