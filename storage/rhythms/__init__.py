"""Rhythms: how often something comes round, as people give it, and the moments at which it does.

A `Rhythm` is kept as a recurrence rule (RFC 5545) of a few shapes; it knows no zone and no language. `after` and
`upcoming` ask when it comes round in a zone; `shifted` moves a day that is free to the next one that is not. Pure: no
clock, no tables.
"""

from storage.rhythms.moments import after, instant, shifted, upcoming
from storage.rhythms.rhythm import LAST, LONGEST_INTERVAL, LONGEST_RULE, Every, Rhythm
from storage.rhythms.rules import Fault, RhythmError

__all__ = [
    "LAST",
    "LONGEST_INTERVAL",
    "LONGEST_RULE",
    "Every",
    "Fault",
    "Rhythm",
    "RhythmError",
    "after",
    "instant",
    "shifted",
    "upcoming",
]
