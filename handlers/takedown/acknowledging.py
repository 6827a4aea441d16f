"""What a company is asked about a record that it opened: ringing, answering, and what waits in the inbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers import guards
from handlers.answers import Answer
from handlers.house import House
from handlers.inputs import Click
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views.inbox import Item
from handlers.views.takedown import questions as views
from storage import access, acknowledgements, outbox, takedowns
from storage.access import Speaker, Way
from storage.acknowledgements import QUESTION, AlreadyAnswered, Answered, Kind, Question, Reply
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Address
from storage.takedowns import ABOUT

_SHOWN_FOR = timedelta(days=14)


def ring(session: Session, who: Speaker, asked: Iterable[Question], now: datetime) -> None:
    """Ring at each company that is asked; the courier asks again whether it still is."""
    coalition, words = who.coalition, words_of(who)
    for one in asked:
        for user_id in acknowledgements.to_ring(session, who, one, now=now):
            outbox.want(
                session,
                coalition.id,
                f"{QUESTION}:{one.id}:{user_id}",
                address=Address.to_person(user_id, team=coalition.host_team),
                body=views.asked(one.kind, coalition, words),
                about=QUESTION,
                about_id=one.id,
                now=now,
            )


def answer(house: House, heard: Click, now: datetime) -> Answer:
    """Take down what a company answers; the first of its people to answer decides."""
    chosen = heard.action.partition(":")[2]
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, acknowledgements.coalition_of(session, heard.value))
        words = words_of(who)
        if chosen not in set(Reply):
            raise Unknown
        try:
            done = acknowledgements.answer(session, who, heard.value, Reply(chosen), way=Way.BUTTON, now=now)
        except AlreadyAnswered as before:
            text = views.noted_before(before.reply, words)
        else:
            text = views.noted(Reply(chosen), words)
            _tell_owner(session, who, done, now)
    return answers.told(text, words, on_a_page=heard.form is not None)


def _tell_owner(session: Session, who: Speaker, done: Answered, now: datetime) -> None:
    """Ring for the owner at the first answer and at the last; between them the page tells."""
    if not (done.first or done.last):
        return
    one, coalition = done.question, who.coalition
    for user_id in acknowledgements.to_tell(session, one, now=now):
        outbox.want(
            session,
            coalition.id,
            f"{ABOUT}:{one.record_id}:{one.kind}:{one.revision}:{'last' if done.last else 'first'}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=views.an_answer(coalition, words_of(who), last=done.last),
            about=ABOUT,
            about_id=one.record_id,
            now=now,
        )


def asked(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw what this person's company is asked."""
    return [_drawn(session, who, one) for one in acknowledgements.waiting(session, who)]


def _drawn(session: Session, who: Speaker, one: Question) -> Item:
    reference, company = takedowns.remembered(session, who, one.record_id)
    record = takedowns.by_id(session, who, one.record_id).token if one.kind is Kind.CORRECTION else ""
    return views.question(one, reference, company, record, words_of(who))


def replies(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for those who caused the questions how many were answered."""
    rounds: dict[int, list[Question]] = {}
    for one in acknowledgements.caused(session, who, since=now - _SHOWN_FOR):
        rounds.setdefault(one.record_id, []).append(one)
    shown = []
    for record_id, asked_of in rounds.items():
        done = sum(one.reply is not None for one in asked_of)
        if not done:
            continue
        record = takedowns.by_id(session, who, record_id)
        if any(one.asked_by == who.person_id for one in asked_of) or access.may_read_trail(who, record.company_id):
            shown.append(views.answered(record.reference, record.token, done, len(asked_of), words_of(who)))
    return shown
