"""From the form to the card: check what was typed, show what was understood, commit it, owe the card."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Push, Replace
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Cause, Field, Filled, Problem, Understood
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import taken, theirs
from handlers.takedown import acknowledging
from handlers.takedown.handing_in import hand_in
from handlers.takedown.publishing import publish, tell_absent
from handlers.takedown.work import KIND, Work, last_day, record_of, typed, words_of
from handlers.views import answers
from handlers.views.takedown.form import form, preview
from handlers.views.takedown.problems import field_errors
from handlers.whom import choices_for, sheet
from storage import access, drafts, falling_away, filing, takedowns
from storage.access import Speaker, Way
from storage.audiences import NoLongerThere, Scope
from storage.database import Session
from storage.errors import Outdated, SeveralCoalitions, Unknown
from storage.falling_away import Changed
from storage.people import Person
from storage.takedowns import Change, Filed, State, Takedown

_CHOSEN = frozenset({Field.COMPANIES, Field.PEOPLE})
_SHORT = frozenset(
    {
        *(Field.WHAT, Field.ACTED_ON, Field.ORIGINS, Field.TARGETS, Field.SUMMARY, Field.MARK, Field.AUDIENCE),
        *(Field.REASON, Field.CORRECTION),
    }
)
_LONG = frozenset(Field) - _SHORT - _CHOSEN


def check(house: House, heard: Submission, now: datetime) -> Answer:
    """Keep what was typed as a draft, and show how it was understood and what all will see."""
    try:
        return _check(house, heard, now)
    except Unknown:
        with house.database.begin() as session:
            return _kept_apart(session, heard, now)


def _check(house: House, heard: Submission, now: datetime) -> Answer:
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now, kind=KIND)
        access.may_log(who)
        work = Work.of(draft)
        filled = typed(heard.form.values, work.filled)
        editing = record_of(session, who, work)
        understood = takedown_form.understand(
            filled,
            today=who.coalition.day_of(now),
            last_day=last_day(now),
            language=who.coalition.language,
            before=editing.report if editing else None,
        )
        telling = takedown_form.tell(
            filled,
            understood.mark,
            understood.report,
            choices_for(session, who, filled),
            company=who.company.name,
            now=now,
        )
        absent, gone = _in_whose_name(session, who, filled, editing)
        understood = replace(understood, problems=(*understood.problems, *telling.problems, *gone))
        hidden = _is_hidden(understood, filled, heard.form.values)
        shown = secrets.token_urlsafe(6)
        filled = replace(filled, more=filled.more or any(one.field not in _SHORT for one in understood.problems))
        work = replace(work, filled=filled, report=None if understood.problems else understood.report, shown=shown)
        drafts.change(session, draft, work.as_body(), now=now)
        drawn = sheet(session, who, f"{draft.token}:{shown}", filled, editing=editing, now=now)
    words = words_of(who)
    if hidden:
        return Replace(form(filled, replace(drawn, token=draft.token), words))
    if understood.problems:
        return Errors(field_errors(understood.problems, words))
    stands = _as_it_will_stand(who, understood, telling.scope, editing, now)
    change = Change.CORRECTED if filled.correction else Change.REVISED
    stands = replace(stands, reason=filled.reason, change=change, filed=stands.filed or Filed.of(who, absent))
    return Push(preview(understood, stands, drawn, filled, words))


def _in_whose_name(
    session: Session,
    who: Speaker,
    filled: Filled,
    editing: Takedown | None,
) -> tuple[Person | None, tuple[Problem, ...]]:
    """Find in whose name it is to be logged, and what is wrong with that; a revision keeps whom its record names."""
    if editing:
        return None, ()
    try:
        return filing.chosen(session, who, filled.logged_for), ()
    except NoLongerThere:
        return None, (Problem(Field.LOGGED_FOR, Cause.NO_LONGER_THERE),)


def _is_hidden(understood: Understood, filled: Filled, values: Values) -> bool:
    """Tell whether a problem lies in a field that the open form does not show."""
    shown = _SHORT | {field for field in (Field.COMPANIES, Field.PEOPLE) if field in values}
    return any(one.field not in shown and not (filled.more and one.field in _LONG) for one in understood.problems)


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
    understood = takedown_form.understand(
        work.filled, today=who.coalition.day_of(now), last_day=last_day(now), language=spoken
    )
    return takedowns.sent_from(session, who, heard.form.private) == understood.report


def _as_it_will_stand(
    who: Speaker,
    understood: Understood,
    scope: Scope,
    editing: Takedown | None,
    now: datetime,
) -> Takedown:
    """Make the record that sending will make, for the preview of its card."""
    is_early = scope.not_before is not None and scope.not_before > now
    base = replace(editing, revision=editing.revision + 1, changed_at=now) if editing else _new(who, understood, now)
    return replace(
        base,
        report=understood.report,
        mark=understood.mark,
        audience=scope.audience,
        chatham=scope.chatham,
        embargoed=is_early and (editing is None or editing.embargoed),
        not_before=scope.not_before,
    )


def _new(who: Speaker, understood: Understood, now: datetime) -> Takedown:
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
            who, draft = taken(session, heard, token, now, kind=KIND)
        except Unknown:
            identity = heard.identity
            sent = heard.form.private
            if takedowns.was_sent(session, sent, team_ids=identity.team_ids, user_id=identity.user_id):
                return CloseAll()
            raise
        work = Work.of(draft)
        if work.report is None or work.shown != shown:
            raise Outdated
        changed = _commit(session, who, work, heard.form.private, now)
        hand_in(session, who, changed.record, work.filled.files, work.filled.indicators, way=Way.FORM, now=now)
        publish(session, changed.record, who, now)
        if not work.record:
            tell_absent(session, changed.record, who, now)
        acknowledging.ring(session, who, changed.questions, now)
    # Files that hold it may have to come back.
    house.wake_porter()
    house.wake_collector()
    return CloseAll()


def _commit(session: Session, who: Speaker, work: Work, form: str, now: datetime) -> Changed:
    assert work.report is not None
    mark = takedown_form.mark_of(work.filled)
    telling = takedown_form.tell(
        work.filled, mark, work.report, choices_for(session, who, work.filled), company=who.company.name, now=now
    )
    # The hour that nobody should know of it before may have come meanwhile; all else was as the preview showed it.
    if any(problem.cause is not Cause.PAST for problem in telling.problems):
        raise Outdated
    scope = telling.scope
    if not work.record:
        absent, gone = _in_whose_name(session, who, work.filled, None)
        if gone:
            raise Outdated
        said = takedowns.report(
            session, who, work.report, mark=mark, scope=scope, absent=absent, form=form, way=Way.FORM, now=now
        )
        return Changed(said)
    return falling_away.revise(
        session,
        who,
        work.record,
        work.report,
        mark=mark,
        scope=scope,
        correction=bool(work.filled.correction),
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
