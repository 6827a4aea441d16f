"""Cut a text into words that remember where they stood, and find known phrases among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>|\"]+)"
    r"|(?P<word>[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)"
    r"|(?P<sign>[$\u20ac\u00a3%~<>\u2248\u2264\u2265\u00b1&+@#=])",
    re.IGNORECASE,
)
_URL_TAIL = ".,;:!?)]}'\"\u00bb\u201d\u2019*_"
# What may stand between two words of one name: Timor-Leste, Cote d'Ivoire, U.S., New  York.
_SOFT = re.compile(r"[.]?[ \t\u00a0\u202f\u2009]{0,3}|[ ]?[-\u2010\u2011'\u2019\u02bc./(]{1,2}[ ]?|\) ?")
_PLAIN = re.compile(r"[ \t\u00a0\u202f\u2009\"'\u2018\u2019\u201c\u201d\u00ab\u00bb()\[\]*_]*")
_COMMA = re.compile(r"[ \t\u00a0\u202f\"'\u2019\u201d\u00bb)*_]*[,/][ \t\u00a0\u202f\"'\u201c\u00ab(*_]*")
_SENTENCE = re.compile(r"[\n\r;!?\u2026\u2028\u2029\u0085]|\.[\s\"'\u201d\u2019\u00bb)]|\.$")


class Token(NamedTuple):
    """One word, number, sign or address; `gap` is what stands between it and the token before."""

    text: str
    fold: str
    start: int
    end: int
    gap: str
    soft: bool
    url: bool


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Take away case and accents, so that two spellings of a word compare equal."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.replace("\u0153", "oe").replace("\u0152", "oe"))
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=2048)
def is_soft(gap: str) -> bool:
    """Tell whether a gap may stand inside one name or phrase."""
    return _SOFT.fullmatch(gap) is not None


@lru_cache(maxsize=2048)
def is_plain(gap: str) -> bool:
    """Tell whether a gap holds no punctuation that parts two thoughts."""
    return _PLAIN.fullmatch(gap) is not None


@lru_cache(maxsize=2048)
def is_comma(gap: str) -> bool:
    """Tell whether a gap is one comma or slash, as between the members of a list."""
    return _COMMA.fullmatch(gap) is not None


@lru_cache(maxsize=2048)
def ends_sentence(gap: str) -> bool:
    """Tell whether a gap parts two sentences or two lines."""
    return _SENTENCE.search(gap) is not None


def tokenize(text: str) -> list[Token]:
    """Cut the text; nothing is changed, every token is a slice of it."""
    tokens = []
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < last:
            continue
        word, url = match.group(), match.lastgroup == "url"
        if url:
            word = word.rstrip(_URL_TAIL)
            end = start + len(word)
        gap = text[last:start]
        tokens.append(Token(word, "" if url else fold(word), start, end, gap, is_soft(gap), url))
        last = end
    return tokens


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a table."""
    return frozenset(text.split())


def rows(text: str) -> list[str]:
    """Part the phrases of a table, which stand between bars."""
    return [phrase.strip() for phrase in text.split("|")]


class Match(NamedTuple, Generic[T]):
    """A phrase that was found: the index after its last token, and what it means."""

    end: int
    value: T


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """A set of phrases with their meanings, looked up by their first word."""

    by_first: dict[str, list[tuple[tuple[str, ...], T]]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, T]]) -> Phrases[T]:
        """Cut each phrase as a text is cut; longer phrases win."""
        by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            first, *further = (token.fold for token in tokenize(phrase))
            by_first.setdefault(first, []).append((tuple(further), value))
        for meanings in by_first.values():
            meanings.sort(key=lambda meaning: -len(meaning[0]))
        return cls(by_first)

    def all_at(self, tokens: Sequence[Token], at: int, *, loose: bool = False) -> list[Match[T]]:
        """Find every phrase that begins at this token, the longest first; `loose` lets adverbs stand inside."""
        if at >= len(tokens):
            return []
        found = []
        for further, value in self.by_first.get(tokens[at].fold, ()):
            end = _follow(tokens, at + 1, further, loose=loose)
            if end:
                found.append(Match(end, value))
        return found

    def at(self, tokens: Sequence[Token], at: int, *, loose: bool = False) -> Match[T] | None:
        """Find the longest phrase that begins at this token."""
        if at >= len(tokens):
            return None
        for further, value in self.by_first.get(tokens[at].fold, ()):
            end = _follow(tokens, at + 1, further, loose=loose)
            if end:
                return Match(end, value)
        return None


def _follow(tokens: Sequence[Token], at: int, further: tuple[str, ...], *, loose: bool) -> int:
    """Walk along the further words of a phrase; 0 where they do not stand there."""
    for word in further:
        if loose and at < len(tokens) and tokens[at].fold != word and is_adverb(tokens[at].fold):
            at += 1
        if at >= len(tokens) or tokens[at].fold != word or not tokens[at].soft:
            return 0
        at += 1
    return at


_ADVERBS = frozenset({"also", "both", "mostly", "aussi", "surtout", "d", "notamment", "all", "tous", "toutes"})


def is_adverb(word: str) -> bool:
    """Tell whether a folded word only colours the words around it."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith(("ly", "ement")))  # noqa: PLR2004 (only, fly)
