"""The invitation: one meeting as one person finds it, their answer, and the calendar file."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Push, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.meeting import drawn, telling
from handlers.views import answers
from handlers.views import export as export_views
from handlers.views.coalition.naming import nothing_chosen
from handlers.views.meeting import pages
from handlers.views.meeting.pages import Field
from handlers.views.wording import language
from storage import access, exports, meetings, people
from storage.access import Speaker, Way
from storage.database import Session
from storage.errors import Unknown
from storage.exports import Kind
from storage.meetings import Reply
from storage.people import Person, Role

_FORMAT = "ics"


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open one meeting, and note that this person has seen it as it is now."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        there = meetings.by_token(session, who, heard.value)
        meetings.seen(session, who, there)
        return answers.page(drawn.invitation(session, who, there, now), language(who.coalition.language))


def yes(house: House, heard: Click, now: datetime) -> Answer:
    """Answer that one comes."""
    return _answer(house, heard, Reply.YES, now)


def no(house: House, heard: Click, now: datetime) -> Answer:
    """Answer that one does not come."""
    return _answer(house, heard, Reply.NO, now)


def _answer(house: House, heard: Click, reply: Reply, now: datetime) -> Answer:
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        there = meetings.answer(session, who, heard.value, reply, way=Way.BUTTON, now=now)
        return Replace(drawn.invitation(session, who, there, now))


def ask_deputy(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Ask which colleague comes; the company's deputies stand first."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        there = meetings.by_token(session, who, heard.value)
        words = language(who.coalition.language)
        colleagues = _colleagues(session, who)
        if not colleagues:
            return Push(answers.notice(words.say("Tocsin knows nobody else of your company yet."), words))
        options = [(one.token, one.name or one.user_id) for one in colleagues]
        return Push(pages.deputy(there, options, options[0][0], words))


def _colleagues(session: Session, who: Speaker) -> list[Person]:
    known = [one for one in people.of_company(session, who.company) if one.id != who.person_id]
    somebody = [one for one in known if not one.guest_account or one.roles]
    return sorted(somebody, key=lambda one: (Role.DEPUTY not in one.roles, one.name))


def send_deputy(house: House, heard: Submission, now: datetime) -> Answer:
    """Answer that a colleague comes."""
    chosen = heard.form.values.text(Field.DEPUTY)
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.form.private))
        if not chosen:
            return Errors({Field.DEPUTY.value: nothing_chosen(language(who.coalition.language))})
        deputy = people.by_token(session, chosen)
        if deputy is None:
            raise Unknown
        there = meetings.answer(
            session, who, heard.form.private, Reply.DEPUTY, deputy_id=deputy.id, way=Way.FORM, now=now
        )
        sent = access.seat_of(session, deputy.id)
        if sent is not None:
            telling.tell_one(session, sent, there, now)
        return Replace(drawn.invitation(session, who, there, now))


def send_file(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for the calendar file; it comes by direct message, once for each time that the page was opened."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        there = meetings.by_token(session, who, heard.value)
        form = f"ics:{heard.form.id if heard.form else there.token}:{there.sequence}"[-32:]
        words = ((there.token,),)
        exports.request(
            session, who, form=form, format_=_FORMAT, words=words, file=Kind.CALENDAR, way=Way.BUTTON, now=now
        )
        meetings.took_file(session, who, there)
    house.wake_porter()
    language_ = language(who.coalition.language)
    return Push(answers.notice(export_views.under_way(language_), language_))
