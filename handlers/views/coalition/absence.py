"""Being away: the form that asks until when, and what is said of it."""

from __future__ import annotations

from datetime import date

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, date_input, entry, modal, section
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition

BACK_ON = "back_on"


def form(coalition: Coalition, language: Language, *, initial: date | None = None) -> Block:
    """Ask until when somebody is away."""
    say = language.say
    return modal(
        say("Away"),
        [
            entry(
                BACK_ON,
                say("Back on"),
                date_input(initial.isoformat() if initial else ""),
                hint=say("Until that day, what rings for a company’s lead rings for its deputy, where it has one."),
            ),
        ],
        callback_id=ids.AWAY_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=coalition.token,
    )


def away(day: date, language: Language) -> str:
    """Say that somebody is noted as away."""
    return language.say("You are noted as away, and back on {day}.", day=language.day(day))


def back(language: Language) -> str:
    """Say that somebody is noted as here again."""
    return language.say("You are noted as here.")


def item(day: date, coalition: Coalition, language: Language) -> Item:
    """Remind somebody that they are noted as away."""
    return [section(away(day, language)), actions(button(language.say("I am back"), ids.BACK, coalition.token))]


def no_day(language: Language) -> str:
    """Say which days can be chosen."""
    return language.say("Choose a day to come, within a year.")
