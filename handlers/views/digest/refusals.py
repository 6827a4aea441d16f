"""What a digest refuses, in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.coalition import refusals as coalition
from handlers.views.wording import Language
from storage.digests import NoPeriod, NotOver, StandsAlready
from storage.errors import Refusal


def refusal(error: Refusal, language: Language) -> str:
    """Word a refusal; a sentence that fits any for those of other pages."""
    say = language.say
    match error:
        case NoPeriod():
            return say("Write a week as 2018-W34, or a day as 2018-08-24.")
        case NotOver():
            return say("These days are not over yet. /digest shows to you alone what they hold so far.")
        case StandsAlready():
            return say("This digest was posted meanwhile. To post it again, ask once more.")
        case _:
            return coalition.refusal(error, language)
