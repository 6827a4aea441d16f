"""Choose how a file is read, by what stands in it and, where that is not enough, by its name; then read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from handlers.formats import words
from handlers.formats.disclosures.blocks import blocks, has_heading, has_table
from handlers.formats.disclosures.decoding import Text, decoded
from handlers.formats.disclosures.facts import MOST_ROWS, Described, Format, Found, Item, Unreadable, Unusable
from handlers.formats.disclosures.lists import is_row, read_list
from handlers.formats.disclosures.markdown import read_markdown
from handlers.formats.disclosures.objects import is_json, read_objects
from handlers.formats.disclosures.rows import described_by
from handlers.formats.disclosures.tables import read_table, rows_in, table_in

_JUDGED, _JUDGED_OF_EACH = 200, 2_000
# More words than that are a sentence, and no list of values.
_WORDS = 4
# A list has a handful of remarks, of which each stands in many rows.
_MOST_REMARKS = 500
_TABLES = (".csv", ".tsv", ".tab", ".psv", ".ssv")
_REPORTS = (".md", ".markdown", ".mdown", ".mkd")
_PARTS = re.compile(r"[\s_,&+-]+")
_JOINED, _BETWEEN = frozenset({"and", "et"}), frozenset({"cib", "apt", "ib", "network"})
# So short a name of a country is an abbreviation.
_SHORT = 3
_OTHERS = ("<?xml", "<!DOCTYPE", "<!doctype", "<html", "{\\rtf")


def items(name: str, content: bytes) -> tuple[Format, Iterator[Item]]:
    """Begin to read a file; Unreadable, now or while it is read, where nothing of it may be kept."""
    text = decoded(content)
    format_, found = _chosen(name.lower(), text)
    found = _remarked(found)
    return format_, _bounded(_named(name, found) if format_ is Format.KILL_CHAIN else found)


def _chosen(name: str, text: Text) -> tuple[Format, Iterator[Item]]:
    head = text.head().lstrip("\ufeff")
    if is_json(name, head):
        return Format.JSON, read_objects(text)
    if head.lstrip().startswith(_OTHERS):
        raise Unreadable(Unusable.NO_KNOWN_COLUMN)
    lines = [line[:_JUDGED_OF_EACH] for line in islice(text.lines(), _JUDGED)]
    if name.endswith(_REPORTS) or has_table(lines):
        return Format.MARKDOWN, _report(text)
    table = table_in(text)
    if table:
        _refuse_many(text, rows_in(text, table))
        return table.format, read_table(text, table)
    if _is_list(name, lines):
        _refuse_many(text, text.lines())
        return Format.LIST, read_list(text)
    return Format.MARKDOWN, _report(text)


def _report(text: Text) -> Iterator[Item]:
    _refuse_many(text, blocks(text.lines()))
    return read_markdown(text)


def _is_list(name: str, lines: Sequence[str]) -> bool:
    """Tell a list of values from prose; Unreadable for a table of which no column is known."""
    told = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    values = sum(map(is_row, told))
    if name.endswith(_TABLES):
        if 2 * values < len(told) or not values:
            raise Unreadable(Unusable.NO_KNOWN_COLUMN)
        return True
    are_cells = _are_cells(told)
    if are_cells and not values:
        raise Unreadable(Unusable.NO_KNOWN_COLUMN)
    sentences = sum(len(line.split()) > _WORDS for line in told)
    return not has_heading(lines) and (are_cells or sentences <= values)


def _are_cells(lines: Sequence[str]) -> bool:
    """Tell whether lines are rows of a table: each is parted by the same sign into as many pieces."""
    for sign in ("\t", ";", ",", "|"):
        widths = {len(line.split(sign)) for line in lines}
        if len(lines) > 1 and len(widths) == 1 and widths != {1}:
            return True
    return False


def _refuse_many(text: Text, rows: Iterable[object]) -> None:
    """Refuse a file of too many rows before anything of it is read, as reading is what takes long."""
    if len(text.content) > MOST_ROWS and _more(text.lines()) and _more(rows):
        raise Unreadable(Unusable.TOO_MANY_ROWS)


def _more(rows: Iterable[object]) -> bool:
    # The head of a table may come on top of its rows.
    return next(islice(rows, MOST_ROWS + 1, None), None) is not None


def _remarked(found: Iterator[Item]) -> Iterator[Item]:
    """Add what the remarks beside the values plainly say of the whole."""
    known: set[str] = set()
    for item in found:
        yield item
        if isinstance(item, Found) and item.comment and item.comment not in known and len(known) < _MOST_REMARKS:
            known.add(item.comment)
            described = described_by(item.row, item.comment)
            if described != Described(item.row):
                yield described


def _named(name: str, found: Iterator[Item]) -> Iterator[Item]:
    """Add where a file plainly says by its name that its one network was based, if none of its rows says so."""
    told = False
    for item in found:
        told = told or (isinstance(item, Described) and bool(item.origins))
        yield item
    if not told:
        origins = origins_in_name(name)
        if origins:
            yield Described(0, origins=origins)


def origins_in_name(name: str) -> tuple[str, ...]:
    """Tell where a file's name says that its network was based: `Q1_2023_ Togo _ Benin-based_CIB_network.csv`."""
    parts = [part for part in _PARTS.split(PurePosixPath(name).stem.lower()) if part]
    end = next((at for at, part in enumerate(parts) if part == "based"), 0)
    end -= end > 0 and parts[end - 1] in _BETWEEN
    codes: tuple[str, ...] = ()
    while end > 0:
        if parts[end - 1] in _JOINED:
            end -= 1
            continue
        found = next((known for length in (4, 3, 2, 1) if (known := _place(parts, end - length, end))), None)
        if found is None:
            break
        codes, end = (found[0], *codes), end - found[1]
    return codes


def _place(parts: Sequence[str], start: int, end: int) -> tuple[str, int] | None:
    """Read so many words as one place."""
    words_ = " ".join(parts[max(start, 0) : end])
    read = words.read_places(words_ if len(words_) > _SHORT else words_.upper())
    return (read.codes[0], end - start) if start >= 0 and len(read.codes) == 1 and not read.unknown else None


def _bounded(found: Iterator[Item]) -> Iterator[Item]:
    """Count the rows while they pass."""
    row = number = 0
    for item in found:
        if item.row != row:
            row, number = item.row, number + 1
            if number > MOST_ROWS:
                raise Unreadable(Unusable.TOO_MANY_ROWS)
        yield item
