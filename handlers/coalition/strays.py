"""Who strays into the members' channel pauses its cards, until a coordinator decides or they are gone."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Push
from handlers.coalition import pausing
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views.coalition import strays as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import coalitions, knocks, outbox, starts, strays
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address


def look(session: Session, coalition: Coalition, now: datetime) -> None:
    """Ring for the coordinators where somebody strayed in; let go what waited where nobody is left to wait for.

    While a coalition is being set up, nobody is rung for: most companies are not seated yet. Cards wait all the same.
    """
    if starts.is_under_way(session, coalition):
        return
    noticed = strays.notice(session, coalition, now=now)
    for stray in noticed.new:
        _ring(session, coalition, stray, now)
    if noticed.some_left:
        pausing.go_on(session, coalition, now)


def look_everywhere(house: House, now: datetime) -> None:
    """Look who strayed in, in every coalition: a seat or a company's ids may have changed at the shell."""
    with house.database.begin() as session:
        for coalition in coalitions.all_of_them(session):
            look(session, coalition, now)
    house.wake_courier()


def _ring(session: Session, coalition: Coalition, stray: strays.Stray, now: datetime) -> None:
    body = views.strayed_in(language(coalition.language), coalition)
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"{strays.ABOUT}:{stray.token}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=body,
            about=strays.ABOUT,
            now=now,
        )


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:  # noqa: ARG001
    """Draw for a coordinator who strayed in."""
    words = language(who.coalition.language)
    return [views.stray(one, who.coalition, words) for one in strays.waiting(session, who)]


def let_read(house: House, heard: Click, now: datetime) -> Answer:
    """Let somebody read along: the coordinator's decision, in the trail."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, strays.coalition_of(session, heard.value))
        strays.let_read(session, who, heard.value, way=Way.BUTTON, now=now)
        others = not pausing.go_on(session, who.coalition, now)
    words = language(who.coalition.language)
    return Push(answers.notice(views.let_read(words, others=others), words))
