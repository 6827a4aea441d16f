"""What the inbox shows of the coalition's own running: each page of the folder draws its shelf."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers.coalition import (
    absence,
    approving,
    departing,
    dissolving,
    exposing,
    joining,
    retaining,
    starting,
    strays,
)
from handlers.views.inbox import Item
from storage.access import Speaker
from storage.database import Session

_SHELVES: tuple[Callable[[Session, Speaker, datetime], list[Item]], ...] = (
    strays.waiting,
    approving.waiting,
    departing.waiting,
    exposing.waiting,
    joining.waiting,
    starting.waiting,
    dissolving.waiting,
    retaining.waiting,
    absence.waiting,
)


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what waits for a person, the most pressing first."""
    return [item for shelf in _SHELVES for item in shelf(session, who, now)]
