"""The first day: who answers the buttons and forms of the guided start, and of the check of the ways in."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.coalition import checking, starting, trying
from handlers.views import checking as check
from handlers.views import start

CLICKS: dict[str, Callable[..., Answer]] = {
    start.OPEN: starting.go_on,
    start.LOOK: starting.look_again,
    check.OPEN: checking.from_button,
    check.ASK: checking.ask_everybody,
    check.TRY: trying.open_form,
    check.HERE: trying.confirm,
}

FORMS: dict[str, Callable[..., Answer]] = {
    start.ABOUT: starting.about,
    start.COMPANIES: starting.seat,
    start.LEADS: starting.name_leads,
    check.FORM: trying.begin,
}
