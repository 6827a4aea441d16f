"""What those who coordinate do with an agenda: arrange it, have it posted, change the words that it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.views import agenda as ids
from handlers.views.agenda import lines
from handlers.views.blocks import (
    INPUT_LIMIT,
    OPTIONS_LIMIT,
    Block,
    actions,
    button,
    choices,
    context,
    cut,
    entry,
    escape,
    modal,
    said,
    section,
    text_input,
)
from handlers.views.wording import Language
from storage.agendas import Point
from storage.coalitions import Coalition
from storage.meetings import Meeting
from storage.outbox import Body

_LISTED, _TEXT = 2_900, 70


class Field(StrEnum):
    """The fields of the forms."""

    ORDER = "agenda_order"
    TOGETHER = "agenda_together"
    APART = "agenda_apart"
    STRIKE = "agenda_strike"
    POSTPONE = "agenda_postpone"
    STATEMENT = "agenda_statement"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a coordinator has typed and chosen, by the tokens of what they were shown."""

    order: str = ""
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()


def form(
    points: Sequence[Point], chosen: Chosen, language: Language, *, private: str, overtaken: bool = False
) -> Block:
    """Draw the form in which an agenda is ordered, put together and taken apart, struck and put off."""
    say = language.say
    shown = points[:OPTIONS_LIMIT]
    blocks: list[Block] = []
    if overtaken:
        blocks.append(
            section(
                say("Somebody else arranged the agenda meanwhile. This is how it stands; what you chose is kept below.")
            )
        )
    if not shown:
        blocks.append(section(say("Nothing that you may know of is on the agenda yet.")))
        return modal(say("Arrange the agenda"), blocks, close=say("Back"))
    numbered = [f"{n}. {cut(one.head.text, _TEXT)}" for n, one in enumerate(shown, 1)]
    blocks.append(said(cut("\n".join(numbered), _LISTED)))
    options = [(one.head.token, f"{n}. {one.head.text}") for n, one in enumerate(shown, 1)]
    own = chosen.order or ", ".join(str(n) for n in range(1, len(shown) + 1))
    hint = say("The numbers above, in the order that you want. What you leave out follows as it was.")
    blocks.append(entry(Field.ORDER, say("Order"), text_input(own), hint=hint, optional=True))
    led = {one.head.token for one in shown if any(each.merged_into is not None for each in one.items)}
    for field, label, hint, initial in (
        (Field.TOGETHER, say("Put together"), say("The first that you choose leads the others."), chosen.together),
        (Field.APART, say("Take apart"), say("Each stands on its own again."), chosen.apart),
        (Field.STRIKE, say("Strike"), "", chosen.struck),
        (Field.POSTPONE, say("Put off"), say("It comes back at the meeting after this one."), chosen.postponed),
    ):
        offered = [one for one in options if one[0] in led] if field is Field.APART else options
        if offered:
            blocks.append(entry(field, label, choices(offered, initial), hint=hint, optional=True))
    if overtaken:
        # What was typed stays in fields whose ids stay, and the numbers mean something else now.
        for block in blocks:
            if block["type"] == "input":
                block["element"]["action_id"] += f":{private}"
    return modal(
        say("Arrange the agenda"),
        blocks,
        callback_id=ids.ARRANGE_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=private,
    )


def no_order(language: Language) -> str:
    """Say how an order is written."""
    return language.say("Write the numbers that stand above, with commas: 3, 1, 2.")


def post_form(meeting: Meeting, coalition: Coalition, language: Language) -> Block:
    """Ask whether an agenda shall be posted now."""
    say = language.say
    goes = say(
        "The agenda of the meeting on {when} goes to {channel}, and follows what changes from then on.",
        when=lines.when(meeting),
        channel=f"<#{coalition.channel}>",
    )
    blocks = [section(goes)]
    if meeting.with_open and coalition.open_channel:
        both = say("What everybody may know goes to {channel} as well.", channel=f"<#{coalition.open_channel}>")
        blocks.append(section(both))
    return modal(
        say("Post the agenda"),
        blocks,
        callback_id=ids.POST_FORM,
        submit=say("Post it"),
        close=say("Cancel"),
        private=f"{coalition.token}:{meeting.token}",
    )


def statement_form(text: str, language: Language, *, private: str) -> Block:
    """Ask for the words that the coalition's agendas begin with."""
    say = language.say
    hint = say("Each agenda begins with it. Where the field is empty, the words stand again that Tocsin came with.")
    words = text_input(text or lines.default_statement(language), multiline=True)
    return modal(
        say("Statement"),
        [
            entry(Field.STATEMENT, say("Statement"), words | {"max_length": INPUT_LIMIT}, hint=hint, optional=True),
            context(say("The members’ channel is told that it changed, and which company changed it.")),
        ],
        callback_id=ids.STATEMENT_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=private,
    )


def restated(company: str, coalition: Coalition, language: Language) -> Body:
    """Tell the members' channel that the statement changed."""
    text = language.say("{company} changed the statement that each agenda begins with.", company=escape(company))
    return Body(text, [section(text), actions(button(language.say("Agenda"), ids.OPEN, coalition.token))])


def stands(meeting: Meeting, at: str, language: Language) -> str:
    """Say that an agenda was posted before."""
    return language.say("The agenda of the meeting on {when} was posted {at}.", when=lines.when(meeting), at=at)
