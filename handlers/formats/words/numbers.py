"""Whole numbers in figures and in words, English and French.

`13.500`, `13 500` and `13,500` are thirteen thousand five hundred; `1.2 million` and `1,2 million` are 1,200,000;
a fraction without a scale word is no number of things, and neither is a year, an ordinal or a percentage.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from handlers.formats.words.tokens import Phrases, Token, fold, words

LARGEST = 2**63 - 1
_GROUPERS = frozenset({",", ".", " ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"})
_GLUE = frozenset("-\u2010\u2011\u2013/:.,_\u2212")
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_SCALES = {
    "thousand": 10**3, "mille": 10**3, "millier": 10**3, "milliers": 10**3, "k": 10**3,
    "million": 10**6, "millions": 10**6, "mio": 10**6, "mn": 10**6,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_HUNDREDS = frozenset({"hundred", "cent", "cents"})
_DOZENS = {"dozen": 12, "douzaine": 12, "douzaines": 12}
# These French nouns mean "about so many" by themselves.
_ROUND = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_ARTICLES = frozenset({"a", "an", "un", "une"})
_NUMBERED = words("""
    part network cluster wave campaign operation set no number phase stage chapter section tier version partie
    reseau vague volet campagne numero article top day jour ensemble groupe case
""")


class Number(NamedTuple):
    """A number that was found: its value, the index after it, and how it was written."""

    value: int
    end: int
    about: bool = False
    article: bool = False
    figures: bool = False
    scaled: bool = False


_UNITS_EN = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS_FR = """
un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
"""
_TENS_FR = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _english() -> list[tuple[str, int]]:
    """Name 1 to 99 in English."""
    units = _UNITS_EN.split()
    names = [(word, n) for n, word in enumerate(units, 1)]
    for tens, word in enumerate(_TENS_EN.split(), 2):
        names.append((word, tens * 10))
        names += [(f"{word}-{unit}", tens * 10 + n) for n, unit in enumerate(units[:9], 1)]
    return names


def _french() -> list[tuple[str, int]]:
    """Name 1 to 99 in French, as in France and as in Belgium and Switzerland."""
    units = _UNITS_FR.split()
    names = [(word, n) for n, word in enumerate(units, 1)]
    for tens, word in _TENS_FR.items():
        reach = 20 if tens in {60, 80} else 10
        names += [(word, tens), (f"{word}-et-un", tens + 1), (f"{word}-et-une", tens + 1), (f"{word}-une", tens + 1)]
        names += [(f"{word}-{unit}", tens + n) for n, unit in enumerate(units[: reach - 1], 1)]
    names += [("quatre-vingts", 80), ("soixante-et-onze", 71)]
    for tens, word in ((70, "septante"), (80, "huitante"), (90, "nonante")):
        names += [(word, tens), (f"{word}-et-un", tens + 1)]
        names += [(f"{word}-{unit}", tens + n) for n, unit in enumerate(units[:9], 1)]
    return names


@lru_cache(maxsize=1)
def _below_hundred() -> Phrases[int]:
    return Phrases.of(dict(_english() + _french()).items())


def number_at(tokens: Sequence[Token], at: int) -> Number | None:
    """Read the number that begins at this token."""
    if at >= len(tokens) or is_glued(tokens, at):
        return None
    first = tokens[at].text[0]
    found = _figures(tokens, at) if "0" <= first <= "9" else _words(tokens, at)
    if found is None or _is_share(tokens, found.end):
        return None
    return found


def is_glued(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether this token is the tail of another word or figure: `COVID-19`, `24/7`, `#1`."""
    if at == 0:
        return False
    gap, before = tokens[at].gap, tokens[at - 1].text
    if gap == "":
        return before in {"#", "@", "&"} or before[-1].isalnum()
    if gap in {"'", "\u2019"} and tokens[at - 1].fold in {"d", "l", "qu"}:
        return False
    return len(gap) == 1 and gap in _GLUE and before[-1].isalnum()


def _is_share(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a percentage, a date, an hour or a ratio follows."""
    if end >= len(tokens):
        return False
    token = tokens[end]
    if token.text == "%" or token.fold in {"percent", "pc"} or (token.fold == "per" and _next_is(tokens, end, "cent")):
        return True
    if token.fold == "pour" and _next_is(tokens, end, "cent"):
        return True
    return token.gap in {"/", ":"} and token.text[0].isdigit()


def _next_is(tokens: Sequence[Token], at: int, word: str) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].fold == word


def _digits(token: Token) -> bool:
    return token.text.isascii() and token.text.isdigit()


def _figures(tokens: Sequence[Token], at: int) -> Number | None:
    """Read figures, with their thousands parted or not, and the scale word after them."""
    token = tokens[at]
    if not _digits(token):
        return _suffixed(tokens, at, "")
    if len(token.text) > len(str(LARGEST)):
        return Number(LARGEST + 1, at + 1, figures=True, scaled=True)
    if len(token.text) > 1 and token.text[0] == "0":
        return None
    grouped = _grouped(tokens, at)
    return _fraction(tokens, at, grouped) or _scaled(tokens, *grouped)


def _is_a_label(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a figure numbers the word before it, as in `Network 1`; behind a comma something new begins."""
    return at > 0 and tokens[at - 1].fold in _NUMBERED and not {",", ";"} & set(tokens[at].gap)


def _grouped(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Join groups of three figures; give the value and the index after the last group."""
    words, end = [tokens[at].text], at + 1
    if len(words[0]) > 3 or words[0] == "0" or _is_a_label(tokens, at):  # noqa: PLR2004
        return int(words[0]), end
    gap = tokens[end].gap if end < len(tokens) else ""
    while end < len(tokens) and gap in _GROUPERS and tokens[end].gap == gap and len(words) < 7:  # noqa: PLR2004
        if not _digits(tokens[end]) or len(tokens[end].text) != 3:  # noqa: PLR2004
            break
        words.append(tokens[end].text)
        end += 1
    return int("".join(words)), end


def _scaled(tokens: Sequence[Token], value: int, end: int) -> Number:
    """Multiply by the scale word that follows, if one does."""
    scale = _SCALES.get(tokens[end].fold) if end < len(tokens) and tokens[end].soft else None
    if scale:
        return Number(value * scale, end + 1, figures=True, scaled=True)
    if end < len(tokens) and tokens[end].fold in {"dozen", "douzaines"}:
        return Number(value * 12, end + 1, figures=True, scaled=True)
    return Number(value, end, figures=True)


def _fraction(tokens: Sequence[Token], at: int, grouped: tuple[int, int]) -> Number | None:
    """Read `1.2 million` or `1,2k`; a fraction of anything smaller is refused by its glued tail elsewhere."""
    tail = at + 1
    if grouped[1] > at + 2 or tail >= len(tokens) or tokens[tail].gap not in {".", ","}:
        return None
    digits = tokens[tail].text
    if not _digits(tokens[tail]):
        return _suffixed(tokens, tail, tokens[at].text)
    scale = _SCALES.get(tokens[tail + 1].fold) if tail + 1 < len(tokens) and tokens[tail + 1].soft else None
    if scale and len(digits) < 7:  # noqa: PLR2004
        exact = int(tokens[at].text + digits) * scale
        if exact % 10 ** len(digits) == 0:
            return Number(exact // 10 ** len(digits), tail + 2, figures=True, scaled=True)
    return None


def _suffixed(tokens: Sequence[Token], at: int, whole: str) -> Number | None:
    """Read `12k`, and `1.2k` where `whole` stands before the point."""
    digits = tokens[at].fold.rstrip("kmbn")
    scale = _SUFFIXES.get(tokens[at].fold[len(digits) :])
    if scale is None or not digits.isascii() or not digits.isdigit() or len(digits) > 9:  # noqa: PLR2004
        return None
    exact = int(whole + digits) * scale
    divisor = 10 ** len(digits) if whole else 1
    return Number(exact // divisor, at + 1, figures=True, scaled=True) if exact % divisor == 0 else None


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    """Read a number in words, an article before it included: `two dozen`, `une centaine`, `vingt et un`."""
    word = tokens[at].fold
    if word == "half" and fold(" ".join(t.text for t in tokens[at : at + 3])) == "half a million":
        return Number(500_000, at + 3, scaled=True)
    if word in _ARTICLES:
        return _after_article(tokens, at)
    total, current, i = 0, 0, at
    while i < len(tokens) and (i == at or tokens[i].soft):
        step = _step(tokens, i, total, current)
        if step is None:
            break
        total, current, i = step
    scaled = total > 0 or (i > at and tokens[i - 1].fold in _DOZENS)
    return Number(total + current, i, scaled=scaled) if i > at and total + current else None


def _step(tokens: Sequence[Token], i: int, total: int, current: int) -> tuple[int, int, int] | None:
    """Take one more word into a number; None where the number is over."""
    word = tokens[i].fold
    small = _below_hundred().at(tokens, i)
    if small:
        fits = current == 0 or (current >= 100 and current % 100 == 0)  # noqa: PLR2004
        return (total, current + small.value, small.end) if fits else None
    if word in _HUNDREDS:
        alone = word == "cent" and not current
        return (total, (current or 1) * 100, i + 1) if alone or 0 < current < 100 else None  # noqa: PLR2004
    if word in _SCALES and word != "k":
        alone = word == "mille" and not current
        return (total + (current or 1) * _SCALES[word], 0, i + 1) if alone or current else None
    if word in _DOZENS and 0 < current < 100:  # noqa: PLR2004
        return total, current * 12, i + 1
    joined = word == "and" and (current >= 100 or total) and _below_hundred().at(tokens, i + 1)  # noqa: PLR2004
    return (total, current + joined.value, joined.end) if joined else None


def _after_article(tokens: Sequence[Token], at: int) -> Number | None:
    """Read `a hundred`, `a dozen`, `une vingtaine`; a bare `un` or `une` is marked as the article it may be."""
    after = tokens[at + 1].fold if at + 1 < len(tokens) and tokens[at + 1].soft else ""
    if after in _ROUND and tokens[at].fold in {"un", "une"}:
        return Number(_ROUND[after], at + 2, about=True, scaled=True)
    if after == "dozen":
        return Number(12, at + 2, scaled=True)
    if after == "half" and at + 2 < len(tokens) and tokens[at + 2].fold == "million":
        return Number(500_000, at + 3, scaled=True)
    if after in _SCALES or after == "hundred":
        value = _SCALES.get(after, 100)
        return Number(value, at + 2, scaled=True)
    return Number(1, at + 1, article=True)
