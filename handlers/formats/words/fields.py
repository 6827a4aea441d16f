"""Read the small fields of the form: reach and ad spend."""

from __future__ import annotations

import re

from handlers.formats.words.amounts import amounts
from handlers.formats.words.currencies import currencies_at
from handlers.formats.words.facts import ReachWords, SpendWords
from handlers.formats.words.money import moneys, spendings
from handlers.formats.words.places import mentions, read_places
from handlers.formats.words.reach import Reached, reaches
from handlers.formats.words.reading import unread
from handlers.formats.words.tokens import tokenize
from storage.reports import AdSpend, Reach

_BRACKET = re.compile(r"[ \t\u00a0]*\(((?:[^()\n]|\([^()\n]{1,60}\)){1,200})\)")


def read_reach(text: str) -> ReachWords:
    """Read the field *Reach*: how many followed, joined or saw, each with its place in brackets or words."""
    tokens = tokenize(text)
    numbers = [number for number in amounts(tokens, ()) if not number.too_large]
    covered: set[int] = set()
    found: list[Reach] = []
    for one in reaches(tokens, numbers, mentions(tokens)):
        reach, end = _bracketed(text, tokens[one.end - 1].end, one)
        covered |= {i for i in range(one.start, len(tokens)) if i < one.end or tokens[i].end <= end}
        found.append(reach)
    return ReachWords(tuple(found), unread(tokens, text, covered))


def _bracketed(text: str, end: int, reached: Reached) -> tuple[Reach, int]:
    """Read the place in brackets behind a reach; give the place in the text up to which it was understood."""
    reach = reached.reach
    match = _BRACKET.match(text, end)
    if match is None or reach.place:
        return reach, end
    places = read_places(match[1])
    if len(places.codes) != 1 or places.unknown:
        return reach, end
    return Reach(reach.n, reach.metric, reach.qualifier, places.codes[0]), match.end()


def read_spend(text: str) -> SpendWords:
    """Read the field *Ad spend*, in which money needs no word that says that it went into advertisements."""
    tokens = tokenize(text)
    numbers = [number for number in amounts(tokens, ()) if not number.too_large]
    money = moneys(tokens, numbers)
    places = mentions(tokens)
    spends = spendings(tokens, money, places)
    if spends:
        covered = {i for start, end in spends[0].spans for i in range(start, end)}
        return SpendWords(spends[0].spend, unread(tokens, text, covered))
    plain = next((one for one in money if one.dollars), None)
    if plain is None:
        return SpendWords(None, unread(tokens, text, set()))
    codes, end = currencies_at(tokens, plain.end, places)
    covered = set(range(plain.start, max(plain.end, end)))
    spend = AdSpend(plain.amount.n, plain.amount.qualifier, tuple(codes))
    return SpendWords(spend, unread(tokens, text, covered))
