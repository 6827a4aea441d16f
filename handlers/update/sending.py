"""From the form to the receipt: keep what was typed, check it, commit it, and show what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Replace
from handlers.formats import takedown_form, update_form
from handlers.formats.takedown_form import Field, Telling
from handlers.formats.update_form import Filled
from handlers.house import House
from handlers.inputs import Submission
from handlers.kept import taken, theirs
from handlers.update.receipts import owe_receipt, sent
from handlers.update.work import KIND, Work, offered_for, typed, words_of
from handlers.views.takedown.problems import field_errors
from handlers.views.update import pages
from handlers.whom import choices_for
from storage import drafts, meetings, updates
from storage.access import Speaker, Way
from storage.database import Session
from storage.errors import Outdated, Unknown
from storage.meetings import Meeting
from storage.reports import Report
from storage.updates import Content, Update

# Where a refusal stands that belongs to no field: the form has this one in any case.
_ANY_FIELD = update_form.Field.WORK


def send(house: House, heard: Submission, now: datetime) -> Answer:
    """Send an update: first what was typed is kept, so that whatever refuses it loses none of it."""
    token, _, _ = heard.form.private.partition(":")
    try:
        problems = _keep(house, heard, token, now)
    except Unknown:
        return _gone(house, heard, token, now)
    if problems is not None:
        return problems
    with house.database.begin() as session:
        who, draft = taken(session, heard, token, now, kind=KIND)
        work = Work.of(draft)
        meeting = meetings.by_token(session, who, work.meeting)
        update = _commit(session, who, meeting, work, form=token, now=now)
        owe_receipt(session, who, update, now)
        view = pages.own(sent(session, who, meeting, update), words_of(who))
    house.wake_courier()
    return Replace(view)


def _keep(house: House, heard: Submission, token: str, now: datetime) -> Answer | None:
    """Keep what was typed in its draft; what is wrong with it, or None."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, token, now, kind=KIND)
        work = Work.of(draft)
        work = replace(work, filled=typed(heard.form.values, work.filled))
        drafts.change(session, draft, work.as_body(), has_words=work.filled.has_words, now=now)
        telling = _told(session, who, work.filled, now)
    if not telling.problems:
        return None
    shown = [one if one.field in heard.form.values else replace(one, field=Field.AUDIENCE) for one in telling.problems]
    return Errors(field_errors(shown, words_of(who)))


def _told(session: Session, who: Speaker, filled: Filled, now: datetime) -> Telling:
    """Understand whom it is for."""
    mark = takedown_form.mark_of(filled.whom)
    choices = choices_for(session, who, filled.whom)
    return takedown_form.tell(filled.whom, mark, Report(), choices, company=who.company.name, now=now)


def _commit(session: Session, who: Speaker, meeting: Meeting, work: Work, *, form: str, now: datetime) -> Update:
    telling = _told(session, who, work.filled, now)
    if telling.problems:
        # Somebody who was chosen left since the fields were checked.
        raise Outdated
    return updates.save(
        session,
        who,
        meeting,
        _content(session, who, meeting, work, now),
        mark=takedown_form.mark_of(work.filled.whom),
        scope=telling.scope,
        base=work.base,
        form=form,
        way=Way.FORM,
        now=now,
    )


def _content(session: Session, who: Speaker, meeting: Meeting, work: Work, now: datetime) -> Content:
    """Say what the fields say; a rhythm without an hour has that of this meeting."""
    offered = offered_for(session, who, meeting, updates.mine(session, who, meeting))
    kept = [one.id for one in offered if one.token in work.filled.kept]
    zone = ZoneInfo(meeting.zone)
    at = meeting.starts_at.astimezone(zone).time().replace(second=0, microsecond=0)
    return update_form.content(work.filled, kept, today=now.astimezone(zone).date(), at=at)


def _gone(house: House, heard: Submission, token: str, now: datetime) -> Answer:
    """Answer a form whose draft is gone: sent already, or thrown away in another window, which keeps its words anew."""
    identity = heard.identity
    with house.database.begin() as session:
        if updates.was_sent(session, token, team_ids=identity.team_ids, user_id=identity.user_id):
            return CloseAll()
        _, _, named = heard.form.private.partition(":")
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, named))
        meeting = meetings.by_token(session, who, named)
        updates.must_be_asked(who)
        filled = typed(heard.form.values, Filled())
        if not filled.has_words:
            raise Unknown
        waiting = drafts.latest(session, who, KIND, about_id=meeting.id, now=now)
        if waiting is None or Work.of(waiting).filled != filled:
            body = Work(filled, meeting.token).as_body()
            drafts.keep(session, who, KIND, body, about_id=meeting.id, now=now)
        say = words_of(who).say
    text = say("This is no longer here, or it is not yours to open. What you typed is kept under “For me”.")
    return Errors({_ANY_FIELD: text})
