"""The pages about takedowns that open for one person: one record, its revisions, the list, taking back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from handlers.views import intake
from handlers.views import takedown as ids
from handlers.views.audit import opened_by
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    divider,
    entry,
    escape,
    labelled,
    modal,
    said,
    section,
    text_input,
)
from handlers.views.takedown import facts
from handlers.views.takedown.card import face
from handlers.views.wording import Language, moment
from storage.audiences import Audience
from storage.outbox import Body
from storage.takedowns import Change, Page, Revision, State, Takedown

_LISTED = 200
# Each takes five blocks or fewer, and a page of Slack's holds a hundred.
_REVISIONS = 15
# Slack takes pages of 250 kB, and says nowhere how it counts them.
_HISTORY_BYTES = 150_000
_PRIVATE_LIMIT = 3000


def details(
    takedown: Takedown,
    language: Language,
    *,
    mine: bool,
    trail: bool = False,
    told: Sequence[Block] = (),
    asked: bool = False,
    erases: bool = False,
    found: int = 0,
    files: Sequence[Block] = (),
) -> Block:
    """Draw everything that a record says, and what its reader can do with it.

    `trail` is for who may read its trail, `told` says to its owner whom it is for, `asked` that others were asked,
    `erases` is for who may erase words from it, `found` counts its indicators, `files` tells how far those are that its
    reader sent.
    """
    say = language.say
    blocks: list[Block] = []
    if takedown.recalled_at:
        blocks.append(section(say("This record was recalled. Only your company reads it.")))
    elif takedown.state is State.WITHDRAWN:
        blocks.append(section(say("{company} took this record back.", company=escape(facts.owner(takedown, language)))))
    blocks += [*face(takedown, language, facts.ON_A_PAGE, found=found), *files, *told]
    buttons = []
    if found:
        buttons.append(button(say("Show indicators"), intake.SHOW, takedown.token))
    if takedown.revision > 1:
        buttons.append(button(say("All revisions"), ids.HISTORY, takedown.token))
    if trail:
        buttons.append(opened_by(takedown.token, language))
    if mine:
        buttons += _of_the_owner(takedown, language, asked=asked)
    if erases:
        buttons.append(button(say("Erase words"), ids.ERASE, takedown.token))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(takedown.reference, blocks, callback_id=ids.PAGE, close=say("Close"))


def _of_the_owner(takedown: Takedown, language: Language, *, asked: bool) -> list[Block]:
    say = language.say
    buttons = []
    if takedown.state is State.STANDING and not takedown.recalled_at:
        buttons.append(button(say("Edit"), ids.EDIT, takedown.token))
        buttons.append(button(say("Take back"), ids.WITHDRAW, takedown.token))
    if asked and not takedown.recalled_at:
        buttons.append(button(say("Answers"), ids.ANSWERS, takedown.token))
    style = "" if takedown.recalled_at else "danger"
    return [*buttons, button(say("Recall"), ids.RECALL, takedown.token, style=style)]


def history(takedown: Takedown, revisions: Sequence[Revision], language: Language) -> Block:
    """Draw the last of these revisions, newest first: what each said, when and why it changed."""
    blocks: list[Block] = []
    shown = 0
    for revision in reversed(revisions[-_REVISIONS:]):
        drawn = _revision(revision, language)
        if shown and len(json.dumps([blocks, drawn])) > _HISTORY_BYTES:
            break
        blocks += drawn
        shown += 1
    if shown < len(revisions):
        older = button(language.say("Older"), ids.HISTORY, f"{takedown.token}:{revisions[-shown].number}")
        blocks.append(actions(older))
    return modal(takedown.reference, blocks, callback_id=ids.PAGE, close=language.say("Back"))


def _revision(revision: Revision, language: Language) -> list[Block]:
    heading = language.say("Revision {n}", n=revision.number)
    if revision.change is Change.CORRECTED:
        heading = language.say("Revision {n}, a correction", n=revision.number)
    if revision.change is Change.ERASED:
        heading = language.say("Revision {n}, words erased", n=revision.number)
    if revision.change is Change.COMPLETED:
        heading = language.say("Revision {n}, read from a file", n=revision.number)
    by = f"<@{revision.by}>" if revision.by else language.say("A member")
    blocks: list[Block] = [section(f"*{heading}* · {moment(revision.at)} · {by}")]
    if revision.reason:
        blocks.append(labelled(language.say("Because"), revision.reason))
    blocks.append(said(facts.headline(revision.report, language)))
    content = facts.content(revision.report, language, facts.ON_A_PAGE)
    return [*blocks, *([content] if content["elements"] else []), divider()]


def listing(page: Page, query: str, coalition: str, language: Language, *, may_export: bool = True) -> Block:
    """Draw a page of the list, with a field to look for words; it carries the coalition's token, and the words."""
    say = language.say
    search = entry("query", say("Look for"), text_input(query), optional=True)
    search |= {"dispatch_action": True}
    search["element"] |= {
        "action_id": ids.SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    blocks: list[Block] = [search]
    if not page.takedowns:
        nothing = say("Nothing that you can see holds these words.") if query else say("Nothing has been logged yet.")
        blocks.append(section(nothing))
    for takedown in page.takedowns:
        blocks += row(takedown, language)
    buttons = [button(say("Older"), ids.OLDER, page.takedowns[-1].token)] if page.more else []
    if may_export:
        buttons.append(button(say("Find a value"), intake.FIND, coalition))
    if page.takedowns and may_export:
        buttons.append(button(say("Export"), ids.EXPORT, coalition))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(
        say("Takedowns"),
        blocks,
        callback_id=ids.LIST,
        # Slack opens no form with a field in it that could not be sent.
        submit=say("Search"),
        close=say("Close"),
        private=f"{coalition}:{query}"[:_PRIVATE_LIMIT],
    )


def row(takedown: Takedown, language: Language) -> list[Block]:
    """Draw one record in two lines."""
    title = cut(facts.said_by(facts.owner(takedown, language), takedown.report, language), _LISTED)
    small = [takedown.reference, f"TLP:{takedown.mark}", moment(takedown.logged_at)]
    if how := _how_it_stands(takedown, language):
        small.append(how)
    return [
        said(title, accessory=button(language.say("Details"), ids.SHOW, takedown.token)),
        context(" · ".join(small)),
    ]


def _how_it_stands(takedown: Takedown, language: Language) -> str:
    if takedown.recalled_at:
        return language.say("recalled")
    if takedown.state is State.WITHDRAWN:
        return language.say("taken back")
    if takedown.change is Change.CORRECTED:
        return language.say("corrected")
    if takedown.change is Change.ERASED:
        return language.say("words erased")
    if takedown.change is Change.COMPLETED:
        return language.say("completed from a file")
    return language.say("revised") if takedown.revision > 1 else ""


def withdrawal(takedown: Takedown, language: Language) -> Block:
    """Ask why a record is taken back."""
    say = language.say
    return modal(
        say("Take back"),
        [
            said(facts.said_by(takedown.reference, takedown.report, language)),
            entry("reason", say("Why is it taken back?"), text_input(focus=True), hint=say("The channel reads this.")),
            context(say("The card will say that it was taken back. What it said stays in the record.")),
            context(three_ways(language)),
        ],
        callback_id=ids.WITHDRAWAL,
        submit=say("Take back"),
        close=say("Cancel"),
        private=takedown.token,
    )


def three_ways(language: Language) -> str:
    """Tell apart what its owner can do to a record."""
    say = language.say
    ways = (
        say("*Edit*: it says something else from now on; what it said before stays readable."),
        say("*Take back*: it no longer stands; what it said stays readable."),
        say("*Recall*: it leaves everybody’s hands but your own company’s, and does not come back."),
    )
    return "\n".join(ways)


def _what_happens(takedown: Takedown, language: Language) -> str:
    """Say what becomes of a record; nothing in it tells which record, or for whom."""
    say = language.say
    if takedown.embargoed:
        return say("What you sent is kept, and is told at the hour that you set.")
    if takedown.audience in {Audience.COMPANIES, Audience.PEOPLE}:
        return say("What you sent is kept, and those whom you chose are told.")
    return say("What you sent is kept, and its card goes to the channel.")


def receipt(takedown: Takedown, language: Language) -> Body:
    """Draw the receipt to the sender: a doorbell that carries nothing of the record."""
    say = language.say
    if takedown.change is Change.ERASED:
        text = say("You erased words from a record. What stands in Slack is drawn anew.")
        return Body(text, [section(text), actions(button(say("Details"), ids.SHOW, takedown.token))])
    if takedown.recalled_at:
        text = say("You recalled a record. What can be reached of it is taken back; “Recall” tells what cannot.")
        buttons = (
            button(say("Details"), ids.SHOW, takedown.token),
            button(say("Recall"), ids.RECALL, takedown.token),
        )
        return Body(text, [section(text), actions(*buttons)])
    if takedown.state is State.WITHDRAWN:
        text = say("You took a record back. Its card says so.")
        return Body(text, [section(text), actions(button(say("Details"), ids.SHOW, takedown.token))])
    text = _what_happens(takedown, language)
    return Body(
        text,
        [
            section(text),
            actions(
                button(say("Details"), ids.SHOW, takedown.token),
                button(say("Edit"), ids.EDIT, takedown.token),
                button(say("Take back"), ids.WITHDRAW, takedown.token),
            ),
        ],
    )
