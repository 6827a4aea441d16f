"""/meeting: what comes and who comes to it, and what the companies commit themselves to."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.meeting import (
    changing,
    committing,
    ending,
    inviting,
    minuting,
    opening,
    planning,
    serial,
    stuck,
    telling,
    voting,
)
from handlers.views import meeting as ids

# What the clock asks for, and when; what the inbox shows.
keep, next_due, waiting = telling.keep, telling.next_due, telling.waiting
# What a channel could not be told.
dead, not_delivered = stuck.dead, stuck.waiting
# The same of what companies commit themselves to.
remind, committed = committing.remind, committing.waiting
# And of what they vote on.
count, next_count, votes = voting.close_due, voting.next_due, voting.waiting
# And of what is written down of them.
go_on, to_write = minuting.go_on, minuting.waiting

COMMANDS = {"/meeting": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.OVERVIEW: opening.from_button,
    ids.PLAN: planning.from_button,
    ids.OPEN: inviting.from_button,
    ids.YES: inviting.yes,
    ids.NO: inviting.no,
    ids.DEPUTY: inviting.ask_deputy,
    ids.FILE: inviting.send_file,
    ids.MOVE: changing.move_from_button,
    ids.CANCEL: changing.cancel_from_button,
    ids.RHYTHM: serial.rhythm_from_button,
    ids.PAUSE: serial.pause_from_button,
    ids.RESUME: serial.resume_from_button,
    ids.STOP: serial.stop_from_button,
    **committing.CLICKS,
    **voting.CLICKS,
    **ending.CLICKS,
    **minuting.CLICKS,
}

FORMS: dict[str, Callable[..., Answer]] = {
    ids.PLAN_FORM: planning.save,
    ids.MOVE_FORM: changing.save,
    ids.CANCEL_FORM: changing.cancel,
    ids.DEPUTY_FORM: inviting.send_deputy,
    ids.RHYTHM_FORM: serial.save_rhythm,
    ids.SERIES_FORM: serial.stop,
    **committing.FORMS,
    **voting.FORMS,
    **ending.FORMS,
    **minuting.FORMS,
}
