"""The messages we owe, each under one key: wanted once, claimed under a lease, settled by whoever holds it.

A letter's life::

    want ──► due ──claim──► sending ──sent──► sent ──want (newer words)──► due …
              ▲                │
              ├── postpone ────┤   Slack said: later
              ├── hold ────────┤   its channel is paused: `resume` makes it due at once
              ├── doubt ───────┤   nobody knows whether it arrived: look first
              └── lease over ──┘   the process died: doubt as well
                               ├──die──► dead      told to its owner; revived by `want` or `revive_*`
                               └──drop─► dropped   nobody may be told this any more

Newer words that were wanted while it was under way are due again, however it went.

A letter that is taken back, from any state::

    retract ─┬─► retracted      it never went out, or was shown to one person for a moment
             └─► due ──claim──► sending ──retracted──► retracted ──want──► due …
                  ▲                │
                  ├── lease over ──┤   a post that may have arrived is looked for, then deleted
                  └── want ────────┘   newer words are posted anew, once the old ones are gone

Nothing here knows Slack: a courier asks a letter for its `step`, takes it, and settles.
"""

from storage.outbox.asking import (
    dead_letters_of,
    dropped_letters_of,
    held_letters_of,
    how_many_stand,
    next_due,
    standing,
    where_they_stand,
)
from storage.outbox.claiming import claim
from storage.outbox.forgetting import forget_old_words, forget_words
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
from storage.outbox.rewording import reword
from storage.outbox.settling import die, doubt, drop, gone, hold, missing, pinned, postpone, retracted, sent
from storage.outbox.taking_back import (
    forget_paces,
    give_up,
    owes,
    replace_what_stands,
    retract,
    retract_from,
    retract_some,
)
from storage.outbox.wanting import move_channel, resume, revive_channel, revive_installation, want

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
    "dropped_letters_of",
    "forget_old_words",
    "forget_paces",
    "forget_words",
    "give_up",
    "gone",
    "held_letters_of",
    "hold",
    "how_many_stand",
    "missing",
    "move_channel",
    "next_due",
    "outbox",
    "owes",
    "paces",
    "pinned",
    "postpone",
    "replace_what_stands",
    "resume",
    "retract",
    "retract_from",
    "retract_some",
    "retracted",
    "revive_channel",
    "revive_installation",
    "reword",
    "sent",
    "standing",
    "want",
    "where_they_stand",
]
