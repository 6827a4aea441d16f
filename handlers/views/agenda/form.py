"""The form that puts something on an agenda."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from handlers.formats.takedown_form import Filled
from handlers.views import agenda as ids
from handlers.views.agenda import lines
from handlers.views.blocks import INPUT_LIMIT, Block, choice, context, entry, modal, text_input
from handlers.views.takedown.sheet import Sheet
from handlers.views.takedown.telling import reach, whom
from handlers.views.wording import Language
from storage.agendas import Kind
from storage.meetings import Meeting


class Field(StrEnum):
    """The fields of the form; those that say for whom it is are the takedown form's, under names of their own."""

    TEXT = "agenda_text"
    KIND = "agenda_kind"
    MINUTES = "agenda_minutes"
    LINK = "agenda_link"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What stands in the fields, as it was typed; `meeting` is the token of whose agenda it is for."""

    text: str = ""
    kind: str = Kind.TOPIC
    minutes: str = ""
    link: str = ""
    meeting: str = ""
    whom: Filled = field(default_factory=Filled)

    @classmethod
    def of(cls, body: dict[str, Any]) -> Self:
        """Read it out of a draft."""
        said = {name: str(body.get(name, "")) for name in ("text", "minutes", "link", "meeting")}
        return cls(**said, kind=str(body.get("kind") or Kind.TOPIC), whom=Filled.of(body.get("whom", {})))

    def as_body(self) -> dict[str, Any]:
        """Write it as a draft holds it."""
        said = {name: getattr(self, name) for name in ("text", "kind", "minutes", "link", "meeting")}
        return {**said, "whom": self.whom.as_body()}


def form(
    proposal: Proposal, meeting: Meeting | None, sheet: Sheet, language: Language, *, private: str, members: bool
) -> Block:
    """Draw the form; an observer's is for everyone, so that it asks for no audience."""
    say = language.say
    about = (
        say("For the agenda of the meeting on {when}.", when=lines.when(meeting))
        if meeting
        else say("No meeting is planned: it waits for the agenda of the next one.")
    )
    blocks: list[Block] = [
        context(about),
        entry(Field.TEXT, say("What is it about?"), text_input(proposal.text, multiline=True, focus=True)),
    ]
    if len(proposal.text) > INPUT_LIMIT:
        kept = say("What you typed is longer than this field. The rest stays with your draft, and is sent as well.")
        blocks.append(context(kept))
    blocks += [
        entry(Field.KIND, say("Kind"), choice([(one, lines.kind(one, language)) for one in Kind], proposal.kind)),
        entry(
            Field.MINUTES,
            say("Minutes"),
            text_input(proposal.minutes, placeholder="10") | {"max_length": 3},
            hint=say("How long it takes, if you know."),
            optional=True,
        ),
        entry(Field.LINK, say("Link"), text_input(proposal.link) | {"max_length": 500}, optional=True),
    ]
    if members:
        blocks += [_own(block) for block in whom(proposal.whom, sheet, language)]
        blocks.append(context(*reach(proposal.whom, sheet, language)))
    else:
        blocks.append(context(say("Everybody in the open channel reads it.")))
    return modal(
        say("Put on the agenda"),
        blocks,
        callback_id=ids.ADD_FORM,
        submit=say("Propose"),
        close=say("Cancel"),
        private=private,
    )


def own_id(name: str) -> str:
    """Give a field of the takedown form the id that it has here."""
    return f"agenda_{name}"


def _own(block: Block) -> Block:
    """Let a field of the takedown form answer here."""
    if block["type"] != "input":
        return block
    element = block["element"] | {"action_id": f"{ids.CHOOSE}:{block['block_id']}"}
    return block | {"block_id": own_id(block["block_id"]), "element": element}


def no_text(language: Language) -> str:
    """Say that something is to be written."""
    return language.say("Write what it is about.")


def no_minutes(language: Language) -> str:
    """Say how minutes are written."""
    return language.say("Write a whole number of minutes, from 1 to 480, or nothing.")


def no_link(language: Language) -> str:
    """Say how a link is written."""
    return language.say("Write an address that begins with https://, or nothing.")


def unfit(language: Language) -> str:
    """Say that a mark and an audience do not go together."""
    return language.say("This mark does not go with these readers. RED is for named people, and everyone reads GREEN.")


def nobody_chosen(language: Language) -> str:
    """Say that somebody is to be chosen."""
    return language.say("Choose at least one, or another audience.")
