"""Dissolving a coalition, in words: the form, how far it is, and who is told what."""

from __future__ import annotations

from datetime import datetime

from handlers.views import coalition as ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    confirmation,
    entry,
    escape,
    line,
    modal,
    rich,
    said,
    section,
    span,
    text_input,
)
from handlers.views.door import FOR_ME
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.dissolving import GRACE, PATIENCE, Copy, Dissolution, Progress, Stage
from storage.outbox import Body

NAME = "name"
_SHOWN = 80


def form(coalition: Coalition, language: Language) -> Block:
    """Draw the form that asks for the end of a coalition; it carries its token."""
    say = language.say
    return modal(
        say("Dissolve"),
        [
            section(
                say(
                    "First every company gets its own export, sent to its lead. When each has come, or after {days} "
                    "days, everybody has one more day. Then Tocsin takes down its messages here, and erases all "
                    "records, names and settings of this coalition, and its trail. What a company holds stays for "
                    "that company. Left is a random number, a date and a hash.",
                    days=PATIENCE.days,
                ),
            ),
            section(say("Nothing new is logged meanwhile. Until the last day is over, one coordinator can stop it.")),
            entry(
                NAME,
                say("Write the coalition’s name"),
                text_input(placeholder=coalition.name),
                hint=say("So that nobody does this by mistake. A coordinator of another company agrees to it then."),
            ),
        ],
        callback_id=ids.DISSOLUTION_FORM,
        submit=say("Dissolve"),
        close=say("Cancel"),
        private=coalition.token,
    )


def not_its_name(coalition: Coalition, language: Language) -> str:
    """Say that the name is another."""
    return language.say("The coalition is called “{name}”.", name=coalition.name)


def page(progress: Progress, coalition: Coalition, language: Language) -> Block:
    """Draw how far it is, company by company, for those who coordinate."""
    say = language.say
    blocks = [section(_when(progress.dissolution, language))]
    lines = [
        line(span(company, bold=True), span(f"  {_copy(copy, language)}\n"))
        for company, copy in progress.copies[:_SHOWN]
    ]
    if lines:
        blocks.append(rich(*lines))
    if hidden := len(progress.copies[_SHOWN:]):
        blocks.append(said(language.count("and {n} more company", "and {n} more companies", hidden)))
    question = confirmation(
        say("Stop it?"),
        say("Everything stays as it is. Exports that were sent stay with those who got them."),
        say("Stop it"),
        say("Cancel"),
    )
    blocks.append(actions(button(say("Stop it"), ids.DISSOLUTION_STOP, coalition.token, confirm=question)))
    return modal(say("Dissolve"), blocks, callback_id=ids.DISSOLUTION_PAGE, close=say("Close"))


def _when(there: Dissolution, language: Language) -> str:
    if there.stage is Stage.EXPORTING:
        return language.say(
            "Each company’s own export is on its way. A day after the last one, at the latest {when}, all is erased.",
            when=moment(there.next_at + GRACE),
        )
    return language.say("All is erased from {when} on.", when=moment(there.next_at))


def _copy(copy: Copy, language: Language) -> str:
    say = language.say
    match copy:
        case Copy.SENT:
            return say("has its copy")
        case Copy.EMPTY:
            return say("sees nothing, so there was nothing to send")
        case Copy.WAITS:
            return say("its copy is on its way")
        case Copy.FAILED:
            return say("its copy did not get through; its lead can try again under “For me”")
        case Copy.NOBODY:
            return say("has nobody here to send it to; the operator can write it at the shell")


def waiting(there: Dissolution, coalition: Coalition, language: Language, *, may_stop: bool) -> list[Block]:
    """Tell in the inbox that the coalition is at its end."""
    latest = there.next_at + GRACE if there.stage is Stage.EXPORTING else there.next_at
    text = language.say(
        "This coalition is being dissolved. What is here can be read, exported and recalled until it is erased, "
        "at the latest from {when} on.",
        when=moment(latest),
    )
    if not may_stop:
        return [section(text)]
    return [section(text), actions(button(language.say("See how far it is"), ids.DISSOLUTION, coalition.token))]


def begun(coalition: Coalition, by: datetime, language: Language) -> Body:
    """Tell the members' channel."""
    text = language.say(
        "This coalition is being dissolved. Every company’s lead gets its own export first; after that, at the latest "
        "from {when} on, everything here is erased. What is here can be read, exported and recalled until then.",
        when=moment(by),
    )
    return Body(text, [section(text), _buttons(coalition, language)])


def stopped(company: str, coalition: Coalition, language: Language) -> Body:
    """Tell the members' channel that it is not to be."""
    text = language.say("{company} stopped the dissolution. Everything stays as it is.", company=escape(company))
    return Body(text, [section(text), _buttons(coalition, language)])


def last_day(coalition: Coalition, language: Language) -> Body:
    """Ring for those who coordinate when a day is left."""
    text = language.say("A day is left of what you began together. “For me” says how far it is.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def _buttons(coalition: Coalition, language: Language) -> Block:
    return actions(button(language.say("For me"), FOR_ME, coalition.token))
