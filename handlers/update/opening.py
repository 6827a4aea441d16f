"""/update and its verbs: opens the form for the next meeting, or does what the first word says."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import guards
from handlers.answers import Answer, Open, Replace, Whisper
from handlers.formats import update_form
from handlers.formats.update_form import Filled
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.kept import taken, theirs
from handlers.update import reading, tapping
from handlers.update.finding import meeting_about, next_meeting
from handlers.update.work import KIND, Work, around, begun, edition_of, offered_for, typed, with_what_came, words_of
from handlers.verbs import parted
from handlers.views import answers
from handlers.views import update as ids
from handlers.views.update import pages
from handlers.views.update.form import form
from storage import access, drafts, meetings, updates
from storage.access import Speaker, Way
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Unknown
from storage.meetings import Meeting
from storage.updates import Kind

SHOW, STATUS, NOTHING, ABSENT, DEPUTY, HELP = "show", "status", "nothing", "absent", "deputy", "help"
VERBS = {
    "show": SHOW,
    "voir": SHOW,
    "montrer": SHOW,
    "status": STATUS,
    "état": STATUS,
    "etat": STATUS,
    "nothing": NOTHING,
    "rien": NOTHING,
    "absent": ABSENT,
    "absents": ABSENT,
    "absente": ABSENT,
    "deputy": DEPUTY,
    "suppléance": DEPUTY,
    "suppleance": DEPUTY,
    "help": HELP,
    "aide": HELP,
}
_TAPS = {NOTHING: Kind.NOTHING, ABSENT: Kind.ABSENT, DEPUTY: Kind.DEPUTY}
# What may stand behind such a word; with more behind it, it is the first word of an update.
_ONLY = frozenset({"", "to report", "à signaler", "a signaler", "answers", "répond", "repond"})


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /update."""
    with house.database.begin() as session:
        answer = begin(session, guards.speaker(session, heard), heard.text, Way.COMMAND, now)
    # Who is asked in somebody's stead is rung at once.
    house.wake_clock()
    return answer


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; read anything else as an update."""
    verb, rest = parted(text, VERBS)
    if verb == HELP:
        words = words_of(who)
        return Whisper(words.say("Help"), pages.help_blocks(words))
    access.must_act(who)
    if verb == SHOW:
        return answers.page(reading.every(session, who, next_meeting(session, who, now), way, now), words_of(who))
    if verb == STATUS:
        return answers.page(reading.standing(session, who, next_meeting(session, who, now), now), words_of(who))
    if verb in _TAPS and rest.lower() in _ONLY:
        meeting = next_meeting(session, who, now)
        return Whisper(tapping.tapped(session, who, meeting, _TAPS[verb], way=way, now=now))
    return open_form(session, who, next_meeting(session, who, now), text, now)


def open_form(session: Session, who: Speaker, meeting: Meeting, text: str, now: datetime) -> Open:
    """Open the form; words wait as a draft from now on, and without words the last draft is offered."""
    must_be_open(session, who, meeting)
    waiting = drafts.latest(session, who, KIND, about_id=meeting.id, now=now)
    if not text and waiting:
        return _offer(session, who, meeting, waiting, now)
    work = begun(session, who, meeting)
    if text:
        work = replace(work, filled=_added(work.filled, update_form.from_words(text)))
    token = kept(session, who, meeting, work, has_words=bool(text), now=now)
    words = words_of(who)
    view = form(work.filled, around(session, who, meeting, token, work, resumed=None, now=now), words)
    return Open(view, answers.kept(token, words, opens=ids.RESUME))


def _added(filled: Filled, said: Filled) -> Filled:
    """Put new words behind those that stand there."""
    both: dict[str, Any] = {
        name: "\n".join(filter(None, (getattr(filled, name), getattr(said, name))))
        for name in ("work", "problems", "questions")
    }
    return replace(filled, **both)


def must_be_open(session: Session, who: Speaker, meeting: Meeting) -> None:
    """Raise as saving would: for whom nothing is asked of, and for a meeting before which nothing more is said."""
    updates.must_be_asked(who)
    access.must_stand(who)
    if not updates.is_open(meeting):
        raise updates.Closed
    if (user_id := updates.said_by_name(session, who, meeting)) is not None:
        raise updates.SaidByName(user_id)


def kept(session: Session, who: Speaker, meeting: Meeting, work: Work, *, has_words: bool, now: datetime) -> str:
    """Keep a draft of an update; its token."""
    return drafts.keep(session, who, KIND, work.as_body(), about_id=meeting.id, has_words=has_words, now=now)


def _offer(session: Session, who: Speaker, meeting: Meeting, draft: Draft, now: datetime, *, edition: str = "") -> Open:
    """Show the form with the words of a draft, on top of what stands now: its owner sees what was sent meanwhile."""
    there = updates.mine(session, who, meeting)
    work = with_what_came(Work.of(draft), offered_for(session, who, meeting, there))
    work = replace(work, base=there.revision if there else 0)
    drafts.change(session, draft, work.as_body(), now=now)
    words = words_of(who)
    drawn = around(session, who, meeting, draft.token, work, resumed=draft.changed_at, now=now)
    view = form(work.filled, replace(drawn, edition=edition), words)
    return Open(view, answers.kept(draft.token, words, opens=ids.RESUME))


def write(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form for the next meeting from the pinned message."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        return open_form(session, who, next_meeting(session, who, now), "", now)


def open_for(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form for the meeting that a button names."""
    with house.database.begin() as session:
        who, meeting = meeting_about(session, heard, heard.value)
        return open_form(session, who, meeting, "", now)


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=KIND)
        meeting = meetings.by_token(session, who, Work.of(draft).meeting)
        must_be_open(session, who, meeting)
        return _offer(session, who, meeting, draft, now)


def afresh(house: House, heard: Click, now: datetime) -> Answer:
    """Begin anew in the open form; the draft that it held is thrown away by its owner's own click."""
    with house.database.begin() as session:
        who, draft = taken(session, heard, heard.value, now, kind=KIND)
        meeting = meetings.by_token(session, who, Work.of(draft).meeting)
        must_be_open(session, who, meeting)
        work = begun(session, who, meeting)
        token = kept(session, who, meeting, work, has_words=False, now=now)
        drawn = around(session, who, meeting, token, work, resumed=None, now=now)
        return Replace(form(work.filled, replace(drawn, edition=f":{secrets.token_hex(2)}"), words_of(who)))


def rechoose(house: House, heard: Click, now: datetime) -> Answer:
    """Let the form follow the mark and the audience that are chosen in it."""
    if heard.form is None:
        raise Unknown
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private.partition(":")[0], now, kind=KIND)
        work = Work.of(draft)
        meeting = meetings.by_token(session, who, work.meeting)
        work = replace(work, filled=typed(heard.form.values, work.filled))
        drafts.change(session, draft, work.as_body(), has_words=work.filled.has_words, now=now)
        drawn = around(session, who, meeting, draft.token, work, resumed=None, now=now)
        return Replace(form(work.filled, replace(drawn, edition=edition_of(heard)), words_of(who)))
