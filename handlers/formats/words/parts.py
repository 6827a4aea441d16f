"""Find the networks that an announcement takes one by one, and what each is called there."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from handlers.formats.words.counts import Listing, names_platform
from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_plain, rows, words

_NOUNS = words("""
    part network cluster wave campaign operation partie reseau vague volet campagne phase set ensemble
""")
_ORDINALS = words("""
    first second third fourth fifth sixth seventh eighth ninth tenth last final 1st 2nd 3rd 4th 5th premier
    premiere deuxieme seconde troisieme quatrieme cinquieme sixieme septieme huitieme dernier derniere
""")
_LABELS = words("""
    total update updated summary note breaking presence advertising advertisements events event followers removed
    suspended details breakdown counts count assets what how many results including includes in all the we a of
    and our by on sur dont nombre bilan resume mise jour publicites evenements abonnes detail numbers number
    platform platforms takedown action taken actions overall stated headline scale reach yesterday today
""")
_OPENERS = words("update updated total note summary breaking takedown takedowns mise bilan resume")
_WHOLE = Phrases.of(
    (p, None)
    for p in rows("""
        total|grand total|overall|in total|in all|altogether|together|all of|all three|all these|au total|en tout|
        ensemble|tous|toutes|all networks|all accounts|both|les deux
        """)
)
_BRACKETS = (("(", ")"), ('"', '"'), ("\u201c", "\u201d"), ("[", "]"))
_LETTERS = frozenset({"I", "II", "III", "IV", "V", "A", "B", "C", "D", "E"})
_QUOTES = ' \u00a0\u202f"\u201d\u00bb)'
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that speaks of one network, tokens `start` to `end`; `name` is empty for the whole."""

    start: int
    end: int
    name: str = ""
    name_span: tuple[int, int] = (0, 0)


def segments(tokens: Sequence[Token], text: str, listings: Sequence[Listing], taken: Container[int]) -> list[Segment]:
    """Part the text; the first segment is what is said of the whole, though it may be empty."""
    heads: list[tuple[int, int, int]] = []
    starts = {listing.start for listing in listings if not listing.label}
    for at, token in enumerate(tokens):
        opens = at == 0 or ends_sentence(token.gap)
        if not opens and ":" not in token.gap:
            continue
        end = _titled(tokens, _head(tokens, at, starts), starts) or (opens and _named(tokens, at, starts, taken))
        if end:
            heads.append((at, end, 0))
    kept = _with_counts(tokens, heads, listings)
    found = [Segment(0, kept[0][0] if kept else len(tokens))]
    for index, (start, name_end) in enumerate(kept):
        stop = kept[index + 1][0] if index + 1 < len(kept) else len(tokens)
        stop = _before_whole(tokens, name_end, stop) if index + 1 == len(kept) else stop
        found.append(Segment(start, stop, _name(tokens, text, start, name_end), (start, name_end)))
        if stop < len(tokens) and index + 1 == len(kept):
            found.append(Segment(stop, len(tokens)))
    return found


def _with_counts(
    tokens: Sequence[Token], heads: Sequence[tuple[int, int, int]], listings: Sequence[Listing]
) -> list[tuple[int, int]]:
    """Keep the heads that are followed by a count before the next head."""
    kept = []
    position = 0
    for index, (start, end, _) in enumerate(heads):
        stop = heads[index + 1][0] if index + 1 < len(heads) else len(tokens)
        while position < len(listings) and listings[position].start < end:
            position += 1
        if position < len(listings) and listings[position].start < stop:
            kept.append((start, end))
    return kept


def _name(tokens: Sequence[Token], text: str, start: int, end: int) -> str:
    """Give the name as it was typed, without the article before it."""
    if tokens[start].fold in {"the", "le", "la", "l", "a", "our", "un", "une"} and start + 1 < end:
        start += 1
    after = tokens[end].gap[:1] if end < len(tokens) else ""
    name = text[tokens[start].start : tokens[end - 1].end]
    closed = any(after == close and opened in name for opened, close in _BRACKETS)
    return name + after if closed else name


def _head(tokens: Sequence[Token], at: int, starts: Container[int]) -> int:
    """Read `Part 1`, `Network 2 of 3 (Liberty Front Press)`, `The first network`, `Première vague`; 0 if none."""
    i = at + 1 if tokens[at].fold in {"the", "le", "la", "l"} and at + 1 < len(tokens) else at
    if tokens[i].fold in _ORDINALS and i + 1 < len(tokens) and tokens[i + 1].fold in _NOUNS and tokens[i + 1].soft:
        return _with_brackets(tokens, i + 2)
    if (
        tokens[i].fold not in _NOUNS
        or i + 1 >= len(tokens)
        or tokens[i + 1].gap not in {" ", "\u00a0", " n\u00b0", " n\u00b0 "}
    ):
        return 0
    i += 2 if tokens[i + 1].text == "#" and i + 2 < len(tokens) else 1
    if i in starts:
        return 0
    figure = tokens[i].text.isascii() and tokens[i].text.isdigit() and len(tokens[i].text) <= 2  # noqa: PLR2004
    number = None if figure else number_at(tokens, i)
    if not figure and number is None and tokens[i].text not in _LETTERS:
        return 0
    end = number.end if number else i + 1
    if end + 1 < len(tokens) and tokens[end].fold in {"of", "sur", "de"} and tokens[end + 1].text[0].isdigit():
        end += 2
    elif end < len(tokens) and tokens[end].gap == "/" and tokens[end].text[0].isdigit():
        end += 1
    return _with_brackets(tokens, end)


def _titled(tokens: Sequence[Token], end: int, starts: Container[int]) -> int:
    """Take in the title that fills the rest of a head's line: `Part 1: "Liberty Front Press"`."""
    if not 0 < end < len(tokens) or tokens[end].gap.strip(' "\u201c\u00ab') not in {":", "-", "\u2013", "\u2014"}:
        return end
    for i in range(end, min(len(tokens), end + _LONGEST)):
        if i > end and "\n" in tokens[i].gap:
            return i
        if i in starts or tokens[i].text[0].isdigit():
            return end
    return end


def _with_brackets(tokens: Sequence[Token], end: int) -> int:
    """Take in the name that stands in brackets behind."""
    if end >= len(tokens) or tokens[end].gap.strip() != "(":
        return end
    for i in range(end + 1, min(len(tokens), end + _LONGEST)):
        if ")" in tokens[i].gap:
            return i
        if ends_sentence(tokens[i].gap):
            return end
    return end


def _named(tokens: Sequence[Token], at: int, starts: Container[int], taken: Container[int]) -> int:
    """Read `Liberty Front Press:` before a count; 0 for a label, a fact or anything else."""
    if not (tokens[at].text[0].isupper() or tokens[at].gap.rstrip().endswith(('"', "\u201c", "\u00ab"))):
        return 0
    for end in range(at + 1, min(len(tokens), at + _LONGEST)):
        gap = tokens[end].gap
        if (":" in gap or gap.strip(_QUOTES) in {"\u2013", "\u2014", "-"}) and end in starts:
            return 0 if _is_label(tokens, at, end, taken) else end
        if ends_sentence(gap) or not (is_plain(gap) or tokens[end].soft):
            return 0
    return 0


def _is_label(tokens: Sequence[Token], start: int, end: int, taken: Container[int]) -> bool:
    """Tell whether words before a colon are a heading of the text rather than a network's name."""
    if tokens[start].fold in _OPENERS or any(index in taken for index in range(start, end)):
        return True
    return all(tokens[i].fold in _LABELS or names_platform(tokens, i) for i in range(start, end))


def _before_whole(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Find where the text turns from its last network back to the whole."""
    for i in range(at, stop):
        if ends_sentence(tokens[i].gap) and _WHOLE.at(tokens, i):
            return i
    return stop
