"""Naming people: leads name those of their company, coordinators its first lead and further coordinators."""

from __future__ import annotations

import secrets
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.blocks import Block
from handlers.views.coalition import naming as views
from handlers.views.coalition.naming import Field
from handlers.views.wording import language
from storage import absences, access, appointing, companies, outbox, people
from storage.access import Speaker, Way
from storage.appointing import MayNotName
from storage.companies import Company
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Address
from storage.people import Person, Role


def ask(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Open:
    """Open the people of one's own company from a command."""
    return answers.page(_page(session, who, who.company), language(who.coalition.language))


def _page(session: Session, who: Speaker, company: Company) -> Block:
    return views.page(appointing.staff(session, who, company), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the people of one's own company from the coalition's page."""
    with house.database.read() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def of_company(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Show the people of the company that a coordinator chose."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, companies.coalition_of(session, heard.value))
        return Replace(_page(session, who, companies.by_token(session, who.coalition, heard.value)))


def name(house: House, heard: Submission, now: datetime) -> Answer:
    """Give the chosen person the chosen role, and show who holds what by now."""
    token, typed = heard.form.values.text(Field.PERSON), heard.form.values.text(Field.ROLE)
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, companies.coalition_of(session, heard.form.private))
        words = language(who.coalition.language)
        unchosen = [field.value for field, chosen in ((Field.PERSON, token), (Field.ROLE, typed)) if not chosen]
        if unchosen:
            return Errors(dict.fromkeys(unchosen, views.nothing_chosen(words)))
        person, new = appointing.appoint(session, who, token, _role(typed), way=Way.FORM, now=now)
        if new:
            _ring(session, who, person, now)
        return _afterwards(session, who, person)


def dismiss(house: House, heard: Click, now: datetime) -> Answer:
    """Take a role from somebody, and show who holds what by now."""
    token, _, typed = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, people.coalition_of(session, token))
        person, had = appointing.dismiss(session, who, token, _role(typed), way=Way.BUTTON, now=now)
        if had:
            _ring(session, who, person, now)
        return _afterwards(session, who, person)


def _afterwards(session: Session, who: Speaker, person: Person) -> Answer:
    """Show the people of a company; whoever gave away the role that let them look there finds a notice instead."""
    again = access.seat_of(session, who.person_id) or who
    words = language(who.coalition.language)
    try:
        company = next(one for one in companies.seated(session, who.coalition) if one.id == person.company_id)
        return Replace(_page(session, again, company))
    except MayNotName:
        return Replace(answers.notice(views.no_more(words), words))


def _role(typed: str) -> Role:
    if typed not in set(Role):
        raise Unknown
    return Role(typed)


def _ring(session: Session, who: Speaker, person: Person, now: datetime) -> None:
    """Ring for whom it concerns, and for the lead of a company whose people somebody else names; never for oneself."""
    rung = {person.id: person.user_id}
    for company in companies.seated(session, who.coalition):
        if company.id == person.company_id != who.company.id:
            rung |= {one.id: one.user_id for one in absences.stand_ins(session, company, now=now)}
    for person_id, user_id in rung.items():
        if person_id != who.person_id:
            outbox.want(
                session,
                who.coalition.id,
                f"role:{person_id}:{secrets.token_urlsafe(8)}",
                address=Address.to_person(user_id, team=who.coalition.host_team),
                body=views.bell(who.coalition, language(who.coalition.language)),
                about="role",
                now=now,
            )
