"""What the inbox shows of takedowns: the cards that are stuck, and what this person logged."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.takedown.work import words_of
from handlers.views import inbox as views
from handlers.views.inbox import Item, Stuck
from storage import outbox, takedowns
from storage.access import Speaker
from storage.database import Session
from storage.errors import Unknown
from storage.takedowns import ABOUT, Takedown

_RECENT = 5
_SHARED = 20
_SHARED_FOR = timedelta(days=14)


def stuck(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw the records of this person whose card is not where it should be."""
    found = []
    for letter in outbox.dead_letters_of(session, who.person_id):
        if letter.about == ABOUT and letter.about_id and letter.key.endswith(":card"):
            try:
                takedown = takedowns.by_id(session, who, letter.about_id)
            except Unknown:
                continue
            found.append(views.stuck(Stuck(takedown, letter.fault, letter.error or ""), words_of(who)))
    return found


def shared(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what others shared with this person by name lately, which no channel shows."""
    found = takedowns.shared_with(session, who, since=now - _SHARED_FOR, limit=_SHARED)
    return [views.shared(one, words_of(who)) for one in found]


def logged(session: Session, who: Speaker) -> tuple[Takedown, ...]:
    """List what this person logged, newest first."""
    return takedowns.of_person(session, who, limit=_RECENT)
