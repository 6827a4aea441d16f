"""Give each count of a list its platform, by the grammar of the list.

A platform before a kind covers it and the bare kinds after it in the list, until another is named, where those kinds
exist there. A platform behind (`on Facebook`, `comptes Facebook`) covers the bare kinds before it, back to the last
named one. A semicolon stops both.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.formats.words import asset_names
from handlers.formats.words.assets import Item
from handlers.formats.words.counted import Counted
from handlers.formats.words.counts import Listing
from storage.assets import Asset, Platform
from storage.reports import Count

Row = list[tuple[Item, tuple[Platform, ...]]]


def resolved(listing: Listing) -> list[Count]:
    """Give the counts of a list, each asset on the platform that the list's grammar gives it."""
    carried = listing.label
    named: list[Row] = []
    open_from = 0
    for index, member in enumerate(listing.members):
        behind = member.items[-1].platforms if member.items[-1].behind else ()
        if member.semicolon:
            carried, open_from = listing.label, index
        row: Row = []
        for item in member.items:
            carried = item.platforms or (() if item.bare else carried)
            row.append((item, carried))
        named.append(row)
        if behind:
            _cover(named, open_from, behind)
        if member.trailing:
            _cover(named, open_from, member.trailing)
            carried = listing.label
        if member.trailing or any(item.platforms for item in member.items):
            open_from = index + 1
    return [_count(member, row) for member, row in zip(listing.members, named, strict=True)]


def _cover(named: list[Row], first: int, platforms: tuple[Platform, ...]) -> None:
    """Give the bare items since the last named one the platforms that stand behind them."""
    for row in named[first:]:
        for position, (item, _) in enumerate(row):
            if not item.platforms and not item.bare and any(asset_names.has(p, item.kind) for p in platforms):
                row[position] = (item, platforms)


def _count(member: Counted, row: Sequence[tuple[Item, tuple[Platform, ...]]]) -> Count:
    assets: dict[Asset, None] = {}
    for item, platforms in row:
        fitting = [p for p in platforms if asset_names.has(p, item.kind)]
        if item.platforms and len(item.platforms) == 1:
            fitting = list(item.platforms)
        for platform in fitting:
            assets[Asset(item.kind, platform)] = None
        if not fitting:
            assets[Asset(item.kind)] = None
    return Count(member.amount.n, tuple(assets), member.amount.qualifier)
