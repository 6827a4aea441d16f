"""What a decision refuses, in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.wording import Language
from storage.decisions import MayNotVote, NoChoice, VoteIsOver
from storage.errors import Refusal
from storage.minutes import MayNotWrite, NoMoreWriting


def refusal(error: Refusal, language: Language) -> str | None:
    """Word a refusal; None for those of other pages."""
    say = language.say
    match error:
        case MayNotVote():
            return say(
                "A company’s voice is given by its lead or its deputy. Who leads is named under People, on the "
                "coalition’s page."
            )
        case VoteIsOver() | NoChoice():
            return say("This is not voted on any more. The message in the channel says what came of it.")
        case MayNotWrite():
            return say("Minutes are written by whoever takes notes, chairs or invites, and by those who coordinate.")
        case NoMoreWriting():
            return say("These minutes are not written in any more.")
    return None
