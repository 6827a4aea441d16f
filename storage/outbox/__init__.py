"""The messages we owe, each under one key: wanted once, claimed under a lease, settled by whoever holds it.

A letter's life::

    want ──► due ──claim──► sending ──sent──► sent ──want (newer words)──► due …
              ▲                │
              ├── postpone ────┤   Slack said: later
              ├── doubt ───────┤   nobody knows whether it arrived: look first
              └── lease over ──┘   the process died: doubt as well
                               ├──die──► dead      told to its owner; revived by `want` or `revive_*`
                               └──drop─► dropped   nobody may be told this any more

Nothing here knows Slack: a courier asks a letter for its `step`, takes it, and settles.
"""

from storage.outbox.asking import dead_letters_of, next_due, standing
from storage.outbox.claiming import claim
from storage.outbox.letters import (
    PACE,
    Address,
    Body,
    Fault,
    Letter,
    Place,
    Standing,
    State,
    Step,
    outbox,
    paces,
)
from storage.outbox.settling import die, doubt, drop, gone, missing, pinned, postpone, sent
from storage.outbox.wanting import move_channel, revive_channel, revive_installation, want

__all__ = [
    "PACE",
    "Address",
    "Body",
    "Fault",
    "Letter",
    "Place",
    "Standing",
    "State",
    "Step",
    "claim",
    "dead_letters_of",
    "die",
    "doubt",
    "drop",
    "gone",
    "missing",
    "move_channel",
    "next_due",
    "outbox",
    "paces",
    "pinned",
    "postpone",
    "revive_channel",
    "revive_installation",
    "sent",
    "standing",
    "want",
]
