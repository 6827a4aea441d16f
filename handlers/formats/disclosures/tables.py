"""CSV, TSV and their likes: a row is a record behind the head of the table, blank ones included.

The head is not a row, nor is Excel's `sep=;`. What stands before the head is: the first line of it is the title, the
others are notes; so is a head that is repeated. Rows are numbered as a spreadsheet numbers them, the head included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from handlers.formats.disclosures.decoding import Text
from handlers.formats.disclosures.facts import Blank, Described, Format, Found, Item, Note, Problem, Trouble
from handlers.formats.disclosures.headers import Columns, columns_of
from handlers.formats.disclosures.records import Row, records
from handlers.formats.disclosures.rows import of_row, shown
from handlers.formats.disclosures.type_words import folded, said_by
from handlers.formats.indicators import indicator_of

_DELIMITERS = (",", ";", "\t", "|")
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
# How far down the head of a table may stand.
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head was found."""

    delimiter: str
    columns: Columns
    head: Row
    before: int
    marked: bool = False

    @property
    def format(self) -> Format:
        """Tell which sort of table it is."""
        return Format.KILL_CHAIN if self.columns.is_kill_chain else Format.FLAT


def table_in(text: Text) -> Table | None:
    """Find the head of a table among the first lines, with the delimiter by which most of it is understood."""
    lines = list(islice(text.lines(), _BEFORE))
    if not lines:
        return None
    marked = _SEP.fullmatch(lines[0])
    lines = lines[1:] if marked else lines
    found = [table for each in ([marked[1]] if marked else _DELIMITERS) if (table := _table(lines, each))]
    if not found:
        return None
    best = max(found, key=lambda table: (table.columns.known, len(table.head), -table.before))
    return Table(best.delimiter, best.columns, best.head, best.before, bool(marked))


def _table(lines: Sequence[str], delimiter: str) -> Table | None:
    """Find the head of a table with this delimiter."""
    first = True
    for before, row in enumerate(records(lines, delimiter)):
        if isinstance(row, str) or not any(map(str.strip, row)):
            continue
        cells = [_bare(cell) for cell in row]
        # A caption stands alone in its line: `# IOCs`, `Domains:`.
        caption = len(cells) == 1 and (row[0].lstrip().startswith("#") or cells[0].endswith(":"))
        columns = None if caption else columns_of(cells, first=first)
        if columns:
            return Table(delimiter, columns, cells, before)
        first = False
    return None


def _bare(cell: str) -> str:
    return cell.replace("\ufeff", "").strip()


def read_table(text: Text, table: Table) -> Iterator[Item]:
    """Read a table, what stands before its head included."""
    lines = text.lines()
    offset = 1 + table.marked
    if table.marked:
        next(lines)
    columns = table.columns
    rows = enumerate(records(lines, table.delimiter, columns.width), offset)
    yield from _before(list(islice(rows, table.before)))
    next(rows, None)
    names = [folded(cell) for cell in table.head]
    read = _read_list if columns.type >= 0 and columns.value >= 0 and not columns.is_kill_chain else _read_any
    yield from read(rows, columns, names)


def rows_in(text: Text, table: Table) -> Iterator[Row | str]:
    """Walk through the records of a table without reading them."""
    return records(text.lines(), table.delimiter, table.columns.width)


def _before(rows: Sequence[tuple[int, Row | str]]) -> Iterator[Item]:
    """Take the first line before the head for the title."""
    titled = False
    for number, row in rows:
        words = row if isinstance(row, str) else shown(row)
        words = _bare(words)
        if not words:
            yield Blank(number)
        elif titled:
            yield Note(number, words)
        else:
            yield Described(number, title=words.lstrip("# "))
            titled = True


def _read_any(rows: Iterator[tuple[int, Row | str]], columns: Columns, names: Sequence[str]) -> Iterator[Item]:
    """Read rows; cells that were merged over several stand in the first of them only."""
    named = [at for at in (columns.tactic, columns.technique, columns.procedure) if at >= 0]
    before: dict[int, str] = {}
    for number, row in rows:
        if named and not isinstance(row, str) and len(row) > max(columns.value, *named):
            given = {at: row[at] for at in named if row[at].strip()}
            if given or not row[columns.value].strip():
                before = given
            else:
                row = [before.get(at, cell) for at, cell in enumerate(row)]  # noqa: PLW2901
        yield from _read_one(number, row, columns, names)


def _read_one(number: int, row: Row | str, columns: Columns, names: Sequence[str]) -> Iterator[Item]:
    if isinstance(row, str):
        yield Problem(number, row, Trouble.ROW_TOO_LONG)
    elif len(row) == len(names) and all(folded(cell) == name for cell, name in zip(row, names, strict=True)):
        yield Note(number, shown(row))
    else:
        yield from of_row(number, row, columns)


def _read_list(rows: Iterator[tuple[int, Row | str]], columns: Columns, names: Sequence[str]) -> Iterator[Item]:
    """Read a typed list, most of whose rows say what they are and are that; a file may hold 200,000 of them."""
    value, kind = columns.value, columns.type
    comment = columns.comments[0] if len(columns.comments) == 1 else -1
    longest = max(value, kind, comment)
    plain = not columns.comments or comment >= 0
    for number, row in rows:
        if plain and len(row) > longest and not isinstance(row, str):
            said = said_by(row[kind])
            raw = row[value].strip()
            one = indicator_of(raw, said.hint) if said and raw and not said.host else None
            if one and said and one.type in said.allowed:
                remark = row[comment].strip() if comment >= 0 else ""
                yield Found(number, one, raw, "", remark)
                continue
        yield from _read_one(number, row, columns, names)
