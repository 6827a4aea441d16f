"""Legal holds: a company's own, over what it gave and received; nobody else is ever told of one.

A hold keeps nothing from being erased. What it covers is put aside just before that, as that company could read it, and
only its lead and counsel read it there: for everybody else it is gone, exactly as if there were no hold.
"""

from storage.holds.at_the_shell import Listed, WrittenOut, every, leave, lift_by_operator, name_holders, written_out
from storage.holds.covering import gather, over
from storage.holds.keeping import any_to_let_go, coalition_of_kept, kept, let_go, preserve, read
from storage.holds.records import ABOUT, SHOWN, Hold, Kept, held, holds
from storage.holds.setting import coalition_of, covered, lift, mine, of_speaker, place, trail_of
from storage.holds.values import held_indicators

__all__ = [
    "ABOUT",
    "SHOWN",
    "Hold",
    "Kept",
    "Listed",
    "WrittenOut",
    "any_to_let_go",
    "coalition_of",
    "coalition_of_kept",
    "covered",
    "every",
    "gather",
    "held",
    "held_indicators",
    "holds",
    "kept",
    "leave",
    "let_go",
    "lift",
    "lift_by_operator",
    "mine",
    "name_holders",
    "of_speaker",
    "over",
    "place",
    "preserve",
    "read",
    "trail_of",
    "written_out",
]
