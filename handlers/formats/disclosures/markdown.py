"""Markdown reports and prose: a row is a heading, a paragraph, a list's member, a line of code or a table's row.

Blank lines only part them, and the head of a table is not a row. Rows are numbered by their first line. The first
heading is the title. Links to elsewhere are notes, and so is an address that is not defanged inside prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.formats import words
from handlers.formats.disclosures.blocks import Block, Is, blocks
from handlers.formats.disclosures.decoding import Text
from handlers.formats.disclosures.facts import (
    Counted,
    Described,
    Found,
    Item,
    Note,
    Problem,
    Trouble,
)
from handlers.formats.disclosures.headers import Columns, columns_of
from handlers.formats.disclosures.lists import is_value, of_line
from handlers.formats.disclosures.prose import Prose
from handlers.formats.disclosures.records import LONGEST
from handlers.formats.disclosures.rows import LONGEST_PROSE, NO_DAY, of_row
from handlers.formats.indicators import Passage, passages

# Two blanks or a backslash before the end of a line break it, anything else only goes on below.
_SOFT_BREAK = re.compile(r"(?<![\\ ]) ?\n[ \t]*")
_CELLS = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~@:/])")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]{0,9}\]){1,2000})\]\(\s*<?([^()\s>]{0,2000})>?[^()]{0,200}\)")
_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<![^\W_])__?(?=\S)|(?<=\S)__?(?![^\W_])|</?(?:b|i|em|strong|code|br|p)\s*/?>")
_SLANTED = re.compile(r"(?<!\w)_([^\s_]\S{0,300}?)_(?!\w)")
_MARKS = re.compile(r"`+|\*{2,3}|</?(?:b|i|em|strong|code|br|p)\s*/?>")
_ELSEWHERE = re.compile(
    r"cross.?links?|(?:external )?links|references?|sources?|see also|(?:further )?reading|related.*|resources|"
    r"r[ée]f[ée]rences|liens.*|voir aussi|footnotes|citations|contacts?",
    re.IGNORECASE,
)
_FRONT_TITLE = re.compile(r"title:\s*[\"']?(.+?)[\"']?\s*", re.IGNORECASE)
# So far down stands what a report says of itself before it begins.
_FRONT = 10
_SHOWN = 500


def read_markdown(text: Text) -> Iterator[Item]:
    """Read a report, one block after another."""
    report = _Report()
    for block in blocks(text.lines()):
        if len(block.text) > LONGEST:
            yield Problem(block.row, block.text[:_SHOWN], Trouble.ROW_TOO_LONG)
        else:
            yield from report.read(block)


class _Report:
    """What was read of a report so far, by which the next block is understood."""

    def __init__(self) -> None:
        self.title = ""
        self.elsewhere = False
        self.columns: Columns | None = None
        self.prose = Prose()

    def read(self, block: Block) -> Iterator[Item]:
        """Read one block."""
        match block.what:
            case Is.HEADING:
                yield from self._heading(block)
            case Is.HEAD:
                self.columns = columns_of([plain(cell) for cell in cells_of(block.text)], first=True)
            case Is.CELLS:
                yield from self._cells(block)
            case Is.CODE:
                yield from of_line(block.row, block.text.strip())
            case Is.MEMBER | Is.PROSE:
                yield from self._prose(block)

    def _heading(self, block: Block) -> Iterator[Item]:
        heading = plain(block.text)
        self.elsewhere = bool(_ELSEWHERE.fullmatch(heading.strip(" :")))
        if self.title or self.elsewhere:
            yield Note(block.row, heading)
            return
        self.title = heading
        yield Described(block.row, title=heading)
        yield from (item for item in self.prose.read(block.row, heading) if isinstance(item, Described))

    def _cells(self, block: Block) -> Iterator[Item]:
        """Read a row of a table; one of a table that is not known may still count something."""
        cells = [value_in(cell) for cell in cells_of(block.text)]
        shown = " | ".join(filter(None, cells))
        if self.elsewhere:
            yield Note(block.row, shown)
        elif self.columns:
            for item in of_row(block.row, cells, self.columns):
                yield self.prose.beside(item) if isinstance(item, Counted) else item
        else:
            yield from self._labelled(block.row, cells) or self._facts(block.row, shown)

    def _labelled(self, row: int, cells: list[str]) -> list[Item]:
        """Read `Facebook Pages | 74`."""
        filled = [plain(cell) for cell in cells if cell]
        if len(filled) != 2 or not any(cell[:1].isdigit() for cell in filled):  # noqa: PLR2004
            return []
        number, label = sorted(filled, key=lambda cell: not cell[:1].isdigit())
        line = words.read_counts(f"{number} {label}", today=NO_DAY)
        counts = [count for each in line if each.part and not each.unread for count in each.part.counts]
        counts += [each.stated for each in line if each.stated]
        return [Counted(row, count, f"{label}: {number}") for count in counts if self.prose.is_fresh(count)]

    def _prose(self, block: Block) -> Iterator[Item]:
        bare = value_in(block.text)
        lines = bare.splitlines()
        if self.elsewhere:
            yield Note(block.row, bare)
        elif all(is_value(line) for line in lines):
            # A member of a list that is only a value is one, defanged or not.
            for line in lines:
                yield from of_line(block.row, line)
        else:
            yield from self._facts(block.row, block.text)

    def _facts(self, row: int, text: str) -> Iterator[Item]:
        """Read prose: what it counts, what it tells of the whole, and the defanged values in it."""
        told = plain(text)
        front = _FRONT_TITLE.fullmatch(told) if not self.title and row <= _FRONT and len(told) < _SHOWN else None
        items: list[Item] = []
        if front:
            self.title = front[1]
            items.append(Described(row, title=front[1]))
        for piece in _pieces(told):
            items += self.prose.read(row, piece)
        for piece in _pieces(_ESCAPED.sub(r"\1", _SLANTED.sub(r"\1", _LINK.sub(r"\1", text).replace("**", "")))):
            # What reads as a value only across blanks, as in *Replace [.] with a dot*, was not meant as one.
            meant = (one for one in passages(piece) if one.indicator or one.raw in piece)
            items += [_meant(row, passage) for passage in meant]
        yield from items or [Note(row, told)]


def _meant(row: int, passage: Passage) -> Item:
    """Say what a defanged stretch of prose is."""
    if passage.indicator is None:
        return Problem(row, passage.raw, Trouble.BROKEN_VALUE)
    return Found(row, passage.indicator, passage.raw)


def _pieces(text: str) -> Iterator[str]:
    """Cut what is longer than any paragraph, between two sentences or at least two words."""
    while len(text) > LONGEST_PROSE:
        end = max(text.rfind(". ", 0, LONGEST_PROSE) + 1, 0) or text.rfind(" ", 0, LONGEST_PROSE)
        end = end if end > 0 else LONGEST_PROSE
        yield text[:end]
        text = text[end:]
    yield text


def cells_of(line: str) -> list[str]:
    """Cut a table's row into its cells."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip() for cell in _CELLS.split(inner)]


def plain(text: str) -> str:
    """Take the marks out of prose; of a link its words stay, and not where it leads."""
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", _SOFT_BREAK.sub(" ", text)))).strip()


def value_in(text: str) -> str:
    """Take the marks off a value; of a link the words stay where they are a value, else where it leads."""
    linked = _LINK.fullmatch(text.strip())
    words_stay = linked is None or is_value(linked[1]) or not linked[2]
    text = _LINK.sub(r"\1" if words_stay else r"\2", text)
    text = _ESCAPED.sub(r"\1", _MARKS.sub("", text)).strip()
    if len(text) > 2 and text[0] == text[-1] and text[0] in "*_<>":  # noqa: PLR2004
        text = text[1:-1].strip()
    return text.removeprefix("<").removesuffix(">") if text.startswith("<") else text
