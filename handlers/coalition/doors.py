"""The pinned messages of a coalition's channels."""

from __future__ import annotations

from datetime import datetime

from handlers.views.door import door
from handlers.views.wording import language
from storage import outbox
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address


def open_doors(session: Session, coalition: Coalition, now: datetime) -> None:
    """Owe each channel of a coalition its pinned message."""
    words = language(coalition.language)
    for room, channel in (("members", coalition.channel), ("open", coalition.open_channel)):
        if channel:
            outbox.want(
                session,
                coalition.id,
                f"door:{room}",
                address=Address.in_channel(channel, team=coalition.host_team),
                body=door(coalition, words, may_log=room == "members"),
                about="door",
                pin=True,
                now=now,
            )
