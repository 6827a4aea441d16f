"""What the inbox shows of takedowns: the cards that are stuck, and what this person logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from handlers.takedown.publishing import SHOWN_IN, card_keys
from handlers.takedown.work import words_of
from handlers.views import inbox as views
from handlers.views.inbox import Item, Stuck
from storage import outbox, takedowns
from storage.access import Speaker
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Standing
from storage.takedowns import ABOUT, State, Takedown

_RECENT = 5
_SHARED = 20
_SHARED_FOR = timedelta(days=14)


def stuck(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw the records of this person whose card is not where it should be."""
    words = words_of(who)
    dead = [
        views.stuck(Stuck(takedown, letter.fault, letter.error or ""), words)
        for letter, takedown in _cards(session, who, outbox.dead_letters_of(session, who.person_id))
    ]
    held_back = [
        views.held_back(takedown, words)
        for _, takedown in _cards(session, who, outbox.dropped_letters_of(session, who.person_id))
        if takedown.state is State.STANDING and not takedown.recalled_at and takedown.audience in SHOWN_IN
    ]
    return dead + held_back


def _cards(session: Session, who: Speaker, letters: Iterable[Standing]) -> Iterator[tuple[Standing, Takedown]]:
    for letter in letters:
        if letter.about == ABOUT and letter.about_id and letter.key in card_keys(letter.about_id):
            with suppress(Unknown):
                yield letter, takedowns.by_id(session, who, letter.about_id)


def shared(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what others shared with this person by name lately, which no channel shows."""
    found = takedowns.shared_with(session, who, since=now - _SHARED_FOR, limit=_SHARED)
    return [views.shared(one, words_of(who)) for one in found]


def paused(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw the records of this person whose card waits for the members' channel."""
    held = _cards(session, who, outbox.held_letters_of(session, who.person_id))
    return [views.paused(takedown, words_of(who)) for _, takedown in held]


def logged(session: Session, who: Speaker) -> tuple[Takedown, ...]:
    """List what this person logged, newest first."""
    return takedowns.of_person(session, who, limit=_RECENT)
