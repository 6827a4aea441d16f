"""Asking for what needs a second coordinator: a seat for a company, a file of everything."""

from __future__ import annotations

import re
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.coalition import approving
from handlers.formats.exported import Format
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.blocks import Block
from handlers.views.coalition import admitting as views
from handlers.views.coalition import approving as approving_views
from handlers.views.coalition import refusals
from handlers.views.coalition.admitting import Field
from handlers.views.wording import Language, language
from storage import access, admissions
from storage.access import Speaker, Way
from storage.admissions import NotByThisWay, NothingToChange, NoWorkspace
from storage.appointing import LastOne
from storage.approvals import Approval, Deed
from storage.companies import Seat
from storage.database import Session
from storage.errors import Conflict

_ID = re.compile(r"[TE][A-Z0-9]{2,31}")
_MOST_IDS = 10


def ask(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Open:
    """Open the form for a seat from a command."""
    return _opened(session, who, views.admission(who.coalition, language(who.coalition.language)))


def ask_export(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Open:
    """Open the form for a file of everything from a command."""
    return _opened(session, who, views.export(who.coalition, language(who.coalition.language)))


def _opened(_session: Session, who: Speaker, form: Block) -> Open:
    access.must_coordinate(who)
    return answers.form(form, language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form for a seat from the coalition's page."""
    with house.database.read() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def export_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form for a file of everything from the coalition's page."""
    with house.database.read() as session:
        return ask_export(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def admit(house: House, heard: Submission, now: datetime) -> Answer:
    """Ask for a seat: for exactly this company, these ids and this seat."""
    values = heard.form.values
    name, typed = " ".join(values.text(Field.NAME).split())[: views.NAME_LIMIT], values.text(Field.SEAT)
    team_ids = tuple(dict.fromkeys(values.text(Field.IDS).replace(",", " ").split()))
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        access.must_coordinate(who)
        words = language(who.coalition.language)
        if problems := _problems(name, team_ids, words):
            return Errors(problems)
        seat = Seat(typed) if typed in set(Seat) else Seat.OBSERVER
        try:
            planned = admissions.plan(session, who, name, team_ids, seat)
        except (NothingToChange, NotByThisWay, NoWorkspace, LastOne, Conflict) as refusal:
            return Errors({_FIELDS.get(type(refusal), Field.NAME): refusals.refusal(refusal, words)})
        approval = approving.request(session, who, Deed.ADMIT, planned.as_payload(), form=heard.form.id, now=now)
    return _asked(approval, words)


_FIELDS: dict[type[Exception], Field] = {NoWorkspace: Field.IDS, Conflict: Field.IDS, NotByThisWay: Field.SEAT}


def _problems(name: str, team_ids: tuple[str, ...], words: Language) -> dict[str, str]:
    problems = {}
    if not name:
        problems[Field.NAME.value] = views.no_name(words)
    if len(team_ids) > _MOST_IDS or not all(_ID.fullmatch(one) for one in team_ids):
        problems[Field.IDS.value] = views.no_ids(words)
    return problems


def export(house: House, heard: Submission, now: datetime) -> Answer:
    """Ask for a file of everything that whoever asks may see."""
    typed = heard.form.values.text(Field.FORMAT)
    payload = {"format": Format(typed) if typed in set(Format) else Format.JSON}
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        approval = approving.request(session, who, Deed.EXPORT_ALL, payload, form=heard.form.id, now=now)
    house.wake_porter()
    return _asked(approval, language(who.coalition.language))


def _asked(approval: Approval, words: Language) -> Answer:
    return Replace(answers.notice(approving_views.asked(approval, words), words))
