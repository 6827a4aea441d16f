"""Indicators: values in a canonical form, apart from what each company says of them.

They come out of the files of takedowns (`storage/intakes`), and are read by whoever may read the takedown.
"""

from storage.indicators.records import (
    ABOUT,
    PAGE,
    Finding,
    Indicator,
    IndicatorType,
    Listed,
    Page,
    digest_of,
    indicators,
)

# After the records, since an intake is made of them too.
from storage.indicators.reading import every, find, how_many, note_sent, note_shown, of_takedown  # isort: skip
from storage.indicators.staging import BATCH  # isort: skip

__all__ = [
    "ABOUT",
    "BATCH",
    "PAGE",
    "Finding",
    "Indicator",
    "IndicatorType",
    "Listed",
    "Page",
    "digest_of",
    "every",
    "find",
    "how_many",
    "indicators",
    "note_sent",
    "note_shown",
    "of_takedown",
]
