"""The first day: who answers the buttons and forms of the start, of the check, and of those who join later."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.coalition import checking, joining, moving, starting, trying
from handlers.views import checking as check
from handlers.views import joining as join
from handlers.views import start

CLICKS: dict[str, Callable[..., Answer]] = {
    start.OPEN: starting.go_on,
    start.LOOK: starting.look_again,
    check.OPEN: checking.from_button,
    check.ASK: checking.ask_everybody,
    check.TRY: trying.open_form,
    check.HERE: trying.confirm,
    join.STUB: joining.stub,
    join.LEAVE: joining.leave,
    join.SEAT: joining.ask_seat,
    join.NO_SEAT: joining.no_seat,
    join.MOVE: moving.from_item,
}

FORMS: dict[str, Callable[..., Answer]] = {
    start.ABOUT: starting.about,
    start.COMPANIES: starting.seat,
    start.LEADS: starting.name_leads,
    check.FORM: trying.begin,
    join.SEAT_FORM: joining.seat,
    join.MOVE_FORM: moving.move,
}
