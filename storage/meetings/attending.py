"""Who may know of a meeting: members, and observers and guests where they are invited."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false

from storage import access
from storage.access import Reader, Speaker
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.errors import GuestAccount
from storage.meetings.records import Meeting, meetings
from storage.people import Room


def may_attend(speaker: Speaker, meeting: Meeting) -> bool:
    """Tell whether this person may know of a meeting and answer its invitation."""
    if not _is_somebody(speaker) or meeting.coalition_id != speaker.coalition.id:
        return False
    return meeting.with_open or speaker.company.seat is Seat.MEMBER


def attended_by(reader: Reader, coalition: Coalition) -> ColumnElement[bool]:
    """Say, as a condition, of which meetings of a coalition a reader may know."""
    inside = meetings.c.coalition_id == coalition.id
    if isinstance(reader, Room):
        return inside if reader is Room.MEMBERS else and_(inside, meetings.c.with_open)
    if not _is_somebody(reader) or reader.coalition.id != coalition.id:
        return false()
    return inside if reader.company.seat is Seat.MEMBER else and_(inside, meetings.c.with_open)


def _is_somebody(speaker: Speaker) -> bool:
    try:
        access.may_speak(speaker)
    except GuestAccount:
        return False
    return True
