"""The first day: who answers the guided start's buttons and forms."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.coalition import starting
from handlers.views import start

CLICKS: dict[str, Callable[..., Answer]] = {
    start.OPEN: starting.go_on,
    start.LOOK: starting.look_again,
}

FORMS: dict[str, Callable[..., Answer]] = {
    start.ABOUT: starting.about,
    start.COMPANIES: starting.seat,
    start.LEADS: starting.name_leads,
}
