"""What is said of updates to one person: the bells, the receipts, what waits under *For me*."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.views import update as ids
from handlers.views.blocks import Block, actions, button, escape, section
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.update.taps import tap_buttons
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.prompts import Prompt, Silent
from storage.updates import Kind, Update


def bell(prompt: str, meeting: str, reminder: int, language: Language) -> Body:
    """Ask somebody for their company's update: a doorbell that carries nothing of the meeting."""
    say = language.say
    text = (
        say("A meeting comes near. What would your company tell the others there?")
        if not reminder
        else say("A reminder: your company’s update before the meeting has not come yet.")
    )
    return Body(text, [section(text), *_ways(prompt, meeting, language)])


def _ways(prompt: str, meeting: str, language: Language) -> list[Block]:
    say = language.say
    return [
        actions(
            button(say("Write the update"), ids.OPEN, meeting, style="primary"),
            *tap_buttons(meeting, language),
        ),
        actions(
            button(say("Remind me later"), ids.LATER, prompt),
            button(say("No more reminders"), ids.STOP, prompt),
        ),
    ]


def asked(prompt: Prompt, meeting: str, language: Language) -> Item:
    """Draw that an update is asked for."""
    text = language.say("Your company’s update for the meeting {when} is asked for.", when=moment(prompt.starts_at))
    return [section(text), *_ways(prompt.token, meeting, language)]


def receipt(update: Update, coalition: Coalition, language: Language) -> Body:
    """Confirm to whoever sent it that it is kept: a doorbell that carries nothing of it."""
    text = language.say("What you answered before the meeting is kept, {when}.", when=moment(update.changed_at))
    buttons = (
        button(language.say("What was sent"), ids.SHOW, update.token),
        button(language.say("For me"), FOR_ME, coalition.token),
    )
    return Body(text, [section(text), actions(*buttons)])


def sent(update: Update, meeting: str, starts_at: datetime, language: Language) -> Item:
    """Draw that one's company has answered, and by what this can be read and changed."""
    text = language.say(
        "Your company answered before the meeting {when}: {answer}.",
        when=moment(starts_at),
        answer=answer(update.kind, language),
    )
    return [
        section(text),
        actions(
            button(language.say("What was sent"), ids.SHOW, update.token),
            button(language.say("Change it"), ids.OPEN, meeting),
        ),
    ]


def answer(kind: Kind, language: Language) -> str:
    """Name what a company answered."""
    say = language.say
    return {
        Kind.SAID: say("with an update"),
        Kind.NOTHING: say("nothing to report"),
        Kind.ABSENT: say("you can’t come"),
        Kind.DEPUTY: say("your deputy answers"),
    }[kind]


def silent(meeting: str, those: Sequence[Silent], starts_at: datetime, language: Language) -> Item:
    """Draw for a coordinator which companies said nothing before a meeting."""
    say = language.say
    when = moment(starts_at)
    lines = []
    if names := [escape(one.company) for one in those if one.asked]:
        lines.append(say("Asked and reminded, no update yet: {companies}.", companies=language.list(names)))
    if names := [escape(one.company) for one in those if not one.asked]:
        lines.append(say("Nobody could be asked: {companies}.", companies=language.list(names)))
    text = "\n".join([say("Before the meeting {when}:", when=when), *lines])
    return [section(text), actions(button(say("Who has answered"), ids.STATUS, meeting))]


def noted(kind: Kind, language: Language) -> str:
    """Say that an answer of one tap was taken down, and what it does."""
    say = language.say
    return {
        Kind.SAID: say("Your company’s update is kept."),
        Kind.NOTHING: say("Noted: nothing to report. It can be changed until the meeting is closed."),
        Kind.ABSENT: say("Noted: you can’t come. It can be changed until the meeting is closed."),
        Kind.DEPUTY: say("Your deputy is asked now. Whoever of your company answers, answers for all of it."),
    }[kind]


def later(again: datetime | None, language: Language) -> str:
    """Say when the next reminder comes, where one does."""
    if again is None:
        return language.say("No further reminder comes before the meeting. It waits under “For me”.")
    return language.say("You are reminded {when}.", when=moment(again))


def stopped(language: Language) -> str:
    """Say that nobody is rung any more."""
    return language.say(
        "No more reminders before this meeting. Your company’s update can be sent any time: /update, or “For me”."
    )
