"""A refusal or a failure, said where the person is; nothing they typed is lost by it."""

from __future__ import annotations

import secrets

import structlog

from handlers.answers import Answer, Errors, Open, Push, Replace, Whisper
from handlers.guards import CannotAsk
from handlers.inputs import Click, Command, Heard, Shortcut, Submission
from handlers.views import answers, refusals
from handlers.views.blocks import escape
from handlers.views.wording import Language
from storage.errors import Refusal

log = structlog.get_logger(__name__)


def refused(error: Refusal, heard: Heard, language: Language) -> Answer:
    """Say why something is not granted, and what to do next."""
    text = refusals.cannot_ask(language) if isinstance(error, CannotAsk) else refusals.refusal(error, language)
    return _where_they_are(text, heard, language)


def failed(error: Exception, heard: Heard, language: Language) -> Answer:
    """Log what went wrong under a reference, and give the person that reference."""
    reference = note(error, type(heard).__name__)
    return _where_they_are(refusals.unexpected(reference, language), heard, language)


def note(error: Exception, what: str) -> str:
    """Log a failure of ours, and give it a reference."""
    reference = secrets.token_hex(4)
    log.error("listener_failed", reference=reference, heard=what, exc_info=error)
    return reference


def _where_they_are(text: str, heard: Heard, language: Language) -> Answer:
    """Say it at a field where something was typed, so that it stays; else on a page, else as words."""
    notice = answers.notice(text, language)
    # A page shows words as they are, and a message interprets them.
    whisper = Whisper(escape(text))
    match heard:
        case Submission(form=form):
            field = next(iter(form.values.state), None)
            # Slack holds three levels of forms at most, so that a page without fields gives its place to the notice.
            return Errors({field: text}) if field else Replace(notice)
        case Click(form=form) if form is not None:
            return Push(notice)
        case Click(trigger=trigger) | Shortcut(trigger=trigger) if trigger:
            return Open(notice, whisper)
        case Command(name=name, text=typed) if typed:
            # Slack has emptied the field that it was typed into.
            return Whisper(whisper.text, answers.with_words(text, f"{name} {typed}"))
        case _:
            return whisper
