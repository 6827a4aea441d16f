"""What a channel could not be told of meetings, votes and minutes: those who coordinate hear of it, and find why."""

from __future__ import annotations

from datetime import datetime

from handlers.posting import ring_coordinators
from handlers.views.inbox import Item, why_stuck
from handlers.views.meeting import telling as views
from handlers.views.wording import language
from storage import access, decisions, meetings, minutes, outbox
from storage.access import Speaker
from storage.database import Session
from storage.outbox import Letter, Place

_THINGS = frozenset({meetings.ABOUT, decisions.ABOUT, minutes.ABOUT})


def dead(session: Session, letter: Letter, now: datetime) -> None:
    """Ring for those who coordinate, in the transaction that gives up what a channel was to be told."""
    if letter.about in _THINGS and letter.address.place is Place.CHANNEL:
        ring_coordinators(session, letter, views.not_delivered, now)


def waiting(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw for those who coordinate what is not where it should be, and why."""
    if not access.may_coordinate(who):
        return []
    words = language(who.coalition.language)
    dead_ones = outbox.dead_letters_about(session, who.coalition.id, _THINGS)
    return [views.undelivered(why_stuck(one.fault, words), words) for one in dead_ones]
