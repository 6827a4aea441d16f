"""The statement that each agenda begins with: those who coordinate change it, and the members' channel is told."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.agenda import arranging as views
from handlers.views.agenda import lines
from handlers.views.agenda.arranging import Field
from handlers.views.wording import language
from storage import access, agendas, agreed, outbox
from storage.access import Speaker, Way
from storage.database import Session
from storage.outbox import Address


def ask(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    """Open the form from a command."""
    access.must_coordinate(who)
    words = language(who.coalition.language)
    there = agendas.statement_of(session, who.coalition)
    private = f"{who.coalition.token}:{there.version}"
    return answers.form(views.statement_form(there.text, words, private=private), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the agenda's page."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Change the statement, and tell the members' channel in the same transaction."""
    token, _, version = heard.form.private.partition(":")
    base = int(version) if version.isascii() and version.isdigit() and len(version) < len("1000000") else 0
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        words = language(who.coalition.language)
        typed = heard.form.values.text(Field.STATEMENT)
        own = "" if typed == lines.default_statement(words) else typed
        if agendas.state(session, who, own, base=base, way=Way.FORM, now=now):
            _tell(session, who, heard.form.id, now)
    house.wake_clock()
    return CloseAll()


def _tell(session: Session, who: Speaker, form: str, now: datetime) -> None:
    coalition = who.coalition
    outbox.want(
        session,
        coalition.id,
        f"statement:{form}"[:120],
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=views.restated(who.company.name, coalition, language(coalition.language)),
        about=agreed.ABOUT,
        about_id=coalition.id,
        owner_id=who.person_id,
        now=now,
    )
