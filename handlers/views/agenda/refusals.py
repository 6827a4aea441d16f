"""What an agenda refuses, in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.blocks import cut
from handlers.views.update import refusals as update
from handlers.views.wording import Language
from storage.agendas import MustBeDecided, NoMeeting
from storage.errors import Refusal

_QUOTED = 60


def refusal(error: Refusal, language: Language) -> str:
    """Word a refusal; a sentence that fits any for those of other pages."""
    say = language.say
    match error:
        case MustBeDecided(text=text):
            return say(
                "“{words}” was carried over three times. It is decided at this meeting, or struck.",
                words=cut(text, _QUOTED),
            )
        case NoMeeting():
            return say("No meeting is planned that could have an agenda. A coordinator can plan one.")
        case _:
            return update.refusal(error, language)
