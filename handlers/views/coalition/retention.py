"""How long the coalition keeps what: the rules, their form, what is to go, what went, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.views import coalition as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    confirmation,
    context,
    entry,
    escape,
    line,
    modal,
    rich,
    section,
    span,
    text_input,
)
from handlers.views.door import FOR_ME
from handlers.views.takedown.pages import row
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.retention import LONGEST, SHORTEST, Erased, Farewell, Kind
from storage.takedowns import Page

_DAY = "{date_pretty}"
_REFERENCES = 40
_DIGITS = 5


def page(
    rules: Mapping[Kind, int], coalition: Coalition, language: Language, *, may_change: bool, may_hold: bool
) -> Block:
    """Draw the rules."""
    say = language.say
    lines = [
        line(span(label(kind, language), bold=True), span(f"  {days(rules.get(kind), language)}")) for kind in Kind
    ]
    blocks = [
        section(
            say("How many days the coalition keeps what. Each owner is told a week before a record of theirs goes.")
        ),
        rich(bullets(*lines)),
        context(
            say(
                "Drafts go after seven days in any case. Who did what stays in the trail as long as the coalition "
                "stands; it holds nothing of what a record says.",
            ),
        ),
    ]
    buttons = [button(say("Change"), ids.RETENTION_CHANGE, coalition.token)] if may_change else []
    if may_hold:
        buttons.append(button(say("Legal holds"), ids.HOLDS, coalition.token))
    if may_change:
        buttons.append(button(say("Dissolve the coalition"), ids.DISSOLUTION, coalition.token))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(say("Retention"), blocks, callback_id=ids.RETENTION_PAGE, close=say("Close"))


def form(rules: Mapping[Kind, int], token: str, language: Language) -> Block:
    """Draw the form of the rules; `token` is that of the draft that remembers what it showed."""
    say = language.say
    fields = [
        entry(
            kind.value,
            label(kind, language),
            text_input(str(rules.get(kind, ""))) | {"max_length": _DIGITS},
            hint=_hint(kind, language),
            optional=True,
        )
        for kind in Kind
    ]
    about = say("In days; what is left empty is kept. The members’ channel is told what changed, and who changed it.")
    return modal(
        say("Retention"),
        [section(about), *fields],
        callback_id=ids.RETENTION_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=token,
    )


def label(kind: Kind, language: Language) -> str:
    """Name a kind."""
    say = language.say
    match kind:
        case Kind.RECORDS:
            return say("Records")
        case Kind.MESSAGES:
            return say("Words of messages")
        case Kind.EXPORTS:
            return say("What exports held")
        case Kind.READINGS:
            return say("Who read in bulk")
        case Kind.SHOWINGS:
            return say("What guests were shown")


def _hint(kind: Kind, language: Language) -> str:
    say = language.say
    match kind:
        case Kind.RECORDS:
            return say("Counted from when a record was last changed. Its reference stays, and its trail.")
        case Kind.MESSAGES:
            return say("Tocsin’s own copy of doorbells and answers; what stands in Slack is Slack’s to keep.")
        case Kind.EXPORTS:
            return say("The list of records of each file. Its mark stays, so that a copy can be traced.")
        case Kind.READINGS:
            return say("What a company’s lead is told of its own people.")
        case Kind.SHOWINGS:
            return say("The register that the owner of each record reads.")


def days(number: int | None, language: Language) -> str:
    """Say for how long something is kept."""
    return language.say("kept") if number is None else language.count("{n} day", "{n} days", number)


def no_number(language: Language) -> str:
    """Say what a rule can be."""
    least, most = language.number(SHORTEST), language.number(LONGEST)
    return language.say("Write a number of days from {least} to {most}, or leave it empty.", least=least, most=most)


def changed(
    company: str, before: Mapping[Kind, int], after: Mapping[Kind, int], coalition: Coalition, language: Language
) -> Body:
    """Tell the members' channel which rules changed, and which company changed them."""
    lines = [
        line(
            span(label(kind, language), bold=True),
            span(f"  {days(before.get(kind), language)}  →  {days(after.get(kind), language)}"),
        )
        for kind in Kind
        if before.get(kind) != after.get(kind)
    ]
    told = language.say("{company} changed how long the coalition keeps what.", company=escape(company))
    small = context(language.say("Each owner is told a week before a record of theirs goes."))
    return Body(
        told,
        [
            section(told),
            rich(bullets(*lines)),
            small,
            actions(button(language.say("The coalition"), ids.OPEN, coalition.token)),
        ],
    )


def is_to_go(farewell: Farewell, coalition: Coalition, language: Language) -> list[Block]:
    """Tell an owner in the inbox what is to go."""
    text = language.count(
        "{n} record of your company is to be erased, {day}: its time is over then.",
        "{n} records of your company are to be erased, from {day} on: their time is over then.",
        farewell.records,
        day=moment(farewell.first, _DAY),
    )
    return [section(text), actions(button(language.say("See which"), ids.LEAVING, coalition.token, style="primary"))]


def leaving(page: Page, coalition: Coalition, language: Language, *, may_hold: bool) -> Block:
    """Draw which records of a company are to go, and what it can do."""
    say = language.say
    about = say(
        "What is erased is gone from Tocsin for everybody: what a record says, its revisions, its words in messages. "
        "Its reference stays, and who did what. A record that is revised stays; a legal hold keeps it for your "
        "company’s lead and counsel.",
    )
    blocks: list[Block] = [section(about)]
    for takedown in page.takedowns:
        blocks += row(takedown, language)
        if takedown.leaves_at:
            blocks.append(context(say("erased {when}", when=moment(takedown.leaves_at, _DAY))))
    if not page.takedowns:
        blocks.append(context(say("Nothing is to go any more.")))
    buttons = []
    if page.more:
        buttons.append(button(say("Older"), ids.LEAVING_OLDER, page.takedowns[-1].token))
    if page.takedowns:
        export = button(
            say("Export all of these"), ids.LEAVING_EXPORT, coalition.token, confirm=how_it_travels(language)
        )
        buttons.append(export)
        if may_hold:
            buttons.append(button(say("Legal holds"), ids.HOLDS, coalition.token))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(say("To be erased"), blocks, callback_id=ids.RETENTION_PAGE, close=say("Back"))


def how_it_travels(language: Language) -> Block:
    """Say, before a file is asked for, how it comes."""
    say = language.say
    return confirmation(
        say("Send a file?"),
        say(
            "It comes to you alone, as a direct message from Tocsin, under a name that tells nothing. Slack and the "
            "company that hosts the channel keep what is in a direct message.",
        ),
        say("Send it to me"),
        say("Cancel"),
    )


def went(gone: Sequence[tuple[str, datetime]], language: Language) -> list[Block]:
    """Tell an owner in the inbox what went."""
    text = language.count(
        "{n} record of your company was erased: {references}.",
        "{n} records of your company were erased: {references}.",
        len(gone),
        references=", ".join(reference for reference, _ in gone[:_REFERENCES]) + (" …" if gone[_REFERENCES:] else ""),
    )
    return [section(text)]


def went_in_all(number: int, language: Language) -> list[Block]:
    """Tell those who coordinate how many records that were for all members went, and not which."""
    text = language.count(
        "{n} record that was for all members was erased within the last two weeks. Its owner was told which.",
        "{n} records that were for all members were erased within the last two weeks. Their owners were told which.",
        number,
    )
    return [section(text)]


def bell_before(coalition: Coalition, language: Language) -> Body:
    """Ring for an owner a week before something goes."""
    text = language.say("Something of your company is to be erased in a week. “For me” says what.")
    return _bell(text, coalition, language)


def bell_after(coalition: Coalition, language: Language) -> Body:
    """Ring for an owner, or for somebody who coordinates, when something went."""
    text = language.say("Something was erased, as the coalition agreed on. “For me” says more.")
    return _bell(text, coalition, language)


def _bell(text: str, coalition: Coalition, language: Language) -> Body:
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def stub(erased: Erased, language: Language) -> Body:
    """Draw what stands in a channel in place of a card: the reference, and that its time is over."""
    text = language.say(
        "{reference} was kept until {day}; its time is over.",
        reference=erased.reference,
        day=moment(erased.at, _DAY),
    )
    return Body(text, [section(text)])
