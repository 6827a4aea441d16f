"""Exports: who asked for which file, how far it is, what it holds, and the key of its mark.

An export's life::

    request ──► due ──claim──► sending ──sent──► sent ──take_back──► due ──claim──► sending ──end──► taken_back
                 ▲                ├──end──► empty     there was nothing to send
                 │                ├──end──► dropped   it is nobody's to have any more; nobody is told
                 │                └──end──► failed    told to who asked
                 ├── postpone ────┤   Slack said: later
                 ├── lease over ──┤   the process died
                 └── take_back ───┘   what may be shared is deleted as soon as it is settled

Each time it is drawn anew. `file_id` is noted just before the file is shared, with the records that it holds; it is
`in_doubt` as long as nobody knows whether it was shared. From `recalled_at` on its file is to be gone; one that Slack
does not delete is `sent` again, with its fault. `again` makes due once more what did not come, or was taken back.
"""

from storage.exports.asking import again, by_operator, coalition_of, not_received, origins, request
from storage.exports.carrying import about_to_share, any_due, claim, end, hold, postpone, sent
from storage.exports.records import ABOUT, Export, Fault, Kind, Origin, State, Words, export_records, exports
from storage.exports.taking_back import Copy, all_visible, copies, draw_anew, holding, note_held, take_back

__all__ = [
    "ABOUT",
    "Copy",
    "Export",
    "Fault",
    "Kind",
    "Origin",
    "State",
    "Words",
    "about_to_share",
    "again",
    "all_visible",
    "any_due",
    "by_operator",
    "claim",
    "coalition_of",
    "copies",
    "draw_anew",
    "end",
    "export_records",
    "exports",
    "hold",
    "holding",
    "not_received",
    "note_held",
    "origins",
    "postpone",
    "request",
    "sent",
    "take_back",
]
