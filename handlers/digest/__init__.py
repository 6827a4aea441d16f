"""/digest: what became known in a week or a day, for one person and for the whole channel."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.digest import opening
from handlers.views import digest as ids

COMMANDS = {"/digest": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {
    ids.OPEN: opening.from_button,
    ids.TURN: opening.turn,
}
