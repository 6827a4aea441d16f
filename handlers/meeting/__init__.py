"""/meeting: what the companies meet for, and what they commit themselves to."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answers import Answer
from handlers.meeting import committing, opening

# What the inbox shows.
committed = committing.waiting
# What the clock asks for.
remind = committing.remind

COMMANDS = {"/meeting": opening.command}

CLICKS: dict[str, Callable[..., Answer]] = {**committing.CLICKS}

FORMS: dict[str, Callable[..., Answer]] = {**committing.FORMS}
