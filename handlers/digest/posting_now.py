"""What coordinators do with the channel's digest: look at what will be posted, and have it posted now."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Push, Whisper
from handlers.digest.days import coming, last, read
from handlers.digest.drawing import posting_of
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.digest import message
from handlers.views.digest import posting as views
from handlers.views.wording import language
from storage import access, digests
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.periods import Period


def preview(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Answer:
    """Show to a coordinator alone what the channel will be told, as it stands at this moment."""
    access.must_coordinate(who)
    period = _meant(rest, who.coalition) or coming(session, who.coalition, now)
    words = language(who.coalition.language)
    contents = digests.for_channel(session, who.coalition, period)
    drawn = message.draw(contents, posting_of(session, who.coalition, contents, now), who.coalition, words)
    return Whisper(drawn.body.text, views.preview(drawn, words))


def preview_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Show the preview from the digest's page, on top of it."""
    token, _, key = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        answer = preview(session, who, key, Way.BUTTON, now)
    if heard.form and isinstance(answer, Whisper):
        return Push(views.preview_page(answer.blocks, language(who.coalition.language)))
    return answer


def ask(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Answer:
    """Ask a coordinator whether the digest of the last week that is over shall be posted now."""
    access.must_coordinate(who)
    period = _meant(rest, who.coalition) or last(who.coalition, now)
    if now < period.instants(who.coalition.zone)[1]:
        raise digests.NotOver
    there = digests.of(session, who.coalition, period.key)
    words = language(who.coalition.language)
    return answers.form(views.form(period, there, who.coalition, words), words)


def ask_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Ask from the digest's page."""
    token, _, key = heard.value.partition(":")
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, token), key, Way.BUTTON, now)


def post(house: House, heard: Submission, now: datetime) -> Answer:
    """Have a digest posted: it is drawn at once, outside of this transaction."""
    token, _, asked = heard.form.private.partition(":")
    key, _, again = asked.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        period = read(key, who.coalition) or last(who.coalition, now)
        digests.ask(session, who, period, forced=again == views.AGAIN, way=Way.FORM, now=now)
    house.wake_clock()
    return CloseAll()


def _meant(rest: str, coalition: Coalition) -> Period | None:
    if not rest:
        return None
    period = read(rest, coalition)
    if period is None:
        raise digests.NoPeriod
    return period
