"""What a takedown owes to Slack: its card where all may see it, a doorbell to each who was chosen, its receipt."""

from __future__ import annotations

from datetime import datetime

from handlers.house import House
from handlers.views.takedown.card import card, filed, shared, stub, tombstone
from handlers.views.takedown.pages import receipt
from handlers.views.wording import Language, language
from storage import access, indicators, outbox, sending, takedowns
from storage.access import Speaker
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address
from storage.people import Room
from storage.sending import GRAVE, STUB
from storage.takedowns import ABOUT, State, Takedown, card_key

SHOWN_IN = {Audience.EVERYONE: (Room.MEMBERS, Room.OPEN), Audience.MEMBERS: (Room.MEMBERS,)}


def publish(session: Session, takedown: Takedown, who: Speaker, now: datetime) -> None:
    """Owe the card to the channels, or a doorbell to each who was chosen, and the receipt; the newest state wins."""
    words = language(who.coalition.language)
    for room in Room:
        _owe_card(session, takedown, who, room, now)
    if takedown.audience not in SHOWN_IN and not takedown.embargoed and not takedown.recalled_at:
        _owe_bells(session, takedown, who, words, now)
    _owe_receipt(session, takedown, who, words, now)


def redraw(session: Session, takedown: Takedown, who: Speaker, now: datetime) -> None:
    """Owe what `publish` owes, and leave nothing of before in a channel where it cannot be changed now.

    There the card is deleted, which is always allowed, and posted anew as soon as it may be.
    """
    is_a_card = takedown.state is State.STANDING and not takedown.recalled_at
    for room in Room if is_a_card else ():
        channel = who.coalition.channel if room is Room.MEMBERS else who.coalition.open_channel
        if channel and not sending.may_change(session, who.coalition, channel, takedown.id):
            outbox.retract(session, who.coalition.id, card_key(takedown.id, room), now=now)
    publish(session, takedown, who, now)


def tell_absent(session: Session, takedown: Takedown, who: Speaker, now: datetime) -> None:
    """Ring for whom a record was logged for, where that is somebody else."""
    if takedown.filed is None:
        return
    coalition = who.coalition
    outbox.want(
        session,
        coalition.id,
        f"{ABOUT}:{takedown.id}:filed",
        address=Address.to_person(takedown.filed.user_id, team=coalition.host_team),
        body=filed(takedown, language(coalition.language), coalition),
        about=ABOUT,
        about_id=takedown.id,
        owner_id=who.person_id,
        now=now,
    )


def _owe_card(session: Session, takedown: Takedown, who: Speaker, room: Room, now: datetime) -> None:
    """Show the card in a channel that may see it; where it stands and may be seen no more, its tombstone."""
    coalition, words = who.coalition, language(who.coalition.language)
    channel = coalition.channel if room is Room.MEMBERS else coalition.open_channel
    if channel is None:
        return
    key = card_key(takedown.id, room)
    is_out = not takedown.embargoed and not takedown.recalled_at
    if not is_out or room not in SHOWN_IN.get(takedown.audience, ()):
        if takedown.revision == 1:
            # Nobody has seen a card of it yet.
            return
        grave = tombstone(takedown.for_others(), words, at=takedown.recalled_at or now)
        outbox.replace_what_stands(session, coalition.id, key, body=grave, about=GRAVE, now=now)
        return
    if takedown.is_stub(room) or (takedown.revision > 1 and _stands_elsewhere(session, coalition, key, channel)):
        # Whoever came later reads no more of it in Slack, nor whoever is in a channel that was left.
        left = stub(takedown.reference, takedown.token, words)
        outbox.replace_what_stands(session, coalition.id, key, body=left, about=STUB, now=now)
        return
    told = takedown.for_others()
    found = indicators.how_many(session, told)
    shown = card(told, words, may_log=room is Room.MEMBERS, found=found)
    if takedown.state is State.WITHDRAWN:
        # It says no more of the record than a tombstone does, and has to be said whatever came between.
        outbox.replace_what_stands(session, coalition.id, key, body=shown, about=GRAVE, now=now)
        return
    outbox.want(
        session,
        coalition.id,
        key,
        address=Address.in_channel(channel, team=coalition.host_team),
        body=shown,
        about=ABOUT,
        about_id=takedown.id,
        owner_id=who.person_id,
        now=now,
    )


def _stands_elsewhere(session: Session, coalition: Coalition, key: str, channel: str) -> bool:
    letter = outbox.standing(session, coalition.id, key)
    return letter is not None and letter.sent_channel not in (None, channel)


def card_keys(takedown_id: int) -> tuple[str, ...]:
    """Name a record's cards in every channel."""
    return tuple(card_key(takedown_id, room) for room in Room)


def bell_key(takedown_id: int, person_id: int) -> str:
    """Name the letter that rings for somebody with whom a record is shared by name."""
    return f"{ABOUT}:{takedown_id}:bell:{person_id}"


def _owe_bells(session: Session, takedown: Takedown, who: Speaker, words: Language, now: datetime) -> None:
    """Ring for each who may read it and sits in the members' channel, but for whoever sends it."""
    for reader in access.readers(session, who.coalition, takedowns.takedowns, takedown.id):
        if reader.person is None or reader.person.id == who.person_id or not reader.person.in_members:
            continue
        outbox.want(
            session,
            who.coalition.id,
            bell_key(takedown.id, reader.person.id),
            address=_to(reader.user_id, who.coalition),
            body=shared(takedown, words, who.coalition),
            about=ABOUT,
            about_id=takedown.id,
            now=now,
        )


def _owe_receipt(session: Session, takedown: Takedown, who: Speaker, words: Language, now: datetime) -> None:
    outbox.want(
        session,
        who.coalition.id,
        f"{ABOUT}:{takedown.id}:receipt:{who.person_id}",
        address=_to(who.user_id, who.coalition),
        body=receipt(takedown, words),
        about=ABOUT,
        about_id=takedown.id,
        owner_id=who.person_id,
        now=now,
    )


def _to(user_id: str, coalition: Coalition) -> Address:
    return Address.to_person(user_id, team=coalition.host_team)


def release(house: House, now: datetime) -> None:
    """Publish the records whose hour has come."""
    with house.database.begin() as session:
        released = takedowns.release(session, now=now)
        for author, takedown in released:
            publish(session, takedown, author, now)
    if released:
        house.wake_courier()
