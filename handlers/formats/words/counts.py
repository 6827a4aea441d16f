"""Counts of assets: amounts with the kinds they count, joined into the lists in which they stand."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from handlers.formats.words import asset_names
from handlers.formats.words.amounts import Amount
from handlers.formats.words.assets import Item, on_platforms, platform_matches, platforms_at
from handlers.formats.words.counted import (
    FARTHEST,
    JOINTS,
    TOTAL_BEFORE,
    Counted,
    after_of,
    bare_platforms,
    half_at,
    is_compound,
    is_of_else,
    is_people,
    items_at,
    kind_ahead,
    labelled,
    total_before,
)
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows
from storage.assets import Kind, Platform

_TOTAL_AFTER = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        in all|in total|overall|altogether|all told|au total|en tout|total|combined|tous confondus
        """)
)
_INCLUDING = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        including|incl|includes|included|of which|among them|comprising|comprised of|consisting of|made up of|namely|
        broken down as|that is|dont|notamment|y compris|comprenant|composé de|composés de|composée de|parmi lesquels|
        parmi eux|à savoir|soit|incluant|which included|which includes
        """)
)


@dataclass(slots=True)
class Listing:
    """Counts that stand in one list; `including` says that the listing breaks down the count before it."""

    members: list[Counted] = field(default_factory=list)
    including: bool = False
    label: tuple[Platform, ...] = ()
    extra: list[tuple[int, int]] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Give the first token of the list."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Give the index after the last token of the list."""
        return self.members[-1].end


def listings(tokens: Sequence[Token], amounts: Sequence[Amount], taken: Container[int], *, line: bool) -> list[Listing]:
    """Find every list of counts; in a `line` of its own an article counts one, and `Pages (74)` is a count."""
    found: list[Listing] = []
    for amount in amounts:
        previous = found[-1] if found else None
        counted = _counted(tokens, amount, previous, taken, line=line)
        if counted is None or (previous and counted.start < previous.end):
            continue
        joint = _joint(tokens, previous.end, counted.start) if previous else None
        if previous and joint in {"list", "semicolon"}:
            previous.members.append(replace(counted, semicolon=joint == "semicolon"))
            continue
        including = previous is not None and (joint == "including" or _breaks_down(tokens, previous.end, counted.start))
        if including or counted.total or not counted.elliptic:
            found.append(_opened(tokens, counted, including=including))
    return found


def _opened(tokens: Sequence[Token], counted: Counted, *, including: bool) -> Listing:
    """Begin a list, with the platform that a label before it names: `Facebook: 74 pages`."""
    listing = Listing([counted], including)
    if ":" not in tokens[counted.start].gap:
        return listing
    for start in range(max(0, counted.start - FARTHEST), counted.start):
        if start and not (ends_sentence(tokens[start].gap) or is_comma(tokens[start].gap)):
            continue
        begin = start + 1 if tokens[start].fold in {"on", "sur"} else start
        for named, end in platforms_at(tokens, begin):
            if end == counted.start:
                listing.label = named
                listing.extra.append((start, end))
                return listing
    return listing


def _joint(tokens: Sequence[Token], end: int, start: int) -> str | None:
    """Tell what joins two counts: a list's comma or `and`, a semicolon, an `including`; None for anything else."""
    gaps = [token.gap for token in tokens[end + 1 : start + 1]] if start > end else []
    first = tokens[end].gap if end < len(tokens) else ""
    if ";" in first and is_plain(first.replace(";", "", 1)) and not gaps:
        return "semicolon"
    if start == end and "(" in first:
        return "including"
    if start == end:
        return "list" if is_comma(first) or is_plain(first) else ("including" if first.strip() in {":", "("} else None)
    if ends_sentence(first) or any(ends_sentence(gap) or ":" in gap for gap in gaps[:-1]):
        return "semicolon" if ";" in first and _all_joints(tokens, end, start) else None
    match = _INCLUDING.at(tokens, end)
    if match and match.end >= start - 1:
        return "including"
    return "list" if start - end < FARTHEST and _all_joints(tokens, end, start) and not gaps[-1].strip() else None


def _breaks_down(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Tell whether a colon or an `including` leads to a count in the sentence of the count before."""
    if any(ends_sentence(token.gap) for token in tokens[end : start + 1]):
        return False
    if ":" in tokens[start].gap:
        return True
    matches = [_INCLUDING.at(tokens, back) for back in range(max(end, start - 3), start)]
    return any(match and match.end == start for match in matches)


def _all_joints(tokens: Sequence[Token], end: int, start: int) -> bool:
    return all(token.fold in JOINTS for token in tokens[end:start])


def _counted(
    tokens: Sequence[Token], amount: Amount, previous: Listing | None, taken: Container[int], *, line: bool
) -> Counted | None:
    """Read what this amount counts, or None if it counts no assets."""
    start, marked = total_before(tokens, amount.start)
    at = after_of(tokens, amount)
    if amount.high is not None or at is None or (not line and is_of_else(tokens, start)):
        return None
    items, end = items_at(tokens, at)
    if not items or any(index in taken for index in range(at, end)):
        half = half_at(tokens, amount)
        return (
            replace(half, start=start)
            if half
            else labelled(tokens, amount, line=line) or _elliptic(tokens, amount, previous, start, total=marked)
        )
    bare = amount.number.article and not (line or _continues(tokens, amount, previous) or kind_ahead(tokens, end))
    if bare or is_people(tokens, items) or is_compound(tokens, at, amount):
        return None
    trailing = on_platforms(tokens, end)
    if trailing:
        end = trailing[1]
    after = _TOTAL_AFTER.at(tokens, end)
    if after and (is_plain(tokens[end].gap) or is_comma(tokens[end].gap)):
        marked, end = True, after.end
    return Counted(start, end, amount, items, trailing[0] if trailing else (), total=marked)


def _continues(tokens: Sequence[Token], amount: Amount, previous: Listing | None) -> bool:
    return previous is not None and _joint(tokens, previous.end, amount.start) in {"list", "semicolon"}


def _elliptic(
    tokens: Sequence[Token], amount: Amount, previous: Listing | None, start: int, *, total: bool
) -> Counted | None:
    """Read `9 on Instagram` and `770 in all`, whose kind is that of the count before."""
    if previous is None or amount.number.article:
        return None
    trailing = on_platforms(tokens, amount.end) or bare_platforms(tokens, amount.end)
    if trailing and not total:
        item = Item(amount.end, trailing[1], _last_kind(previous, trailing[0]), trailing[0])
        return Counted(start, trailing[1], amount, (item,), elliptic=True)
    after = _TOTAL_AFTER.at(tokens, amount.end)
    if not total and not (after and is_plain(tokens[amount.end].gap)):
        return None
    end = after.end if after else amount.end
    kinds = dict.fromkeys((item.kind, item.platforms) for one in previous.members for item in one.items)
    items = tuple(Item(amount.end, end, kind, platforms) for kind, platforms in kinds)
    return Counted(start, end, amount, items, total=True, elliptic=True)


def _last_kind(previous: Listing, platforms: tuple[Platform, ...]) -> Kind:
    """Find the nearest kind before that exists on these platforms: groups are not what Instagram has."""
    kinds = [item.kind for member in previous.members for item in member.items]
    return next((kind for kind in reversed(kinds) if any(asset_names.has(p, kind) for p in platforms)), kinds[-1])


def leads_in(tokens: Sequence[Token], at: int) -> int:
    """Give the index after `Total` or `of which` where one stands here, else the same index."""
    match = _INCLUDING.at(tokens, at) or TOTAL_BEFORE.at(tokens, at)
    return match.end if match else at


def joints(tokens: Sequence[Token], listing: Listing) -> list[tuple[int, int]]:
    """Give the words that only join the members of a list."""
    return [(one.end, two.start) for one, two in pairwise(listing.members) if _all_joints(tokens, one.end, two.start)]


def names_platform(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a platform is named here."""
    return bool(platform_matches(tokens, at))
