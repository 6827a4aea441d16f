"""Delimited text, one record after another, where a quote that nobody closes cannot swallow the rest of the file.

A record is handed to the csv module only once it is whole. Where a quoted cell goes over several lines it has to end in
a quote at the end of a cell, soon enough, and must not consist of rows; else the quote that opened it is only a
character that somebody typed.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

# What no cell is as long as; the csv module has its own limit beyond it.
LONGEST = 100_000
_MOST_LINES = 500
# Stands for a line that is too long to be a row; zeros are taken out of what is read.
_CUT = "\0"
_SHOWN = 500

Row = list[str]


def records(lines: Iterable[str], delimiter: str, width: int = 0) -> Iterator[Row | str]:
    """Read records; a line that is too long comes as its beginning, a blank one as an empty row.

    `width` is how many cells a row has, where that is known.
    """
    cut: deque[str] = deque()
    whole = _Whole(lines, delimiter, width, cut)
    for row in csv.reader(whole.lines(), delimiter=delimiter, skipinitialspace=True):
        if row and row[0] == _CUT:
            yield cut.popleft()
        else:
            yield row


class _Whole:
    """Let lines through only as whole records."""

    def __init__(self, lines: Iterable[str], delimiter: str, width: int, cut: deque[str]) -> None:
        self.source = iter(lines)
        self.delimiter = delimiter
        self.width = width
        self.cut = cut
        self.waiting: deque[str] = deque()
        self.is_closed = _closed(delimiter)

    def lines(self) -> Iterator[str]:
        """Give the lines of each record together, mended where that was needed."""
        source, waiting = self.source, self.waiting
        while True:
            line = waiting.popleft() if waiting else next(source, None)
            if line is None:
                return
            if len(line) > LONGEST:
                self.cut.append(line[:_SHOWN])
                yield _CUT
            elif '"' not in line or self.is_closed(line):
                yield line
            else:
                yield from self._mended(line)

    def _mended(self, line: str) -> Iterator[str]:
        """Complete a record whose quote is still open at the end of its line, or take the quote for a character."""
        opened = _open_at(line, 0, self.delimiter)
        while opened >= 0:
            further = self._further(line, opened)
            if further is not None:
                yield line
                yield from further
                return
            line = line[:opened] + line[opened + 1 :]
            opened = _open_at(line, 0, self.delimiter)
        yield line

    def _further(self, line: str, opened: int) -> list[str] | None:
        """Find the further lines of a record, up to the one in which its last quote is closed; None for no such."""
        taken: list[str] = []
        length, rows = len(line) - opened, 0
        while len(taken) < _MOST_LINES:
            following = self.waiting.popleft() if self.waiting else next(self.source, None)
            if following is None:
                break
            taken.append(following)
            length += len(following)
            if length > LONGEST:
                break
            rest = _after_quote(following, self.delimiter)
            if rest is None:
                rows += self._is_row(following)
                continue
            if rest < 0 or (rows > 0 and 2 * rows >= len(taken) - 1):
                break
            if _open_at(following, rest, self.delimiter) < 0:
                return taken
        self.waiting.extendleft(reversed(taken))
        return None

    def _is_row(self, line: str) -> bool:
        """Tell whether a line inside a cell looks as a row does."""
        return self.width > 1 and len(line.split(self.delimiter)) == self.width


def _open_at(line: str, start: int, delimiter: str) -> int:
    """Find the quote that opens a cell and is not closed in its line, as the csv module would; -1 for none."""
    at, end = start, len(line)
    while at < end:
        while at < end and line[at] == " ":
            at += 1
        if at < end and line[at] == '"':
            close = _close(line, at + 1)
            if close < 0:
                return at
            at = close + 1
        following = line.find(delimiter, at)
        if following < 0:
            return -1
        at = following + 1
    return -1


def _close(line: str, at: int) -> int:
    """Find the quote that ends a cell; doubled ones are inside it."""
    while (at := line.find('"', at)) >= 0:
        if not line.startswith('"', at + 1):
            return at
        at += 2
    return -1


def _after_quote(line: str, delimiter: str) -> int | None:
    """Say where the cells after a quoted one go on; None where it is still open, -1 where its quote ends no cell."""
    close = _close(line, 0)
    if close < 0:
        return None
    rest = line[close + 1 :].lstrip(" ")
    return close + 1 if not rest or rest[0] in {delimiter, "\n"} else -1


@lru_cache(maxsize=8)
def _closed(delimiter: str) -> Callable[[str], object]:
    """Recognise a line in which every quote opens or closes a cell, which is nearly every one."""
    cell = rf' *+(?:"(?:[^"]++|"")*+"|[^"{re.escape(delimiter)}\n]*+)'
    return re.compile(rf"{cell}(?:{re.escape(delimiter)}{cell})*+\n?").fullmatch
