"""Commitments on pages, under *For me* and in doorbells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.views import commitment as ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    confirmation,
    context,
    cut,
    escape,
    modal,
    quote,
    rich,
    section,
    span,
)
from handlers.views.blocks import line as spans
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.commitments import Commitment, State
from storage.outbox import Body

# A page of Slack's holds a hundred blocks.
_SHOWN = 30
_QUOTED = 300


def page(
    shown: Sequence[Commitment],
    coalition: Coalition,
    language: Language,
    *,
    own: int | None,
    may_say: bool,
    now: datetime,
) -> Block:
    """Draw what is open, the next due first; `own` is the reader's company, whose own have buttons."""
    say = language.say
    blocks: list[Block] = []
    for one in shown[:_SHOWN]:
        blocks.append(_said(one, language, now))
        if one.company_id == own:
            blocks.append(_buttons(one, language))
    if not shown:
        blocks.append(section(say("No commitment is open.")))
    if hidden := len(shown) - len(shown[:_SHOWN]):
        blocks.append(context(language.count("{n} more is due later.", "{n} more are due later.", hidden)))
    if may_say:
        blocks.append(actions(button(say("Commit your company"), ids.NEW, coalition.token, style="primary")))
    return modal(say("Commitments"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _said(one: Commitment, language: Language, now: datetime) -> Block:
    head = spans(span(one.company, bold=True), span(f"  {standing(one, language, now)}"))
    return rich(head, quote(one.text))


def standing(one: Commitment, language: Language, now: datetime) -> str:
    """Say by when, and what became of it."""
    say, day = language.say, language.days(one.due_on, one.due_on)
    match one.state:
        case State.KEPT:
            return say("done")
        case State.DROPPED:
            return say("dropped")
        case _ if one.is_late(now):
            return say("was due {day}", day=day)
        case _:
            return say("by {day}", day=day)


def _buttons(one: Commitment, language: Language) -> Block:
    say = language.say
    sure = confirmation(
        say("Drop it?"),
        say("It stays to be read that it was said, and that it was dropped."),
        say("Drop it"),
        say("Back"),
    )
    return actions(
        button(say("Done"), ids.KEPT, one.token, style="primary"),
        button(say("Another day"), ids.MOVE, one.token),
        button(say("Drop it"), ids.DROP, one.token, confirm=sure),
    )


def item(one: Commitment, language: Language, now: datetime) -> Item:
    """Draw what somebody is to keep."""
    said = language.say("Your company will share, {when}:", when=standing(one, language, now))
    return [rich(spans(span(said)), quote(cut(one.text, _QUOTED))), _buttons(one, language)]


def asked(one: Commitment, language: Language) -> Item:
    """Draw what somebody else noted, for the company to say whether it is so."""
    say = language.say
    said = say(
        "Whoever took notes understood that {company} will share this by {day}. Nobody else is told before you say so.",
        company=one.company,
        day=language.days(one.due_on, one.due_on),
    )
    return [
        rich(spans(span(said)), quote(cut(one.text, _QUOTED))),
        actions(
            button(say("That is so"), ids.CONFIRM, one.token, style="primary"),
            button(say("That is not so"), ids.DECLINE, one.token),
        ),
    ]


def noted(one: Commitment, language: Language) -> str:
    """Say to its company what became of a commitment."""
    say, day = language.say, language.days(one.due_on, one.due_on)
    match one.state:
        case State.KEPT:
            return say("Noted as done. It says so in the next agenda and in the minutes.")
        case State.DROPPED:
            return say("Noted as dropped. It says so in the next agenda and in the minutes.")
        case State.DECLINED:
            return say("Noted: it is not so. Nothing of it is kept.")
        case State.ASKED:
            return say("{company} is asked whether it is so.", company=escape(one.company))
        case State.OPEN:
            return say("{company} commits itself, by {day}. You are reminded before.", company=one.company, day=day)


def said_already(language: Language) -> str:
    """Say that a form was sent before."""
    return language.say("This was said already. Find it under “For me”.")


def bell(coalition: Coalition, language: Language) -> Body:
    """Ring for somebody whose commitment is due soon, or who is asked about one; tells nothing of it."""
    text = language.say("Something that your company said it would share waits for you.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])
