"""Legal holds as a company's lead and counsel see them: the list, the form, one hold, and what is kept under it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from handlers.views import coalition as ids
from handlers.views.audit import line
from handlers.views.blocks import (
    Block,
    actions,
    button,
    confirmation,
    context,
    cut,
    date_input,
    divider,
    entry,
    escape,
    labelled,
    modal,
    said,
    section,
    text_input,
    title,
)
from handlers.views.takedown import facts
from handlers.views.wording import Language, moment
from storage.audit import Entry
from storage.coalitions import Coalition
from storage.holds import SHOWN, Hold, Kept
from storage.takedowns import Revision

_DAY = "{date_pretty}"
_MATTER_LIMIT = 200
_LISTED = 200
# Slack takes pages of 250 kB, and says nowhere how it counts them.
_PAGE_BYTES = 150_000
_REVISIONS = 15
_TRAIL = 8


class Field(StrEnum):
    """The fields of the form."""

    MATTER = "matter"
    REFERENCES = "references"
    SINCE = "since"


def page(holds: Sequence[Hold], covered: Mapping[int, int], coalition: Coalition, language: Language) -> Block:
    """Draw a company's holds; `covered` is how many records each covers, as far as its reader can see them."""
    say = language.say
    blocks: list[Block] = [
        section(
            say(
                "A hold keeps what your company gave and received from being lost to it: what is erased elsewhere "
                "stays readable here, for its lead and counsel. Nobody else is told that there is one.",
            ),
        ),
    ]
    for hold in holds[:SHOWN]:
        blocks += _listed(hold, covered.get(hold.id, 0), language)
    if not holds:
        blocks.append(context(say("There is none.")))
    blocks.append(actions(button(say("Set a hold"), ids.HOLD_NEW, coalition.token, style="primary")))
    return modal(say("Legal holds"), blocks, callback_id=ids.HOLDS_PAGE, close=say("Close"))


def _listed(hold: Hold, covered: int, language: Language) -> list[Block]:
    small = language.say("set by {user}, {when}", user=f"<@{hold.set_by}>", when=moment(hold.set_at))
    if hold.lifted_at:
        lifted = language.say("lifted {when}", when=moment(hold.lifted_at))
        return [said(hold.matter), context(f"{small} · {lifted}")]
    seen = language.count("covers {n} record that you can see", "covers {n} records that you can see", covered)
    return [
        said(hold.matter, accessory=button(language.say("Open"), ids.HOLD_OPEN, hold.token)),
        context(f"{_extent(hold, language)} · {seen} · {small}"),
    ]


def _extent(hold: Hold, language: Language) -> str:
    say = language.say
    if not hold.everything:
        return say("the records that were named")
    if hold.since:
        return say("all that was given and received since {day}", day=moment(hold.since, _DAY))
    return say("all that was given and received")


def form(references: str, coalition: Coalition, language: Language) -> Block:
    """Draw the form that sets a hold; it carries the coalition's token."""
    say = language.say
    return modal(
        say("Set a hold"),
        [
            entry(
                Field.MATTER,
                say("What it is for"),
                text_input(focus=True) | {"max_length": _MATTER_LIMIT},
                hint=say("A name that tells it from others. Only your company’s lead and counsel read it."),
            ),
            entry(
                Field.REFERENCES,
                say("Only these records"),
                text_input(references, placeholder="TD-7KQ4M, TD-2M9XC"),
                hint=say("Left empty, it covers all that your company gave and received, and what still comes."),
                optional=True,
            ),
            entry(
                Field.SINCE,
                say("Only since"),
                date_input(),
                hint=say("Only what was logged or revised on that day or later; for a hold over everything."),
                optional=True,
            ),
        ],
        callback_id=ids.HOLD_FORM,
        submit=say("Set the hold"),
        close=say("Cancel"),
        private=coalition.token,
    )


def in_the_future(today: date, language: Language) -> str:
    """Say that a hold begins today at the latest."""
    return language.say("That day is still to come. Choose {day} or an earlier one.", day=language.day(today))


def nothing_named(language: Language) -> str:
    """Say that a hold wants a name."""
    return language.say("Write a few words, so that you find it among others.")


def one(hold: Hold, kept: Sequence[Kept], entries: Sequence[Entry], language: Language) -> Block:
    """Draw one hold: what is kept under it, and who did what with it."""
    say = language.say
    blocks: list[Block] = [said(hold.matter), context(_extent(hold, language)), title(say("Kept under it"))]
    for each in kept:
        words = cut(facts.said_by(each.company or say("A member"), each.revisions[-1].report, language), _LISTED)
        blocks.append(said(words, accessory=button(say("Read"), ids.HELD_OPEN, each.token)))
        blocks.append(context(f"{each.reference} · TLP:{each.mark} · {moment(each.logged_at)}"))
    if not kept:
        blocks.append(context(say("Nothing that it covers was erased yet: all of that is still where it was.")))
    if len(kept) == SHOWN:
        blocks.append(actions(button(say("Older"), ids.HELD_OLDER, f"{hold.token}:{kept[-1].token}")))
    if entries:
        blocks += [title(say("Who did what")), *(section(line(each, language)) for each in entries[:_TRAIL])]
    question = confirmation(
        say("Lift this hold?"),
        say("What only this one keeps is erased for good within a day."),
        say("Lift it"),
        say("Keep it"),
    )
    blocks.append(actions(button(say("Lift it"), ids.HOLD_LIFT, hold.token, style="danger", confirm=question)))
    return modal(say("Legal hold"), blocks, callback_id=ids.HOLDS_PAGE, close=say("Back"))


def read(kept: Kept, language: Language) -> Block:
    """Draw a record that is kept: what it said, revision by revision, the newest first."""
    say = language.say
    owner = kept.company or say("A member")
    blocks: list[Block] = [
        context(say("{company} · {mark} · erased everywhere but here", company=escape(owner), mark=f"TLP:{kept.mark}")),
    ]
    if kept.indicators:
        n = kept.indicators
        written_out = say("Whoever runs Tocsin writes them out for your company.")
        aside = language.count("{n} indicator is kept with it.", "{n} indicators are kept with it.", n)
        blocks.append(context(f"{aside} {written_out}"))
    for revision in tuple(reversed(kept.revisions))[:_REVISIONS]:
        drawn = _revision(revision, language)
        if len(json.dumps([blocks, drawn])) > _PAGE_BYTES:
            break
        blocks += drawn
    return modal(kept.reference, blocks, callback_id=ids.HOLDS_PAGE, close=say("Back"))


def _revision(revision: Revision, language: Language) -> list[Block]:
    heading = language.say("Revision {n}", n=revision.number)
    by = f"<@{revision.by}>" if revision.by else language.say("A member")
    blocks: list[Block] = [section(f"*{heading}* · {moment(revision.at)} · {by}")]
    if revision.reason:
        blocks.append(labelled(language.say("Because"), revision.reason))
    blocks.append(said(facts.headline(revision.report, language)))
    content = facts.content(revision.report, language, facts.ON_A_PAGE)
    return [*blocks, *([content] if content["elements"] else []), divider()]
