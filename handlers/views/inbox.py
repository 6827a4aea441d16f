"""The inbox: all that waits for one person, opened by *For me*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.views import export
from handlers.views.blocks import Block, actions, button, context, divider, escape, modal, section, title
from handlers.views.door import ASKED, FOR_ME, OPEN
from handlers.views.takedown import LOG, RESUME
from handlers.views.takedown.pages import row
from handlers.views.wording import Language, moment
from storage.bulk import Bulk
from storage.coalitions import Coalition
from storage.drafts import Draft
from storage.exports import Export
from storage.knocks import Knock
from storage.outbox import Body, Fault
from storage.takedowns import Takedown

DISCARD = "draft_discard"
TRY_AGAIN = "takedown_try_again"

# A page of Slack's holds a hundred blocks; what is shown last must not fall out of it without a word.
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Stuck:
    """A record whose card could not be delivered, and why."""

    takedown: Takedown
    fault: Fault | None
    error: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for one person."""

    drafts: Sequence[Draft]
    stuck: Sequence[Stuck]
    recent: Sequence[Takedown]
    knocks: Sequence[Knock]
    exports: Sequence[Export] = ()
    bulk: Sequence[Bulk] = ()


def inbox(waiting: Waiting, coalition: Coalition, language: Language, *, may_log: bool) -> Block:
    """Draw the inbox; an empty one says so."""
    say = language.say
    blocks = list(_drawn(waiting, language))
    hidden = sum(max(0, len(each) - _SHOWN) for each in _lists(waiting))
    if hidden:
        more = say("{n} more wait behind these. They move up when you have dealt with some.", n=language.number(hidden))
        blocks.append(context(more))
    if not blocks:
        blocks.append(section(say("Nothing waits for you.")))
    if waiting.recent:
        blocks += [divider(), title(say("What you logged"))]
        for takedown in waiting.recent:
            blocks += row(takedown, language)
    if may_log:
        blocks.append(actions(button(say("Log a takedown"), LOG, coalition.token, style="primary")))
    return modal(say("For me"), blocks, close=say("Close"))


def _drawn(waiting: Waiting, language: Language) -> Iterator[Block]:
    for stuck in waiting.stuck[:_SHOWN]:
        yield from _stuck(stuck, language)
    for draft in waiting.drafts[:_SHOWN]:
        yield from _draft(draft, language)
    for missing in waiting.exports[:_SHOWN]:
        yield from export.not_received(missing, language)
    yield from (export.bulk(one, language) for one in waiting.bulk[:_SHOWN])
    yield from (_knock(knock, language) for knock in waiting.knocks[:_SHOWN])


def _lists(waiting: Waiting) -> tuple[Sequence[object], ...]:
    return waiting.stuck, waiting.drafts, waiting.exports, waiting.bulk, waiting.knocks


def _draft(draft: Draft, language: Language) -> list[Block]:
    what = (
        language.say("A revision that you have not sent, from {when}", when=moment(draft.changed_at))
        if draft.about_id
        else language.say("A draft that you have not sent, from {when}", when=moment(draft.changed_at))
    )
    # Words that were said to us wait as they were said, until somebody opens them for the first time.
    opens = OPEN if draft.kind == ASKED else RESUME
    return [
        section(what),
        actions(
            button(language.say("Open the draft"), opens, draft.token, style="primary"),
            button(language.say("Throw away"), DISCARD, draft.token),
        ),
    ]


def _stuck(stuck: Stuck, language: Language) -> list[Block]:
    text = language.say(
        "The card of {reference} is not in the channel: {why} The record itself is kept.",
        reference=stuck.takedown.reference,
        why=why_stuck(stuck.fault, language),
    )
    return [section(text), actions(button(language.say("Try again"), TRY_AGAIN, stuck.takedown.token))]


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


def _knock(knock: Knock, language: Language) -> Block:
    who = language.say(
        "{user} of the workspace {team} tried to use Tocsin, last {when}. "
        "That workspace belongs to no company here; the operator can add it to one.",
        user=f"<@{knock.user_id}>",
        team=escape(knock.team),
        when=moment(knock.last_at),
    )
    return section(who)


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
