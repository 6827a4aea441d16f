"""What the prose of a report says of the whole, one paragraph after another.

Where a network was based is what the first words that tell it say, which are mostly the title; whom it aimed at is
gathered up to the first paragraph that counts, since what follows tells of details. A later paragraph may count a
share of what was counted above; it counts as much of its own where it says that this was removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.formats import words
from handlers.formats.disclosures.facts import Counted, Described, Item, Reached, Spent
from handlers.formats.disclosures.rows import NO_DAY
from handlers.formats.words import Reading
from handlers.formats.words.asset_names import has
from storage.assets import Asset, Kind, Platform
from storage.reports import AdSpend, Count, Metric, Reach, Source

# What a whole report is as long as, many times over; behind it stand at most further values.
_MOST_READ = 500_000
# `Targeted domestic audiences`, `in that country`: whom it aimed at is where it was run from.
_AT_HOME = re.compile(
    r"\b(?:target\w*|aim\w*|focus\w*)\b[^.;]{0,120}?\b"
    r"(?:domestic\b|local (?:audience|user|people)|(?:that|the same|(?:its|their)(?: own| home)) country)",
    re.IGNORECASE,
)
# A company's own word for what it did with assets.
_ACTIONED = re.compile(r"\bactioned\b", re.IGNORECASE)


class Prose:
    """What was said so far, by which the next paragraph is understood."""

    def __init__(self) -> None:
        self.unread = _MOST_READ
        self.counted: dict[tuple[Asset, ...], set[int]] = {}
        # What was counted by the rows of tables alone.
        self.itemised: set[tuple[Asset, ...]] = set()
        self.reached: dict[tuple[Metric, str | None], set[int]] = {}
        self.spent: list[AdSpend] = []
        self.origins: tuple[str, ...] = ()
        self.targets: tuple[str, ...] = ()
        self.source = Source.UNSTATED

    def read(self, row: int, told: str) -> list[Item]:
        """Read a paragraph or a heading."""
        if self.unread <= 0:
            return []
        self.unread -= len(told)
        reading = words.read(told, today=NO_DAY)
        described = self._described(row, reading, is_at_home=_AT_HOME.search(told) is not None)
        announces = bool(reading.actions) or _ACTIONED.search(told) is not None
        counts = self._placed(_counts(reading))
        fresh = [count for count in counts if self.is_fresh(count, announces=announces)]
        items: list[Item] = [Counted(row, count, told) for count in fresh]
        items += [Reached(row, one, told) for one in _reach(reading) if self._is_new(one, again=bool(fresh))]
        spend = reading.ad_spend or next((part.ad_spend for part in reading.parts if part.ad_spend), None)
        if spend and (not self.spent or (fresh and spend not in self.spent)):
            self.spent.append(spend)
            items.append(Spent(row, spend, told))
        return [*items, described] if described != Described(row) else items

    def is_fresh(self, count: Count, *, announces: bool = False) -> bool:
        """Tell whether nobody counted these before, or a paragraph announces that there were others."""
        before = self.counted.setdefault(count.assets, set())
        if before and (not announces or count.n in before):
            return False
        before.add(count.n)
        return True

    def beside(self, row: Counted) -> Counted:
        """Set what a table's row counts beside what paragraphs above counted; the rows of tables count together."""
        assets = row.count.assets
        if assets in self.counted and assets not in self.itemised:
            return replace(row, again=True)
        self.itemised.add(assets)
        self.counted.setdefault(assets, set()).add(row.count.n)
        return row

    def _is_new(self, reach: Reach, *, again: bool) -> bool:
        """Tell whether nobody told this reach before; other assets have a reach of their own."""
        before = self.reached.setdefault((reach.metric, reach.place), set())
        if before and (not again or reach.n in before):
            return False
        before.add(reach.n)
        return True

    def _described(self, row: int, reading: Reading, *, is_at_home: bool) -> Described:
        origins = () if self.origins else _places(reading.origins, [part.origins for part in reading.parts])
        closed = self.counted and self.targets
        targets = () if closed else _places(reading.targets, [part.targets for part in reading.parts])
        if is_at_home and not targets and not self.targets:
            targets = self.origins or origins
        known = self.source is not Source.UNSTATED
        # An investigation of one's own may begin with somebody's tip, which is then what set one on the track.
        sources = sorted((found.source for found in reading.found), key=lambda source: source is Source.INTERNAL)
        source = sources[0] if sources and not known else Source.UNSTATED
        self.origins = self.origins or origins
        self.targets += targets
        self.source = source if not known else self.source
        return Described(row, origins=origins, targets=targets, source=source)

    def _placed(self, counts: list[Count]) -> list[Count]:
        """Say where `36 Pages` are, where only one platform that has any was named above or beside them."""
        told = (*self.counted, *(count.assets for count in counts))
        named = {one.platform for assets in told for one in assets if one.platform}
        return [_placed_among(named, count) for count in counts]


def _placed_among(named: set[Platform], count: Count) -> Count:
    (asset, *further) = count.assets
    if further or asset.platform or asset.kind is Kind.ACCOUNT:
        return count
    having = [platform for platform in named if has(platform, asset.kind)]
    return replace(count, assets=(Asset(asset.kind, having[0]),)) if len(having) == 1 else count


def _counts(reading: Reading) -> list[Count]:
    stated = [reading.stated] if reading.stated else []
    return stated + [count for part in reading.parts for count in part.counts]


def _reach(reading: Reading) -> list[Reach]:
    return [*reading.reach, *(one for part in reading.parts for one in part.reach)]


def _places(whole: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in (whole, *parts) for code in codes))
