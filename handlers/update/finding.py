"""Which meeting an update is for."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.inputs import Click
from storage import meetings
from storage.access import Speaker
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.updates import NoMeeting


def next_meeting(session: Session, who: Speaker, now: datetime) -> Meeting:
    """Find the meeting that comes next, or else the last one while it is not closed; raises NoMeeting."""
    if (coming := meetings.next_of(session, who.coalition, now, reader=who)) is not None:
        return coming
    for last in meetings.past(session, who.coalition, now, reader=who, limit=1):
        if last.state in {MeetingState.PLANNED, MeetingState.ENDED}:
            return last
    raise NoMeeting


def meeting_about(session: Session, heard: Click, token: str) -> tuple[Speaker, Meeting]:
    """Tell who speaks, of which meeting; one that is not theirs is as if it were not there."""
    who = guards.speaker_about(session, heard, meetings.coalition_of(session, token))
    return who, meetings.by_token(session, who, token)
