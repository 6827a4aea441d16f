"""/digest and its verbs: opens a period for one person, or does what the first word asks for."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Replace, Whisper
from handlers.digest import personal, posting_now, timing
from handlers.digest.days import read, running
from handlers.digest.links import links_for
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.verbs import Verb, parted
from handlers.views import answers
from handlers.views.blocks import Block, cut
from handlers.views.digest import page as views
from handlers.views.wording import language
from storage import access, audit, digests, meetings, showings, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.periods import Period
from storage.showings import Shown

_QUOTED = 40

PREVIEW, NOW, FOR, DAILY, WHEN, HELP = "preview", "now", "for", "daily", "when", "help"
VERBS = {
    "preview": PREVIEW,
    "aperçu": PREVIEW,
    "apercu": PREVIEW,
    "now": NOW,
    "maintenant": NOW,
    "for": FOR,
    "pour": FOR,
    "daily": DAILY,
    "quotidien": DAILY,
    "when": WHEN,
    "quand": WHEN,
    "help": HELP,
    "aide": HELP,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /digest."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; open the period that is named, or the one that runs."""
    verb, rest = parted(text, VERBS)
    if verb:
        if verb not in {WHEN, HELP}:
            access.must_act(who)
        return _DOES[verb](session, who, rest, way, now)
    period = read(text, who.coalition) if text else None
    misread = cut(text, _QUOTED) if text and period is None else ""
    view = _page(session, who, period or running(who.coalition, now), way, now, misread=misread)
    return answers.page(view, language(who.coalition.language))


def _help(_session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    words = language(who.coalition.language)
    return Whisper(words.say("Help"), views.help_blocks(words))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open a period from a button: the one that it names, or the one that runs."""
    token, _, key = heard.value.partition(":")
    with house.database.begin() as session:
        return begin(session, guards.speaker_in(session, heard, token), key, Way.BUTTON, now)


def turn(house: House, heard: Click, now: datetime) -> Answer:
    """Turn to another period; one that nobody could have been offered is the one that runs."""
    token, _, key = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        period = read(key, who.coalition) or running(who.coalition, now)
        return Replace(_page(session, who, period, Way.BUTTON, now))


def _page(session: Session, who: Speaker, period: Period, way: Way, now: datetime, *, misread: str = "") -> Block:
    """Draw a period for somebody, and note who was shown it."""
    contents = digests.contents(session, who, period)
    audit.note(session, who, Act.LISTED, takedowns.ABOUT, None, way=way, now=now, detail=period.key)
    showings.note(session, who, Shown.LISTED, contents.takedowns, way=way, now=now)
    return views.page(
        contents,
        who.coalition,
        language(who.coalition.language),
        today=who.coalition.day_of(now),
        links=links_for(session, who, contents),
        coming=meetings.next_of(session, who.coalition, now, reader=who),
        coordinates=access.may_coordinate(who),
        misread=misread,
    )


_DOES: dict[str, Verb] = {
    PREVIEW: posting_now.preview,
    NOW: posting_now.ask,
    FOR: personal.ask,
    DAILY: timing.daily,
    WHEN: timing.when,
    HELP: _help,
}
