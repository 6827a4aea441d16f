"""Where the cards stand that a digest leads to."""

from __future__ import annotations

from handlers.views.digest.links import link
from storage import outbox, takedowns
from storage.access import Speaker
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.digests import Contents
from storage.people import Room


def links_for(session: Session, who: Speaker, contents: Contents) -> dict[int, str]:
    """Lead to the cards that stand in a channel which this person is in."""
    is_inside = who.person is not None and who.person.in_members and who.company.seat is Seat.MEMBER
    return links_in(session, who.coalition, Room.MEMBERS if is_inside else Room.OPEN, contents)


def links_in(session: Session, coalition: Coalition, room: Room, contents: Contents) -> dict[int, str]:
    """Lead to the cards that stand in a channel."""
    channel = coalition.channel if room is Room.MEMBERS else coalition.open_channel
    if channel is None:
        return {}
    keys = {takedowns.card_key(one.id, room): one.id for one in contents.takedowns}
    stand = outbox.where_they_stand(session, coalition.id, channel, about=takedowns.ABOUT, keys=keys)
    return {keys[key]: found for key, ts in stand.items() if (found := link(coalition, channel, ts))}
