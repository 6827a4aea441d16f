"""A company leaves, or is put out: by its own lead, by those who coordinate, or by the operator."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Push, Replace
from handlers.coalition import exposing, pausing, strays
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.coalition import departing as views
from handlers.views.coalition import naming
from handlers.views.coalition.departing import Field
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, companies, departures, knocks, leaving, outbox
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.departures import ABOUT
from storage.leaving import Left
from storage.outbox import Address

_LONGEST = 1000


def ask_removal(session: Session, who: Speaker, typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the form by which those who coordinate put a company out; its name may stand behind the command."""
    access.must_coordinate(who)
    words = language(who.coalition.language)
    others = companies.seated(session, who.coalition)
    chosen = next((one.token for one in others if one.name.lower() == typed.strip().lower()), "")
    return answers.form(views.removal(others, chosen, who.coalition, words), words)


def ask_leave(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Answer:
    """Open the form by which a lead takes their own company out."""
    leaving.may_leave(session, who, now=now)
    words = language(who.coalition.language)
    return answers.form(views.leaving(who.company, who.coalition, words), words)


def removal_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the coalition's page."""
    with house.database.read() as session:
        return ask_removal(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def leave_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the coalition's page."""
    with house.database.read() as session:
        return ask_leave(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def put_out(house: House, heard: Submission, now: datetime) -> Answer:
    """Put the chosen company out."""
    token, reason = heard.form.values.text(Field.COMPANY), _reason(heard)
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        words = language(who.coalition.language)
        access.must_coordinate(who)
        unsaid = [field.value for field, given in ((Field.COMPANY, token), (Field.REASON, reason)) if not given]
        if unsaid:
            return Errors(dict.fromkeys(unsaid, naming.nothing_chosen(words)))
        left = leaving.put_out(session, who, token, reason=reason, way=Way.FORM, now=now)
        tell(session, who.coalition, left, now)
    return Replace(answers.notice(views.done(left.departure.company, words), words))


def leave(house: House, heard: Submission, now: datetime) -> Answer:
    """Take one's own company out."""
    reason = _reason(heard)
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        words = language(who.coalition.language)
        leaving.may_leave(session, who, now=now)
        if not reason:
            return Errors({Field.REASON.value: naming.nothing_chosen(words)})
        left = leaving.leave(session, who, reason=reason, way=Way.FORM, now=now)
        tell(session, who.coalition, left, now)
    return Replace(answers.notice(views.done(left.departure.company, words), words))


def _reason(heard: Submission) -> str:
    return heard.form.values.text(Field.REASON)[:_LONGEST]


def tell(session: Session, coalition: Coalition, left: Left, now: datetime) -> None:
    """Owe the members' channel the news, and ring for those who coordinate and for whoever has a report to read."""
    words = language(coalition.language)
    outbox.want(
        session,
        coalition.id,
        f"{ABOUT}:{left.departure.id}:notice",
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=views.notice(left.departure.company, words),
        about=ABOUT,
        now=now,
    )
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"{ABOUT}:{left.departure.id}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=views.somebody_left(words, coalition),
            about=ABOUT,
            now=now,
        )
    exposing.ring(session, coalition, left.exposure, now)


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for a coordinator who is gone, and what is left to do."""
    words = language(who.coalition.language)
    return [views.departure(one, who.coalition, words) for one in departures.told(session, who, now=now)]


def go_on(house: House, heard: Click, now: datetime) -> Answer:
    """Let the cards go that waited for a company: the coordinator's decision, in the trail."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, departures.coalition_of(session, heard.value))
        departures.go_on(session, who, heard.value, way=Way.BUTTON, now=now)
        # Who stayed behind belongs to no member company now.
        strays.look(session, who.coalition, now)
        still = not pausing.go_on(session, who.coalition, now)
    words = language(who.coalition.language)
    return Push(answers.notice(views.went_on(words, still=still), words))
