"""Erasing words from a record: the form, and why it did not do so."""

from __future__ import annotations

from handlers.views import takedown as ids
from handlers.views.blocks import Block, context, cut, entry, modal, said, text_input
from handlers.views.takedown import facts
from handlers.views.wording import Language
from storage.erasing import NotFound, TooShort
from storage.takedowns import Takedown

_QUOTED = 60


def form(takedown: Takedown, language: Language) -> Block:
    """Ask which words are to be erased, and why; and say what that does."""
    say = language.say
    return modal(
        say("Erase words"),
        [
            said(facts.said_by(takedown.reference, takedown.report, language)),
            entry(
                "words",
                say("Words to erase"),
                text_input(multiline=True, focus=True),
                hint=say(
                    "One name or value a line. Each occurrence goes, in every revision, in any case of letters, "
                    "and also inside of longer words.",
                ),
            ),
            entry(
                "reason",
                say("Why are they erased?"),
                text_input(),
                hint=say("Only your own company reads this."),
            ),
            context(
                say(
                    "It is done at once and cannot be undone. What stands in Slack is drawn anew, and files that hold "
                    "the record are deleted from Slack. Of the words a keyed hash is kept, and nothing else.",
                ),
            ),
        ],
        callback_id=ids.ERASING,
        submit=say("Erase"),
        close=say("Cancel"),
        private=takedown.token,
    )


def not_erased(refusal: TooShort | NotFound, language: Language) -> str:
    """Say why nothing was erased."""
    if isinstance(refusal, NotFound):
        return language.say("None of these words stands in the record. Check how they are spelled there.")
    if not refusal.word:
        return language.say("Write what is to be erased, one name or value a line.")
    return language.say(
        "“{words}” is too short: it would be found nearly everywhere. Write more of it.",
        words=cut(refusal.word, _QUOTED),
    )
