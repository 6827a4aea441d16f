"""Since when and until when something was active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.formats.words.dates import When, month_at, year_at
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, rows
from storage.reports import PartialDate


@dataclass(frozen=True, slots=True)
class Period:
    """A time of activity that was named; `spans` are the tokens that say it."""

    start: int
    since: PartialDate | None
    until: PartialDate | None
    spans: tuple[tuple[int, int], ...]


_SINCE = """
    since|active since|as early as|dating back to|dates back to|as far back as|going back to|beginning in|
    starting in|started in|began in|first created in|active from|depuis|actif depuis|actifs depuis|remontant à|
    remonte à|remontent à|dès|à partir de|from as early as|since at least|depuis au moins|operating since|
    active in|active starting in
"""
_UNTIL = """
    until|till|up to|through|jusqu'en|jusqu'à|jusqu'au|active until|up until
    """
_CUES = Phrases.of([*((p, "since") for p in rows(_SINCE)), *((p, "until") for p in rows(_UNTIL))])
_RANGES = {"between": {"and"}, "from": {"to", "until", "through", "till"}, "entre": {"et"}, "de": {"a", "jusqu"}}
_SKIPPED = frozenset(
    {"early", "late", "mid", "the", "at", "least", "about", "around", "le", "la", "l", "debut", "fin", "en", "of"}
)
_FIRST = frozenset({"first", "premier", "premiere", "earliest"})
_LAST = frozenset({"last", "latest", "dernier", "derniere", "recent"})
_FAR = 12


def periods(tokens: Sequence[Token], dates: Sequence[When], today: date) -> list[Period]:
    """Find every `since`, `until` and `between`, in the order of the text."""
    by_start = {when.start: when for when in dates}
    found: list[Period] = []
    i = 0
    while i < len(tokens):
        period = _range_at(tokens, i, by_start, today) or _cue_at(tokens, i, by_start, today)
        if period:
            found.append(period)
        i = max(period.spans[-1][1], i + 1) if period else i + 1
    used = {index for period in found for start, end in period.spans for index in range(start, end)}
    return [*found, *_first_and_last(tokens, [when for when in dates if when.start not in used])]


def _cue_at(tokens: Sequence[Token], at: int, by_start: dict[int, When], today: date) -> Period | None:
    """Read `since January 2015`, `jusqu'en 2018`."""
    match = _CUES.at(tokens, at, loose=True)
    when = _loose_date(tokens, match.end, by_start, today) if match else None
    if match is None or when is None:
        return None
    if match.value == "until":
        return Period(at, None, when.value, ((at, when.end),))
    end = when.end
    until = _CUES.at(tokens, end)
    after = until.end if until and until.value == "until" else end + 1
    joined = after > end + 1 or (end < len(tokens) and tokens[end].fold in {"to", "a", "until", "till", "through"})
    last = _loose_date(tokens, after, by_start, today) if joined else None
    if last:
        return Period(at, when.value, last.value, ((at, last.end),))
    return Period(at, when.value, None, ((at, end),))


def _range_at(tokens: Sequence[Token], at: int, by_start: dict[int, When], today: date) -> Period | None:
    """Read `between January 2015 and August 2018`, `de 2012 à 2018`."""
    joiners = _RANGES.get(tokens[at].fold)
    if joiners is None:
        return None
    first = _loose_date(tokens, at + 1, by_start, today)
    if first is None or first.end >= len(tokens) or tokens[first.end].fold not in joiners:
        return None
    after = first.end + (2 if tokens[first.end].fold == "jusqu" else 1)
    last = _loose_date(tokens, after, by_start, today)
    if last is None:
        return None
    since = first.value
    if since.month and str(since) > str(last.value):
        since = PartialDate(last.value.year - (since.month > (last.value.month or 12)), since.month, since.day)
    return Period(at, since, last.value, ((at, last.end),))


def _loose_date(tokens: Sequence[Token], at: int, by_start: dict[int, When], today: date) -> When | None:
    """Read a date, a month or a bare year behind a cue."""
    while at < len(tokens) and tokens[at].fold in _SKIPPED and at not in by_start:
        at += 1
    if at in by_start:
        return by_start[at]
    return (year_at(tokens, at, today) or month_at(tokens, at, today)) if at < len(tokens) else None


def _first_and_last(tokens: Sequence[Token], dates: Sequence[When]) -> list[Period]:
    """Read `the first ad ran in January 2015, the last in August 2018`: both must be said."""
    first: tuple[int, When] | None = None
    for when in dates:
        at = _word_before(tokens, when.start, _FIRST if first is None else _LAST)
        if at is None:
            continue
        if first is None:
            first = (at, when)
        else:
            spans = ((first[0], first[0] + 1), (first[1].start, first[1].end), (at, at + 1), (when.start, when.end))
            return [Period(first[0], first[1].value, when.value, spans)]
    return []


def _word_before(tokens: Sequence[Token], at: int, words: frozenset[str]) -> int | None:
    """Find one of these words shortly before a place in the same sentence."""
    for back in range(at - 1, max(-1, at - _FAR), -1):
        if tokens[back].fold in words:
            return back
        if ends_sentence(tokens[back + 1].gap) and back + 1 != at:
            return None
    return None
