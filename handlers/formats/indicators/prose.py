"""Values inside prose: the defanged ones are meant as indicators, the live ones are what the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.formats.indicators.defanging import is_marked
from handlers.formats.indicators.reading import indicator_of
from handlers.formats.indicators.tidying import AROUND, BEHIND, unpaired
from storage.indicators import Indicator

# Blanks around a sign in brackets part no two words: name [at] example [dot] com.
_SIGN = r"[\[({]\s?(?:\.|dot|@|at)\s?[\])}]"
_APART = re.compile(rf"\s{{1,3}}({_SIGN})\s{{1,3}}|(?<=[\])}}])\s{{1,2}}(?={_SIGN})", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_LIST = re.compile(r"[,;|]+|(?<=[a-z0-9])/(?=h[tx*]{2}ps?)", re.IGNORECASE)
# Where words are not parted by blanks, a value is what is written in our letters among theirs.
_UNPARTED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OURS = re.compile(r"[A-Za-z0-9+@][A-Za-z0-9._~:/?#@!$&'*+=%\[\](){}-]*")
_HASH = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Za-z])")
_MEANT = re.compile(r"[A-Za-z0-9][\[({]\s?(?:\.|dot)\s?[\])}]|[\[({]\s?(?:\.|dot)\s?[\])}][A-Za-z0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A defanged stretch of prose, and what it means; nothing, where it was meant as a value and is broken."""

    raw: str
    indicator: Indicator | None


def passages(text: str) -> Iterator[Passage]:
    """Find what is defanged in a text, in its order."""
    if not (is_marked(text) or _HASH.search(text)):
        return
    for word in _WORD.finditer(_APART.sub(lambda found: (found[1] or "").replace(" ", ""), text)):
        hashed = _HASH.search(word[0])
        if hashed:
            yield Passage(hashed[0], indicator_of(hashed[0]))
        elif is_marked(word[0]):
            yield from _in_word(word[0])


def in_prose(text: str) -> Iterator[tuple[Indicator, str]]:
    """Find the defanged values inside prose, each with its spelling there; live ones are context."""
    for passage in passages(text):
        if passage.indicator:
            yield passage.indicator, passage.raw


def _in_word(word: str) -> Iterator[Passage]:
    """Read a word with something defanged in it: as a whole, as members of a list, or out of another script."""
    word = _bared(word)
    ours = list(_ours(word)) if _UNPARTED.search(word) else []
    if ours:
        yield from ours
        return
    whole = indicator_of(word) if is_marked(word) else None
    if whole:
        yield Passage(word, whole)
        return
    for piece in filter(is_marked, map(_bared, _LIST.split(word))):
        found = indicator_of(piece)
        if found or _MEANT.search(piece):
            yield Passage(piece, found)


def _bared(word: str) -> str:
    """Take away what a sentence puts around a word, and leave the brackets that belong to its spelling."""
    while True:
        bared = unpaired(word.strip(AROUND).rstrip(BEHIND))
        if bared == word:
            return word
        word = bared


def _ours(word: str) -> Iterator[Passage]:
    """Find the values written in our letters within words of another script."""
    for match in _OURS.finditer(word):
        piece = _bared(match[0])
        found = indicator_of(piece) if is_marked(piece) else None
        if found:
            yield Passage(piece, found)
