"""What companies publish of what they removed, as files full of dirt, read to typed items, one row after another.

Pure: bytes in, items out; no clock, no Slack. No row vanishes: each is used, a note, a problem or blank.
"""

from handlers.formats.disclosures.facts import (
    Blank,
    Counted,
    Described,
    Disclosure,
    Format,
    Found,
    Item,
    Note,
    Problem,
    Reached,
    Rows,
    Spent,
    Trouble,
    Unreadable,
    Unusable,
)

__all__ = [
    "Blank",
    "Counted",
    "Described",
    "Disclosure",
    "Format",
    "Found",
    "Item",
    "Note",
    "Problem",
    "Reached",
    "Rows",
    "Spent",
    "Trouble",
    "Unreadable",
    "Unusable",
]
