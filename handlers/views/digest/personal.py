"""Digests of one's own: how often somebody wants to be rung, the doorbell, and what waits under *For me*."""

from __future__ import annotations

from handlers.views import digest as ids
from handlers.views.blocks import Block, actions, button, choice, entry, modal, section
from handlers.views.digest import lines
from handlers.views.door import FOR_ME
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.digests import Wish
from storage.outbox import Body
from storage.periods import Period

WISH = "digest_wish"


def form(wish: Wish, coalition: Coalition, language: Language) -> Block:
    """Ask how often somebody wants to be rung."""
    say = language.say
    options = [(one.value, named(one, language)) for one in Wish]
    about = say(
        "Where you may know more than the channel is told, you find it under *For me*. Tocsin can ring for it, too, "
        "in the working hours of your own zone; the bell says nothing of it."
    )
    return modal(
        say("Digest for me"),
        [section(about), entry(WISH, say("Ring for it"), choice(options, wish))],
        callback_id=ids.WISH_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=coalition.token,
    )


def named(wish: Wish, language: Language) -> str:
    """Name how often."""
    say = language.say
    return {Wish.OFF: say("never"), Wish.WEEKLY: say("once a week"), Wish.DAILY: say("once a day")}[wish]


def noted(wish: Wish, language: Language) -> str:
    """Say what was noted."""
    if wish is Wish.OFF:
        return language.say("Tocsin does not ring for your digest. What there is more for you waits under “For me”.")
    return language.say("Noted: {how}, where there is more for you than for the channel.", how=named(wish, language))


def bell(period: Period, coalition: Coalition, language: Language) -> Body:
    """Ring for somebody: a doorbell that carries nothing."""
    text = language.say("There is more for you than the channel was told.")
    buttons = (
        button(language.say("Open"), ids.OPEN, f"{coalition.token}:{period.key}", style="primary"),
        button(language.say("For me"), FOR_ME, coalition.token),
    )
    return Body(text, [section(text), actions(*buttons)])


def more(period: Period, coalition: Coalition, language: Language) -> list[Block]:
    """Draw that a period holds more for somebody than for the channel."""
    days = lines.name(period, language)
    text = language.say("{days} holds more for you than the channel was told.", days=days)
    return [section(text), actions(button(language.say("Open"), ids.OPEN, f"{coalition.token}:{period.key}"))]


def undelivered(period: Period, why: str, coalition: Coalition, language: Language) -> list[Block]:
    """Draw for a coordinator a digest that is not in the channel, and why."""
    days = lines.name(period, language)
    text = language.say("The digest of {days} is not in the channel: {why}", days=days, why=why)
    again = button(language.say("Post it again"), ids.POST, f"{coalition.token}:{period.key}")
    return [section(text), actions(again)]


def not_delivered(coalition: Coalition, language: Language) -> Body:
    """Ring for a coordinator: the digest could not be delivered."""
    text = language.say("The coalition’s digest did not get through. “For me” says why.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])
