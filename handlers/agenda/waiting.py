"""What waits for somebody of agendas: that one is here, that it changed, what is to be decided, what did not go."""

from __future__ import annotations

from datetime import datetime

from handlers.posting import ring_coordinators
from handlers.views.agenda import personal as views
from handlers.views.inbox import Item, why_stuck
from handlers.views.wording import language
from storage import access, agendas, meetings, outbox
from storage.access import Speaker
from storage.database import Session
from storage.meetings import Meeting
from storage.outbox import Letter, State
from storage.people import Room


def dead(session: Session, letter: Letter, now: datetime) -> None:
    """Ring for the coordinators, in the transaction that gives an agenda up."""
    ring_coordinators(session, letter, views.not_delivered, now)


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what there is of the agenda of the next meeting."""
    meeting = meetings.next_of(session, who.coalition, now, reader=who)
    if meeting is None:
        return []
    words, items = language(who.coalition.language), []
    there = agendas.find(session, meeting)
    if there is not None and there.posted_at is not None:
        items += _own_copy(session, who, meeting, now)
    if n := agendas.how_many_to_decide(session, who, meeting):
        items.append(views.to_decide(n, meeting, who.coalition, words))
    return items + _undelivered(session, who, meeting)


def _own_copy(session: Session, who: Speaker, meeting: Meeting, now: datetime) -> list[Item]:
    """Say that an agenda is here, or that one's own copy changed since one looked at it."""
    words, last = language(who.coalition.language), agendas.last_look(session, who, meeting)
    if last is None:
        return [views.stands(meeting, who.coalition, words)]
    shown = agendas.contents(session, who.coalition, meeting, who, now)
    return [] if shown.fingerprint == last else [views.changed(meeting, who.coalition, words)]


def _undelivered(session: Session, who: Speaker, meeting: Meeting) -> list[Item]:
    there = agendas.find(session, meeting)
    if there is None or not access.may_coordinate(who):
        return []
    words, items = language(who.coalition.language), []
    for room in Room:
        letter = outbox.standing(session, who.coalition.id, there.key(room))
        if letter is not None and letter.state is State.DEAD:
            items.append(views.undelivered(meeting, why_stuck(letter.fault, words), who.coalition, words))
    return items
