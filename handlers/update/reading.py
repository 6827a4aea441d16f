"""Reading updates: one, those of a meeting, and who has answered; each opens for one person alone."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer
from handlers.house import House
from handlers.inputs import Click
from handlers.update.finding import meeting_about
from handlers.update.receipts import kept, sent
from handlers.update.work import words_of
from handlers.views import answers
from handlers.views.blocks import Block
from handlers.views.update import pages
from storage import access, audit, meetings, updates
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.meetings import Meeting
from storage.updates import ABOUT


def show(house: House, heard: Click, now: datetime) -> Answer:
    """Open one update: one's own company's with who may read it, another's as its reader may know it."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, updates.coalition_of(session, heard.value))
        update = updates.by_token(session, who, heard.value)
        meeting = meetings.by_id(session, update.meeting_id)
        audit.note(session, who, Act.OPENED, ABOUT, update.id, way=Way.BUTTON, now=now)
        own = updates.mine(session, who, meeting) if update.company_id == who.company.id else None
        if own is not None:
            view = pages.own(sent(session, who, meeting, own), words_of(who))
        else:
            view = pages.other(update, meeting.starts_at, kept(session, who, update), words_of(who))
    return answers.page(view, words_of(who))


def every(session: Session, who: Speaker, meeting: Meeting, way: Way, now: datetime) -> Block:
    """Draw what companies say before a meeting, and note that it was read."""
    found = updates.of_meeting(session, meeting, who)
    audit.note(session, who, Act.LISTED, ABOUT, meeting.id, way=way, now=now)
    return pages.every(
        found,
        {one.id: kept(session, who, one) for one in found},
        meeting.token,
        meeting.starts_at,
        words_of(who),
        may_write=updates.may_answer(who) and updates.is_open(meeting),
        may_coordinate=access.may_coordinate(who),
    )


def all_of(house: House, heard: Click, now: datetime) -> Answer:
    """Open what companies say before the meeting that a button names."""
    with house.database.begin() as session:
        who, meeting = meeting_about(session, heard, heard.value)
        return answers.page(every(session, who, meeting, Way.BUTTON, now), words_of(who))


def standing(session: Session, who: Speaker, meeting: Meeting, now: datetime) -> Block:
    """Draw which companies have answered; NotCoordinator for all but those who coordinate."""
    access.must_coordinate(who)
    those = updates.who_answered(session, meeting, now=now)
    return pages.status(those, meeting.token, meeting.starts_at, who.coalition, words_of(who))


def status(house: House, heard: Click, now: datetime) -> Answer:
    """Open which companies have answered before the meeting that a button names."""
    with house.database.read() as session:
        who, meeting = meeting_about(session, heard, heard.value)
        return answers.page(standing(session, who, meeting, now), words_of(who))
