"""/agenda: what the next meeting will talk about, who puts something on it, and the message that follows it."""

from __future__ import annotations

from collections.abc import Callable

from handlers.agenda import adding, arranging, drawing, items, opening, stating, waiting
from handlers.answers import Answer
from handlers.views import agenda as ids

# What the clock asks for, and when.
post, next_due = drawing.post, drawing.next_due
# What follows once it stands, and where it does not get through.
sent, dead = drawing.sent, waiting.dead
# What the inbox shows of agendas.
shelf = waiting.waiting

COMMANDS = {"/agenda": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.OPEN: opening.from_button,
    ids.ADD: adding.from_button,
    ids.RESUME: adding.resume,
    ids.CHOOSE: adding.rechoose,
    ids.SHOW_ITEM: items.show,
    ids.SUPPORT: items.support,
    ids.TAKE_OFF: items.take_off,
    ids.ANSWERED: items.answered,
    ids.ARRANGE: arranging.from_button,
    ids.POST: arranging.ask_to_post,
    ids.STATEMENT: stating.from_button,
}

FORMS: dict[str, Callable[..., Answer]] = {
    ids.ADD_FORM: adding.save,
    ids.ARRANGE_FORM: arranging.save,
    ids.POST_FORM: arranging.post,
    ids.STATEMENT_FORM: stating.save,
}

SHORTCUTS: dict[str, Callable[..., Answer]] = {ids.SHORTCUT: adding.from_message}
