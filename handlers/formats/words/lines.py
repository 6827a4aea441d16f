"""Read the field *What and how many*, one line at a time.

A line that counts several kinds together is the headline where it is the first line with a count, or says so
(`Total: …`); `of which` or `including` before it makes it itemised. A name before a colon names a network; a name that
would be read as anything else stands in quotation marks, doubled inside. A name alone on its line is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.formats.words.amounts import amounts
from handlers.formats.words.assets import item_at, platforms_at
from handlers.formats.words.carrying import resolved
from handlers.formats.words.counts import Listing, joints, leads_in, listings
from handlers.formats.words.dates import dates
from handlers.formats.words.facts import Counts, Line, Problem, Trouble
from handlers.formats.words.numbers import LARGEST
from handlers.formats.words.places import mentions
from handlers.formats.words.reach import reaches
from handlers.formats.words.reading import unread
from handlers.formats.words.tokens import Token, tokenize
from storage.reports import Count, Part

_BULLET = re.compile(r"[ \t]*(?:[-*\u2022\u2013\u2014\u00b7\u25cf\u25aa]|\(?[0-9]{1,2}[.)])[ \t]+")
_QUOTED = re.compile(r'[ \t]*"((?:[^"]|""){1,500})"[ \t\u00a0\u202f]*:')
_COLON = re.compile(r"[ \t\u00a0\u202f]*(?::|[ \t][-\u2013\u2014][ \t])")
_MOST_COLONS = 8
_STRIPPED = " \t\u00a0\u202f*_"


def read_counts(lines: str, *, today: date) -> tuple[Line, ...]:
    """Read every line that is not blank, in its order."""
    read: list[Line] = []
    headline = counted = False
    for text in re.split(r"[\n\r\u2028\u2029\u0085\v\f]", lines):
        if not text.strip():
            continue
        line = _read_line(text.strip(), today, first=not counted)
        if line.stated and headline:
            line = replace(line, stated=None, problem=Problem(Trouble.SECOND_TOTAL, text.strip()))
        headline = headline or line.stated is not None
        counted = counted or line.stated is not None or bool(line.part and line.part.counts)
        read.append(line)
    return tuple(read)


def gather(lines: Sequence[Line]) -> Counts:
    """Join the lines: one part for each name, and one for the lines without; a heading names the lines below it."""
    stated: Count | None = None
    parts: dict[str, Part] = {}
    heading = ""
    for line in lines:
        stated = stated or line.stated
        if line.part is None:
            continue
        if line.part.name:
            heading = "" if line.part.counts else line.part.name
        name = line.part.name or heading
        known = parts.get(name, Part((), name=name))
        parts[name] = replace(known, counts=known.counts + line.part.counts)
    return Counts(stated, tuple(parts.values()))


def _read_line(text: str, today: date, *, first: bool) -> Line:
    """Read one line: its name, if it has one, and what it counts."""
    bare = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    for name, words in _namings(bare):
        body = _Body.of(words, today)
        if name is None:
            if body.listings:
                return body.line(text, name="", first=first)
        elif body.opens or not words.strip():
            return body.line(text, name=name, first=False) if words.strip() else Line(text, part=Part((), name=name))
    return Line(text, problem=_problem(bare, today), unread=(bare,))


def _namings(text: str) -> Iterator[tuple[str | None, str]]:
    """Give the ways of parting a line into a name and its words, the likelier first; None is no name."""
    quoted = _QUOTED.match(text)
    if quoted:
        yield quoted[1].replace('""', '"').strip(), text[quoted.end() :]
        return
    for number, colon in enumerate(_COLON.finditer(text)):
        if number == _MOST_COLONS:
            break
        name = text[: colon.start()].strip(_STRIPPED)
        if name and not _is_label(name):
            yield name, text[colon.end() :]
    yield None, text


def _is_label(words: str) -> bool:
    """Tell whether words before a colon are a platform, a kind, `Total` or `of which`, and no network's name."""
    tokens = tokenize(words)
    if not tokens or leads_in(tokens, 0) == len(tokens):
        return True
    begin = 1 if tokens[0].fold in {"on", "sur"} else 0
    if any(end == len(tokens) for _, end in platforms_at(tokens, begin)):
        return True
    item = item_at(tokens, 0)
    return item is not None and item.end == len(tokens)


@dataclass(frozen=True, slots=True)
class _Body:
    """The words of a line behind its name, and the counts among them."""

    text: str
    tokens: Sequence[Token]
    listings: Sequence[Listing]
    taken: frozenset[int]

    @classmethod
    def of(cls, text: str, today: date) -> _Body:
        tokens = tokenize(text)
        taken = {i for i, token in enumerate(tokens) if token.url}
        taken |= {i for when in dates(tokens, today) for i in range(when.start, when.end)}
        numbers = amounts(tokens, taken)
        reached = reaches(tokens, numbers, mentions(tokens))
        taken |= {i for one in reached for i in range(one.start, one.end)}
        free = [number for number in numbers if number.first not in taken and number.n <= LARGEST]
        return cls(text, tokens, listings(tokens, free, taken, line=True), frozenset(taken))

    @property
    def opens(self) -> bool:
        """Tell whether the words begin with a count."""
        if not self.listings:
            return False
        first = self.listings[0].extra[0][0] if self.listings[0].extra else self.listings[0].start
        return first == 0 or leads_in(self.tokens, 0) == first

    def line(self, text: str, *, name: str, first: bool) -> Line:
        """Say what the line counts."""
        stated: Count | None = None
        counts: list[Count] = []
        covered: set[int] = set(range(leads_in(self.tokens, 0)))
        for index, listing in enumerate(self.listings):
            found = resolved(listing)
            covered |= {i for start, end in [*listing.extra, *joints(self.tokens, listing)] for i in range(start, end)}
            for member in listing.members:
                covered |= set(range(member.start, member.end)) - set(member.unknown)
            if not name and stated is None and self._is_headline(index, found, first=first):
                stated, found = found[0], found[1:]
            counts += found
        part = Part(tuple(counts), name=name) if counts or name else None
        return Line(text, stated, part, None, unread(self.tokens, self.text, covered))

    def _is_headline(self, index: int, found: Sequence[Count], *, first: bool) -> bool:
        """Tell whether the first count of a listing is the total that was announced."""
        listing = self.listings[index]
        marked = listing.members[0].total
        broken_down = index + 1 < len(self.listings) and self.listings[index + 1].including
        if len(found) > 1 or index or listing.including:
            return False
        led = leads_in(self.tokens, 0) == listing.start and not marked and listing.start > 0
        combined = len({asset.kind for asset in found[0].assets}) > 1
        return not led and (marked or broken_down or (combined and first and len(self.listings) == 1))


def _problem(text: str, today: date) -> Problem:
    """Say why a line counts nothing."""
    tokens = tokenize(text)
    taken = {i for when in dates(tokens, today) for i in range(when.start, when.end)}
    numbers = amounts(tokens, taken)
    for number in numbers:
        if number.high is not None:
            return Problem(Trouble.RANGE, text, number.n, number.high)
        if number.too_large:
            return Problem(Trouble.TOO_LARGE, text)
    if reaches(tokens, numbers, mentions(tokens)):
        return Problem(Trouble.REACH, text)
    plain = [number for number in numbers if not number.number.article]
    return Problem(Trouble.NO_KIND if plain else Trouble.NO_NUMBER, text)
