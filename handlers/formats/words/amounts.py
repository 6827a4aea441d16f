"""Numbers together with the words that say how exactly they were meant."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from handlers.formats.words import qualifiers
from handlers.formats.words.numbers import LARGEST, Number, number_at
from handlers.formats.words.tokens import Token, words
from storage.reports import Qualifier

_RANGE_MARKS = frozenset({"-", "\u2013", "\u2014", " - ", " \u2013 ", "\u2010", "\u2011", "\u2212"})
_RANGE_WORDS = frozenset({"to", "a", "or", "ou"})
# A year stands after one of these: "in 2018 accounts were removed" speaks of no 2018 accounts.
_BEFORE_YEAR = words("""
    in since until till during early late mid before after en depuis fin debut mi des avant apres courant january
    february march april may june july august september october november december janvier fevrier mars avril mai
    juin juillet aout septembre octobre novembre decembre spring summer autumn fall winter printemps ete automne
    hiver
""")
_ORDINAL = frozenset({"part", "network", "cluster", "wave", "partie", "reseau", "vague", "volet", "no", "n", "numero"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the text: tokens `start` to `end`, its figures from `first`; `high` where it is a range."""

    start: int
    first: int
    end: int
    n: int
    qualifier: Qualifier
    number: Number
    high: int | None = None

    @property
    def too_large(self) -> bool:
        """Tell whether no store could hold it."""
        return self.n > LARGEST


def amounts(tokens: Sequence[Token], taken: Container[int]) -> list[Amount]:
    """Find every amount outside the tokens that are taken, in the order of the text."""
    found: list[Amount] = []
    i = 0
    while i < len(tokens):
        amount = None if i in taken else amount_at(tokens, i)
        if amount is None:
            i += 1
        else:
            if amount.first not in taken:
                found.append(amount)
            i = amount.end
    return found


def amount_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read the amount that begins at this token, with its qualifiers before and after."""
    first, qualifier = _qualified(tokens, at)
    low = _range_start(tokens, at)
    if low:
        return low
    number = number_at(tokens, first)
    if number is None or _is_year(tokens, first, number) or _is_ordinal(tokens, first, number):
        return None
    if number.article and first > at:
        return None
    if number.about:
        qualifier = qualifiers.stronger(Qualifier.ABOUT, qualifier)
    high = _range_end(tokens, number)
    if high:
        return Amount(at, first, high.end, number.value, Qualifier.EXACT, number, high.value)
    after = qualifiers.after().at(tokens, number.end)
    if after and _belongs(tokens, number.end):
        return Amount(at, first, after.end, number.value, qualifiers.stronger(qualifier, after.value), number)
    return Amount(at, first, number.end, number.value, qualifier, number)


def _qualified(tokens: Sequence[Token], at: int) -> tuple[int, Qualifier]:
    """Read the qualifiers that begin here; give the index after them."""
    qualifier = Qualifier.EXACT
    for _ in range(3):
        match = qualifiers.before().at(tokens, at)
        if match is None or (match.end < len(tokens) and not _close(tokens[match.end].gap)):
            break
        qualifier, at = qualifiers.stronger(qualifier, match.value), match.end
    return at, qualifier


def _close(gap: str) -> bool:
    return gap.strip(" .\u00a0\u202f'\u2019(") == ""


def _belongs(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at this place stands directly behind its number."""
    token = tokens[at]
    return token.soft and (token.text != "+" or token.gap == "")


def _is_year(tokens: Sequence[Token], first: int, number: Number) -> bool:
    """Tell whether four bare figures are a year by the word before them."""
    if not number.figures or number.scaled or number.end != first + 1 or not 1900 <= number.value <= 2100:  # noqa: PLR2004
        return False
    return first > 0 and tokens[first - 1].fold in _BEFORE_YEAR


def _is_ordinal(tokens: Sequence[Token], first: int, number: Number) -> bool:
    """Tell whether the number says which one, or is the 1 of `1 of 3` or the 3."""
    if first > 0 and tokens[first - 1].fold in _ORDINAL and tokens[first].gap.strip() in {"", ".", "#", "\u00b0"}:
        return True
    end = number.end
    if end < len(tokens) and tokens[end].fold in {"of", "sur"} and tokens[end].soft:
        return number_at(tokens, end + 1) is not None
    before = number_at(tokens, first - 2) if first > 1 and tokens[first - 1].fold in {"of", "sur"} else None
    return before is not None and before.end == first - 1 and before.value <= number.value and before.figures


def _range_start(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read `between 10 and 15`, `from 10 to 15`, `entre 10 et 15`, `de 10 a 15`."""
    if tokens[at].fold not in {"between", "from", "entre", "de"}:
        return None
    number = number_at(tokens, at + 1)
    joiners = {"and", "to", "et", "a"}
    high = _range_end(tokens, number, joiners) if number else None
    if number is None or high is None or number.article:
        return None
    return Amount(at, at + 1, high.end, number.value, Qualifier.EXACT, number, high.value)


def _range_end(tokens: Sequence[Token], low: Number, joiners: Container[str] = _RANGE_WORDS) -> Number | None:
    """Read the upper end of a range whose lower end was just read."""
    end = low.end
    if low.article or end >= len(tokens):
        return None
    if tokens[end].gap in _RANGE_MARKS and tokens[end].text[0].isdigit():
        unglued = [tokens[end]._replace(gap=" "), *tokens[end + 1 : end + 8]]
        high = number_at(unglued, 0)
        return high._replace(end=high.end + end) if high and high.value > low.value else None
    if tokens[end].fold in joiners and tokens[end].soft:
        high = number_at(tokens, end + 1)
        return high if high and not high.article and high.value > low.value else None
    return None
