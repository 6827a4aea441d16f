"""Which meeting somebody means: the one that a button names, or the next one that they may know of."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from storage import agendas, meetings
from storage.access import Speaker
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import Meeting, MeetingState
from storage.people import Room


def meant(session: Session, who: Speaker, token: str, now: datetime) -> Meeting | None:
    """Find the meeting that a token names, while it is still to be held; else the next one, if any is planned.

    What waited for the next meeting comes onto its agenda.
    """
    found = None
    with suppress(Unknown):
        found = meetings.by_token(session, who, token) if token else None
    if found is None or found.state is not MeetingState.PLANNED:
        found = meetings.next_of(session, who.coalition, now, reader=who)
    coming = meetings.next_of(session, who.coalition, now, reader=Room.MEMBERS)
    if coming is not None and found is not None and coming.id == found.id:
        agendas.prepared(session, coming, now=now)
    return found
