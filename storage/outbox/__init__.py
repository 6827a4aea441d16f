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

A letter with a picture is claimed once more before it is posted or changed::

    due ──claim──► sending ──uploaded──► due ──claim──► sending ──sent──► sent     its bytes are deleted
                      ├── postpone ────► due            not brought there whole: anew, and what there is is left over
                      └─ without_picture ► due          it cannot be had: the letter says the same in words

A letter that is taken back, from any state::

    retract ─┬─► retracted      it never went out, or was shown to one person for a moment
             └─► due ──claim──► sending ──retracted──► retracted ──want──► due …
                  ▲                │
                  ├── lease over ──┤   a post that may have arrived is looked for, then deleted
                  └── want ────────┘   newer words are posted anew, once the old ones are gone

Nothing here knows Slack: a courier asks a letter for its `step`, takes it, and settles.
"""

from storage.outbox.asking import (
    dead_letters_about,
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
from storage.outbox.left_over import LeftOver, claim_left_over, left_over_deleted, postpone_left_over
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
from storage.outbox.pictures import (
    LONGEST_ALT,
    Picture,
    begin_upload,
    bytes_of,
    picture_files,
    pictures,
    place_for_picture,
    words_for_picture,
)
from storage.outbox.rewording import reword
from storage.outbox.settling import (
    die,
    doubt,
    drop,
    gone,
    hold,
    missing,
    pinned,
    postpone,
    retracted,
    sent,
    uploaded,
    without_picture,
)
from storage.outbox.taking_back import (
    forget_paces,
    give_up,
    owes,
    replace_what_stands,
    retract,
    retract_from,
    retract_some,
)
from storage.outbox.wanting import (
    Wanted,
    move_channel,
    resume,
    resume_thread,
    revive_channel,
    revive_installation,
    want,
    want_several,
)

__all__ = [
    "LONGEST_ALT",
    "PACE",
    "Address",
    "Body",
    "Fault",
    "LeftOver",
    "Letter",
    "Picture",
    "Place",
    "Standing",
    "State",
    "Step",
    "Wanted",
    "begin_upload",
    "bytes_of",
    "claim",
    "claim_left_over",
    "dead_letters_about",
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
    "left_over_deleted",
    "missing",
    "move_channel",
    "next_due",
    "outbox",
    "owes",
    "paces",
    "picture_files",
    "pictures",
    "pinned",
    "place_for_picture",
    "postpone",
    "postpone_left_over",
    "replace_what_stands",
    "resume",
    "resume_thread",
    "retract",
    "retract_from",
    "retract_some",
    "retracted",
    "revive_channel",
    "revive_installation",
    "reword",
    "sent",
    "standing",
    "uploaded",
    "want",
    "want_several",
    "where_they_stand",
    "without_picture",
    "words_for_picture",
]
