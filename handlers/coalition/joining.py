"""Before a further company joins: what it would read in the channel, and what its coordinators decide about that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Push, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views import joining as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import coalitions, joiners, knocks, outbox, takedowns
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Conflict
from storage.joiners import Choice, Joiner, Newcomer
from storage.outbox import Address
from storage.people import Room


def came(session: Session, coalition: Coalition, room: Room, newcomer: Newcomer, now: datetime) -> None:
    """Note a company on its way in, and ring for the coordinators."""
    cards = _cards(session, coalition, room) > 0
    if joiners.note(session, coalition, room, newcomer, cards=cards, now=now):
        _ring(session, coalition, f"{joiners.ABOUT}:{room}:{newcomer.team}:{int(now.timestamp())}", now)


def seated(session: Session, coalition: Coalition, company: Company, team_ids: Iterable[str], now: datetime) -> None:
    """Tell of a company that is seated while cards stand in its channel, unless Slack told of it before."""
    room, ids = Room.MEMBERS if company.seat is Seat.MEMBER else Room.OPEN, list(team_ids)
    if ids and _cards(session, coalition, room) and not joiners.is_known(session, coalition, room, ids):
        came(session, coalition, room, Newcomer(ids[0], company.name), now)


def _cards(session: Session, coalition: Coalition, room: Room) -> int:
    """Count the cards that whoever is connected to a channel now would read."""
    channel = coalition.channel if room is Room.MEMBERS else coalition.open_channel
    return outbox.how_many_stand(session, coalition.id, channel, about=takedowns.ABOUT) if channel else 0


def _ring(session: Session, coalition: Coalition, key: str, now: datetime) -> None:
    body = views.somebody_joins(coalition, language(coalition.language))
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"{key}:{user_id}"[:120],
            address=Address.to_person(user_id, team=coalition.host_team),
            body=body,
            about=joiners.ABOUT,
            now=now,
        )


def waiting(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw for a coordinator which companies are on their way in, and what can be decided."""
    words = language(who.coalition.language)
    return [
        views.item(one, _cards(session, who.coalition, one.room), who.coalition, words)
        for one in joiners.waiting(session, who)
    ]


def stub(house: House, heard: Click, now: datetime) -> Answer:
    """Let all cards that stand in the channel become stubs."""
    with house.database.begin() as session:
        who, joiner = _theirs(session, heard, heard.value)
        if joiners.decide(session, who, joiner, Choice.STUB, way=Way.BUTTON, now=now):
            takedowns.stub_cards(session, who, joiner.room, way=Way.BUTTON, now=now)
    house.wake_clock()
    words = language(who.coalition.language)
    return Push(answers.notice(views.being_stubbed(words), words))


def leave(house: House, heard: Click, now: datetime) -> Answer:
    """Leave the cards as they are."""
    with house.database.begin() as session:
        who, joiner = _theirs(session, heard, heard.value)
        joiners.decide(session, who, joiner, Choice.LEAVE, way=Way.BUTTON, now=now)
    words = language(who.coalition.language)
    return Push(answers.notice(views.left_as_they_are(words), words))


def no_seat(house: House, heard: Click, now: datetime) -> Answer:
    """Leave the company without a seat."""
    with house.database.begin() as session:
        who, joiner = _theirs(session, heard, heard.value)
        joiners.leave_unseated(session, who, joiner, way=Way.BUTTON, now=now)
    words = language(who.coalition.language)
    return Push(answers.notice(views.without_a_seat(words), words))


def ask_seat(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form that seats it as a member."""
    with house.database.read() as session:
        who, joiner = _theirs(session, heard, heard.value)
    return Push(views.seat_form(joiner, language(who.coalition.language)))


def seat(house: House, heard: Submission, now: datetime) -> Answer:
    """Seat it as a member."""
    name = " ".join(heard.form.values.text(views.NAME).split())
    with house.database.begin() as session:
        who, joiner = _theirs(session, heard, heard.form.private)
        words = language(who.coalition.language)
        if not 0 < len(name) <= views.NAME_LIMIT:
            return Errors({views.NAME: views.no_name(words)})
        try:
            joiners.seat(session, who, joiner, name, way=Way.FORM, now=now)
        except Conflict:
            return Errors({views.NAME: views.sits_already(words)})
        coalitions.look_again(session, who.coalition)
    house.wake_clock()
    return Replace(answers.notice(views.is_seated(name, words), words))


def _theirs(session: Session, heard: Click | Submission, token: str) -> tuple[Speaker, Joiner]:
    who = guards.speaker_about(session, heard, joiners.coalition_of(session, token))
    return who, joiners.of(session, who, token)
