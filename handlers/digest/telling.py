"""What coordinators are told of a digest that could not be delivered."""

from __future__ import annotations

from datetime import datetime

from handlers.posting import ring_coordinators
from handlers.views.digest import personal as views
from handlers.views.inbox import Item, why_stuck
from handlers.views.wording import language
from storage import digests, outbox
from storage.access import Speaker
from storage.database import Session
from storage.outbox import Letter, State


def dead(session: Session, letter: Letter, now: datetime) -> None:
    """Ring for the coordinators, in the transaction that gives a digest up."""
    ring_coordinators(session, letter, views.not_delivered, now)


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for a coordinator the digests that are not where they should be, and why."""
    words, items = language(who.coalition.language), []
    for one in digests.lately(session, who, now=now):
        letter = outbox.standing(session, who.coalition.id, one.key)
        if letter is not None and letter.state is State.DEAD:
            items.append(views.undelivered(one.period, why_stuck(letter.fault, words), who.coalition, words))
    return items
