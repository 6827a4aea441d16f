"""Cells that start no formula in any spreadsheet, and how to read back what stood in them; docs/export.md tells it.

https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re
import unicodedata

_FORMULA = frozenset("=+-@\N{MINUS SIGN}")
_QUOTES = ("QUOTATION MARK", "APOSTROPHE", "ACCENT", "PRIME")
_BLANKS = frozenset({"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"})
# A spreadsheet that splits at another separator than ours begins a cell in the middle of a text.
_CELL_STARTS = re.compile(r"^|(?<=[,;|\t\r\n])")
_MARK = "'"


def harmless(text: str) -> str:
    """Set an apostrophe wherever a cell could begin with a formula, or begins with an apostrophe; else nothing."""
    made, copied = [], 0
    for start in _CELL_STARTS.finditer(text):
        if _needs_a_mark(text, start.start()):
            made += [text[copied : start.start()], _MARK]
            copied = start.start()
    return "".join([*made, text[copied:]])


def said(cell: str) -> str:
    """Read back what `harmless` was given."""
    return re.sub(rf"(?:{_CELL_STARTS.pattern}){_MARK}", "", cell)


def starts_a_formula(cell: str) -> bool:
    """Tell whether a spreadsheet could take a cell for a formula: blanks and quotes before it do not count."""
    if cell.startswith(("\t", "\r", "\n")):
        return True
    for character in cell:
        if is_formula(character):
            return True
        if not _is_passed_over(character):
            return False
    return False


def is_formula(character: str) -> bool:
    """Tell whether a formula can begin with this character, or with the one that it is a wide or small form of."""
    return bool(_FORMULA & set(unicodedata.normalize("NFKC", character)))


def _needs_a_mark(text: str, start: int) -> bool:
    if text.startswith(_MARK, start):
        return True
    end = start
    while end < len(text) and _is_passed_over(text[end]) and not is_formula(text[end]):
        end += 1
    # A new line in the middle of a text is only that; at its beginning some take it for a formula's.
    return (end < len(text) and is_formula(text[end])) or (start == 0 and starts_a_formula(text[:1]))


def _is_passed_over(character: str) -> bool:
    if character.isalnum():
        return False
    name = unicodedata.name(character, "")
    return unicodedata.category(character) in _BLANKS or any(quote in name for quote in _QUOTES)
