"""Asking for an export: the form says what will be sent and how, and sending it asks for the file."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Push, Replace, Whisper
from handlers.formats.exported import Format
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown import in_bulk
from handlers.takedown.reading import carried, spellings
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views import export as views
from storage import exports, takedowns
from storage.access import Speaker, Way
from storage.approvals import Approval
from storage.database import Session


def ask(session: Session, who: Speaker, typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the form from a command; its last word may be the format."""
    *before, last = typed.split() or [""]
    chosen = last.lower() in set(Format)
    return _ask(session, who, " ".join(before) if chosen else typed, Format(last.lower()) if chosen else Format.CSV)


def from_list(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form from the list, for what the list shows."""
    _, query = carried(heard)
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.value)
        return _ask(session, who, query, Format.CSV)


def _ask(session: Session, who: Speaker, query: str, format_: Format) -> Open:
    language = words_of(who)
    records = takedowns.how_many(session, who, words=spellings(query), recalled=False)
    if not records:
        text = views.nothing(query, language)
        return Open(answers.notice(text, language), Whisper(text))
    form = views.form(records, query, format_, who, language)
    return answers.form(form, language)


def send(house: House, heard: Submission, now: datetime) -> Answer:
    """Ask for the file: the request and its trail are one transaction; a form asks once."""
    token, query = carried(heard)
    typed = heard.form.values.text(views.FORMAT)
    format_ = Format(typed) if typed in set(Format) else Format.CSV
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        language, words = words_of(who), spellings(query)
        records = takedowns.how_many(session, who, words=words, recalled=False)
        if not records:
            return Replace(answers.notice(views.nothing(query, language), language))
        form = f"view:{heard.form.id}"[:32]
        if exports.request(session, who, form=form, format_=format_, words=words, way=Way.FORM, now=now):
            in_bulk.exported(session, who, records, now)
    house.wake_porter()
    return Replace(answers.notice(views.under_way(language), language))


def again(house: House, heard: Click, now: datetime) -> Answer:
    """Try a file again that did not get through."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, exports.coalition_of(session, heard.value))
        exports.again(session, who, heard.value, way=Way.BUTTON, now=now)
    house.wake_porter()
    language = words_of(who)
    return Push(answers.notice(views.under_way(language), language))


def everything(session: Session, asker: Speaker, approval: Approval, now: datetime) -> None:
    """Ask for the file of all that somebody may see, once a second coordinator agreed to it."""
    form, format_ = f"approval:{approval.id}", Format(approval.payload["format"])
    if exports.request(session, asker, form=form, format_=format_, way=Way.FORM, now=now):
        in_bulk.exported(session, asker, takedowns.how_many(session, asker), now)
