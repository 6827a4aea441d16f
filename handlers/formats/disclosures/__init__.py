"""What companies publish of what they removed, as files full of dirt, read to typed items, one row after another.

Pure: bytes in, items out; no clock, no Slack. No row vanishes: each is used, a note, a problem or blank.
"""

from handlers.formats.disclosures.decoding import LARGEST
from handlers.formats.disclosures.facts import (
    MOST_ROWS,
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
    Spent,
    Trouble,
    Unreadable,
    Unusable,
)
from handlers.formats.disclosures.gathering import Gathering, gather
from handlers.formats.disclosures.printing import in_json, refused_in_json
from handlers.formats.disclosures.reading import items

__all__ = [
    "LARGEST",
    "MOST_ROWS",
    "Blank",
    "Counted",
    "Described",
    "Disclosure",
    "Format",
    "Found",
    "Gathering",
    "Item",
    "Note",
    "Problem",
    "Reached",
    "Spent",
    "Trouble",
    "Unreadable",
    "Unusable",
    "gather",
    "in_json",
    "items",
    "refused_in_json",
]
