"""May this letter still go? The courier asks at the moment of sending, since much can change while it waits."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import Table, select

from storage import (
    access,
    acknowledgements,
    agendas,
    commitments,
    decisions,
    digests,
    meetings,
    minutes,
    pauses,
    prompts,
    takedowns,
    updates,
)
from storage.access import Speaker
from storage.coalitions import FAREWELL, Coalition, by_id
from storage.companies import Seat
from storage.database import Session
from storage.outbox import Letter, Place
from storage.people import Room

# What somebody's own words get.
_ANSWER = "answer"
_RECORDS: dict[str, Table] = {takedowns.ABOUT: takedowns.takedowns, updates.ABOUT: updates.updates}


# What is made of records, and waits with them while a channel is paused.
_MADE_OF_RECORDS = frozenset({digests.ABOUT, agendas.ABOUT, decisions.ABOUT, minutes.ABOUT})

# What a doorbell rings for, and whether that still waits for somebody.
_WAITS_FOR: dict[str, Callable[[Session, Speaker, int | None], bool]] = {
    acknowledgements.QUESTION: acknowledgements.is_open,
    commitments.ABOUT: commitments.is_to_ring,
    decisions.ABOUT: decisions.is_asked,
    minutes.ABOUT: minutes.is_asked,
    prompts.ABOUT: prompts.is_open,
}

# What says of a record no more than that there is one.
GRAVE, STUB = "grave", "stub"
_TELLS_NOTHING = frozenset({GRAVE, STUB})


class Passage(StrEnum):
    """What becomes of a letter at the moment of sending."""

    GO = "go"
    # Not now: the channel is paused, the digest is to be drawn anew, or there is no thread yet.
    WAIT = "wait"
    # Those whom it goes to may not know of it any more.
    NEVER = "never"


def may_go(session: Session, letter: Letter) -> Passage:
    """Tell whether those whom a letter goes to may know of what it speaks of."""
    coalition = by_id(session, letter.coalition_id)
    record = _RECORDS.get(letter.about)
    if letter.address.place is not Place.CHANNEL:
        return Passage.GO if _may_reach(session, coalition, letter, record) else Passage.NEVER
    if not _may_enter(session, coalition, letter, record):
        return Passage.NEVER
    room = Room.MEMBERS if letter.address.channel == coalition.channel else Room.OPEN
    if letter.address.thread_of is not None and letter.sent_ts is None and letter.thread_ts is None:
        # What it continues does not stand there yet.
        return Passage.WAIT
    if not _is_told_as_drawn(session, coalition, letter, room):
        return Passage.WAIT
    tells_of_records = record is not None or letter.about in _MADE_OF_RECORDS
    return Passage.WAIT if tells_of_records and pauses.is_paused(session, coalition, room) else Passage.GO


def _is_told_as_drawn(session: Session, coalition: Coalition, letter: Letter, room: Room) -> bool:
    """Tell whether all may be told that a letter tells; else it is drawn anew without the rest, and goes then."""
    match letter.about:
        case digests.ABOUT:
            return room is Room.MEMBERS and digests.may_be_told(session, coalition, letter.about_id)
        case agendas.ABOUT:
            return agendas.may_be_told(session, coalition, letter.about_id, room)
        case minutes.ABOUT:
            return minutes.may_be_told(session, coalition, letter.about_id, room)
        case _:
            return True


def may_change(session: Session, coalition: Coalition, channel: str, takedown_id: int) -> bool:
    """Tell whether the card of a takedown that stands in a channel could be changed there at this moment."""
    if channel == coalition.channel and pauses.is_paused(session, coalition):
        return False
    return access.channel_may_see(session, coalition, channel, takedowns.takedowns, takedown_id)


def _may_enter(session: Session, coalition: Coalition, letter: Letter, record: Table | None) -> bool:
    """Ask for a whole channel."""
    channel = letter.address.channel
    if letter.about == FAREWELL or (letter.about in _TELLS_NOTHING and letter.sent_channel == channel):
        # A channel that was left is told where to go on, and what stands there may come to say less.
        return True
    if channel is None or channel not in (coalition.channel, coalition.open_channel):
        return False
    if letter.about == meetings.ABOUT and channel == coalition.open_channel:
        # What stands there of a meeting that is not open any more comes to say so, and nothing else.
        return letter.about_id is not None and meetings.by_id(session, letter.about_id).with_open
    return record is None or access.channel_may_see(session, coalition, channel, record, letter.about_id)


def _may_reach(session: Session, coalition: Coalition, letter: Letter, record: Table | None) -> bool:
    """Ask for one person: somebody who sits in the coalition, and may see what the letter is about."""
    seats = access.seats_of_user(session, coalition, letter.address.user_id or "")
    if letter.about != _ANSWER:
        # A guest is answered, and never prompted.
        seats = [seat for seat in seats if seat.company.seat is not Seat.GUEST]
    if letter.about in _WAITS_FOR:
        return any(_WAITS_FOR[letter.about](session, seat, letter.about_id) for seat in seats)
    if record is None:
        return bool(seats)
    return any(
        session.execute(
            select(record.c.id).where(record.c.id == letter.about_id, access.visible_to(seat, record)),
        ).first()
        for seat in seats
    )
