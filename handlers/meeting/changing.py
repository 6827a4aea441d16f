"""Moving and cancelling one meeting; of two who change it at once, the second is shown how it stands."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.kept import theirs
from handlers.meeting import drawn, telling
from handlers.meeting.reading import Understood, offered, typed_for, typed_of, understood
from handlers.views import answers
from handlers.views.blocks import Block, context, section
from handlers.views.meeting import facts, pages
from handlers.views.meeting import form as views
from handlers.views.wording import Language, language
from storage import access, drafts, meetings
from storage.access import Speaker, Way
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Stale
from storage.meetings import Meeting, Over, Plan

MOVE, CANCEL = "meeting_move", "meeting_cancel"
# What a draft remembers: which meeting, and how often it had changed when the form showed it.
_MEETING, _BASE = "meeting", "base"


def _next(session: Session, who: Speaker, now: datetime) -> Meeting:
    """Find the meeting that a command without a name means: the next one."""
    found = meetings.next_of(session, who.coalition, now, reader=who)
    if found is None:
        raise Over
    return found


def ask_move(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Open the form that moves the next meeting."""
    access.must_coordinate(who)
    return _ask_move(session, who, _next(session, who, now), now)


def _ask_move(session: Session, who: Speaker, there: Meeting, now: datetime) -> Open:
    access.must_coordinate(who)
    access.must_stand(who)
    words = language(who.coalition.language)
    body = {_MEETING: there.token, _BASE: there.sequence}
    token = drafts.keep(session, who, MOVE, body, has_words=False, now=now)
    typed = typed_for(session, who, Plan.of(there))
    return answers.form(views.form(typed, offered(session, who), token, words, moves=True), words)


def move_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form that moves a meeting from its page."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        return _ask_move(session, who, meetings.by_token(session, who, heard.value), now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Move the meeting, and owe everybody one bell; where it changed meanwhile, show how it stands and lose nothing."""
    with house.database.begin() as session:
        draft, who = opened(session, heard, MOVE, now)
        words = language(who.coalition.language)
        there = meetings.by_token(session, who, str(draft.body.get(_MEETING, "")))
        stood = typed_for(session, who, Plan.of(there))
        typed = typed_of(heard.form.values, stood)
        found = understood(session, who, typed, words, now, stood=(stood, Plan.of(there)))
        if not isinstance(found, Understood):
            return Errors(found)
        try:
            moved = meetings.move(session, who, there.token, found.plan, base=int(draft.body[_BASE]), now=now)
        except Stale:
            body = {_MEETING: there.token, _BASE: there.sequence}
            drafts.change(session, draft, body, has_words=False, now=now)
            lines = [*facts.state(there, words), *_as_it_stands(there, words)]
            back = views.stands(lines, words)
            form = views.form(typed, offered(session, who), draft.token, words, shown_back=back, moves=True)
            return Replace(form)
        telling.tell(session, who.coalition, now)
        view = drawn.invitation(session, who, moved, now)
    house.wake_clock()
    return Replace(view)


def _as_it_stands(there: Meeting, words: Language) -> list[Block]:
    return [section(facts.when(there, words)), context(facts.there(there, words)), *facts.where(there, words)]


def opened(session: Session, heard: Submission, kind: str, now: datetime) -> tuple[Draft, Speaker]:
    """Open the draft of a form that a coordinator sent."""
    who, draft = theirs(session, heard, heard.form.private, now, kind=kind)
    access.must_coordinate(who)
    return draft, who


def ask_cancel(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Ask whether the next meeting is to be cancelled."""
    access.must_coordinate(who)
    return _ask_cancel(session, who, _next(session, who, now), now)


def _ask_cancel(session: Session, who: Speaker, there: Meeting, now: datetime) -> Open:
    access.must_coordinate(who)
    words = language(who.coalition.language)
    body = {_MEETING: there.token, _BASE: there.sequence}
    token = drafts.keep(session, who, CANCEL, body, has_words=False, now=now)
    return answers.form(pages.cancelling(there, token, words, of_series=there.series_id is not None), words)


def cancel_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Ask whether a meeting is to be cancelled, from its page."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        return _ask_cancel(session, who, meetings.by_token(session, who, heard.value), now)


def cancel(house: House, heard: Submission, now: datetime) -> Answer:
    """Cancel the meeting, and owe everybody one bell; where it changed meanwhile, ask again about how it stands."""
    with house.database.begin() as session:
        draft, who = opened(session, heard, CANCEL, now)
        there = meetings.by_token(session, who, str(draft.body.get(_MEETING, "")))
        try:
            gone = meetings.cancel(session, who, there.token, base=int(draft.body[_BASE]), now=now)
        except Stale:
            words = language(who.coalition.language)
            body = {_MEETING: there.token, _BASE: there.sequence}
            drafts.change(session, draft, body, has_words=False, now=now)
            return Replace(pages.cancelling(there, draft.token, words, of_series=there.series_id is not None))
        telling.tell(session, who.coalition, now)
        view = drawn.invitation(session, who, gone, now)
    house.wake_clock()
    return Replace(view)
