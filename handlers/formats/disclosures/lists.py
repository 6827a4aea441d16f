"""Plain lists and pasted text: a row is a line, blank ones included; a comment behind `#` or `//` is a note.

A line may hold several values, or one with its type before it and a remark behind it, as a list without a head does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto

from handlers.formats.disclosures.decoding import Text
from handlers.formats.disclosures.facts import Blank, Found, Item, Note, Problem, Trouble
from handlers.formats.disclosures.records import LONGEST
from handlers.formats.disclosures.rows import of_cell, of_type
from handlers.formats.disclosures.type_words import is_known, said_by
from handlers.formats.indicators import indicator_of

_COMMENT = re.compile(r"\s*(?:#|//|;|--\s)")
_BEHIND = re.compile(r"\s(?:#|//)\s*")
_BULLET = re.compile(r"\s*(?:[-*\u2022\u2013\u2014\u00b7\u25cf\u25aa]|\(?\d{1,4}[.)])\s+")
_PARTS = re.compile(r"[,;\t|]\s*")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_SHOWN = 500
_JUDGED = 20


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
    # An address may hold commas and signs of remarks, but none begins with its type and a comma.
    typed = _PARTS.search(bare) is not None and _shape(_pieces(bare)) is _Shape.TYPED
    one = None if typed else indicator_of(bare)
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
    """Read values that stand in one line, or one with what is said of it: `domain, example.com, a remark`."""
    parts = _pieces(words)
    shape = _shape(parts)
    if shape is _Shape.TYPED:
        said = said_by(parts[0])
        assert said is not None
        yield from of_type(number, parts[1], said, ", ".join(parts[2:]))
    elif shape is _Shape.REMARKED:
        yield from (
            replace(item, comment=", ".join(parts[1:])) if isinstance(item, Found) else item
            for item in of_cell(number, parts[0])
        )
    elif shape is _Shape.SEVERAL:
        for part in parts:
            yield from of_cell(number, part)
    else:
        yield from of_cell(number, words)


class _Shape(Enum):
    """How a line that is parted by commas and the like is to be read."""

    WORDS = auto()
    SEVERAL = auto()
    REMARKED = auto()
    TYPED = auto()


def _pieces(words: str) -> list[str]:
    return [piece for part in _PARTS.split(words) if (piece := _unquoted(part))]


def _shape(parts: list[str]) -> _Shape:
    values = [indicator_of(part) is not None for part in parts[:_JUDGED]]
    if len(parts) < 2 or not any(values[:2]):  # noqa: PLR2004
        return _Shape.WORDS
    if not values[0] and is_known(parts[0]):
        return _Shape.TYPED
    if values[0] and not any(values[1:]):
        return _Shape.WORDS if _share_label(parts) else _Shape.REMARKED
    return _Shape.SEVERAL if all(values) or not any(" " in part for part in parts) else _Shape.WORDS


def _share_label(parts: list[str]) -> bool:
    """Tell whether all are names on the platform that stands before the first: `X: @one, @two`."""
    return ": " in parts[0] and indicator_of(parts[0]) is not None and all(part[:1] == "@" for part in parts[1:])


def is_row(line: str) -> bool:
    """Tell whether a line holds values, or one with what is said of it."""
    return is_value(line) or _shape(_pieces(_unquoted(line))) in {_Shape.TYPED, _Shape.REMARKED}


def is_value(line: str) -> bool:
    """Tell whether a line holds values and nothing else."""
    words, _ = _parted(_unquoted(line))
    parts = [part for part in _PARTS.split(words) if part.strip()]
    if not parts:
        return False
    return all(indicator_of(_unquoted(part)) for part in parts[:_JUDGED]) or _share_label(parts)
