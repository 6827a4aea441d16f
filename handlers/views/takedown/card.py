"""The card: the message that stands for a takedown in the channel and follows it."""

from __future__ import annotations

from datetime import datetime

from handlers.views import intake
from handlers.views import takedown as ids
from handlers.views.blocks import Block, actions, button, context, cut, escape, header, labelled, section
from handlers.views.door import FOR_ME
from handlers.views.takedown import facts
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.takedowns import Change, State, Takedown

_TEXT_LIMIT = 300


def card(takedown: Takedown, language: Language, *, may_log: bool = True, found: int = 0) -> Body:
    """Draw what the channel sees, and how many indicators it holds; in the open one nobody is offered to log."""
    if takedown.state is State.WITHDRAWN:
        return _withdrawn(takedown, language, may_log=may_log)
    title = _title(takedown, language)
    text = f"{title} ({takedown.reference}, TLP:{takedown.mark})"
    return Body(
        escape(cut(text, _TEXT_LIMIT)),
        [*face(takedown, language, found=found), _buttons(takedown, language, may_log=may_log, found=found)],
    )


def face(takedown: Takedown, language: Language, room: facts.Room = facts.ON_A_CARD, *, found: int = 0) -> list[Block]:
    """Draw the card without its buttons: so it stands in the preview too; what is `found` in files is only counted."""
    shown: list[Block] = [header(_title(takedown, language))]
    content = facts.content(takedown.report, language, room)
    if content["elements"]:
        shown.append(content)
    small = _small_print(takedown, language)
    if found:
        small.insert(1, language.count("{n} indicator", "{n} indicators", found))
    shown.append(context(" · ".join(small)))
    if takedown.revision > 1 and takedown.reason:
        shown.append(labelled(_because(takedown, language), cut(takedown.reason, room.summary)))
    return shown


def _because(takedown: Takedown, language: Language) -> str:
    if takedown.recalled_at:
        return language.say("Recalled because")
    is_correction = takedown.change is Change.CORRECTED
    return language.say("Corrected because") if is_correction else language.say("Revised because")


def _title(takedown: Takedown, language: Language) -> str:
    return facts.said_by(facts.owner(takedown, language), takedown.report, language)


def _small_print(takedown: Takedown, language: Language) -> list[str]:
    parts = [f"*TLP:{takedown.mark}*"]
    if takedown.reference:
        parts.append(takedown.reference)
    parts.append(
        language.say(
            "logged by {company}, {when}",
            company=escape(facts.owner(takedown, language)),
            when=moment(takedown.logged_at),
        ),
    )
    if takedown.filed:
        # Names, since a mention would ring for both of them each time that the card changes.
        names = {"person": escape(takedown.filed.name), "by": escape(takedown.filed.by)}
        parts.append(language.say("for {person}, by {by}", **names))
    if takedown.revision > 1:
        parts.append(_changed(takedown, language))
    return parts


def _changed(takedown: Takedown, language: Language) -> str:
    when = moment(takedown.changed_at)
    if takedown.recalled_at:
        return language.say("recalled {when}", when=moment(takedown.recalled_at))
    if takedown.change is Change.CORRECTED:
        return language.say("corrected {when}", when=when)
    if takedown.change is Change.ERASED:
        return language.say("words erased {when}", when=when)
    if takedown.change is Change.COMPLETED:
        return language.say("completed from a file {when}", when=when)
    return language.say("revised {when}", when=when)


def _buttons(takedown: Takedown, language: Language, *, may_log: bool, found: int = 0) -> Block:
    buttons = [button(language.say("Details"), ids.SHOW, takedown.token)]
    if found:
        buttons.append(button(language.say("Show indicators"), intake.SHOW, takedown.token))
    if may_log:
        buttons.append(button(language.say("Log a takedown"), ids.LOG, takedown.token))
    return actions(*buttons)


def _withdrawn(takedown: Takedown, language: Language, *, may_log: bool) -> Body:
    title = language.say("{company} took this record back", company=facts.owner(takedown, language))
    blocks = [header(title)]
    if takedown.reason:
        blocks.append(labelled(language.say("Because"), takedown.reason))
    withdrawn = language.say("taken back {when}", when=moment(takedown.changed_at))
    blocks += [context(f"{takedown.reference} · {withdrawn}"), _buttons(takedown, language, may_log=may_log)]
    return Body(escape(f"{title} ({takedown.reference})"), blocks)


def stub(reference: str, token: str, language: Language) -> Body:
    """Draw what is left of an old card for those who come later: its reference, and the way to the record."""
    text = language.say("{reference} stands in Tocsin.", reference=reference)
    return Body(text, [section(text), actions(button(language.say("Details"), ids.SHOW, token))])


def tombstone(takedown: Takedown, language: Language, *, at: datetime) -> Body:
    """Draw what stands in a card's place: which record, whose, when; not what it said."""
    text = recalled(takedown.company, takedown.reference, at, language)
    return Body(text, [section(text)])


def recalled(company: str, reference: str, at: datetime, language: Language) -> str:
    """Say that a record was recalled: by whom, where that may be said, and when; not what it said."""
    return language.say(
        "{company} recalled {reference}, {when}.",
        company=escape(company) or language.say("A member"),
        reference=reference,
        when=moment(at),
    )


def filed(takedown: Takedown, language: Language, coalition: Coalition) -> Body:
    """Ring for whom a record was logged for; a doorbell that carries nothing of it."""
    text = language.say("Something was logged in your name.")
    buttons = (
        button(language.say("Open"), ids.SHOW, takedown.token, style="primary"),
        button(language.say("For me"), FOR_ME, coalition.token),
    )
    return Body(text, [section(text), actions(*buttons)])


def shared(takedown: Takedown, language: Language, coalition: Coalition) -> Body:
    """Ring for somebody with whom a record is shared by name; a doorbell that carries nothing of it."""
    text = language.say("Something was shared with you.")
    if takedown.revision > 1:
        text = language.say("Something that was shared with you has changed.")
    buttons = (
        button(language.say("Open"), ids.SHOW, takedown.token, style="primary"),
        button(language.say("For me"), FOR_ME, coalition.token),
    )
    return Body(text, [section(text), actions(*buttons)])
