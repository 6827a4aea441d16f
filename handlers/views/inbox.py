"""The inbox: all that waits for one person, opened by *For me*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handlers.views import agenda, commitment, decision, intake, minutes
from handlers.views.blocks import Block, actions, button, context, divider, escape, modal, section, title
from handlers.views.door import ASKED, FOR_ME, OPEN
from handlers.views.takedown import EDIT, LOG, RESUME
from handlers.views.takedown.pages import row
from handlers.views.update import RESUME as UPDATE
from handlers.views.wording import Language, moment
from storage import updates
from storage.coalitions import Coalition
from storage.drafts import Draft
from storage.knocks import Knock
from storage.outbox import Body, Fault
from storage.takedowns import Takedown

DISCARD = "draft_discard"
TRY_AGAIN = "takedown_try_again"

# A page of Slack's holds a hundred blocks; what is shown last must not fall out of it without a word.
_SHOWN = 15
_BLOCKS = 75

# What opens a draft, by its kind; a takedown's where nothing else is said.
_OPENS = {
    ASKED: OPEN,
    commitment.KIND: commitment.RESUME,
    decision.KIND: decision.RESUME,
    minutes.KIND: minutes.RESUME,
    updates.ABOUT: UPDATE,
    agenda.DRAFT: agenda.RESUME,
    intake.KIND: intake.OPEN,
}

# One thing that waits for somebody, as the blocks that it is drawn of.
Item: TypeAlias = list[Block]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A record whose card could not be delivered, and why."""

    takedown: Takedown
    fault: Fault | None
    error: str


def inbox(
    shelves: Sequence[Sequence[Item]],
    logged: Sequence[Takedown],
    coalition: Coalition,
    language: Language,
    *,
    may_log: bool,
) -> Block:
    """Draw the inbox: what waits, one shelf a page, and what this person logged; an empty one says so."""
    say = language.say
    blocks: list[Block] = []
    shown = 0
    for item in (item for shelf in shelves for item in shelf[:_SHOWN]):
        if len(blocks) + len(item) > _BLOCKS:
            break
        blocks += item
        shown += 1
    if hidden := sum(len(shelf) for shelf in shelves) - shown:
        more = say("{n} more wait behind these. They move up when you have dealt with some.", n=language.number(hidden))
        blocks.append(context(more))
    if not blocks:
        blocks.append(section(say("Nothing waits for you.")))
    if logged:
        blocks += [divider(), title(say("What you logged"))]
        for takedown in logged:
            blocks += row(takedown, language)
    if may_log:
        blocks.append(actions(button(say("Log a takedown"), LOG, coalition.token, style="primary")))
    return modal(say("For me"), blocks, close=say("Close"))


def shared(takedown: Takedown, language: Language) -> Item:
    """Draw a record that somebody shared by name."""
    when = language.say("Shared with you, {when}", when=moment(takedown.changed_at))
    return [context(when), *row(takedown, language)]


def draft(draft: Draft, language: Language) -> Item:
    """Draw words that wait to be sent."""
    when = moment(draft.changed_at)
    if draft.kind == updates.ABOUT:
        what = language.say("An update that you have not sent, from {when}", when=when)
    elif draft.kind == intake.KIND:
        what = language.say("A file that you sent to Tocsin, from {when}", when=when)
    elif draft.about_id:
        what = language.say("A revision that you have not sent, from {when}", when=when)
    else:
        what = language.say("A draft that you have not sent, from {when}", when=when)
    # Words that were said to us wait as they were said, until somebody opens them for the first time.
    opens = _OPENS.get(draft.kind, RESUME)
    return [
        section(what),
        actions(
            button(language.say("Open the draft"), opens, draft.token, style="primary"),
            button(language.say("Throw away"), DISCARD, draft.token),
        ),
    ]


def stuck(stuck: Stuck, language: Language) -> Item:
    """Draw a record whose card could not be delivered, and why."""
    text = language.say(
        "The card of {reference} is not in the channel: {why} The record itself is kept.",
        reference=stuck.takedown.reference,
        why=why_stuck(stuck.fault, language),
    )
    return [section(text), actions(button(language.say("Try again"), TRY_AGAIN, stuck.takedown.token))]


def held_back(takedown: Takedown, language: Language) -> Item:
    """Draw a record whose card was not posted, since somebody in the channel may not read it."""
    text = language.say(
        "The card of {reference} was not posted: a company came since you sent it. "
        "Edit it to share it with those who are here now.",
        reference=takedown.reference,
    )
    return [section(text), actions(button(language.say("Edit"), EDIT, takedown.token))]


def paused(takedown: Takedown, language: Language) -> Item:
    """Draw a record whose card waits, because the members' channel does not hold members only."""
    text = language.say(
        "The card of {reference} waits: somebody in the members’ channel belongs to no member company. "
        "It goes as soon as they have left, or a coordinator has decided. The record itself is kept.",
        reference=takedown.reference,
    )
    return [section(text)]


def why_stuck(fault: Fault | None, language: Language) -> str:
    """Say why a message could not be delivered, and who can mend it."""
    say = language.say
    match fault:
        case Fault.CHANNEL:
            return say("Tocsin is not in the channel, or may not write there. A coordinator can invite it again.")
        case Fault.INSTALLATION:
            return say("Slack took Tocsin’s access back. The operator can install it again.")
        case _:
            return say("Slack did not take the message. The operator finds the reason in the log.")


def knock(knock: Knock, language: Language) -> Item:
    """Draw who of no company here tried to use the bot."""
    who = language.say(
        "{user} of the workspace {team} tried to use Tocsin, last {when}. "
        "That workspace belongs to no company here; the operator can add it to one.",
        user=f"<@{knock.user_id}>",
        team=escape(knock.team),
        when=moment(knock.last_at),
    )
    return [section(who)]


def failed(language: Language, coalition: Coalition) -> Body:
    """Ring for somebody whose message could not be delivered; a doorbell that carries nothing of it."""
    text = language.say("Something that you sent did not get through. Your words are kept.")
    return Body(text, [section(text), actions(_for_me(coalition, language))])


def somebody_knocked(language: Language, coalition: Coalition) -> Body:
    """Ring for a coordinator when somebody unknown tried to use the bot."""
    text = language.say("Somebody who is of no company here tried to use Tocsin.")
    return Body(text, [section(text), actions(_for_me(coalition, language))])


def _for_me(coalition: Coalition, language: Language) -> Block:
    return button(language.say("For me"), FOR_ME, coalition.token)
