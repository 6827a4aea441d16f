"""The numbers that a cell gives: how many assets, how many who followed, how much for advertisements."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from handlers.formats import words
from handlers.formats.disclosures import procedures
from handlers.formats.disclosures.facts import Trouble
from handlers.formats.words.amounts import amounts
from handlers.formats.words.tokens import tokenize
from storage.assets import Kind
from storage.reports import AdSpend, Count, Metric, Reach

Quantity = Count | Reach | AdSpend | Trouble

# Longer texts are articles; what they count is not what was taken down.
_LONGEST = 2_000
# What counts assets says little else.
_SHORT = 12
_FEW_WORDS = 6
# Dates play no part in a cell's numbers, so that any day will do.
_ANY_DAY = date(2000, 1, 1)
_NUMBER = re.compile(
    r"[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"several|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|douzaine|vingtaine|centaines?|milliers?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\$|\b(?:dollars?|usd)\b", re.IGNORECASE)
_ADS = re.compile(r"\b(?:ads?|adverts?|advert\w*|publicit\w*|sponsor\w*|boost\w*)\b", re.IGNORECASE)
_REACH = re.compile(
    r"follow|join|subscri|member|belong|like|view|watch|seen|impression|display|interest|suiv|abonn|rejoi|membre|"
    r"adh[ée]r|appart|vues?\b|vus?\b|aim|visionn|visualis|affich|lecture|regard",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\W*[0-9]")
_MISSPELT = re.compile(r"(?<=[0-9])( ?)([A-Za-z]{4,12})\b")
_NAMES = tuple(f"{kind}{plural}" for kind in Kind for plural in ("", "s"))
_LIKE = 0.8
_PEOPLE = frozenset({Kind.ACCOUNT, Kind.PROFILE, Kind.ASSET})


@lru_cache(maxsize=4096)
def quantities(text: str, procedure: str) -> tuple[Quantity, ...]:
    """Read the numbers of a cell, by the step of the kill chain that it stands under."""
    if len(text) > _LONGEST:
        return ()
    spend = _spend(text, procedure)
    if not _NUMBER.search(text):
        return spend
    reach = (_refined(one, procedure) for one in words.read_reach(text).reach) if _REACH.search(text) else ()
    told = (*spend, *reach)
    counts = () if spend or len(text.split(None, _SHORT)) > _SHORT else _counts(text, procedure, reached=bool(told))
    return (*told, *counts)


def _spend(text: str, procedure: str) -> tuple[AdSpend, ...]:
    """Read what was spent on advertisements, or that nothing was."""
    of_ads = procedures.is_of_ads(procedure)
    if not (of_ads and _MONEY.search(text)) and not _ADS.search(text):
        return ()
    found = words.read_spend(text).ad_spend
    return (found,) if found else ()


def _refined(reach: Reach, procedure: str) -> Reach:
    """Say who was followed, where only the step says it."""
    metric = procedures.metric_of(procedure)
    return replace(reach, metric=metric) if metric and reach.metric is Metric.FOLLOWERS else reach


def _counts(text: str, procedure: str, *, reached: bool) -> tuple[Quantity, ...]:
    """Read how many assets a cell counts; a number inside a story counts none."""
    metric = procedures.metric_of(procedure)
    if metric and not reached:
        return _bare_reach(text, metric)
    assets = procedures.is_of_assets(procedure)
    found: list[Quantity] = []
    for line in words.read_counts(_respelt(text) if assets else text, today=_ANY_DAY):
        said = (*((line.stated,) if line.stated else ()), *(line.part.counts if line.part else ()))
        if said and (not line.unread or assets):
            found += [replace(one, assets=tuple(procedures.placed(a, procedure) for a in one.assets)) for one in said]
        elif line.problem and not reached and (trouble := _trouble(line.problem, assets=assets)):
            found.append(trouble)
    return tuple(found)


def _bare_reach(text: str, metric: Metric) -> tuple[Reach, ...]:
    """Read `93,000 accounts` or `About 93,000`, of which the step says what they did."""
    numbers = [one for one in amounts(tokenize(text), ()) if not one.too_large and one.high is None]
    if len(numbers) != 1 or numbers[0].number.article:
        return ()
    kinds = {
        asset.kind
        for line in words.read_counts(text, today=_ANY_DAY)
        for count in (line.part.counts if line.part else ())
        for asset in count.assets
    }
    return (Reach(numbers[0].n, metric, numbers[0].qualifier),) if kinds <= _PEOPLE else ()


def _trouble(problem: words.Problem, *, assets: bool) -> Trouble | None:
    """Say why a cell that begins with a number counts nothing, where it was meant to count."""
    if not _BEGINS.match(problem.words) or len(problem.words.split()) > _FEW_WORDS:
        return None
    if problem.trouble is words.Trouble.TOO_LARGE:
        return Trouble.NUMBER_TOO_LARGE
    if not assets:
        return None
    return Trouble.UNKNOWN_ASSET if problem.trouble is words.Trouble.NO_KIND else Trouble.BROKEN_VALUE


def _respelt(text: str) -> str:
    """Put right a kind that was misspelt behind its number, or glued to it: `15 acounts`, `15accounts`."""

    def right(found: re.Match[str]) -> str:
        close = difflib.get_close_matches(found[2].lower(), _NAMES, n=1, cutoff=_LIKE)
        return f" {close[0]}" if close else found[0]

    return _MISSPELT.sub(right, text)
