"""Planning: the form, what was understood of it shown back, and then the meeting or the series."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.kept import theirs
from handlers.meeting import drawn, telling
from handlers.meeting.reading import Understood, offered, typed_of, understood, with_zone
from handlers.views import answers
from handlers.views.meeting import form as views
from handlers.views.meeting.form import Typed
from handlers.views.rhythm import written
from handlers.views.wording import Language, language
from storage import access, drafts, meetings
from storage.access import Speaker, Way
from storage.database import Session
from storage.rhythms import Rhythm

# A draft remembers what was shown back; no inbox offers it.
KIND = "meeting_plan"
_SEEN = "seen"


def ask(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Open:
    """Open the form; words behind the command say when."""
    access.must_coordinate(who)
    access.must_stand(who)
    words = language(who.coalition.language)
    person = who.person.token if who.person else ""
    typed = Typed(when=rest or _agreed(session, who, words), zone=who.coalition.zone, inviter=person)
    token = drafts.keep(session, who, KIND, {}, has_words=False, now=now)
    return answers.form(views.form(typed, offered(session, who), token, words), words)


def _agreed(session: Session, who: Speaker, words: Language) -> str:
    """Propose the rhythm that the coalition agreed on, unless a series meets by it already."""
    rule = who.coalition.meeting_rule
    if rule is None or meetings.series_of(session, who.coalition):
        return ""
    return written(Rhythm.of_rule(rule), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from a button."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Show back what was understood, and plan it once the same is sent again; the card and the bells go with it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now, kind=KIND)
        access.must_coordinate(who)
        words = language(who.coalition.language)
        typed = typed_of(heard.form.values, Typed(zone=who.coalition.zone))
        found = understood(session, who, typed, words, now)
        if not isinstance(found, Understood):
            return Errors(found)
        if draft.body.get(_SEEN) != found.seen:
            drafts.change(session, draft, {_SEEN: found.seen}, has_words=False, now=now)
            back = found.shown_back(words, now)
            return Replace(
                views.form(with_zone(typed, found), offered(session, who), draft.token, words, shown_back=back)
            )
        planned = meetings.plan(session, who, found.plan, form=draft.token, way=Way.FORM, now=now)
        telling.tell(session, who.coalition, now)
        view = drawn.invitation(session, who, planned, now)
    house.wake_clock()
    return Replace(view)
