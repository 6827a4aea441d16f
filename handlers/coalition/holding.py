"""Legal holds: a company's lead and counsel set, read and lift their own; to all others there is no such thing."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Block, Errors, Open, Push, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers, refusals
from handlers.views.coalition import holds as views
from handlers.views.coalition.holds import Field
from handlers.views.wording import language
from storage import access, holds
from storage.access import Speaker, Way
from storage.database import Session
from storage.errors import Unknown

_LONGEST = 200
_MOST_NAMED = 100
_BETWEEN = re.compile(r"[\s,;]+")


def ask(session: Session, who: Speaker, typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the company's holds from a command, or the form where it names records."""
    words = language(who.coalition.language)
    access.must_hold(who)
    return answers.page(views.form(typed, who.coalition, words) if typed else _page(session, who), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the company's holds from the coalition's page."""
    with house.database.begin() as session:
        return _laid(_page(session, guards.speaker_in(session, heard, heard.value)), heard)


def _page(session: Session, who: Speaker) -> Block:
    listed = holds.of_speaker(session, who)
    covered = {one.id: holds.covered(session, who, one) for one in listed if one.lifted_at is None}
    return views.page(listed, covered, who.coalition, language(who.coalition.language))


def new(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form that sets a hold."""
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.value)
        access.must_hold(who)
    return _laid(views.form("", who.coalition, language(who.coalition.language)), heard)


def place(house: House, heard: Submission, now: datetime) -> Answer:
    """Set the hold that the form asks for; whatever cannot be seen is named at its field."""
    values = heard.form.values
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        access.must_hold(who)
    words, today = language(who.coalition.language), who.coalition.day_of(now)
    matter, since = " ".join(values.text(Field.MATTER).split())[:_LONGEST], values.day(Field.SINCE)
    if not matter:
        return Errors({Field.MATTER: views.nothing_named(words)})
    if since and since > today:
        return Errors({Field.SINCE: views.in_the_future(today, words)})
    try:
        with house.database.begin() as session:
            who = guards.speaker_in(session, heard, heard.form.private)
            holds.place(
                session,
                who,
                matter=matter,
                references=_references(values.text(Field.REFERENCES)),
                since=_begins(since, who) if since else None,
                form=f"view:{heard.form.id}"[:32],
                way=Way.FORM,
                now=now,
            )
            return Replace(_page(session, who))
    except Unknown as unknown:
        return Errors({Field.REFERENCES: refusals.refusal(unknown, words)})


def _references(typed: str) -> list[str]:
    return [each for each in _BETWEEN.split(typed) if each][:_MOST_NAMED]


def _begins(day: date, who: Speaker) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(who.coalition.zone))


def open_one(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open one hold, with what is kept under it."""
    token, _, before = heard.value.partition(":")
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, holds.coalition_of(session, token))
        hold = holds.mine(session, who, token)
        kept, entries = holds.kept(session, who, hold, before=before), holds.trail_of(session, who, hold)
    view = views.one(hold, kept, entries, language(who.coalition.language))
    return Replace(view) if before else Push(view)


def lift(house: House, heard: Click, now: datetime) -> Answer:
    """Lift a hold, and show those that are left."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, holds.coalition_of(session, heard.value))
        holds.lift(session, who, heard.value, way=Way.BUTTON, now=now)
        return Replace(_page(session, who))


def read(house: House, heard: Click, now: datetime) -> Answer:
    """Open one record that is kept, in the place of the hold's page: Slack holds three levels at most."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, holds.coalition_of_kept(session, heard.value))
        kept = holds.read(session, who, heard.value, way=Way.BUTTON, now=now)
    return Replace(views.read(kept, language(who.coalition.language)))


def _laid(view: Block, heard: Click) -> Answer:
    if heard.form:
        return Push(view)
    return Open(view, Whisper(view["title"]["text"]))
