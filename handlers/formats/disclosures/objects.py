"""JSON: a row is an object of the list, whether the list stands alone, in an object, or an object a line.

What an object around the list says of itself is no row; its title is the file's. Rows are numbered from 1, an object a
line by its line. The patterns of STIX 2 are read as far as they are one comparison each, since STIX 1 is sent back with
the advice to convert it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from typing import Any, TypeGuard

from handlers.formats.disclosures.decoding import Text
from handlers.formats.disclosures.facts import (
    MOST_ROWS,
    Blank,
    Item,
    Note,
    Problem,
    Trouble,
    Unreadable,
    Unusable,
)
from handlers.formats.disclosures.headers import Columns, columns_of
from handlers.formats.disclosures.records import LONGEST
from handlers.formats.disclosures.rows import described_by, of_cell, of_row, of_type
from handlers.formats.disclosures.type_words import folded, is_known, platform_of, said_by

# Nested things are built by the module in one go; what a file may hold is bounded before that.
_MOST_VALUES, _MOST_IN_OBJECT = 1_600_000, 700_000
_TITLES = ("title", "name", "report", "info")
_DEEPEST = 5
_SHOWN = 500
_JUDGED = 100
_BLANKS = re.compile(r"[\s\ufeff]*")
_BETWEEN = re.compile(r"\s*,?\s*")
_PATTERN = re.compile(
    r"\[\s*([a-z0-9-]+):(?:[\w.-]|'[^']*')*\s*(?:=|IN|LIKE)\s*'((?:[^'\\]|\\.)*)'\s*\]", re.IGNORECASE
)
_STIX_TYPES = {
    "domain-name": "domain", "url": "url", "ipv4-addr": "ip", "ipv6-addr": "ip", "email-addr": "email",
    "file": "hash", "user-account": "account",
}  # fmt: skip
# An object of STIX 2 that is one of these holds its value itself; all others only tell of the indicators.
_OBSERVED = frozenset({"domain-name", "url", "ipv4-addr", "ipv6-addr", "email-addr"})


def is_json(name: str, head: str) -> bool:
    """Tell whether a file means to be JSON."""
    begin = head.lstrip("\ufeff \t\r\n")
    if name.lower().endswith((".json", ".jsonl", ".ndjson", ".geojson", ".stix", ".stix2")):
        return True
    return bool(re.match(r"\{\s*(?:\"|\})|\[\s*(?:[{\[\"]|\])", begin))


def read_objects(text: Text) -> Iterator[Item]:
    """Begin to read; Unreadable at once where it is no JSON."""
    whole = text.whole()
    values = len(whole) - len(whole.replace(",", ""))
    if values > _MOST_VALUES:
        raise Unreadable(Unusable.TOO_MANY_ROWS)
    begin = _end(_BLANKS, whole, 0)
    if whole.startswith("[", begin):
        return _rows(_elements(whole, begin))
    if values > _MOST_IN_OBJECT and "\n{" not in whole:
        raise Unreadable(Unusable.TOO_MANY_ROWS)
    try:
        top = _decoder().raw_decode(whole, begin)
    except (ValueError, RecursionError):
        return _rows(_lines(whole))
    if _end(_BLANKS, whole, top[1]) < len(whole):
        return _rows(_lines(whole))
    return _wrapped(top[0])


@lru_cache(maxsize=1)
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(strict=False)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _elements(whole: str, begin: int) -> Iterator[tuple[int, Any]]:
    """Walk through a list, one element in memory at a time; looked through once before the first is given."""
    _check(whole, begin)
    return _walk(whole, begin)


def _check(whole: str, begin: int) -> None:
    for number, _ in _walk(whole, begin):
        if number > MOST_ROWS:
            raise Unreadable(Unusable.TOO_MANY_ROWS)


def _walk(whole: str, begin: int) -> Iterator[tuple[int, Any]]:
    decode = _decoder().raw_decode
    at, number = _end(_BLANKS, whole, begin + 1), 0
    while not whole.startswith("]", at):
        try:
            element, at = decode(whole, at)
        except (ValueError, RecursionError):
            raise Unreadable(Unusable.NOT_JSON) from None
        number += 1
        yield number, element
        at = _end(_BETWEEN, whole, at)
    if _end(_BLANKS, whole, at + 1) < len(whole):
        raise Unreadable(Unusable.NOT_JSON)


def _lines(whole: str) -> Iterator[tuple[int, Any]]:
    """Read an object a line; a line that is none is a row's trouble, unless none of them is one."""
    decoder = _decoder()
    lines = [line.strip() for line in whole.split("\n", 2 * MOST_ROWS)]
    if len(lines) > 2 * MOST_ROWS:
        raise Unreadable(Unusable.TOO_MANY_ROWS)
    if not any(_object(decoder, line) is not None for line in lines):
        raise Unreadable(Unusable.NOT_JSON)
    while lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        yield number, (_object(decoder, line) or Broken(line)) if line else None


class Broken(str):
    """A line that is no object."""

    __slots__ = ()


def _object(decoder: json.JSONDecoder, line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        made = decoder.decode(line.rstrip(","))
    except (ValueError, RecursionError):
        return None
    return made if isinstance(made, dict) else None


def _wrapped(top: object) -> Iterator[Item]:
    """Read the lists that an object holds, or the object itself where it is a row."""
    if not isinstance(top, dict):
        raise Unreadable(Unusable.NO_KNOWN_COLUMN)
    title = next(_titles(top), "") or next((one for each in top.values() for one in _titles(each)), "")
    lists = list(_lists(top, 0))
    if not lists:
        return _rows(iter([(1, top)]))
    return _of_lists(_clean(title), lists)


def _titles(of: object) -> Iterator[str]:
    """Find what an object says that it is called."""
    if isinstance(of, dict):
        yield from (of[key] for key in of if folded(key) in _TITLES and isinstance(of[key], str))


def _lists(top: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """Find the lists in an object, and in the objects in it, each with the name that it has."""
    for key, value in top.items():
        if isinstance(value, list):
            yield key, value
        elif isinstance(value, dict) and depth < _DEEPEST:
            yield from _lists(value, depth + 1)


def _of_lists(title: str, lists: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[Item]:
    """Read the lists of an object; Unreadable where none of them says anything that is known."""
    if not any(is_known(key) or any(map(_is_known, listed[:_JUDGED])) for key, listed in lists):
        raise Unreadable(Unusable.NO_KNOWN_COLUMN)
    return _of_known_lists(title, lists)


def _of_known_lists(title: str, lists: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[Item]:
    if title:
        yield replace(described_by(0, title), title=title)
    number = 0
    for key, listed in lists:
        typed, platform = said_by(key) if is_known(key) else None, platform_of(key)
        for element in listed:
            number += 1
            words = element.strip() if isinstance(element, str) else ""
            said = typed or (platform if words.startswith("@") else None)
            if said and words:
                yield from of_type(number, _clean(words), said)
            else:
                yield from _row(number, element)


def _rows(elements: Iterator[tuple[int, Any]]) -> Iterator[Item]:
    """Read the elements of a list; Unreadable where none of the first says anything that is known."""
    first = list(islice(elements, _JUDGED))
    if not first:
        raise Unreadable(Unusable.EMPTY)
    if not any(map(_is_known, (element for _, element in first))):
        raise Unreadable(Unusable.NO_KNOWN_COLUMN)
    return (item for number, element in chain(first, elements) for item in _row(number, element))


def _is_known(element: object) -> bool:
    """Tell whether an element is one that can be read: a text, or an object with a key that is known."""
    if not isinstance(element, dict):
        return isinstance(element, str | list) and bool(element)
    return isinstance(element.get("pattern"), str) or element.get("type") in _OBSERVED or _columns(element) is not None


def _is_record(element: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(element, dict) and _is_known(element)


def _row(number: int, element: object) -> Iterator[Item]:
    """Read one element of a list."""
    if element is None or element in ({}, [], ""):
        yield Blank(number)
    elif isinstance(element, Broken):
        yield Problem(number, _clean(element[:_SHOWN]), Trouble.BROKEN_VALUE)
    elif isinstance(element, dict):
        yield from _of_object(number, element)
    elif isinstance(element, str):
        yield from _of_value(number, _clean(element))
    elif isinstance(element, list):
        yield from _of_value(number, " | ".join(_cell(each) for each in element))
    else:
        yield Note(number, _clean(json.dumps(element)))


def _of_value(number: int, words: str) -> Iterator[Item]:
    if not words.strip():
        yield Blank(number)
    elif len(words) > LONGEST:
        yield Problem(number, words[:_SHOWN], Trouble.ROW_TOO_LONG)
    else:
        yield from of_cell(number, words)


def _of_object(number: int, element: Mapping[str, Any]) -> Iterator[Item]:
    if element.get("type") in _OBSERVED and isinstance(element.get("value"), str):
        yield from of_type(number, _clean(element["value"]), _stix_type(element["type"]))
        return
    if isinstance(element.get("pattern"), str):
        yield from _of_pattern(number, _clean(element["pattern"]))
        return
    cells = [_cell(value) for value in element.values()]
    if sum(map(len, cells)) > LONGEST:
        yield Problem(number, " | ".join(cells)[:_SHOWN], Trouble.ROW_TOO_LONG)
        return
    columns = _columns(element)
    inner = [each for _, listed in _lists(element, 0) for each in listed if _is_record(each)] if columns is None else []
    if inner:
        # An object of MISP is called something and holds what it is about.
        yield from (item for each in inner for item in _of_object(number, each))
    elif columns is None:
        words = " | ".join(f"{_clean(key)}: {cell}" for key, cell in zip(element, cells, strict=True) if cell.strip())
        yield Note(number, words) if words else Blank(number)
    else:
        yield from of_row(number, cells, columns)


def _of_pattern(number: int, pattern: str) -> Iterator[Item]:
    """Read the comparisons of a STIX 2 pattern."""
    found = [(kind, value) for kind, value in _PATTERN.findall(pattern) if kind.lower() in _STIX_TYPES]
    if not found:
        yield Problem(number, pattern[:_SHOWN], Trouble.UNKNOWN_TYPE)
    for kind, value in found:
        yield from of_type(number, re.sub(r"\\(.)", r"\1", value), _stix_type(kind.lower()))


def _stix_type(kind: str) -> Any:
    return said_by(_STIX_TYPES[kind])


def _columns(element: Mapping[str, Any]) -> Columns | None:
    return _columns_by(tuple(element))


@lru_cache(maxsize=256)
def _columns_by(keys: tuple[str, ...]) -> Columns | None:
    """Take the keys of an object for the head of its row."""
    return columns_of(keys, first=True)


def _cell(value: object) -> str:
    """Write a value of an object as a cell; a list of texts as its lines."""
    if isinstance(value, str):
        return _clean(value)
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _clean("\n".join(value))
    if isinstance(value, bool | int | float):
        return str(value) if not isinstance(value, int) or abs(value) < 10**18 else ""
    return _clean(json.dumps(value, ensure_ascii=False)[:LONGEST])


def _clean(words: str) -> str:
    """Take out what JSON can write and no database keeps: zeros, and halves of characters."""
    if words.isascii():
        return words.replace("\0", "")
    return words.replace("\0", "").encode("utf-8", errors="replace").decode()
