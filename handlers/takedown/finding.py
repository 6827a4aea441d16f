"""Finding a value: which of the records that somebody may see hold it, however it was written."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Replace
from handlers.formats import words
from handlers.formats.indicators import indicator_of
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views.blocks import Block
from handlers.views.intake import FINDING, listing
from storage import access, audit, indicators, showings
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.showings import Shown
from storage.takedowns import ABOUT

_TYPED_LIMIT = 2000


def find(session: Session, who: Speaker, typed: str, way: Way, now: datetime) -> Open:
    """Open which records hold the value that a command names; without one, the field to type it into."""
    return answers.page(_drawn(session, who, words.unwrap(typed), way, now), words_of(who))


def find_again(house: House, heard: Click, now: datetime) -> Answer:
    """Look for the value that was typed into the open page, at the Enter key; or open the page from a button."""
    with house.database.begin() as session:
        if heard.form is None or heard.form.callback_id != FINDING:
            who = guards.speaker_in(session, heard, heard.value)
            return find(session, who, "", Way.BUTTON, now)
        who = guards.speaker_in(session, heard, heard.form.private)
        return Replace(_drawn(session, who, heard.value, Way.FORM, now))


def look(house: House, heard: Submission, now: datetime) -> Answer:
    """Look for the value that was typed into the open page, at its button."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        return Replace(_drawn(session, who, heard.form.values.text(listing.VALUE), Way.FORM, now))


def _drawn(session: Session, who: Speaker, typed: str, way: Way, now: datetime) -> Block:
    access.must_act(who)
    value = typed.strip()[:_TYPED_LIMIT]
    looked_for = indicator_of(value) if value else None
    found = indicators.find(session, who, looked_for) if looked_for else ()
    if looked_for:
        audit.note(session, who, Act.LISTED, ABOUT, None, way=way, now=now, detail="by a value")
        showings.note(session, who, Shown.LISTED, found, way=way, now=now)
    return listing.finding(value, looked_for, found, who.coalition.token, words_of(who))
