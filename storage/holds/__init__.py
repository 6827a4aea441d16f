"""Legal holds: a company's own, over what it gave and received; nobody else is ever told of one.

A hold keeps nothing from being erased. What it covers is put aside just before that, as that company could read it, and
only its lead and counsel read it there: for everybody else it is gone, exactly as if there were no hold.
"""

from storage.holds.covering import gather, over
from storage.holds.keeping import any_to_let_go, coalition_of_kept, kept, let_go, preserve, read
from storage.holds.records import ABOUT, SHOWN, Hold, Kept, held, holds
from storage.holds.setting import coalition_of, covered, lift, mine, of_speaker, place, trail_of

__all__ = [
    "ABOUT",
    "SHOWN",
    "Hold",
    "Kept",
    "any_to_let_go",
    "coalition_of",
    "coalition_of_kept",
    "covered",
    "gather",
    "held",
    "holds",
    "kept",
    "let_go",
    "lift",
    "mine",
    "of_speaker",
    "over",
    "place",
    "preserve",
    "read",
    "trail_of",
]
