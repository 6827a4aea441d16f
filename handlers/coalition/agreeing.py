"""Figures by company: a company's lead agrees to them, or takes that back."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Block, Push, Replace
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views.coalition import figures as views
from handlers.views.wording import language
from storage import figures
from storage.access import Speaker, Way
from storage.database import Session


def ask(session: Session, who: Speaker, _typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the page from a command."""
    return answers.page(_page(session, who), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the page from the coalition's."""
    with house.database.read() as session:
        return Push(_page(session, guards.speaker_in(session, heard, heard.value)))


def agree(house: House, heard: Click, now: datetime) -> Answer:
    """Agree for one's company, and show how it stands."""
    return _settle(house, heard, now, agrees=True)


def take_back(house: House, heard: Click, now: datetime) -> Answer:
    """Take back that one's company agreed, and show how it stands."""
    return _settle(house, heard, now, agrees=False)


def _settle(house: House, heard: Click, now: datetime, *, agrees: bool) -> Answer:
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        figures.agree(session, who, agrees=agrees, way=Way.BUTTON, now=now)
        return Replace(_page(session, who))


def _page(session: Session, who: Speaker) -> Block:
    return views.page(figures.agreement(session, who), who.coalition, language(who.coalition.language))
