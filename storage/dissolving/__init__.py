"""Dissolving a coalition: everybody gets their copy, then it is erased, and a hash and a date are left.

A dissolution's life::

    begin ──► exporting ──each export is sent, or seven days──► parting ──a day──► keeping ──► retracting ──► erasing
                 │                                                 │                                              │
                 └───────────────────stop──────► stopped ◄─────────┘                                     done ◄───┘

Until `keeping` is over everybody finds what they found before, and logs nothing new. Then what is held is put aside for
its holders, and in one transaction all access ends. What stands in Slack is taken down, as long as Slack lets us; then
every row goes, some at a time, holds excepted.
"""

from storage.dissolving.beginning import begin, of_coalition, progress, stop, to_tell
from storage.dissolving.ending import erase_some, left, step, verified
from storage.dissolving.records import (
    ABOUT,
    GRACE,
    PATIENCE,
    Copy,
    Dissolution,
    Left,
    Progress,
    Stage,
    dissolutions,
    under_way,
)

__all__ = [
    "ABOUT",
    "GRACE",
    "PATIENCE",
    "Copy",
    "Dissolution",
    "Left",
    "Progress",
    "Stage",
    "begin",
    "dissolutions",
    "erase_some",
    "left",
    "of_coalition",
    "progress",
    "step",
    "stop",
    "to_tell",
    "under_way",
    "verified",
]
