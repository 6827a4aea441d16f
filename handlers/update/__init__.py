"""/update: what a company says before a meeting, and asking for it."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.update import opening, prompting, reading, sending, tapping, waiting
from handlers.views import update as ids

# What the clock asks for.
keep_prompts = prompting.keep
ring, next_due = prompting.ring, prompting.next_due
# What the inbox shows of updates.
asked, sent, silent = waiting.asked, waiting.sent, waiting.silent

COMMANDS = {"/update": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.WRITE: opening.write,
    ids.OPEN: opening.open_for,
    ids.RESUME: opening.resume,
    ids.AFRESH: opening.afresh,
    ids.CHOSEN: opening.rechoose,
    ids.NOTHING: tapping.tap,
    ids.ABSENT: tapping.tap,
    ids.DEPUTY: tapping.tap,
    ids.LATER: tapping.later,
    ids.STOP: tapping.stop,
    ids.SHOW: reading.show,
    ids.ALL: reading.all_of,
    ids.STATUS: reading.status,
}

FORMS: dict[str, Callable[..., Answer]] = {ids.FORM: sending.send}
