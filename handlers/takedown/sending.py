"""From the form to the card: check what was typed, show what was understood, commit it, owe the card."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Push, Replace
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Field, Filled, Understood
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown.publishing import publish
from handlers.takedown.work import KIND, Work, last_day, record_of, sheet, taken, theirs, today, typed, words_of
from handlers.views import answers
from handlers.views.takedown.form import form, preview
from handlers.views.takedown.problems import field_errors
from storage import access, drafts, takedowns
from storage.access import Speaker, Way
from storage.database import Session
from storage.errors import Outdated, SeveralCoalitions, Unknown
from storage.takedowns import State, Takedown

_SHORT = frozenset({Field.WHAT, Field.ACTED_ON, Field.ORIGINS, Field.TARGETS, Field.SUMMARY, Field.MARK, Field.REASON})


def check(house: House, heard: Submission, now: datetime) -> Answer:
    """Keep what was typed as a draft, and show how it was understood and what all will see."""
    try:
        return _check(house, heard, now)
    except Unknown:
        with house.database.begin() as session:
            return _kept_apart(session, heard, now)


def _check(house: House, heard: Submission, now: datetime) -> Answer:
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now)
        access.may_log(who)
        work = Work.of(draft)
        filled = typed(heard.form.values, work.filled)
        editing = record_of(session, who, work)
        understood = takedown_form.understand(
            filled,
            today=today(who, now),
            last_day=last_day(now),
            language=who.coalition.language,
            before=editing.report if editing else None,
        )
        hidden = any(problem.field not in _SHORT for problem in understood.problems) and not filled.more
        shown = secrets.token_urlsafe(6)
        filled = replace(filled, more=filled.more or hidden)
        work = replace(work, filled=filled, report=None if understood.problems else understood.report, shown=shown)
        drafts.change(session, draft, work.as_body(), now=now)
        drawn = sheet(session, who, f"{draft.token}:{shown}", editing=editing)
    words = words_of(who)
    if hidden:
        return Replace(form(filled, replace(drawn, token=draft.token), words))
    if understood.problems:
        return Errors(field_errors(understood.problems, words))
    return Push(preview(understood, _as_it_will_stand(who, understood, work, editing, now), drawn, words))


def _kept_apart(session: Session, heard: Submission, now: datetime) -> Answer:
    """Keep the words of a form whose draft was sent or thrown away in another window; Unknown for a revision's."""
    try:
        who = guards.speaker(session, heard)
    except SeveralCoalitions:
        raise Unknown from None
    access.may_log(who)
    work = Work(typed(heard.form.values, Filled()))
    # Nothing tells any more which record a revision was of; and what was sent already is nobody's draft.
    if Field.REASON in heard.form.values or not work.has_words or _was_said(session, who, heard, work, now):
        raise Unknown
    waiting = drafts.latest(session, who, KIND, now=now)
    if waiting is None or Work.of(waiting).filled != work.filled:
        drafts.keep(session, who, KIND, work.as_body(), now=now)
    say = words_of(who).say
    gone = say("This is no longer here, or it is not yours to open. What you typed is kept under “For me”.")
    return Errors({Field.WHAT: gone})


def _was_said(session: Session, who: Speaker, heard: Submission, work: Work, now: datetime) -> bool:
    """Tell whether the very words of a form were sent already, and Slack only delivers it once more."""
    spoken = who.coalition.language
    understood = takedown_form.understand(work.filled, today=today(who, now), last_day=last_day(now), language=spoken)
    return takedowns.sent_from(session, who, heard.form.private) == understood.report


def _as_it_will_stand(
    who: Speaker,
    understood: Understood,
    work: Work,
    editing: Takedown | None,
    now: datetime,
) -> Takedown:
    """Make the record that sending will make, for the preview of its card."""
    if editing:
        return replace(
            editing,
            report=understood.report,
            mark=understood.mark,
            revision=editing.revision + 1,
            changed_at=now,
            reason=work.filled.reason,
        )
    return Takedown(
        id=0,
        token="",
        reference="",
        company_id=who.company.id,
        company=who.company.name,
        logged_by=who.user_id,
        mark=understood.mark,
        state=State.STANDING,
        revision=1,
        logged_at=now,
        changed_at=now,
        reason="",
        report=understood.report,
    )


def send(house: House, heard: Submission, now: datetime) -> Answer:
    """Commit what the preview showed: the record, its trail, its card and its receipt, in one transaction."""
    token, _, shown = heard.form.private.partition(":")
    with house.database.begin() as session:
        try:
            who, draft = taken(session, heard, token, now)
        except Unknown:
            identity = heard.identity
            sent = heard.form.private
            if takedowns.was_sent(session, sent, team_ids=identity.team_ids, user_id=identity.user_id):
                return CloseAll()
            raise
        work = Work.of(draft)
        if work.report is None or work.shown != shown:
            raise Outdated
        publish(session, _commit(session, who, work, heard.form.private, now), who, now)
    return CloseAll()


def _commit(session: Session, who: Speaker, work: Work, form: str, now: datetime) -> Takedown:
    assert work.report is not None
    mark = takedowns.Mark(work.filled.mark or takedowns.Mark.AMBER_STRICT)
    if not work.record:
        return takedowns.report(session, who, work.report, mark=mark, form=form, way=Way.FORM, now=now)
    return takedowns.revise(
        session,
        who,
        work.record,
        work.report,
        mark=mark,
        reason=work.filled.reason,
        base=work.base,
        form=form,
        way=Way.FORM,
        now=now,
    )


def try_again(house: House, heard: Click, now: datetime) -> Answer:
    """Owe a card again that could not be delivered."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        publish(session, takedowns.to_change(session, who, heard.value), who, now)
    words = words_of(who)
    return Push(
        answers.notice(words.say("It will be tried again. If that fails, it waits under “For me” again."), words)
    )
