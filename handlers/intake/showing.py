"""*Show indicators*: those of one record for one person alone, in pages, narrowed to words, or as a file."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Push, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views import export as export_views
from handlers.views.blocks import Block
from handlers.views.intake import listing
from handlers.views.wording import language
from storage import exports, indicators, showings, takedowns
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Session
from storage.exports import Kind
from storage.showings import Shown

_QUERY_LIMIT = 200


def show(house: House, heard: Click, now: datetime) -> Answer:
    """Open the indicators of a record from a button."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return answers.page(_drawn(session, who, heard.value, now), language(who.coalition.language))


def turn(house: House, heard: Click, now: datetime) -> Answer:
    """Turn the page."""
    _, query = _carried(heard)
    token, _, first = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        return Replace(_drawn(session, who, token, now, query=query, first=int(first) if first.isdecimal() else 0))


def search(house: House, heard: Click, now: datetime) -> Answer:
    """Narrow the open page to the words that were typed into it, at the Enter key."""
    return _narrowed(house, heard, heard.value, now)


def look(house: House, heard: Submission, now: datetime) -> Answer:
    """Narrow the open page to the words that were typed into it, at its button."""
    return _narrowed(house, heard, heard.form.values.text(listing.QUERY), now)


def _narrowed(house: House, heard: Click | Submission, query: str, now: datetime) -> Answer:
    token, _ = _carried(heard)
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        return Replace(_drawn(session, who, token, now, query=query[:_QUERY_LIMIT]))


def _carried(heard: Click | Submission) -> tuple[str, str]:
    """Read what the page carries: the record's token, and the words that it is narrowed to."""
    token, _, query = heard.form.private.partition(":") if heard.form else ("", "", "")
    return token, query


def _drawn(session: Session, who: Speaker, token: str, now: datetime, *, query: str = "", first: int = 0) -> Block:
    """Draw a page, and note who was shown it."""
    record = takedowns.by_token(session, who, token)
    shown = indicators.of_takedown(session, who, token, search=query, start=first)
    indicators.note_shown(session, who, record, way=Way.BUTTON, now=now)
    showings.note(session, who, Shown.INDICATORS, [record], way=Way.BUTTON, now=now)
    may_send = who.company.seat is not Seat.GUEST
    return listing.page(record, shown, query, language(who.coalition.language), may_send=may_send)


def send(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for the indicators as a file; one that is asked for again within the same page comes once."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        record = takedowns.by_token(session, who, heard.value)
        form = f"ioc:{heard.form.id if heard.form else heard.trigger}"[:32]
        words = ((record.token,),)
        asked = exports.request(
            session, who, form=form, format_="csv", words=words, file=Kind.INDICATORS, way=Way.BUTTON, now=now
        )
        if asked is not None:
            indicators.note_sent(session, who, record, way=Way.BUTTON, now=now)
    house.wake_porter()
    words_ = language(who.coalition.language)
    return Push(answers.notice(export_views.under_way(words_), words_))
