"""/coalition: who sits in it, who does what, what it has agreed on, and how all of that changes."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.coalition import (
    absence,
    admitting,
    agreeing,
    approving,
    departing,
    dissolving,
    exposing,
    first_day,
    holding,
    naming,
    opening,
    retaining,
    settings,
    shelves,
    showing,
    strays,
)
from handlers.views import coalition as ids

# What the inbox shows of the coalition's own running.
waiting = shelves.waiting
# What the clock asks for, and what is done once a second coordinator agreed.
expire, on_granted = approving.expire, approving.ON_GRANTED

COMMANDS = {"/coalition": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.OPEN: opening.from_button,
    ids.SETTINGS: settings.from_button,
    ids.PEOPLE: naming.from_button,
    ids.PEOPLE_OF: naming.of_company,
    ids.DISMISS: naming.dismiss,
    ids.AWAY: absence.from_button,
    ids.BACK: absence.back_from_button,
    ids.LET_READ: strays.let_read,
    ids.REMOVE: departing.removal_from_button,
    ids.LEAVE: departing.leave_from_button,
    ids.GO_ON: departing.go_on,
    ids.LEAK: exposing.from_button,
    ids.EXPOSED: exposing.read,
    ids.HOLDS: holding.from_button,
    ids.HOLD_NEW: holding.new,
    ids.HOLD_OPEN: holding.open_one,
    ids.HOLD_LIFT: holding.lift,
    ids.HELD_OPEN: holding.read,
    ids.HELD_OLDER: holding.open_one,
    ids.ADMIT: admitting.from_button,
    ids.EXPORT: admitting.export_from_button,
    ids.AGREE: approving.agree,
    ids.DECLINE: approving.decline,
    ids.SHOWINGS: showing.from_button,
    ids.SHOWINGS_EXPORT: showing.export,
    ids.RETENTION: retaining.from_button,
    ids.RETENTION_CHANGE: retaining.edit,
    ids.LEAVING: retaining.leaving,
    ids.LEAVING_OLDER: retaining.leaving_older,
    ids.LEAVING_EXPORT: retaining.export,
    ids.FIGURES: agreeing.from_button,
    ids.FIGURES_AGREE: agreeing.agree,
    ids.FIGURES_END: agreeing.take_back,
    ids.DISSOLUTION: dissolving.from_button,
    ids.DISSOLUTION_STOP: dissolving.stop,
}

FORMS: dict[str, Callable[..., Answer]] = {
    ids.SETTINGS_FORM: settings.save,
    ids.PEOPLE_FORM: naming.name,
    ids.AWAY_FORM: absence.save,
    ids.HOLD_FORM: holding.place,
    ids.RETENTION_FORM: retaining.save,
    ids.DISSOLUTION_FORM: dissolving.request,
    ids.ADMIT_FORM: admitting.admit,
    ids.EXPORT_FORM: admitting.export,
    ids.REMOVE_FORM: departing.put_out,
    ids.LEAVE_FORM: departing.leave,
    ids.LEAK_FORM: exposing.freeze,
}

CLICKS |= first_day.CLICKS
FORMS |= first_day.FORMS
