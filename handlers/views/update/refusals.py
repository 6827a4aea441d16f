"""What is refused of updates, in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.meeting import refusals as meeting
from handlers.views.wording import Language
from storage.errors import Refusal
from storage.updates import Closed, MembersOnly, NoDeputy, NoMeeting, SaidAlready, SaidByName


def refusal(error: Refusal, language: Language) -> str:  # noqa: PLR0911  One sentence a refusal.
    """Word a refusal; a sentence that fits any for those of other pages."""
    say = language.say
    match error:
        case NoMeeting():
            return say("No meeting is planned that an update could be for. /meeting shows what is planned.")
        case Closed():
            return say("This meeting is closed or was cancelled. What you typed is kept under “For me”.")
        case SaidAlready():
            return say("Your company has sent an update already. Open it to change it: /update, or “For me”.")
        case SaidByName():
            return say("A colleague of yours answered for named people alone. Only they can change it.")
        case NoDeputy():
            return say(
                "Nobody else of your company is here who could answer. Its lead can name a deputy: /coalition people."
            )
        case MembersOnly():
            return say(
                "Updates are what member companies tell each other, and yours sits here as an observer or a guest."
            )
        case _:
            return meeting.refusal(error, language)
