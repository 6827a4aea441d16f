"""The answers of one tap: nothing to report, we can't come, my deputy answers."""

from __future__ import annotations

from handlers.views import update as ids
from handlers.views.blocks import Block, actions, button
from handlers.views.wording import Language


def taps(meeting: str, language: Language) -> Block:
    """Offer them in a row of their own."""
    return actions(*tap_buttons(meeting, language), block_id="taps")


def tap_buttons(meeting: str, language: Language) -> list[Block]:
    """Make their buttons; `meeting` is its token."""
    say = language.say
    return [
        button(say("Nothing to report"), ids.NOTHING, meeting),
        button(say("We can’t come"), ids.ABSENT, meeting),
        button(say("My deputy answers"), ids.DEPUTY, meeting),
    ]
