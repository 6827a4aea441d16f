"""What those who coordinate do with an agenda: arrange it in a form, and have it posted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers import guards
from handlers.agenda.meetings_of import meant
from handlers.answers import Answer, CloseAll, Errors, Open, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import theirs
from handlers.views import agenda as ids
from handlers.views import answers
from handlers.views.agenda import arranging as views
from handlers.views.agenda.arranging import Chosen, Field
from handlers.views.wording import Language, language, moment
from storage import access, agendas, drafts
from storage.access import Speaker, Way
from storage.agendas import Arrangement, NoMeeting, Point
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Stale
from storage.meetings import Meeting

_NUMBERS = re.compile(r"[0-9]{1,3}")
_SEPARATED = re.compile(r"[\s,;]*([0-9]{1,3}[\s,;]*)*")


def ask(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Answer:
    """Open the form in which the agenda of the next meeting is arranged."""
    return _opened(session, who, _planned(session, who, "", now), now)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the agenda's page."""
    token, _, meeting = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        access.must_coordinate(who)
        return _opened(session, who, _planned(session, who, meeting, now), now)


def _planned(session: Session, who: Speaker, token: str, now: datetime) -> Meeting:
    access.must_coordinate(who)
    meeting = meant(session, who, token, now)
    if meeting is None:
        raise NoMeeting
    return meeting


def _points(session: Session, who: Speaker, meeting: Meeting) -> tuple[Point, ...]:
    """List what a coordinator may know of, in the order of the agenda: discussion, questions, proposals."""
    shown = agendas.contents(session, who.coalition, meeting, who, meeting.starts_at)
    return tuple(point for part in shown.parts for point in part.points)


def _opened(session: Session, who: Speaker, meeting: Meeting, now: datetime) -> Open:
    points = _points(session, who, meeting)
    draft = _kept(session, who, meeting, points, now)
    words = language(who.coalition.language)
    return answers.form(views.form(points, Chosen(), words, private=draft), words)


def _kept(session: Session, who: Speaker, meeting: Meeting, points: Sequence[Point], now: datetime) -> str:
    """Remember what a form shows; it holds nobody's words, so that no inbox offers it."""
    body = {
        "meeting": meeting.token,
        "base": agendas.prepared(session, meeting, now=now).version,
        "shown": [one.head.token for one in points],
    }
    return drafts.keep(session, who, ids.ARRANGING, body, has_words=False, now=now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Arrange the agenda as the form says; where somebody else did so meanwhile, show it anew and keep the choices."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now, kind=ids.ARRANGING)
        meeting = _planned(session, who, str(draft.body["meeting"]), now)
        wanted, problem = _read(heard.form.values, draft, language(who.coalition.language))
        if wanted is None:
            return Errors({Field.ORDER: problem})
        try:
            agendas.arrange(session, who, meeting, wanted, base=draft.body["base"], way=Way.FORM, now=now)
        except Stale:
            return _anew(session, who, meeting, wanted, now)
    house.wake_clock()
    return CloseAll()


def _read(values: Values, draft: Draft, words: Language) -> tuple[Arrangement | None, str]:
    """Read what was typed and chosen, of what the form had shown."""
    shown: list[str] = list(draft.body["shown"])
    typed = values.text(Field.ORDER)
    numbers = [int(each) for each in _NUMBERS.findall(typed)]
    if not _SEPARATED.fullmatch(typed) or any(not 1 <= n <= len(shown) for n in numbers):
        return None, views.no_order(words)
    named = [shown[n - 1] for n in numbers]
    rest = [token for token in shown if token not in named]
    wanted = Arrangement(
        # An order that says what stood there before changes nothing.
        order=() if named in ([], shown) else (*named, *rest),
        together=_of(values, Field.TOGETHER, shown),
        apart=_of(values, Field.APART, shown),
        struck=_of(values, Field.STRIKE, shown),
        postponed=_of(values, Field.POSTPONE, shown),
    )
    return wanted, ""


def _of(values: Values, field: Field, shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(token for token in values.several(field) if token in shown)


def _anew(session: Session, who: Speaker, meeting: Meeting, wanted: Arrangement, now: datetime) -> Answer:
    points = _points(session, who, meeting)
    there = {one.head.token: n for n, one in enumerate(points, 1)}
    order = [str(there[token]) for token in wanted.order if token in there]
    chosen = Chosen(
        order=", ".join(order),
        together=tuple(token for token in wanted.together if token in there),
        apart=tuple(token for token in wanted.apart if token in there),
        struck=tuple(token for token in wanted.struck if token in there),
        postponed=tuple(token for token in wanted.postponed if token in there),
    )
    draft = _kept(session, who, meeting, points, now)
    words = language(who.coalition.language)
    return Replace(views.form(points, chosen, words, private=draft, overtaken=True))


def ask_post(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Answer:
    """Ask a coordinator whether the agenda of the next meeting shall be posted now."""
    return _asked(session, who, _planned(session, who, "", now), now)


def ask_to_post(house: House, heard: Click, now: datetime) -> Answer:
    """Ask from the agenda's page."""
    token, _, meeting = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        return _asked(session, who, _planned(session, who, meeting, now), now)


def _asked(session: Session, who: Speaker, meeting: Meeting, now: datetime) -> Answer:
    words = language(who.coalition.language)
    there = agendas.prepared(session, meeting, now=now)
    if there.posted_at is not None:
        return Whisper(views.stands(meeting, moment(there.posted_at), words))
    return answers.form(views.post_form(meeting, who.coalition, words), words)


def post(house: House, heard: Submission, now: datetime) -> Answer:
    """Have an agenda posted: it is drawn at once, outside of this transaction."""
    token, _, meeting = heard.form.private.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        agendas.post(session, who, _planned(session, who, meeting, now), way=Way.FORM, now=now)
    house.wake_clock()
    return CloseAll()
