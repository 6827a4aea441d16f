"""Where the cards stand that a digest leads to."""

from __future__ import annotations

from handlers.posting import links_in
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Session
from storage.digests import Contents
from storage.people import Room


def links_for(session: Session, who: Speaker, contents: Contents) -> dict[int, str]:
    """Lead to the cards that stand in a channel which this person is in."""
    is_inside = who.person is not None and who.person.in_members and who.company.seat is Seat.MEMBER
    room = Room.MEMBERS if is_inside else Room.OPEN
    return links_in(session, who.coalition, room, [one.id for one in contents.takedowns])
