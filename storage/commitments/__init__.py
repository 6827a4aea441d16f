"""Commitments: what a company has said that it will share, by when, and what became of it.

Only a company's own people commit it. What somebody else noted of it is told to nobody before it says so itself::

    note_for ──► asked ──confirm──► open ──keep──► kept
                   │                 ▲ │
                   └─decline─► gone  │ ├──drop──► dropped
                         make ───────┘ └──move──► open, by another day
"""

from storage.commitments.reading import (
    answers_for,
    any_to_remind,
    by_token,
    coalition_of,
    is_to_ring,
    noted_at,
    of_meeting,
    open_of,
    take_due,
    to_change,
    to_ring,
    waiting,
    was_said,
)
from storage.commitments.records import ABOUT, LONGEST, Commitment, State, commitments
from storage.commitments.saying import (
    MOST_DAYS,
    NoCommitment,
    NotAhead,
    confirm,
    correct,
    decline,
    drop,
    keep,
    make,
    move,
    note_for,
    reword,
)

__all__ = [
    "ABOUT",
    "LONGEST",
    "MOST_DAYS",
    "Commitment",
    "NoCommitment",
    "NotAhead",
    "State",
    "answers_for",
    "any_to_remind",
    "by_token",
    "coalition_of",
    "commitments",
    "confirm",
    "correct",
    "decline",
    "drop",
    "is_to_ring",
    "keep",
    "make",
    "move",
    "note_for",
    "noted_at",
    "of_meeting",
    "open_of",
    "reword",
    "take_due",
    "to_change",
    "to_ring",
    "waiting",
    "was_said",
]
