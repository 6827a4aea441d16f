"""Schedules: what comes round for a coalition, and each time that it does, once, however many processes look.

A schedule is a rhythm of one coalition for one kind of thing. `come_round` makes an occurrence of each that is due. An
occurrence's life::

    come_round ──► due ──claim──► claimed ──done──► done
        │           ▲                ├──failed, until──► due    tried again then
        │           ├── lease over ──┤                          the process died
        │           └────────────────┴──failed──► failed        given up, with a reference
        └──► missed    too old when it was seen; so is what waited for longer than the coalition allows

After a long stop only the newest one is due, and `late`; the others are missed. A day of the rhythm comes round once,
whatever the clock of a process says. No Slack, no words: whoever claims an occurrence does what it is for.
"""

from storage.schedules.claiming import claim, claim_some, done, failed, hold, retry_at
from storage.schedules.keeping import end, end_all, follow, keep, of
from storage.schedules.reckoning import Course, coming
from storage.schedules.records import ALLOWANCE, DIGEST, LATE, Occurrence, Schedule, State
from storage.schedules.rounds import come_round, is_round, next_round
from storage.schedules.standing import Last, Stands, lateness, next_due, standing
from storage.schedules.telling import Gap, any_untold, gaps, take_untold

__all__ = [
    "ALLOWANCE",
    "DIGEST",
    "LATE",
    "Course",
    "Gap",
    "Last",
    "Occurrence",
    "Schedule",
    "Stands",
    "State",
    "any_untold",
    "claim",
    "claim_some",
    "come_round",
    "coming",
    "done",
    "end",
    "end_all",
    "failed",
    "follow",
    "gaps",
    "hold",
    "is_round",
    "keep",
    "lateness",
    "next_due",
    "next_round",
    "of",
    "retry_at",
    "standing",
    "take_untold",
]
