"""Telling of meetings: the card in the channel, a bell for everybody whom it concerns, what waits under *For me*.

Whoever changes a meeting tells of it in the same transaction; the clock tells what is left over, such as a rhythm that
was voted, and lets invitations go at their hour.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from handlers.house import House
from handlers.views.inbox import Item
from handlers.views.meeting import telling as views
from handlers.views.wording import language
from storage import coalitions, meetings, outbox
from storage.access import Speaker
from storage.coalitions import Coalition
from storage.database import Session
from storage.meetings import ABOUT, Meeting
from storage.outbox import Address
from storage.sending import STUB

# So many meetings a transaction, so that no form waits for them.
_BATCH = 50
_KEY = 120


def keep(house: House, now: datetime) -> None:
    """Plan the next meetings of each series that are to be planned by now, and tell what nobody was told of."""
    with house.database.read() as session:
        waits = meetings.left_out(session, now=now, limit=_BATCH)
    if waits:
        with house.database.begin() as session:
            meetings.invite_again(session, waits, now=now)
    due = next_due(house)
    if due is None or due > now:
        return
    while _look_after(house, now) == _BATCH:
        pass
    more = True
    while more:
        with house.database.begin() as session:
            more = _tell(session, now) == _BATCH
    house.wake_courier()


def _look_after(house: House, now: datetime) -> int:
    with house.database.begin() as session:
        due = meetings.to_look_after(session, now=now, limit=_BATCH)
        for one in due:
            meetings.keep_planned(session, one, now=now)
    return len(due)


def next_due(house: House) -> datetime | None:
    """Say when a meeting is to be planned next, or somebody is to be told of one."""
    with house.database.read() as session:
        found = (meetings.next_look(session), meetings.next_telling(session))
    return min((moment for moment in found if moment is not None), default=None)


def tell(session: Session, coalition: Coalition, now: datetime) -> None:
    """Tell what nobody was told of yet, in the transaction that changed it; call it after any change of a meeting."""
    _tell(session, now, coalition)


def _tell(session: Session, now: datetime, only: Coalition | None = None) -> int:
    found = meetings.to_tell(session, now=now, limit=_BATCH, coalition=only)
    for coalition_id, theirs in groupby(found, key=lambda one: one.coalition_id):
        coalition = coalitions.by_id(session, coalition_id)
        rung: dict[str, list[_Told]] = defaultdict(list)
        for there in theirs:
            whom = meetings.whom_to_tell(session, coalition, there, now=now)
            before = meetings.told_before(session, there)
            for seat in whom:
                rung[seat.user_id].append(_Told(there, is_news=seat.person_id not in before))
            meetings.told(session, there, whom, now=now)
            _owe_cards(session, coalition, there, now)
        for user_id, about in rung.items():
            _ring(session, coalition, user_id, about, now)
    return len(found)


def tell_one(session: Session, seat: Speaker, there: Meeting, now: datetime) -> None:
    """Ring for one person whom somebody else has named, unless they were told already."""
    if seat in meetings.whom_to_tell(session, seat.coalition, there, now=now, also=seat.person_id):
        told = _Told(there, is_news=seat.person_id not in meetings.told_before(session, there))
        meetings.told_one(session, there, seat)
        _ring(session, seat.coalition, seat.user_id, [told], now)


@dataclass(frozen=True, slots=True)
class _Told:
    """A meeting that somebody is told of; `is_news` where they knew nothing of it before."""

    meeting: Meeting
    is_news: bool


def _ring(session: Session, coalition: Coalition, user_id: str, about: list[_Told], now: datetime) -> None:
    """Owe somebody one bell for all that is told at a time; its key says what of, so that it rings once."""
    words = language(coalition.language)
    first = about[0]
    if len(about) > 1:
        body = views.several(coalition, words)
    elif first.is_news:
        body = views.invited(first.meeting, coalition, words)
    else:
        body = views.changed(first.meeting, coalition, words)
    outbox.want(
        session,
        coalition.id,
        f"{_named([one.meeting for one in about])}:{user_id}"[:_KEY],
        address=Address.to_person(user_id, team=coalition.host_team),
        body=body,
        about="meeting_bell",
        now=now,
    )


def _named(about: list[Meeting]) -> str:
    said = ",".join(f"{one.id}:{one.sequence}" for one in about)
    return f"{ABOUT}:{said}" if len(about) == 1 else f"meetings:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _owe_cards(session: Session, coalition: Coalition, there: Meeting, now: datetime) -> None:
    """Owe the members' channel the card, and the open one where observers and guests are invited."""
    key = f"{ABOUT}:{there.id}:card"
    stands = outbox.standing(session, coalition.id, key)
    if stands is None and (not meetings.is_invited(session, there) or there.state is not meetings.MeetingState.PLANNED):
        # What nobody was invited to has no card.
        return
    _owe_card(session, coalition, coalition.channel, there, key=key, now=now)
    if coalition.open_channel is None:
        return
    opened = f"{key}:open"
    if there.with_open:
        _owe_card(session, coalition, coalition.open_channel, there, key=opened, now=now)
    elif outbox.standing(session, coalition.id, opened) is not None:
        body = views.for_members_only(language(coalition.language))
        outbox.replace_what_stands(session, coalition.id, opened, body=body, about=STUB, now=now)


def _owe_card(session: Session, coalition: Coalition, channel: str, there: Meeting, *, key: str, now: datetime) -> None:
    outbox.want(
        session,
        coalition.id,
        key,
        address=Address.in_channel(channel, team=coalition.host_team),
        body=views.card(there, language(coalition.language)),
        about=ABOUT,
        about_id=there.id,
        now=now,
    )


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw the invitations that wait for an answer, and the meetings that changed since somebody saw them."""
    words = language(who.coalition.language)
    asked = meetings.unanswered(session, who, now=now)
    changed = [one for one in meetings.changed(session, who, now=now) if one not in asked]
    return [views.unanswered(one, words) for one in asked] + [views.has_changed(one, words) for one in changed]
