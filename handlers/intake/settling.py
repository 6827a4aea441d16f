"""What became of a file, for whoever sent it: its rows that were not used, and the choice between two counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Push, Replace
from handlers.house import House
from handlers.inputs import Click
from handlers.takedown.publishing import publish
from handlers.views import answers
from handlers.views.inbox import Item
from handlers.views.intake import telling
from handlers.views.wording import language
from storage import intakes, takedowns
from storage.access import Speaker, Way
from storage.database import Session
from storage.errors import Unknown
from storage.intakes import Choice, Intake, Unsettled
from storage.takedowns import Takedown


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw the files of this person that were refused, have rows that were not used, or count otherwise."""
    words = language(who.coalition.language)
    return [telling.item(one, there.reference, words) for one, there in _files(session, who, now)]


def _files(session: Session, who: Speaker, now: datetime) -> Iterator[tuple[Intake, Takedown]]:
    for one in intakes.waiting(session, who, now=now):
        with suppress(Unknown):
            yield one, _record(session, who, one)


def _record(session: Session, who: Speaker, one: Intake) -> Takedown:
    if one.takedown_id is None:
        raise Unknown
    return takedowns.by_id(session, who, one.takedown_id)


def rows(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the rows that could not be used, or turn their page."""
    token, _, first = heard.value.partition(":")
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, intakes.coalition_of(session, token))
        one = intakes.by_token(session, who, token)
        view = telling.rows(one, int(first) if first.isdecimal() else 0, language(who.coalition.language))
    is_turned = ":" in heard.action
    return Replace(view) if is_turned else answers.page(view, language(who.coalition.language))


def put_away(house: House, heard: Click, now: datetime) -> Answer:
    """Say that one has seen what became of a file."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, intakes.coalition_of(session, heard.value))
        intakes.seen(session, who, heard.value, now=now)
    words = language(who.coalition.language)
    return answers.told(telling.put_away(words), words, on_a_page=bool(heard.form))


def again(house: House, heard: Click, now: datetime) -> Answer:
    """Have a file read once more that could not be had."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, intakes.coalition_of(session, heard.value))
        intakes.again(session, who, heard.value, way=Way.BUTTON, now=now)
    house.wake_collector()
    words = language(who.coalition.language)
    return answers.told(telling.tried_again(words), words, on_a_page=bool(heard.form))


def choose(house: House, heard: Click, now: datetime) -> Answer:
    """Set two counts side by side, or take the one that was chosen, or both."""
    _, _, chosen = heard.action.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, intakes.coalition_of(session, heard.value))
        one = intakes.by_token(session, who, heard.value)
        words = language(who.coalition.language)
        if chosen not in set(Choice):
            if one.difference is None or not one.is_open:
                raise Unsettled
            view = telling.beside(one, one.difference, _record(session, who, one).reference, words)
            return answers.page(view, words)
        done = intakes.settle(session, who, heard.value, Choice(chosen), way=Way.BUTTON, now=now)
        if done.is_new:
            publish(session, done.takedown, who, now)
    house.wake_courier()
    said = answers.notice(telling.chosen(Choice(chosen), words), words)
    return Replace(said) if heard.form else Push(said)
