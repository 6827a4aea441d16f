"""/digest: what became known in a week or a day, for one person and for the whole channel."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.digest import drawing, opening, personal, posting_now, telling
from handlers.views import digest as ids

# What the clock asks for, and when.
post, next_due = drawing.post, drawing.next_due
# What follows once it stands.
sent, dead = drawing.sent, telling.dead
# Who is rung for a digest of their own, and what the inbox shows of digests.
ring = personal.ring
not_delivered, of_ones_own = telling.waiting, personal.waiting

COMMANDS = {"/digest": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.OPEN: opening.from_button,
    ids.TURN: opening.turn,
    ids.PREVIEW: posting_now.preview_from_button,
    ids.POST: posting_now.ask_from_button,
    ids.FOR_ME: personal.ask_from_button,
}

FORMS: dict[str, Callable[..., Answer]] = {
    ids.POST_FORM: posting_now.post,
    ids.WISH_FORM: personal.save,
}
