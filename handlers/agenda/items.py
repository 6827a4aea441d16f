"""One item of an agenda: what it says, who supports it, and what its reader may do with it."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Replace
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views.agenda import page as views
from handlers.views.agenda.page import May
from handlers.views.blocks import Block
from handlers.views.wording import language
from storage import access, agendas, audit
from storage.access import Speaker, Way
from storage.agendas import Item, Kind, State
from storage.audit import Act
from storage.companies import Seat
from storage.database import Session


def show(house: House, heard: Click, now: datetime) -> Answer:
    """Open an item."""
    with house.database.begin() as session:
        who = _asking(session, heard)
        item = agendas.by_token(session, who, heard.value)
        audit.note(session, who, Act.OPENED, agendas.ITEM, item.id, way=Way.BUTTON, now=now)
        view = _drawn(session, who, item)
    return answers.page(view, language(who.coalition.language))


def support(house: House, heard: Click, now: datetime) -> Answer:
    """Say that one's company supports an item, or does no longer."""
    with house.database.begin() as session:
        who = _asking(session, heard)
        agendas.support(session, who, heard.value, way=Way.BUTTON, now=now)
        view = _drawn(session, who, agendas.by_token(session, who, heard.value))
    house.wake_clock()
    return Replace(view)


def take_off(house: House, heard: Click, now: datetime) -> Answer:
    """Take one's own company's item off the agenda."""
    with house.database.begin() as session:
        who = _asking(session, heard)
        view = _drawn(session, who, agendas.take_off(session, who, heard.value, way=Way.BUTTON, now=now))
    house.wake_clock()
    return Replace(view)


def answered(house: House, heard: Click, now: datetime) -> Answer:
    """Note that a question is answered."""
    with house.database.begin() as session:
        who = _asking(session, heard)
        view = _drawn(session, who, agendas.answered(session, who, heard.value, way=Way.BUTTON, now=now))
    house.wake_clock()
    return Replace(view)


def _asking(session: Session, heard: Click) -> Speaker:
    return guards.speaker_about(session, heard, agendas.coalition_of(session, heard.value))


def _drawn(session: Session, who: Speaker, item: Item) -> Block:
    found = agendas.supporters(session, who.coalition, who, [item]).get(item.id, frozenset())
    is_open, is_own = item.state is State.OPEN, item.company_id == who.company.id
    acts = who.company.seat is not Seat.GUEST
    may = May(
        support=is_open and acts and not is_own,
        supports=who.company.id in found,
        take_off=is_open and acts and is_own,
        answer=is_open and item.kind is Kind.QUESTION and (is_own or access.may_coordinate(who)),
    )
    return views.item(item, len(found - {who.company.id}), may, language(who.coalition.language))
