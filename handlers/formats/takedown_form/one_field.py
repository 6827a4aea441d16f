"""One field at a time: a day, a reach, a sum, who found it, a link; what is wrong is added to the problems."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from handlers.formats import words
from handlers.formats.takedown_form.fields import Cause, Field, Filled, Problem
from storage.reports import AdSpend, Found, PartialDate, Reach, Source

# https://docs.slack.dev/reference/block-kit/block-elements/button-element: 3,000 characters of an address.
_LONGEST_LINK = 3000
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read_day(text: str, field: Field, last_day: date, problems: list[Problem]) -> date | None:
    """Read a day that the calendar picked; one that has not come anywhere yet is a problem."""
    if not text:
        return None
    day = date.fromisoformat(text)
    if day > last_day:
        problems.append(Problem(field, Cause.FUTURE, text))
    return day


def read_partial_date(text: str, field: Field, today: date, problems: list[Problem]) -> PartialDate | None:
    """Read a year, a month or a day that was typed; one to come is a problem."""
    if not text:
        return None
    when = _read_partial(text, today)
    if when is None:
        problems.append(Problem(field, Cause.NOT_A_DATE, text))
    elif date(when.year, when.month or 1, when.day or 1) > today:
        problems.append(Problem(field, Cause.FUTURE, text))
    return when


def _read_partial(text: str, today: date) -> PartialDate | None:
    """Read a year, a month or a day, as the form writes it or in words."""
    if _PARTIAL_DATE.fullmatch(text):
        try:
            return PartialDate.of(text)
        except ValueError:
            return None
    read = words.read(f"active since {text}", today=today)
    return read.active_since if not read.unread else None


def is_before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether a date lies before another, as far as both are exact."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    for mine, theirs in pairs:
        if mine is None or theirs is None:
            return False
        if mine != theirs:
            return mine < theirs
    return False


def read_reach(text: str, problems: list[Problem]) -> tuple[Reach, ...]:
    """Read how many were reached."""
    read = words.read_reach(text)
    problems += [Problem(Field.REACH, Cause.NOT_A_REACH, unread) for unread in read.unread[:1]]
    return read.reach


def read_ad_spend(text: str, problems: list[Problem]) -> AdSpend | None:
    """Read a sum of money; nothing and 0 are two answers."""
    if not text:
        return None
    if text == "0":
        return AdSpend(0)
    read = words.read_spend(text)
    if read.ad_spend is None or read.unread:
        problems.append(Problem(Field.AD_SPEND, Cause.NOT_A_SUM, text))
    return read.ad_spend


def read_found(one: Filled, last_day: date, problems: list[Problem]) -> tuple[Found, ...]:
    """Pair the sources with the names below them: one name a line, in the order of the sources."""
    sources = [Source(source) for source in one.found]
    external = [source for source in sources if source not in (Source.INTERNAL, Source.UNSTATED)]
    names = [name.strip() for name in one.found_who.splitlines() if name.strip()]
    if len(names) > len(external):
        problems.append(Problem(Field.FOUND_WHO, Cause.WHO_TOO_MANY, one.found_who))
    named: dict[Source, str] = dict(zip(external, names, strict=False))
    on = read_day(one.found_on, Field.FOUND_ON, last_day, problems)
    if Source.GOVERNMENT in external:
        if Source.GOVERNMENT not in named:
            problems.append(Problem(Field.FOUND_WHO, Cause.WHO_MISSING))
        if on is None:
            problems.append(Problem(Field.FOUND_ON, Cause.DAY_MISSING))
    dated = Source.GOVERNMENT if Source.GOVERNMENT in external else (external[0] if external else None)
    return tuple(Found(source, named.get(source, ""), on if source is dated else None) for source in sources)


def read_link(text: str, problems: list[Problem]) -> str:
    """Take a web address as it was given; anything else is a problem."""
    if text and not is_web_address(text):
        problems.append(Problem(Field.LINK, Cause.NOT_A_LINK, text))
    return text


def is_web_address(text: str) -> bool:
    """Tell whether Slack would take a text as an address to open, and show all of it."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    is_plain = text.isprintable() and " " not in text and len(text) <= _LONGEST_LINK
    return is_plain and address.scheme in ("http", "https") and bool(_HOST.fullmatch(address.hostname or ""))
