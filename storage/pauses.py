"""Whether the members' channel is paused: what is said of records waits until it holds members only, or is let go."""

from __future__ import annotations

from storage import strays
from storage.coalitions import Coalition
from storage.database import Session


def is_paused(session: Session, coalition: Coalition) -> bool:
    """Tell whether the cards of the members' channel wait."""
    return strays.any_undecided(session, coalition)
