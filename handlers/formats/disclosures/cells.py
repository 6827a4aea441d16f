"""What one cell of a kill chain means, given the step that it stands under.

A cell is a value, several values, a number of assets, of followers or of dollars, or prose, in which what is defanged
is meant as a value and what is live is only spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.formats import indicators
from handlers.formats.disclosures import procedures
from handlers.formats.disclosures.facts import Blank, Counted, Found, Item, Note, Problem, Reached, Spent, Trouble
from handlers.formats.disclosures.quantities import quantities
from storage.indicators import Indicator, IndicatorType
from storage.reports import AdSpend, Count, Reach

_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD])
_DASHES = " \t\r\n\u00a0-\u2013\u2014"
_LINES = re.compile(r"[\r\n\v\f\u0085\u2028\u2029]+")
_BETWEEN = re.compile(r"\s*[,;|\u3001\uff0c\uff1b]+\s*(?:(?:and|et)\s+)?|\s+(?:and|et|&|/|or|ou)\s+|\s+")
_MOST_PIECES = 1_000
_LONE_HASH = re.compile(r"[0-9A-Fa-f]{32}")
_REMARK = re.compile(r"(?P<value>\S+)\s+[(\[](?P<remark>[^()\[\]]*)[)\]]\.?", re.DOTALL)
# An address with a path, and what may go on with it but is no word; a date stands beside it.
_TORN = re.compile(r"\S{3,10}//[^/\s]+/\S*[\w/-]")
_REST = re.compile(r"(?=.*[-_%/.=&0-9])(?!and/or$|n/a$)[\w\-.~%/=&?#+]+", re.IGNORECASE)
_GOES_ON = re.compile(r"%[0-9a-f]{2}|\w=\w|\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_NUMBER, _LONG_NUMBER = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{8}$")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?")
_MOST_TORN = 3
_PACKAGE = re.compile(
    r"(?:com|org|net|io|me|co|app|dev|air|ru|cn|ir|in|tv)(?:\.\w+){2,}(?<!\.com|\.net|\.org)", re.ASCII
)
_NAME = re.compile(r"@[\w.\-]{2,64}")
_TOGETHER = re.compile(
    r"(?P<label>[^:@]{1,40}):\s+(?P<names>@[\w.\-]{2,64}(?:(?:\s*[,;|]\s*(?:(?:and|et)\s+)?|\s+(?:and|et)\s+)@[\w.\-]{2,64})+)"
)
_ON_REDDIT = re.compile(r"/?(?:u|user|r)/[\w\-]{2,64}/?")
_ADDRESS_LIKE = re.compile(r"[a-z0-9+.\-]{2,12}://\S*|[^@\s]+@[^@\s]+|[\w\-]+(?:\.[\w\-]+)*\.(?P<last>[a-z][\w\-]+)(?:[/?#:]\S*)?"
                           r"|[0-9]{1,5}(?:\.[0-9]{1,5}){3}(?:[/:]\S*)?", re.IGNORECASE)  # fmt: skip
# Names of files look like hosts and are none.
_FILES = frozenset(
    {
        "apk", "bat", "csv", "dll", "doc", "docx", "exe", "gif", "html", "ipa", "iso", "jar", "jpeg", "jpg", "js",
        "json", "lnk", "pdf", "php", "png", "ppt", "pptx", "rar", "rtf", "svg", "txt", "vbs", "webm", "webp", "xls",
        "xlsx", "xml",
    },
)  # fmt: skip
_SHORTEST_HOST = 5
_LONGEST_VALUE = 4_000


def read_cell(raw: str, procedure: str = "", *, row: int) -> Iterator[Item]:
    """Say what a cell means; `procedure` is the text or the number of its step, `row` where it stands."""
    number = procedures.procedure_of(procedure) if procedure else ""
    found = _value(raw, number)
    if found:
        yield Found(row, found, raw, number)
        return
    text = raw.translate(_UNSEEN).strip()
    if not text.strip(_DASHES):
        yield Blank(row)
        return
    lines = [line.strip() for line in _LINES.split(text) if line.strip(_DASHES)]
    items = [item for line in lines for item in _line(line, number, row)] if len(lines) > 1 else []
    # Lines that bring no value are one text: a sentence goes on over the end of a line.
    whole = items if any(isinstance(item, Found) for item in items) else list(_line(text, number, row))
    yield from _without_idle_notes(whole)


def _without_idle_notes(items: list[Item]) -> list[Item]:
    """Leave out the notes of a cell that says something; its row is used and vanishes not."""
    telling: list[Item] = [item for item in items if not isinstance(item, Note)]
    return telling or items[:1]


def _line(text: str, procedure: str, row: int) -> Iterator[Item]:
    """Read one text: values, numbers, or prose."""
    values = _values(text, procedure)
    if values:
        yield from (Found(row, found, piece, procedure, remark) for found, piece, remark in values)
        return
    whole = _value(_put_together(text), procedure)
    if whole:
        yield Found(row, whole, text, procedure)
        return
    items: list[Item] = [_item(one, text, row) for one in quantities(text, procedure)]
    for passage in indicators.passages(text):
        if passage.indicator:
            items.append(Found(row, passage.indicator, passage.raw, procedure, text if passage.raw != text else ""))
        else:
            items.append(Problem(row, passage.raw, Trouble.BROKEN_VALUE))
    if not items and _is_broken(text, procedure):
        items.append(Problem(row, text, Trouble.BROKEN_VALUE))
    yield from items or [Note(row, text, procedure)]


def _item(one: Count | Reach | AdSpend | Trouble, text: str, row: int) -> Item:
    if isinstance(one, Count):
        return Counted(row, one, text)
    if isinstance(one, Reach):
        return Reached(row, one, text)
    if isinstance(one, AdSpend):
        return Spent(row, one, text)
    return Problem(row, text, one)


def _values(text: str, procedure: str) -> list[tuple[Indicator, str, str]]:
    """Read a text that is nothing but values, each with the remark in brackets behind it."""
    if not any(char in text for char in ".:[(@+/") and not _LONE_HASH.search(text):
        return []
    named = _named_together(text)
    if named:
        return named
    remarked = _REMARK.fullmatch(text)
    found = _value(remarked["value"], procedure) if remarked else None
    if remarked and found:
        return [(found, remarked["value"], remarked["remark"].strip())]
    values: list[tuple[Indicator, str, str]] = []
    for piece in filter(None, _BETWEEN.split(text, maxsplit=_MOST_PIECES)):
        found = _value(piece, procedure)
        if found is None:
            return []
        values.append((found, piece, ""))
    return values


def _named_together(text: str) -> list[tuple[Indicator, str, str]]:
    """Read names that share the label of the first: `X accounts: @one, @two and @three`."""
    together = _TOGETHER.fullmatch(text)
    if together is None:
        return []
    names = _NAME.findall(together["names"])
    found = [(indicators.indicator_of(f"{together['label']}: {name}"), name) for name in names]
    values = [(one, name, "") for one, name in found if one]
    return values if len(values) == len(names) else []


def _put_together(text: str) -> str:
    """Put an address together that a line's end tore apart: `hxxps://evil[.]com/why-boyc ott-games_5.html`."""
    first, *rest = text.split(maxsplit=_MOST_TORN + 1)
    if not rest or len(rest) > _MOST_TORN or not _TORN.fullmatch(first):
        return ""
    plainly = any(map(_goes_on, rest)) or (_LONG_NUMBER.search(first) and rest[0].isdigit())
    possibly = all(_REST.fullmatch(piece) and not _DATE.fullmatch(piece) for piece in rest)
    return first + "".join(rest) if plainly and possibly else ""


def _goes_on(piece: str) -> bool:
    """Tell whether a piece can hardly be anything but the rest of an address."""
    return _GOES_ON.search(piece) is not None or ("/" in piece and _NUMBER.search(piece) is not None)


def _value(text: str, procedure: str) -> Indicator | None:
    """Read one value, with what the step says of its sort and platform."""
    hint = procedures.hint_of(procedure)
    if hint is IndicatorType.APP and not _PACKAGE.fullmatch(text.strip()):
        hint = None
    found = indicators.indicator_of(text, hint)
    if found:
        return found
    bare = text.strip()
    if _ON_REDDIT.fullmatch(bare):
        return indicators.named("reddit", bare.strip("/"))
    platform = procedures.platform_of(procedure)
    return indicators.named(platform, bare) if platform and _NAME.fullmatch(bare) else None


def _is_broken(text: str, procedure: str) -> bool:
    """Tell whether a word was meant as a value, though it is none: it looks like one, or its step brings values."""
    if len(text) > _LONGEST_VALUE or any(char.isspace() for char in text):
        return False
    like = _ADDRESS_LIKE.fullmatch(text)
    if like is None:
        return procedures.brings_values(procedure) and len(text) >= _SHORTEST_HOST
    return len(text) >= _SHORTEST_HOST and (like["last"] or "").lower() not in _FILES
