"""Erasing words from a takedown, such as the name of somebody wrongly accused: at once, and for good."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Open
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown.publishing import redraw
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views.takedown import erasing as views
from handlers.views.wording import language as wording
from storage import erasing, takedowns
from storage.access import Speaker, Way
from storage.database import Session
from storage.erasing import MayNotErase, NotFound, TooShort


def ask(house: House, heard: Click, now: datetime) -> Answer:
    """Ask what is to be erased from a record."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return _ask(session, who, heard.value, now)


def ask_reference(session: Session, who: Speaker, reference: str, _way: Way, now: datetime) -> Answer:
    """Ask what is to be erased from the record that a command names."""
    return _ask(session, who, takedowns.by_reference(session, who, reference).token, now)


def _ask(session: Session, who: Speaker, token: str, now: datetime) -> Open:
    takedown = takedowns.to_change(session, who, token)
    if not erasing.may_erase(session, who, takedown, now=now):
        raise MayNotErase
    language = words_of(who)
    return answers.form(views.form(takedown, language), language)


def erase(house: House, heard: Submission, now: datetime) -> Answer:
    """Erase what was typed from all that is kept of the record, and redraw what stands in Slack."""
    token, values = heard.form.private, heard.form.values
    language = wording("en")
    try:
        with house.database.begin() as session:
            who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
            language = words_of(who)
            erased = erasing.erase(
                session,
                who,
                token,
                values.text("words").splitlines(),
                instead=language.say("[erased]"),
                reason=values.text("reason"),
                form=f"view:{heard.form.id}"[:32],
                way=Way.FORM,
                now=now,
            )
            redraw(session, erased, who, now)
    except (TooShort, NotFound) as refusal:
        # The transaction is undone by then.
        return Errors({"words": views.not_erased(refusal, language)})
    house.wake_porter()
    house.wake_clock()
    return CloseAll()
