"""Letting the cards go that waited for their channel."""

from __future__ import annotations

from datetime import datetime

from storage import outbox, pauses
from storage.coalitions import Coalition
from storage.database import Session
from storage.people import Room


def go_on(session: Session, coalition: Coalition, now: datetime) -> bool:
    """Let go what waits for a channel that is paused no more; False where one is paused all the same."""
    channels = {Room.MEMBERS: coalition.channel, Room.OPEN: coalition.open_channel}
    is_paused = {room: pauses.is_paused(session, coalition, room) for room, channel in channels.items() if channel}
    for room, still in is_paused.items():
        if not still:
            outbox.resume(session, channels[room] or "", now=now)
    return not any(is_paused.values())
