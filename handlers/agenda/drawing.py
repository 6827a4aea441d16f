"""Drawing the agendas that stand in the channels and owing them: what is due, what was asked for, what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from handlers import guards
from handlers.house import House
from handlers.posting import each, links_in, owe_thread
from handlers.views.agenda import message
from handlers.views.agenda.message import Posting
from handlers.views.fitting import Drawn
from handlers.views.wording import language
from storage import agendas, coalitions, meetings, outbox
from storage.agendas import Agenda, Contents
from storage.coalitions import Coalition
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.outbox import Address, Body, Letter
from storage.people import Room
from storage.sending import STUB

# So many at a time, so that nobody waits long.
_BATCH = 50
# Something may change while it is drawn; then it is drawn once more.
_TRIES = 5


class _OutOfDateError(Exception):
    """What was drawn is not so any more; the transaction that would fix it is undone."""


def post(house: House, now: datetime) -> None:
    """Post the agendas that are due, and draw anew those that changed; one that fails keeps no other one waiting."""
    with house.database.read() as session:
        due = agendas.to_post(session, now=now, limit=_BATCH)
    each([partial(_begin, house, one, now) for one in due])
    with house.database.read() as session:
        waiting = agendas.to_draw(session, now=now, limit=_BATCH)
    each([partial(_draw, house, one, now) for one in waiting])


def next_due(house: House) -> datetime | None:
    """Say when an agenda is posted next."""
    with house.database.read() as session:
        return agendas.next_due(session, now=house.clock())


def _begin(house: House, one: Meeting, now: datetime) -> None:
    with house.database.begin() as session:
        there = meetings.by_id(session, one.id)
        if there.state is MeetingState.PLANNED:
            agendas.begin(session, there, now=now)


@dataclass(frozen=True, slots=True)
class _Made:
    """An agenda that was drawn: what each channel is told, and what stands there in place of it where it is no more."""

    agenda: Agenda
    meeting: Meeting
    told: Mapping[Room, Contents] = field(default_factory=dict)
    drawn: Mapping[Room, Drawn] = field(default_factory=dict)
    fingerprint: str = ""
    instead: Body | None = None
    is_over: bool = False


def _draw(house: House, one: Agenda, now: datetime) -> None:
    """Draw an agenda outside of any transaction, and fix it in one."""
    with house.database.read() as session:
        coalition = coalitions.by_id(session, one.coalition_id)
    if coalition.address is None:
        # Without it there is no link to any card.
        guards.learn_address(house, coalition)
    for _ in range(_TRIES):
        with house.database.begin() as session:
            meeting = meetings.by_id(session, one.meeting_id)
            if meeting.state is MeetingState.PLANNED:
                agendas.prepared(session, meeting, now=now)
        with house.database.read() as session:
            coalition = coalitions.by_id(session, one.coalition_id)
            made = _made(session, coalition, agendas.by_id(session, one.id), now)
        if _fixed(house, coalition, made, now):
            house.wake_courier()
            return


def _made(session: Session, coalition: Coalition, there: Agenda, now: datetime) -> _Made:
    meeting, words = meetings.by_id(session, there.meeting_id), language(coalition.language)
    if meeting.state is MeetingState.CANCELLED:
        gone = message.cancelled(meeting, coalition, words)
        return _Made(there, meeting, fingerprint="cancelled", instead=gone, is_over=True)
    if agendas.has_newcomers(session, coalition, there):
        body = message.stub(meeting, coalition, words)
        return _Made(there, meeting, fingerprint="newcomers", instead=body)
    if meeting.state is not MeetingState.PLANNED:
        return _over(session, coalition, there, meeting)
    told = {room: agendas.contents(session, coalition, meeting, room, now) for room in _rooms(coalition, meeting)}
    fingerprint = _hashed([one.fingerprint for one in told.values()])
    is_news = there.fingerprint not in {"", fingerprint}
    updated_at = now if is_news else there.updated_at
    drawn = {
        room: message.draw(one, Posting(_links(session, coalition, room, one), updated_at), room, coalition, words)
        for room, one in told.items()
    }
    return _Made(there, meeting, told, drawn, fingerprint)


def _rooms(coalition: Coalition, meeting: Meeting) -> tuple[Room, ...]:
    return (Room.MEMBERS, Room.OPEN) if meeting.with_open and coalition.open_channel else (Room.MEMBERS,)


def _links(session: Session, coalition: Coalition, room: Room, told: Contents) -> dict[int, str]:
    return links_in(session, coalition, room, [one.id for one in told.takedowns])


def _hashed(each_one: list[str]) -> str:
    return hashlib.sha256("\n".join(each_one).encode()).hexdigest()


def _over(session: Session, coalition: Coalition, there: Agenda, meeting: Meeting) -> _Made:
    """Leave what was held as it was; where not all of it may be told any more, it says no more than where it is."""
    may_stay = all(agendas.may_be_told(session, coalition, there.id, room) for room in Room)
    if may_stay:
        return _Made(there, meeting, fingerprint=there.fingerprint, is_over=True)
    body = message.stub(meeting, coalition, language(coalition.language))
    return _Made(there, meeting, fingerprint="stub", instead=body, is_over=True)


def _fixed(house: House, coalition: Coalition, made: _Made, now: datetime) -> bool:
    """Note what was drawn and owe it to its channels, in one transaction; False where it is out of date."""
    try:
        with house.database.begin() as session:
            if made.is_over and made.instead is None:
                agendas.seen(session, made.agenda, is_over=True, now=now)
            else:
                _fix(session, coalition, made, now)
    except _OutOfDateError:
        return False
    return True


def _fix(session: Session, coalition: Coalition, made: _Made, now: datetime) -> None:
    there = made.agenda
    is_true = agendas.drawn(
        session,
        coalition,
        there,
        made.meeting,
        made.told,
        fingerprint=made.fingerprint,
        is_over=made.is_over,
        now=now,
    )
    if not is_true:
        raise _OutOfDateError
    for room in Room:
        _owe(session, coalition, made, room, now)


def _owe(session: Session, coalition: Coalition, made: _Made, room: Room, now: datetime) -> None:
    """Owe a channel its part; where there is none any more, what stands there says so."""
    there, drawn = made.agenda, made.drawn.get(room)
    key, channel = there.key(room), coalition.channel if room is Room.MEMBERS else coalition.open_channel
    letter = outbox.standing(session, coalition.id, key)
    is_elsewhere = letter is not None and letter.sent_channel not in {None, channel}
    if drawn is None or channel is None or is_elsewhere:
        body = made.instead or message.stub(made.meeting, coalition, language(coalition.language))
        outbox.replace_what_stands(session, coalition.id, key, body=body, about=STUB, now=now)
        if letter is not None:
            _thread(session, coalition, there, room, replies=(), now=now)
        return
    outbox.want(
        session,
        coalition.id,
        key,
        address=Address.in_channel(channel, team=coalition.host_team),
        body=drawn.body,
        about=agendas.ABOUT,
        about_id=there.id,
        now=now,
    )
    _thread(session, coalition, there, room, replies=drawn.replies, now=now)


def _thread(
    session: Session, coalition: Coalition, there: Agenda, room: Room, *, replies: Sequence[Body], now: datetime
) -> None:
    owe_thread(
        session,
        coalition,
        there.key(room),
        replies,
        channel=(coalition.open_channel if room is Room.OPEN else None) or coalition.channel,
        about=agendas.ABOUT,
        about_id=there.id,
        now=now,
    )


def sent(session: Session, letter: Letter, now: datetime) -> None:
    """Let the thread follow once its agenda stands."""
    if letter.about == agendas.ABOUT and letter.address.thread_of is None:
        outbox.resume_thread(session, letter.coalition_id, letter.key, now=now)
