"""What is refused about meetings, in words."""

from __future__ import annotations

from handlers.views.decision import refusals as decision
from handlers.views.digest import refusals as digest
from handlers.views.wording import Language
from storage.errors import Refusal
from storage.meetings import Over, Passed


def refusal(error: Refusal, language: Language) -> str:
    """Word a refusal for the one who was refused."""
    match error:
        case Over():
            return language.say(
                "That is over, or it was cancelled: nothing of it changes any more. /meeting shows what comes."
            )
        case Passed():
            return language.say("That moment is over. Write one that is to come.")
        case _:
            return decision.refusal(error, language) or digest.refusal(error, language)
