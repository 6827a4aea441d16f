"""The answers of one tap, from a bell, the form, the inbox or a command; and what one can do about being asked."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Push, Whisper
from handlers.house import House
from handlers.inputs import Click
from handlers.kept import theirs
from handlers.update.finding import meeting_about
from handlers.update.receipts import owe_receipt
from handlers.update.work import KIND, Work, typed, words_of
from handlers.views import answers
from handlers.views import update as ids
from handlers.views.update import telling
from storage import drafts, prompts, updates
from storage.access import Speaker, Way
from storage.database import Session
from storage.meetings import Meeting
from storage.updates import Kind

_KINDS = {ids.NOTHING: Kind.NOTHING, ids.ABSENT: Kind.ABSENT, ids.DEPUTY: Kind.DEPUTY}


def tapped(session: Session, who: Speaker, meeting: Meeting, kind: Kind, *, way: Way, now: datetime) -> str:
    """Answer with one tap; what to say of it."""
    said = updates.tap(session, who, meeting, kind, way=way, now=now)
    if kind is not Kind.DEPUTY:
        owe_receipt(session, who, said, now)
    return telling.noted(kind, words_of(who))


def tap(house: House, heard: Click, now: datetime) -> Answer:
    """Answer with one tap; words that stand in the open form stay a draft."""
    with house.database.begin() as session:
        who, meeting = meeting_about(session, heard, heard.value)
        _keep_typed(session, heard, now)
        text = tapped(session, who, meeting, _KINDS[heard.action], way=Way.BUTTON, now=now)
    house.wake_clock()
    house.wake_courier()
    return _said(text, who, heard)


def _keep_typed(session: Session, heard: Click, now: datetime) -> None:
    """Keep what stands in the form whose buttons were used."""
    if heard.form is None or heard.form.callback_id != ids.FORM:
        return
    _, draft = theirs(session, heard, heard.form.private.partition(":")[0], now, kind=KIND)
    work = Work.of(draft)
    filled = typed(heard.form.values, work.filled)
    body = Work(filled, work.meeting, work.base, work.offered).as_body()
    drafts.change(session, draft, body, has_words=filled.has_words, now=now)


def later(house: House, heard: Click, now: datetime) -> Answer:
    """Put the next reminder on the next working morning of whoever asks."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, prompts.coalition_of(session, heard.value))
        again = prompts.snooze(session, who, heard.value, way=Way.BUTTON, now=now)
    return _said(telling.later(again, words_of(who)), who, heard)


def stop(house: House, heard: Click, now: datetime) -> Answer:
    """Ring no more before this meeting."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, prompts.coalition_of(session, heard.value))
        prompts.stop(session, who, heard.value, way=Way.BUTTON, now=now)
    return _said(telling.stopped(words_of(who)), who, heard)


def _said(text: str, who: Speaker, heard: Click) -> Answer:
    """Say something where the button was."""
    if heard.form is None:
        return Whisper(text)
    return Push(answers.interpreted(text, words_of(who)))
