"""What somebody is shown of meetings: drawn for the pages, as far as they may know."""

from __future__ import annotations

from datetime import datetime

from handlers.views.blocks import Block
from handlers.views.meeting import pages
from handlers.views.meeting.pages import Mine, Shown
from handlers.views.wording import language
from storage import access, meetings, minutes, people, seating
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Session
from storage.meetings import Attendance, Meeting, MeetingState


def overview(session: Session, who: Speaker, now: datetime, *, misread: str = "") -> Block:
    """Draw what comes next and what was."""
    coming = meetings.coming(session, who.coalition, now, reader=who)
    return pages.overview(
        [Shown(one, _attendance(session, who, one, now)) for one in coming],
        meetings.past(session, who.coalition, now, reader=who),
        meetings.series_of(session, who.coalition) if who.company.seat is Seat.MEMBER else (),
        who.coalition,
        language(who.coalition.language),
        coordinates=access.may_coordinate(who),
        misread=misread,
    )


def invitation(session: Session, who: Speaker, there: Meeting, now: datetime) -> Block:
    """Draw one meeting for one person; observers and guests find no names but their own company's."""
    attendance = _attendance(session, who, there, now)
    word = next((word for one in attendance for word in one.words if word.person_id == who.person_id), None)
    mine = Mine(
        reply=word.reply if word else None,
        deputy=word.deputy_user if word else None,
        file=meetings.has_file(session, who, there),
        answers=who.company.seat is not Seat.GUEST and now < there.ends_at,
        coordinates=access.may_coordinate(who) and now < there.ends_at,
        ends=there.state is MeetingState.PLANNED and there.starts_at <= now and minutes.may_write(who, there),
        minutes=minutes.token_of(session, who, there),
    )
    officers = meetings.officers(session, there) if who.company.seat is Seat.MEMBER else None
    return pages.invitation(Shown(there, attendance), officers, mine, language(who.coalition.language))


def _attendance(session: Session, who: Speaker, there: Meeting, now: datetime) -> tuple[Attendance, ...]:
    """List who comes; observers and guests find the companies that they meet in the open channel."""
    found = meetings.attendance(session, there)
    if who.company.seat is Seat.MEMBER:
        return found
    met = {each.company.id for each in seating.seated(session, who, now=now)}
    return tuple(one for one in found if one.company.id in met)


def named_people(session: Session, who: Speaker) -> list[tuple[str, str]]:
    """List who may have a part in a meeting: pairs of token and name with company."""
    return [
        (person.token, f"{person.name or person.user_id} · {company}")
        for person, company in people.in_the_room(session, who.coalition)
    ]
