"""Retention: how many days a coalition keeps each kind of record, and the erasing when they are over.

A record's life under a rule::

    logged, revised ──days but a week──► announced to its owner ──a week──► erased ──► told to its owner
            ▲                                   │
            └──────revised, or the rule changed─┘

What stays of it is its row, with its reference, its ids and a keyed hash of what it said; its trail stays as it is.
Whoever holds it keeps a copy that nobody else learns of (`storage/holds`).
"""

from storage.retention.announcing import Farewell, announce, begin_day, is_new_day, leaving, to_ring
from storage.retention.erasing import BATCH, Erased, any_due, erase, erased_in_all, erased_lately, fingerprint
from storage.retention.rules import ABOUT, LONGEST, SHORTEST, Kind, Overtaken, change, rules, standing
from storage.retention.thinning import thin

__all__ = [
    "ABOUT",
    "BATCH",
    "LONGEST",
    "SHORTEST",
    "Erased",
    "Farewell",
    "Kind",
    "Overtaken",
    "announce",
    "any_due",
    "begin_day",
    "change",
    "erase",
    "erased_in_all",
    "erased_lately",
    "fingerprint",
    "is_new_day",
    "leaving",
    "rules",
    "standing",
    "thin",
    "to_ring",
]
