"""Counts of assets: amounts with the kinds they count, joined into the lists in which they stand."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from handlers.formats.words import asset_names, modifiers
from handlers.formats.words.amounts import Amount
from handlers.formats.words.assets import Item, is_within, item_at, on_platforms, platform_matches, platforms_at
from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows, words
from storage.assets import Kind, Platform

_JOINTS = words("""
    and et & + plus as well ainsi que along with also mais but aussi or ou together de of d avec puis
""")
_OF = frozenset({"of", "de", "d", "des"})
_SUBSET = frozenset({"the", "these", "those", "our", "its", "their", "them", "ces", "ses", "nos", "leurs", "entre"})
_TOTAL_BEFORE = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        in all|in total|a total of|total of|total|overall|altogether|all told|all in all|grand total|combined total|
        bringing the total to|for a total of|the total is now|now totals|au total|en tout|un total de|total de|
        portant le total à|soit un total de|soit|totalling|totaling|headline|stated
        """)
)
_TOTAL_AFTER = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        in all|in total|overall|altogether|all told|au total|en tout|total|combined|tous confondus
        """)
)
_INCLUDING = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        including|includes|included|of which|among them|comprising|comprised of|consisting of|made up of|namely|
        broken down as|that is|dont|notamment|y compris|comprenant|composé de|composés de|composée de|parmi lesquels|
        parmi eux|à savoir|soit|incluant|which included|which includes
        """)
)
_LABEL_VERBS = words("""
    removed suspended disabled deleted taken down blocked terminated seized supprimes supprimees suspendus
    suspendues fermes fermees desactives desactivees retires retirees bloques saisis concernes concernees
""")
_NEGATIONS = words("not never didn hasn haven pas jamais without sans aucun aucune")
# What stands behind one of these is what the operation did, not what was taken down.
_ACTIVITY = words("""
    liked shared sharing posted posting published publishing sent sending tweeted retweeted wrote viewed commented
    followed joined aime partage publie envoye diffuse
""")
_FARTHEST_LABEL = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """One amount with its items; `trailing` are platforms named by `on P` behind it."""

    start: int
    end: int
    amount: Amount
    items: tuple[Item, ...]
    trailing: tuple[Platform, ...] = ()
    total: bool = False
    semicolon: bool = False
    elliptic: bool = False

    @property
    def unknown(self) -> tuple[int, ...]:
        """Give the tokens inside that no word list knows."""
        return tuple(index for item in self.items for index in item.unknown)


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
    for start in range(max(0, counted.start - _FARTHEST_LABEL), counted.start):
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
    if start == end:
        return "list" if is_comma(first) or is_plain(first) else ("including" if first.strip() in {":", "("} else None)
    if ends_sentence(first) or any(ends_sentence(gap) or ":" in gap for gap in gaps[:-1]):
        return "semicolon" if ";" in first and _all_joints(tokens, end, start) else None
    match = _INCLUDING.at(tokens, end)
    if match and match.end >= start - 1:
        return "including"
    return (
        "list" if start - end < _FARTHEST_LABEL and _all_joints(tokens, end, start) and not gaps[-1].strip() else None
    )


def _breaks_down(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Tell whether a colon or an `including` leads to a count in the sentence of the count before."""
    if any(ends_sentence(token.gap) for token in tokens[end : start + 1]):
        return False
    if ":" in tokens[start].gap:
        return True
    matches = [_INCLUDING.at(tokens, back) for back in range(max(end, start - 3), start)]
    return any(match and match.end == start for match in matches)


def _all_joints(tokens: Sequence[Token], end: int, start: int) -> bool:
    return all(token.fold in _JOINTS for token in tokens[end:start])


def _counted(
    tokens: Sequence[Token], amount: Amount, previous: Listing | None, taken: Container[int], *, line: bool
) -> Counted | None:
    """Read what this amount counts, or None if it counts no assets."""
    start, marked = _total_before(tokens, amount.start)
    at = _after_of(tokens, amount)
    if amount.high is not None or at is None or (not line and _is_of_else(tokens, start)):
        return None
    items, end = _items(tokens, at)
    if not items or any(index in taken for index in range(at, end)):
        return _labelled(tokens, amount, line=line) or _elliptic(tokens, amount, previous, start, total=marked)
    bare = amount.number.article and not (line or _continues(tokens, amount, previous))
    if bare or _is_people(tokens, items) or _is_compound(tokens, at, amount):
        return None
    trailing = on_platforms(tokens, end)
    if trailing:
        end = trailing[1]
    after = _TOTAL_AFTER.at(tokens, end)
    if after and (is_plain(tokens[end].gap) or is_comma(tokens[end].gap)):
        marked, end = True, after.end
    return Counted(start, end, amount, items, trailing[0] if trailing else (), total=marked)


def _is_of_else(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether the words before deny the count or make it an activity: `did not remove 3 groups`."""
    if start and tokens[start - 1].fold in _ACTIVITY and is_plain(tokens[start].gap):
        return True
    for back in range(start - 1, max(-1, start - 4), -1):
        if not is_plain(tokens[back + 1].gap):
            return False
        if tokens[back].fold in _NEGATIONS:
            return tokens[back + 1].fold != "only"
    return False


def _continues(tokens: Sequence[Token], amount: Amount, previous: Listing | None) -> bool:
    return previous is not None and _joint(tokens, previous.end, amount.start) in {"list", "semicolon"}


def _is_people(tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    return any(item.kind is Kind.GROUP and modifiers.names_people(tokens, item.start, item.end) for item in items)


def _is_compound(tokens: Sequence[Token], at: int, amount: Amount) -> bool:
    """Tell whether number and kind are one adjective: a `12-page report`."""
    return at == amount.end and tokens[at].gap in {"-", "\u2011", "\u2010"}


def _total_before(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """Look for `in all`, `a total of`, `Total:` before an amount; give where the count begins."""
    for back in range(max(0, start - 4), start):
        match = _TOTAL_BEFORE.at(tokens, back)
        if match and match.end == start and tokens[start].gap.strip(" :,=\u00a0\u202f\u2013\u2014-'\u2019*(") == "":
            return back, True
    return start, False


def _after_of(tokens: Sequence[Token], amount: Amount) -> int | None:
    """Step over `of` and `de` behind a number; None where they begin a share: `12 of these accounts`."""
    at = amount.end
    if at >= len(tokens):
        return at
    word = tokens[at].fold
    if word in _OF and tokens[at].soft:
        ahead = tokens[at + 1].fold if at + 1 < len(tokens) else ""
        return None if ahead in _SUBSET or word == "des" or not amount.number.scaled else at + 1
    return None if word in {"or", "ou"} and amount.n == 1 else at


def _items(tokens: Sequence[Token], at: int, *, opens: bool = False) -> tuple[tuple[Item, ...], int]:
    """Read the kinds that one number counts together: `pages, groups and accounts`; `opens` where no number leads."""
    items: list[Item] = []
    end = at
    while at < len(tokens) and (items or opens or is_within(tokens, at)):
        item = None if number_at(tokens, at) else item_at(tokens, at)
        if item is None or (items and item.unknown):
            break
        items.append(item)
        end = item.end
        at = _next_item(tokens, end)
        if at < 0:
            break
    return tuple(items), end


def _next_item(tokens: Sequence[Token], end: int) -> int:
    """Step over what joins two kinds of one number; -1 where the list is over."""
    if end >= len(tokens) or not (is_comma(tokens[end].gap) or is_plain(tokens[end].gap)):
        return -1
    at = end
    if tokens[at].fold in {"and", "et", "&", "or", "ou"}:
        at += 1
        if at < len(tokens) and tokens[at].gap == "/":
            at += 2
        return at if at < len(tokens) and is_plain(tokens[at].gap) else -1
    return at if is_comma(tokens[end].gap) else -1


def _labelled(tokens: Sequence[Token], amount: Amount, *, line: bool) -> Counted | None:
    """Read `Facebook pages: 74`, and on a line of its own `Pages (74)`."""
    gap = tokens[amount.start].gap.strip()
    if gap not in ({":", "=", "-", "\u2013", "\u2014", "("} if line else {":", "="}):
        return None
    behind = on_platforms(tokens, amount.end)
    stop = behind[1] if behind else amount.end
    if stop < len(tokens) and is_plain(tokens[stop].gap) and ")" not in tokens[stop].gap:
        return None
    for back in range(max(0, amount.start - _FARTHEST_LABEL), amount.start):
        begins = back == 0 or ends_sentence(tokens[back].gap) or is_comma(tokens[back].gap)
        begins = begins or tokens[back - 1].fold in _JOINTS
        items, end = _items(tokens, back, opens=True) if begins else ((), 0)
        trailing = on_platforms(tokens, end) if items else None
        end = _over_verb(tokens, trailing[1] if trailing else end, amount.start)
        if items and end == amount.start:
            return Counted(back, stop, amount, items, (behind or trailing or ((), 0))[0])
    return None


def _over_verb(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Step over the `removed` of `Accounts removed: 110`."""
    while at < stop and is_plain(tokens[at].gap) and tokens[at].fold in _LABEL_VERBS:
        at += 1
    return at


def _elliptic(
    tokens: Sequence[Token], amount: Amount, previous: Listing | None, start: int, *, total: bool
) -> Counted | None:
    """Read `9 on Instagram` and `770 in all`, whose kind is that of the count before."""
    if previous is None or amount.number.article:
        return None
    trailing = on_platforms(tokens, amount.end)
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
    match = _INCLUDING.at(tokens, at) or _TOTAL_BEFORE.at(tokens, at)
    return match.end if match else at


def joints(tokens: Sequence[Token], listing: Listing) -> list[tuple[int, int]]:
    """Give the words that only join the members of a list."""
    return [(one.end, two.start) for one, two in pairwise(listing.members) if _all_joints(tokens, one.end, two.start)]


def names_platform(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a platform is named here."""
    return bool(platform_matches(tokens, at))
