"""Plain lists and pasted text: a row is a line, blank ones included; a comment behind `#` or `//` is a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from handlers.formats.disclosures.decoding import Text
from handlers.formats.disclosures.facts import Blank, Found, Item, Note, Problem, Trouble
from handlers.formats.disclosures.records import LONGEST
from handlers.formats.disclosures.rows import of_cell
from handlers.formats.indicators import indicator_of

_COMMENT = re.compile(r"\s*(?:#|//|;|--\s)")
_BEHIND = re.compile(r"\s(?:#|//)\s*")
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2013\u2014\u00b7\u25cf\u25aa]|\(?\d{1,4}[.)])\s+")
_PARTS = re.compile(r"[,;\t|]\s*")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_SHOWN = 500


def read_list(text: Text) -> Iterator[Item]:
    """Read a list, one line after another."""
    for number, line in enumerate(text.lines(), 1):
        words = line.strip().strip("\ufeff")
        if not words:
            yield Blank(number)
        elif len(words) > LONGEST:
            yield Problem(number, words[:_SHOWN], Trouble.ROW_TOO_LONG)
        else:
            yield from of_line(number, words)


def of_line(number: int, line: str) -> Iterator[Item]:
    """Read one line: one value or several, with a remark behind them, or words."""
    if _COMMENT.match(line):
        yield Note(number, line)
        return
    bare = _unquoted(line)
    one = indicator_of(bare)
    if one is not None:
        yield Found(number, one, bare)
        return
    value, remark = _parted(bare)
    items = list(_of_values(number, _unquoted(value)))
    yield from (replace(item, comment=remark) if remark and isinstance(item, Found) else item for item in items)


def _parted(line: str) -> tuple[str, str]:
    """Part a line into its values and the remark behind them."""
    behind = _BEHIND.search(line)
    return (line[: behind.start()], line[behind.end() :].strip()) if behind else (line, "")


def _unquoted(line: str) -> str:
    """Take away the bullet before a value and the quotes around it."""
    return _BULLET.sub("", line, count=1).strip().strip(_QUOTES).rstrip(",;").strip().strip(_QUOTES)


def _of_values(number: int, words: str) -> Iterator[Item]:
    parts = [_unquoted(part) for part in _PARTS.split(words)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and any(indicator_of(part) for part in parts) and not any(" " in part for part in parts):
        for part in parts:
            yield from of_cell(number, part)
        return
    yield from of_cell(number, words)


def is_value(line: str) -> bool:
    """Tell whether a line holds values and nothing else."""
    words, _ = _parted(_unquoted(line))
    parts = [part for part in _PARTS.split(words) if part.strip()]
    return bool(parts) and all(indicator_of(_unquoted(part)) for part in parts[:20])
