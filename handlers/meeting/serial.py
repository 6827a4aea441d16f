"""A series: another rhythm for it, a pause, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.formats.rhythm import Problem, read_rhythm
from handlers.formats.when import When
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.meeting import drawn, telling
from handlers.meeting.changing import opened
from handlers.meeting.reading import coming_of, odd
from handlers.views import answers
from handlers.views import rhythm as rhythm_views
from handlers.views.meeting import form as form_views
from handlers.views.meeting import pages
from handlers.views.meeting.pages import Field
from handlers.views.wording import language
from storage import access, drafts, meetings
from storage.access import Speaker, Way
from storage.database import Session
from storage.meetings import Over, Series, SeriesState

RHYTHM, STOP = "meeting_rhythm", "meeting_series"
_SERIES, _SEEN, _ENDS, _BASE = "series", "seen", "ends", "base"
_SHOWN = 3

# What is asked of a series: opens a form about it.
_Asks = Callable[[Session, Speaker, Series, datetime], Open]


def _asked_for(session: Session, who: Speaker, *states: SeriesState) -> Series:
    """Find the series that a command means: the only one, or the oldest; Over where there is none."""
    access.must_coordinate(who)
    found = [one for one in meetings.series_of(session, who.coalition) if one.state in states]
    if not found:
        raise Over
    return found[0]


def _of_button(session: Session, heard: Click) -> tuple[Speaker, Series]:
    who = guards.speaker_about(session, heard, meetings.series_coalition_of(session, heard.value))
    return who, meetings.series_by_token(session, who, heard.value)


def _from_button(house: House, heard: Click, now: datetime, ask: _Asks) -> Answer:
    with house.database.begin() as session:
        who, there = _of_button(session, heard)
        return ask(session, who, there, now)


def ask_rhythm(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Open:
    """Open the form that gives a series another rhythm; words behind the command say which."""
    return _rhythm(session, who, _asked_for(session, who, SeriesState.RUNNING, SeriesState.PAUSED), now, typed=rest)


def _rhythm(session: Session, who: Speaker, there: Series, now: datetime, *, typed: str = "") -> Open:
    access.must_stand(who)
    token = drafts.keep(session, who, RHYTHM, {_SERIES: there.token, _BASE: there.rule}, has_words=False, now=now)
    words = language(who.coalition.language)
    return answers.form(pages.rhythm(there, token, words, typed=typed), words)


def rhythm_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form that gives a series another rhythm."""
    return _from_button(house, heard, now, _rhythm)


def save_rhythm(house: House, heard: Submission, now: datetime) -> Answer:
    """Show back what was understood, and change the rhythm once the same is sent again."""
    typed = heard.form.values.text(Field.WHEN)
    with house.database.begin() as session:
        draft, who = opened(session, heard, RHYTHM, now)
        there = meetings.series_by_token(session, who, str(draft.body.get(_SERIES, "")))
        words = language(who.coalition.language)
        found = read_rhythm(typed, today=now.astimezone(ZoneInfo(there.zone)).date())
        if isinstance(found, Problem):
            return Errors({Field.WHEN.value: rhythm_views.trouble(found, words)})
        rule = found.as_rule()
        if draft.body.get(_SEEN) != rule or draft.body.get(_BASE) != there.rule:
            when = When(there.zone, rhythm=found)
            coming = coming_of(found, there.zone, now, _SHOWN)
            back = form_views.shown_back(found, coming, there.zone, odd(when, now), words)
            if draft.body.get(_BASE) != there.rule:
                back = [form_views.stale_series(there, words), *back]
            body = {_SERIES: there.token, _BASE: there.rule, _SEEN: rule}
            drafts.change(session, draft, body, has_words=False, now=now)
            return Replace(pages.rhythm(there, draft.token, words, typed=typed, back=back))
        meetings.change_rhythm(session, there, rule, now, by=who)
        telling.tell(session, who.coalition, now)
        view = drawn.overview(session, who, now)
    house.wake_clock()
    return Replace(view)


def ask_pause(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Ask whether a series is to pause."""
    return _pausing(session, who, _asked_for(session, who, SeriesState.RUNNING), now)


def ask_stop(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Ask whether a series is to end."""
    return _ending(session, who, _asked_for(session, who, SeriesState.RUNNING, SeriesState.PAUSED), now)


def _pausing(session: Session, who: Speaker, there: Series, now: datetime) -> Open:
    return _stopping(session, who, there, now, for_good=False)


def _ending(session: Session, who: Speaker, there: Series, now: datetime) -> Open:
    return _stopping(session, who, there, now, for_good=True)


def _stopping(session: Session, who: Speaker, there: Series, now: datetime, *, for_good: bool) -> Open:
    token = drafts.keep(session, who, STOP, {_SERIES: there.token, _ENDS: for_good}, has_words=False, now=now)
    planned = [one for one in meetings.coming(session, who.coalition, now, reader=who) if one.series_id == there.id]
    words = language(who.coalition.language)
    return answers.form(pages.stopping(there, planned, token, words, for_good=for_good), words)


def pause_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Ask whether a series is to pause, from its button."""
    return _from_button(house, heard, now, _pausing)


def stop_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Ask whether a series is to end, from its button."""
    return _from_button(house, heard, now, _ending)


def stop(house: House, heard: Submission, now: datetime) -> Answer:
    """Pause a series or end it, and owe everybody one bell for all that is cancelled by it."""
    with house.database.begin() as session:
        draft, who = opened(session, heard, STOP, now)
        there = meetings.series_by_token(session, who, str(draft.body.get(_SERIES, "")))
        settle = meetings.end_series if draft.body.get(_ENDS) else meetings.pause
        settle(session, there, now, by=who)
        telling.tell(session, who.coalition, now)
        view = drawn.overview(session, who, now)
    house.wake_clock()
    return Replace(view)


def ask_resume(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Answer:
    """Let the series that pauses go on."""
    _resume(session, who, _asked_for(session, who, SeriesState.PAUSED), now)
    words = language(who.coalition.language)
    return answers.page(drawn.overview(session, who, now), words)


def _resume(session: Session, who: Speaker, there: Series, now: datetime) -> None:
    meetings.resume(session, there, now, by=who, way=Way.BUTTON)
    telling.tell(session, who.coalition, now)


def resume_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Let a series go on, from its button."""
    with house.database.begin() as session:
        who, there = _of_button(session, heard)
        _resume(session, who, there, now)
        view = drawn.overview(session, who, now)
    house.wake_clock()
    return Replace(view)
