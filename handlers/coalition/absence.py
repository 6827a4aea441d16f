"""Away until a day, and back: the deputy is rung meanwhile."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Errors, Replace, Whisper
from handlers.formats.coming import read_coming_day
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.coalition import absence as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import absences, access
from storage.access import Speaker, Way
from storage.database import Session


def ask(session: Session, who: Speaker, typed: str, way: Way, now: datetime) -> Answer:
    """Note until when somebody is away, where the command says it; else ask in a form."""
    access.must_act(who)
    words = language(who.coalition.language)
    day = read_coming_day(typed, who.coalition.day_of(now))
    if day is not None and _is_near(day, who, now):
        absences.go(session, who, _dawn(day, who), way=way, now=now)
        return Whisper(views.away(day, words))
    return answers.form(views.form(who.coalition, words), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Note until when somebody is away."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        words = language(who.coalition.language)
        day = _picked(heard.form.values.text(views.BACK_ON))
        if day is None or not _is_near(day, who, now):
            return Errors({views.BACK_ON: views.no_day(words)})
        absences.go(session, who, _dawn(day, who), way=Way.FORM, now=now)
    return Replace(answers.notice(views.away(day, words), words))


def come_back(session: Session, who: Speaker, _rest: str, way: Way, now: datetime) -> Answer:
    """Note that somebody is here again."""
    absences.come_back(session, who, way=way, now=now)
    return Whisper(views.back(language(who.coalition.language)))


def back_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Note that somebody is here again, from the coalition's page or from the inbox."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        absences.come_back(session, who, way=Way.BUTTON, now=now)
    words = language(who.coalition.language)
    said = views.back(words)
    return answers.told(said, words, on_a_page=heard.form is not None)


def waiting(_session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Remind somebody who is away of it."""
    if who.person is None or who.person.away_until is None or not absences.is_away(who.person, now):
        return []
    day = who.coalition.day_of(who.person.away_until)
    return [views.item(day, who.coalition, language(who.coalition.language))]


def _dawn(day: date, who: Speaker) -> datetime:
    """Give the moment at which a day begins in the coalition's zone."""
    return datetime.combine(day, time(), ZoneInfo(who.coalition.zone))


def _is_near(day: date, who: Speaker, now: datetime) -> bool:
    today = who.coalition.day_of(now)
    return today < day <= today + absences.LONGEST


def _picked(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
