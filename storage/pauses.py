"""Whether a channel is paused: what is said of records waits until those are in it for whom it is, or it is let go."""

from __future__ import annotations

from storage import departures, strays
from storage.coalitions import Coalition
from storage.database import Session
from storage.people import Room


def is_paused(session: Session, coalition: Coalition, room: Room = Room.MEMBERS) -> bool:
    """Tell whether the cards of a channel wait."""
    if room is Room.MEMBERS and strays.any_undecided(session, coalition):
        return True
    return departures.is_waiting(session, coalition, room)
