"""Markdown cut into its blocks, whatever wrote it: headings, paragraphs, members of lists, code, and tables' rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from handlers.formats.disclosures.records import LONGEST

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$")
_MEMBER = re.compile(r"[ \t]*(?:[-*+\u2022]|\(?\d{1,4}[.)])[ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")


class Is(Enum):
    """What a block is."""

    HEADING = auto()
    PROSE = auto()
    MEMBER = auto()
    CODE = auto()
    HEAD = auto()
    CELLS = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report, with the number of its first line; HEAD and CELLS are rows of a table."""

    row: int
    what: Is
    text: str


def has_table(lines: Sequence[str]) -> bool:
    """Tell whether a table as Markdown draws it stands in these lines."""
    return any("|" in one and "-" in two and _DELIMITERS.match(two.rstrip("\n")) for one, two in pairwise(lines))


def has_heading(lines: Sequence[str]) -> bool:
    """Tell whether a heading of the second or a lower rank stands in these lines: one `#` may begin a remark, too."""
    return any(line.startswith(("## ", "### ")) for line in lines)


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Cut a report into its blocks."""
    cutter = _Cutter()
    for number, line in enumerate(lines, 1):
        yield from cutter.take(number, line.rstrip("\n").replace("\ufeff", ""))
    yield from cutter.close()


class _Cutter:
    """Take lines, and give a block as soon as it is whole."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.begun = 0
        self.size = 0
        self.what = Is.PROSE
        self.fenced = self.in_table = False

    def take(self, number: int, line: str) -> Iterator[Block]:
        """Take the next line."""
        if _FENCE.match(line):
            yield from self.close()
            self.fenced = not self.fenced
        elif self.fenced:
            if line.strip():
                yield Block(number, Is.CODE, line)
        else:
            yield from self._take(number, _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line)

    def close(self) -> Iterator[Block]:
        """Give what is still open."""
        if self.lines:
            yield Block(self.begun, self.what, "\n".join(self.lines))
        self.lines = []
        self.size = 0
        self.in_table = False

    def _take(self, number: int, line: str) -> Iterator[Block]:
        if not line.strip():
            yield from self.close()
        elif self.in_table and "|" in line:
            yield Block(number, Is.CELLS, line)
        elif self._is_below_head(line):
            head = self.lines.pop()
            yield from self.close()
            yield Block(number - 1, Is.HEAD, head)
            self.in_table = True
        elif len(self.lines) == 1 and self.what is Is.PROSE and _UNDERLINE.match(line):
            yield Block(self.begun, Is.HEADING, self.lines.pop())
            yield from self.close()
        elif _RULE.match(line):
            yield from self.close()
        else:
            yield from self._take_words(number, line)

    def _take_words(self, number: int, line: str) -> Iterator[Block]:
        self.in_table = False
        heading = _HEADING.match(line)
        if heading:
            yield from self.close()
            words = line[heading.end() :].strip().rstrip("#").strip()
            if words:
                yield Block(number, Is.HEADING, words)
            return
        member = _MEMBER.match(line)
        if member or self.size > LONGEST:
            yield from self.close()
        if not self.lines:
            self.begun, self.what = number, Is.MEMBER if member else Is.PROSE
        self.lines.append(line[member.end() :] if member else line)
        self.size += len(line)

    def _is_below_head(self, line: str) -> bool:
        """Tell whether a line makes the one before it the head of a table."""
        return bool(self.lines) and "|" in self.lines[-1] and "-" in line and bool(_DELIMITERS.match(line))
