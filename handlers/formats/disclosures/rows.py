"""One row of a table, whether it stood in CSV, JSON or Markdown, to items.

A typed list says what each value is; where the value is something else, that is a problem and no guess. A row of the
kill chain means what its cell says in the light of its procedure's number: the texts beside the number are misspelt
too often to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from handlers.formats import words
from handlers.formats.disclosures.cells import read_cell
from handlers.formats.disclosures.facts import (
    Blank,
    Described,
    Found,
    Item,
    Note,
    Problem,
    Trouble,
)
from handlers.formats.disclosures.headers import Columns
from handlers.formats.disclosures.procedures import procedure_of
from handlers.formats.disclosures.type_words import Said, on_platform, said_by
from handlers.formats.indicators import in_prose, indicator_of
from storage.indicators import Indicator

# Only whole facts are read of prose, and none of them is a day.
NO_DAY = date(2000, 1, 1)
# What a defanged value has, and a live one has not.
_DEFANGED = re.compile(r"[\[({]\s*(?:[.:@]|dot|at|://)|hxxp|meow:|\\\.", re.IGNORECASE)
# Only these say where something came from; a country's name alone may be that of the targets.
_ORIGIN = re.compile(r"\b(?:based|originat\w*|from|bas[ée]{1,2}s?|depuis|provenance)\b", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:target\w*|aim\w*|vis(?:ant|ent|ait|aient|ée?s?)|cibl\w*)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[\s,;|]+")
_LONGEST_NAME = 60
# Words are read in a time that grows with more than their length; no remark and no cell is as long as this.
_LONGEST_REMARK, LONGEST_PROSE = 1_000, 10_000
_SHOWN = 500


def of_row(row: int, cells: Sequence[str], columns: Columns) -> Iterator[Item]:
    """Read one row below its head."""
    if not any(map(str.strip, cells)):
        yield Blank(row)
    elif columns.is_kill_chain:
        yield from _of_kill_chain(row, cells, columns)
    elif columns.typed:
        yield from _of_typed_columns(row, cells, columns)
    else:
        yield from _of_list(row, cells, columns)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if 0 <= at < len(cells) else ""


def _comment(cells: Sequence[str], columns: Columns) -> str:
    return "; ".join(filter(None, (_cell(cells, at) for at in columns.comments)))


def shown(cells: Sequence[str]) -> str:
    """Write a row as one text."""
    return " | ".join(filter(None, (cell.strip() for cell in cells)))


def _procedure(cells: Sequence[str], columns: Columns) -> str:
    """Find the number of a row's procedure, or what of it its technique or tactic says."""
    numbers = [procedure_of(_cell(cells, at)) for at in (columns.procedure, columns.technique, columns.tactic)]
    return max(numbers, key=lambda number: len(number.split(".")))


def _of_kill_chain(row: int, cells: Sequence[str], columns: Columns) -> Iterator[Item]:
    procedure = _procedure(cells, columns)
    value, comment = _cell(cells, columns.value), _comment(cells, columns)
    if not value and comment:
        # A remark alone is the row's word.
        yield from of_cell(row, comment, procedure)
        return
    if not value:
        # A procedure alone says that it was followed, and no more.
        named = shown([_cell(cells, at) for at in (columns.tactic, columns.technique, columns.procedure)])
        yield Note(row, named or shown(cells), procedure)
        return
    said = said_by(_cell(cells, columns.type)) if columns.type >= 0 else None
    plain = said is None or said.is_anything or indicator_of(value) is None
    items = of_cell(row, cells[columns.value], procedure) if plain or said is None else of_type(row, value, said)
    for item in _commented(items, comment):
        yield replace(item, procedure=procedure) if isinstance(item, Found) else item
    if comment and _DEFANGED.search(comment):
        yield from (Found(row, one, raw, procedure) for one, raw in in_prose(comment))


def of_cell(row: int, raw: str, procedure: str = "") -> Iterator[Item]:
    """Read a cell, whatever stands in it; what is too long for prose may still be many values."""
    if len(raw) <= LONGEST_PROSE:
        yield from read_cell(raw, procedure, row=row)
        return
    values = several(raw)
    yield from (Found(row, one, each, procedure) for one, each in values)
    if not values:
        yield Problem(row, raw.strip()[:_SHOWN], Trouble.ROW_TOO_LONG)


def several(text: str) -> list[tuple[Indicator, str]]:
    """Give the values of a text that consists of several and of nothing else."""
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) < 2:  # noqa: PLR2004
        return []
    found: list[tuple[Indicator, str]] = []
    for part in parts:
        one = indicator_of(part)
        if one is None:
            return []
        found.append((one, part))
    return found


def _of_typed_columns(row: int, cells: Sequence[str], columns: Columns) -> Iterator[Item]:
    comment = _comment(cells, columns)
    given = False
    for at, said in columns.typed:
        raw = _cell(cells, at)
        if raw:
            given = True
            yield from of_type(row, raw, on_platform(said, _cell(cells, columns.platform)), comment)
    if not given:
        yield Note(row, shown(cells))


def _of_list(row: int, cells: Sequence[str], columns: Columns) -> Iterator[Item]:
    raw, word = _cell(cells, columns.value), _cell(cells, columns.type)
    comment = _comment(cells, columns)
    if not raw:
        # A row of remarks is one; a row that names a type was meant to have a value.
        yield Problem(row, shown(cells), Trouble.NO_VALUE) if word else Note(row, shown(cells))
        return
    said = said_by(word) if word else None
    pairs = _composed(word, raw)
    if pairs:
        for kind, part in pairs:
            yield from of_type(row, part, kind, comment)
    elif said is None and word:
        yield from _of_unknown_type(row, raw, comment)
    elif said is None or said.is_anything:
        yield from _commented(of_cell(row, raw), comment)
    else:
        yield from of_type(row, raw, on_platform(said, _cell(cells, columns.platform)), comment)


def _composed(word: str, raw: str) -> list[tuple[Said, str]]:
    """Part `filename|md5`, as MISP writes it, into those of its values that may be indicators."""
    words_, parts = word.split("|"), raw.split("|")
    if len(words_) < 2 or len(words_) != len(parts):  # noqa: PLR2004
        return []
    pairs = [(said_by(one), part.strip()) for one, part in zip(words_, parts, strict=True) if one != "filename"]
    return [(said, part) for said, part in pairs if said]


def _of_unknown_type(row: int, raw: str, comment: str) -> Iterator[Item]:
    """Read a value whose type is called by a word that is not known, where the value is plain by itself."""
    items = list(_commented(of_cell(row, raw), comment))
    if any(isinstance(item, Note | Problem | Blank) for item in items):
        yield Problem(row, raw, Trouble.UNKNOWN_TYPE)
    else:
        yield from items


def of_type(row: int, raw: str, said: Said, comment: str = "") -> Iterator[Item]:
    """Read a value of which a type is said."""
    one = indicator_of(raw, said.hint)
    if said.host and (one is None or one.type not in said.allowed) and not _DEFANGED.search(raw):
        # `x_account, @name`: the type tells the platform, the value only the name on it.
        one = _named_on(said.host, raw) or one
    if one is not None:
        agrees = one.type in said.allowed
        yield Found(row, one, raw, "", comment) if agrees else Problem(row, raw, Trouble.TYPE_DIFFERS)
        return
    found = several(raw)
    if found:
        for each, part in found:
            agrees = each.type in said.allowed
            yield Found(row, each, part, "", comment) if agrees else Problem(row, part, Trouble.TYPE_DIFFERS)
        return
    items = list(_commented(of_cell(row, raw), comment))
    if any(isinstance(item, Note | Problem | Blank) for item in items):
        yield Problem(row, raw, Trouble.BROKEN_VALUE)
    else:
        yield from items


def _named_on(host: str, raw: str) -> Indicator | None:
    name = raw.strip().removeprefix("id" if host.endswith("/id") else "@")
    if not name or len(name) > _LONGEST_NAME or "/" in name or any(map(str.isspace, name)):
        return None
    return indicator_of(f"https://{host}{name}")


def _commented(items: Iterator[Item], comment: str) -> Iterator[Item]:
    for item in items:
        yield replace(item, comment=comment) if comment and isinstance(item, Found) else item


def described_by(row: int, comment: str) -> Described:
    """Tell where a remark plainly says that something came from or aimed at: `China-based`, and not `Iran` alone."""
    if len(comment) > _LONGEST_REMARK:
        return Described(row)
    comes, aims = _ORIGIN.search(comment), _TARGET.search(comment)
    if not (comes or aims):
        return Described(row)
    read = words.read(comment, today=NO_DAY)
    return Described(row, origins=read.origins if comes else (), targets=read.targets if aims else ())
