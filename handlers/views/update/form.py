"""The form of an update: filled with what the company logged, to be kept or struck, and with its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.formats.update_form import Field, Filled
from handlers.views import update as ids
from handlers.views.blocks import (
    BUTTON_LIMIT,
    INPUT_LIMIT,
    Block,
    button,
    context,
    cut,
    entry,
    modal,
    said,
    section,
    text_input,
    ticks,
)
from handlers.views.takedown import facts
from handlers.views.takedown.sheet import Sheet
from handlers.views.takedown.telling import reach, whom
from handlers.views.update.taps import taps
from handlers.views.wording import Language, moment
from storage.takedowns import Takedown
from storage.updates import OFFERED

# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
_BOXES = 10
# So much is said of what a field does not show.
_TAIL = 200


@dataclass(frozen=True, slots=True)
class Around:
    """What the form is drawn of, beside its fields.

    `token` names the draft and the meeting. `offered` is what can be kept or struck. `resumed` is when the words were
    typed that it offers again; `edition` tells the fields of one draft from another's. `before` is when the company's
    update was sent last, by whom.
    """

    token: str
    meeting: str
    starts_at: datetime
    offered: tuple[Takedown, ...]
    sheet: Sheet
    resumed: datetime | None = None
    draft: str = ""
    before: datetime | None = None
    by: str = ""
    update: str = ""
    edition: str = ""


def form(filled: Filled, around: Around, language: Language) -> Block:
    """Draw the form."""
    say = language.say
    blocks = [
        *_notes(around, language),
        *_work(filled, around, language),
        *_words(Field.WORK, filled.work, say("Anything else that was done"), language),
        *_words(Field.PROBLEMS, filled.problems, say("Problems met"), language, hint=say("One a line.")),
        *_words(Field.QUESTIONS, filled.questions, say("Questions to the others"), language, hint=say("One a line.")),
        *_words(
            Field.HOW_OFTEN,
            filled.how_often,
            say("How often would you meet?"),
            language,
            hint=say("As a rhythm, such as “third Thursday of the month at 10:00”, or in any words."),
            multiline=False,
        ),
        *_whom(filled, around, language),
        context(*reach(filled.whom, around.sheet, language)),
    ]
    for block in blocks:
        if block["type"] == "input":
            block["element"]["action_id"] += around.edition
    return modal(
        say("Update"), blocks, callback_id=ids.FORM, submit=say("Send"), close=say("Cancel"), private=around.token
    )


def _notes(around: Around, language: Language) -> list[Block]:
    """Say for which meeting it is, and what these words are where the person did not just type them."""
    say = language.say
    for_which = say("For the meeting {when}.", when=moment(around.starts_at))
    blocks: list[Block] = [section(for_which), taps(around.meeting, language)]
    if around.resumed:
        blocks.append(
            section(
                say("You began this {when} and did not send it.", when=moment(around.resumed)),
                accessory=button(say("Start afresh"), ids.AFRESH, around.draft),
            ),
        )
    if around.before:
        sent = say(
            "Your company’s update was sent {when} by {user}; what you send now takes its place.",
            when=moment(around.before),
            user=f"<@{around.by}>",
        )
        if around.resumed:
            blocks.append(section(sent, accessory=button(say("What was sent"), ids.SHOW, around.update)))
        else:
            blocks.append(context(sent))
    return blocks


def _work(filled: Filled, around: Around, language: Language) -> list[Block]:
    """List what the company logged since the last meeting, ticked where it is kept."""
    say = language.say
    offered = around.offered
    blocks: list[Block] = []
    for at in range(0, len(offered), _BOXES):
        some = [(one.token, _named(one, language)) for one in offered[at : at + _BOXES]]
        label = say("Work done: keep it or strike it") if not at else say("Work done, continued")
        hint = say("What your company logged since the last meeting.") if at + _BOXES >= len(offered) else ""
        block_id = f"{Field.KEPT}_{at // _BOXES}"
        blocks.append(entry(block_id, label, ticks(some, filled.kept), hint=hint, optional=True))
    if len(offered) == OFFERED:
        older = language.count("Only the newest {n} is listed.", "Only the newest {n} are listed.", OFFERED)
        blocks.append(context(older))
    return blocks


def _named(one: Takedown, language: Language) -> str:
    """Name a record as short as a box takes it: the kinds and how many, the reference first."""
    return cut(f"{one.reference}  {facts.headline(one.report, language)}", BUTTON_LIMIT)


def _words(
    field: Field, text: str, label: str, language: Language, *, hint: str = "", multiline: bool = True
) -> list[Block]:
    """Draw a field; what is longer than Slack takes is kept behind it, and shown as kept."""
    drawn = [entry(field, label, text_input(text, multiline=multiline), hint=hint, optional=True)]
    if rest := text[INPUT_LIMIT:]:
        kept = language.count(
            "{n} more character is kept behind what this field shows:",
            "{n} more characters are kept behind what this field shows:",
            len(rest),
        )
        drawn += [context(kept), said(cut(rest.strip(), _TAIL) or "…")]
    return drawn


def _whom(filled: Filled, around: Around, language: Language) -> Sequence[Block]:
    """Draw the fields of mark and audience, which the form follows under an id of its own."""
    blocks = whom(filled.whom, around.sheet, language)
    for block in blocks:
        if block["type"] == "input":
            block["element"]["action_id"] = f"{ids.CHOSEN}:{block['block_id']}"
    return blocks
