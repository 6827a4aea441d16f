"""Find the names of kinds and platforms in a text.

How a platform carries: an adjective before a kind covers that kind and the bare kinds after it in the same list, until
another platform is named, where those kinds exist there; `on P` after a list covers the bare kinds before it; a
semicolon or the end of a sentence stops both. Counts and lists are joined in `counts.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.formats.words import asset_names, modifiers
from handlers.formats.words.tokens import Match, Phrases, Token, is_comma, is_plain, rows
from storage.assets import Kind, Platform

_AND = frozenset({"and", "et", "&", "or", "ou", "+"})
_ON = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        on|sur|across|from|on the platforms|sur les plateformes|sur les réseaux|via|au sein de
        """)
)
NO_PLATFORM = {"en": "(platform not named)", "fr": "(plateforme non précisée)"}
_UNNAMED = Phrases.of((phrase, None) for phrase in NO_PLATFORM.values())
_MOST_MODIFIERS = 7
_MOST_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A kind as a list names it; `platforms` as its own words say, `bare` where the words say that none is named."""

    start: int
    end: int
    kind: Kind
    platforms: tuple[Platform, ...] = ()
    bare: bool = False
    unknown: tuple[int, ...] = ()
    behind: bool = False


@lru_cache(maxsize=1)
def kinds() -> Phrases[tuple[Kind, Platform | None]]:
    """Every name of a kind, with its platform where the name says that too."""
    entries: list[tuple[str, tuple[Kind, Platform | None]]] = list(asset_names.BOTH.items())
    for kind, names in asset_names.KINDS.items():
        words = dict.fromkeys(word for language in names for word in language.split("|"))
        entries += [(word, (kind, None)) for word in words]
    return Phrases.of(entries)


@lru_cache(maxsize=1)
def _platforms() -> Phrases[Platform]:
    rows = [(name, platform) for platform, names in asset_names.PLATFORMS.items() for name in names.split("|")]
    return Phrases.of(rows)


def platform_matches(tokens: Sequence[Token], at: int) -> list[Match[Platform]]:
    """Find the platforms that may be named here, the longest name first."""
    found = _platforms().all_at(tokens, at)
    if found and tokens[at].fold in asset_names.CAPITALS and not tokens[at].text[0].isupper():
        return []
    return [match for match in found if not _is_lower_ads(tokens, match)]


def _is_lower_ads(tokens: Sequence[Token], match: Match[Platform]) -> bool:
    """Tell whether `Google ads` are ads on Google rather than the service Google Ads."""
    return match.value is Platform.GOOGLE_ADS and tokens[match.end - 1].text == "ads"


def platforms_at(tokens: Sequence[Token], at: int) -> Iterator[tuple[tuple[Platform, ...], int]]:
    """Read a list of platforms; the longest reading first, then those with a shorter last name or fewer members."""
    readings: list[tuple[tuple[Platform, ...], int]] = []
    named: tuple[Platform, ...] = ()
    i = at
    while matches := platform_matches(tokens, i):
        readings += [((*named, match.value), match.end) for match in reversed(matches)]
        named, i = (*named, matches[0].value), _after_joint(tokens, matches[0].end)
        if i < 0:
            break
    yield from reversed(readings)


def _after_joint(tokens: Sequence[Token], at: int) -> int:
    """Step over what joins two members of a list; -1 where nothing does."""
    if at >= len(tokens):
        return -1
    if tokens[at].fold in _AND and (is_plain(tokens[at].gap) or is_comma(tokens[at].gap)):
        return at + 1 if at + 1 < len(tokens) and is_plain(tokens[at + 1].gap) else -1
    return at if is_comma(tokens[at].gap) else -1


def item_at(tokens: Sequence[Token], at: int) -> Item | None:
    """Read one kind with the words before and after it: `fake Facebook accounts`, `comptes inauthentiques Google+`."""
    head = _head(tokens, at, at, (), ())
    return _tail(tokens, head) if head else None


def _head(
    tokens: Sequence[Token], start: int, at: int, platforms: tuple[Platform, ...], unknown: tuple[int, ...]
) -> Item | None:
    """Walk over modifiers and platforms to the kind."""
    while at < len(tokens) and at - start < _MOST_MODIFIERS and (at == start or is_within(tokens, at)):
        kind = _kind_at(tokens, at)
        if kind:
            own = (kind.value[1],) if kind.value[1] else ()
            return Item(start, kind.end, kind.value[0], platforms or own, unknown=unknown)
        if not platforms:
            for named, end in platforms_at(tokens, at):
                found = _head(tokens, start, end, named, unknown)
                if found:
                    return found
        known = modifiers.is_modifier(tokens, at) or kinds().at(tokens, at) is not None
        if not known and (len(unknown) == _MOST_UNKNOWN or not modifiers.may_modify(tokens, at)):
            return None
        unknown = unknown if known else (*unknown, at)
        at += 1
    return None


def is_within(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether this token belongs to the same phrase as the one before it."""
    gap = tokens[at].gap
    return is_plain(gap) or tokens[at].soft or (is_comma(gap) and modifiers.is_modifier(tokens, at))


def _kind_at(tokens: Sequence[Token], at: int) -> Match[tuple[Kind, Platform | None]] | None:
    """Find a kind here that is the head of its phrase: in `blog posts` the blog only tells the sort of post."""
    match = kinds().at(tokens, at)
    if match is None or tokens[at].gap in {"-", "\u2011", "\u2010"}:
        return None
    after = match.end
    if after < len(tokens) and tokens[after].gap in {"-", " "} and kinds().at(tokens, after):
        return None
    return match


def _tail(tokens: Sequence[Token], item: Item) -> Item:
    """Read what a French noun carries behind it, and the words that say that no platform was named."""
    unnamed = _UNNAMED.at(tokens, item.end)
    if unnamed:
        return Item(item.start, unnamed.end, item.kind, bare=True, unknown=item.unknown)
    end = item.end
    while end < len(tokens) and is_plain(tokens[end].gap) and modifiers.may_follow(tokens, end):
        end += 1
    if item.platforms:
        return item
    if end < len(tokens) and is_plain(tokens[end].gap):
        for named, after in platforms_at(tokens, end):
            if not _is_subject(tokens, after):
                return Item(item.start, after, item.kind, named, unknown=item.unknown, behind=True)
    return item


def _is_subject(tokens: Sequence[Token], after: int) -> bool:
    """Tell whether a platform behind a kind begins another thought: `accounts Facebook removed`."""
    if after >= len(tokens) or not is_plain(tokens[after].gap):
        return False
    word = tokens[after].fold
    return kinds().at(tokens, after) is not None or word.endswith("ed") or word in {"has", "had", "took", "said", "a"}


def on_platforms(tokens: Sequence[Token], at: int) -> tuple[tuple[Platform, ...], int] | None:
    """Read `on Facebook and Instagram`, `sur Twitter`."""
    match = _ON.at(tokens, at)
    if match is None or not is_plain(tokens[at].gap):
        return _bracketed(tokens, at)
    begin = match.end
    if begin < len(tokens) and tokens[begin].fold in {"the", "le", "la", "l"}:
        begin += 1
    for named, end in platforms_at(tokens, begin):
        if not (end < len(tokens) and is_plain(tokens[end].gap) and kinds().at(tokens, end)):
            return named, end
    return None


def _bracketed(tokens: Sequence[Token], at: int) -> tuple[tuple[Platform, ...], int] | None:
    """Read `(Twitter)` behind what it is said of."""
    if at >= len(tokens) or tokens[at].gap.strip() != "(":
        return None
    for named, end in platforms_at(tokens, at):
        if end == len(tokens) or ")" in tokens[end].gap:
            return named, end
    return None
