"""Recalling a takedown, and what its owner finds afterwards; others who knew of it find its tombstone."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Open
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown import acknowledging
from handlers.takedown.publishing import publish
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views.takedown import recalling as views
from storage import access, audit, falling_away, reach, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.takedowns import ABOUT, Takedown


def ask(house: House, heard: Click, now: datetime) -> Answer:
    """Ask why a record is recalled; once it was, show what came of it."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return _ask(session, who, heard.value, Way.BUTTON, now)


def ask_reference(session: Session, who: Speaker, reference: str, way: Way, now: datetime) -> Answer:
    """Ask why the record that a command names is recalled."""
    return _ask(session, who, takedowns.by_reference(session, who, reference).token, way, now)


def _ask(session: Session, who: Speaker, token: str, way: Way, now: datetime) -> Open:
    takedown = takedowns.to_change(session, who, token)
    if takedown.recalled_at:
        return _page(session, who, takedown, way, now)
    language = words_of(who)
    return answers.form(views.form(takedown, language), language)


def recall(house: House, heard: Submission, now: datetime) -> Answer:
    """Take a record out of everybody's hands: its cards, its doorbells, the files that hold it."""
    token = heard.form.private
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        reason = heard.form.values.text("reason")
        form = f"view:{heard.form.id}"[:32]
        changed = falling_away.recall(session, who, token, reason=reason, form=form, way=Way.FORM, now=now)
        publish(session, changed.record, who, now)
        acknowledging.ring(session, who, changed.questions, now)
    house.wake_porter()
    # The digests that tell of it are drawn anew.
    house.wake_clock()
    return CloseAll()


def where_it_went(house: House, heard: Click, now: datetime) -> Answer:
    """Open for its owner where a record went, and what others answered."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return _page(session, who, takedowns.to_change(session, who, heard.value), Way.BUTTON, now)


def _page(session: Session, who: Speaker, takedown: Takedown, way: Way, now: datetime) -> Open:
    language = words_of(who)
    shown = reach.of(session, who, takedown)
    if access.may_read_trail(who, takedown.company_id):
        audit.note(session, who, Act.READ_TRAIL, ABOUT, takedown.id, way=way, now=now)
    return answers.page(views.page(takedown, shown, language), language)
