"""The forms that ask for what needs a second coordinator: a seat, and a file of everything."""

from __future__ import annotations

from enum import StrEnum

from handlers.formats.exported import Format
from handlers.views import coalition as ids
from handlers.views.blocks import Block, choice, context, entry, modal, section, text_input
from handlers.views.coalition import terms
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.companies import Seat

NAME_LIMIT = 80
_IDS_LIMIT = 300


class Field(StrEnum):
    """The fields of the forms."""

    NAME = "name"
    IDS = "ids"
    SEAT = "seat"
    FORMAT = "format"


def admission(coalition: Coalition, language: Language) -> Block:
    """Ask for a seat."""
    say = language.say
    seats = [(seat, terms.seat(seat, language)) for seat in (Seat.OBSERVER, Seat.GUEST, Seat.MEMBER)]
    return modal(
        say("Admit"),
        [
            entry(
                Field.NAME,
                say("Company"),
                text_input() | {"max_length": NAME_LIMIT},
                hint=say("The name of a company that sits here already gives it another seat."),
            ),
            entry(
                Field.IDS,
                say("Its workspaces"),
                text_input(placeholder="T0123ABCD") | {"max_length": _IDS_LIMIT},
                hint=say("Slack’s ids, T… or E…, with a space between them. Needed for a company that is new here."),
                optional=True,
            ),
            entry(Field.SEAT, say("Seat"), choice(seats, Seat.OBSERVER)),
            context(_needs_a_second(language)),
            context(
                say(
                    "Observers and guests sit in the open channel. A company that becomes a member finds in Slack "
                    "every card that stands in the members’ channel.",
                ),
            ),
        ],
        callback_id=ids.ADMIT_FORM,
        submit=say("Ask"),
        close=say("Cancel"),
        private=coalition.token,
    )


def export(coalition: Coalition, language: Language) -> Block:
    """Ask for a file of everything."""
    say = language.say
    formats = ((Format.CSV, say("CSV, for a spreadsheet")), (Format.JSON, say("JSON, for a program")))
    return modal(
        say("Export everything"),
        [
            section(say("The file holds all that you may see here, and comes to you alone, as a direct message.")),
            entry(Field.FORMAT, say("Format"), choice(formats, Format.JSON)),
            context(_needs_a_second(language)),
            context(say("A part of it needs nobody’s agreement: /takedown export, with the words to look for.")),
        ],
        callback_id=ids.EXPORT_FORM,
        submit=say("Ask"),
        close=say("Cancel"),
        private=coalition.token,
    )


def _needs_a_second(language: Language) -> str:
    return language.say(
        "It is done once a coordinator of another company agrees, within a day. While only one company has a "
        "coordinator, it is done at once, and the members’ channel is told.",
    )


def no_name(language: Language) -> str:
    """Say that a company needs a name."""
    return language.say("Write the company’s name.")


def no_ids(language: Language) -> str:
    """Say what the ids look like."""
    return language.say("Write Slack’s ids, such as T0123ABCD, with a space between them.")
