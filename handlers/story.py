"""The story's past, as if people had told it: the coalition is founded, takedowns are logged, their cards owed."""

from __future__ import annotations

from datetime import datetime

from handlers.coalition.doors import open_doors
from handlers.house import House
from handlers.takedown.publishing import publish
from storage import story
from storage.coalitions import Coalition
from storage.story import Announcement, Cast


def found(house: House, cast: Cast, *, language: str, now: datetime) -> Coalition:
    """Found the coalition, and owe its channels the pinned message."""
    with house.database.begin() as session:
        coalition = story.found(session, cast, language=language, now=now)
        open_doors(session, coalition, now)
    house.wake_courier()
    return coalition


def log(house: House, coalition: Coalition, announcement: Announcement, now: datetime) -> None:
    """Log an announcement, and owe what a form owes that is sent: the card and the receipt."""
    with house.database.begin() as session:
        speaker, takedown = story.log(session, coalition, announcement, now=now)
        publish(session, takedown, speaker, now)
    house.wake_courier()
