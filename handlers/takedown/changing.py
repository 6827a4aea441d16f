"""Revising a takedown with a reason, and taking one back; only the company that logged it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Open, Replace, Whisper
from handlers.formats import takedown_form
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown.publishing import publish
from handlers.takedown.work import KIND, Work, words_of
from handlers.views import answers
from handlers.views.takedown.form import form
from handlers.views.takedown.pages import withdrawal
from handlers.views.wording import Language
from handlers.whom import choices_of, sheet
from storage import access, audit, drafts, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.takedowns import ABOUT, State, Takedown


def edit(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form with what a record says now."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        answer = _edit(session, who, takedowns.to_change(session, who, heard.value), Way.BUTTON, now)
        # It takes the place of the record's page: Slack holds three levels at most, and the preview needs one.
        return Replace(answer.view) if heard.form else answer


def edit_reference(session: Session, who: Speaker, reference: str, way: Way, now: datetime) -> Answer:
    """Open the form for the record that a command names."""
    found = takedowns.by_reference(session, who, reference)
    return _edit(session, who, takedowns.to_change(session, who, found.token), way, now)


def _edit(session: Session, who: Speaker, takedown: Takedown, way: Way, now: datetime) -> Open:
    language = words_of(who)
    if takedown.state is State.WITHDRAWN or takedown.recalled_at:
        return _taken_back(takedown, language)
    access.must_stand(who)
    audit.note(session, who, Act.OPENED, ABOUT, takedown.id, way=way, now=now)
    filled = takedown_form.filled(takedown.report, mark=takedown.mark, language=language.code)
    scope = takedowns.scope_of(session, who, takedown.token)
    filled = replace(filled, **takedown_form.ticked(scope, choices_of(session, who)))  # type: ignore[arg-type]
    work = Work(filled, record=takedown.token, base=takedown.revision)
    token = drafts.keep(session, who, KIND, work.as_body(), about_id=takedown.id, has_words=False, now=now)
    shown = sheet(session, who, token, filled, editing=takedown, now=now)
    return Open(form(filled, shown, language), answers.kept(token, language))


def ask_why(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Ask why a record is taken back."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return _ask_why(session, who, heard.value)


def ask_why_reference(session: Session, who: Speaker, reference: str, _way: Way, _now: datetime) -> Answer:
    """Ask why the record that a command names is taken back."""
    return _ask_why(session, who, takedowns.by_reference(session, who, reference).token)


def _ask_why(session: Session, who: Speaker, token: str) -> Open:
    language = words_of(who)
    takedown = takedowns.to_change(session, who, token)
    if takedown.state is State.WITHDRAWN or takedown.recalled_at:
        return _taken_back(takedown, language)
    return answers.form(withdrawal(takedown, language), language)


def _taken_back(takedown: Takedown, language: Language) -> Open:
    text = language.say("This record was taken back already.")
    if takedown.recalled_at:
        text = language.say("This record was recalled already.")
    return Open(answers.notice(text, language), Whisper(text))


def withdraw(house: House, heard: Submission, now: datetime) -> Answer:
    """Take a record back; its card says so."""
    token = heard.form.private
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        reason = heard.form.values.text("reason")
        form = f"view:{heard.form.id}"
        taken = takedowns.withdraw(session, who, token, reason=reason, form=form[:32], way=Way.FORM, now=now)
        publish(session, taken, who, now)
    return CloseAll()
