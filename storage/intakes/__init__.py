"""Intakes: files, and pasted text, on their way into a takedown.

An intake's life::

    note ──► noted ──claim──► reading ──publish──► read ──settle──► its sender chose between the form and the file
               ▲                 ├──refuse───► refused    nothing of it is kept, and its sender is told why
               ├── postpone ─────┤   Slack said: later
               ├── lease over ───┤   the process died
               │                 └──publish──► gone       the record is nobody's to add to any more
               └── again ── refused

While it is read its indicators are laid down some at a time, and nobody is told of them; `publish` tells them all at
once, with a revision of the record. What was laid down in vain is cleared away by `sweep`. The files of one takedown
are read one after another; whoever lost the lease writes nothing more.
"""

from storage.intakes.asking import again, by_token, coalition_of, note, of_takedown, seen, waiting
from storage.intakes.forgetting import WORDS_ERASED, any_old, forget, forget_old, reword
from storage.intakes.importing import BeingRead, note_import
from storage.intakes.joining import joined
from storage.intakes.publishing import Lost, Published, publish, publish_anew, settle
from storage.intakes.reading import any_due, begin, claim, clear, postpone, refuse, stage, sweep
from storage.intakes.records import (
    ABOUT,
    Choice,
    Difference,
    Gathered,
    Intake,
    Rows,
    State,
    Trouble,
    Unsettled,
    intakes,
)

__all__ = [
    "ABOUT",
    "WORDS_ERASED",
    "BeingRead",
    "Choice",
    "Difference",
    "Gathered",
    "Intake",
    "Lost",
    "Published",
    "Rows",
    "State",
    "Trouble",
    "Unsettled",
    "again",
    "any_due",
    "any_old",
    "begin",
    "by_token",
    "claim",
    "clear",
    "coalition_of",
    "forget",
    "forget_old",
    "intakes",
    "joined",
    "note",
    "note_import",
    "of_takedown",
    "postpone",
    "publish",
    "publish_anew",
    "refuse",
    "reword",
    "seen",
    "settle",
    "stage",
    "sweep",
    "waiting",
]
