"""The form that plans a meeting or changes one, and what was understood of it before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from handlers.formats.when import Clocks
from handlers.views import meeting as ids
from handlers.views.blocks import (
    Block,
    bullets,
    choice,
    context,
    entry,
    line,
    modal,
    rich,
    section,
    span,
    text_input,
    tick,
)
from handlers.views.coalition.naming import menu
from handlers.views.meeting.facts import lasts
from handlers.views.rhythm import wall, written
from handlers.views.wording import Language
from storage.meetings import Series
from storage.rhythms import Rhythm

PLACE_LIMIT, WHEN_LIMIT, ZONE_LIMIT = 300, 200, 80
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480)
PROMPTS = (1, 2, 3, 4, 5, 6, 7, 10, 14)
AGENDAS = (1, 2, 3, 4, 5)
# What a ticked box holds.
TICKED = "yes"


class Field(StrEnum):
    """The fields of the form."""

    WHEN = "when"
    ZONE = "zone"
    MINUTES = "minutes"
    PLACE = "place"
    LINK = "link"
    HOST = "host"
    ROTATES = "rotates"
    INVITER = "inviter"
    CHAIR = "chair"
    NOTES = "notes"
    WITH_OPEN = "with_open"
    PROMPT_DAYS = "prompt_days"
    AGENDA_DAYS = "agenda_days"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields, as a draft holds it; people and companies by their tokens."""

    when: str = ""
    zone: str = ""
    minutes: int = 60
    place: str = ""
    link: str = ""
    host: str = ""
    rotates: bool = False
    inviter: str = ""
    chair: str = ""
    notes: str = ""
    with_open: bool = False
    prompt_days: int = 5
    agenda_days: int = 1

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Read back what `as_body` wrote."""
        return cls(**{each.name: body[each.name] for each in fields(cls) if each.name in body})

    def as_body(self) -> dict[str, Any]:
        """Write it as a draft holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the menus offer, as pairs of token and name; whether there is an open channel to invite to."""

    companies: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    has_open: bool


def form(
    typed: Typed,
    offered: Offered,
    token: str,
    language: Language,
    *,
    shown_back: Sequence[Block] = (),
    moves: bool = False,
) -> Block:
    """Draw the form; `token` is its draft's. One that `moves` a meeting knows no rhythm."""
    say = language.say
    blocks = [
        *shown_back,
        *_time(typed, language, moves=moves),
        *_place(typed, offered, language, moves=moves),
        *_people(typed, offered, language),
        *_days(typed, language),
        context(
            say("Each company’s lead is rung, and the channel is told when and where.")
            if not moves
            else say("Everybody who was invited is told once, and the card in the channel follows.")
        ),
    ]
    return modal(
        say("Move a meeting") if moves else say("Plan a meeting"),
        blocks,
        callback_id=ids.MOVE_FORM if moves else ids.PLAN_FORM,
        submit=say("Save") if moves else say("Plan"),
        close=say("Cancel"),
        private=token,
    )


def _time(typed: Typed, language: Language, *, moves: bool) -> list[Block]:
    say = language.say
    once = say("A day and an hour: “20 September at 10:00”.")
    either = say("Once, “20 September at 10:00”, or by a rule, “third Thursday at 10:00”.")
    lengths = sorted({*LENGTHS, typed.minutes})
    return [
        entry(
            Field.WHEN,
            say("When"),
            text_input(typed.when, placeholder=say("third Thursday at 10:00")) | {"max_length": WHEN_LIMIT},
            hint=once if moves else either,
        ),
        entry(
            Field.ZONE,
            say("Zone"),
            text_input(typed.zone, placeholder="America/New_York") | {"max_length": ZONE_LIMIT},
            hint=say("By the name of a place: Europe/Paris. Days and hours are counted in it."),
        ),
        entry(
            Field.MINUTES,
            say("Length"),
            choice([(str(n), lasts(n, language)) for n in lengths], str(typed.minutes)),
        ),
    ]


def _place(typed: Typed, offered: Offered, language: Language, *, moves: bool) -> list[Block]:
    say = language.say
    place = text_input(typed.place, placeholder=say("An office, a room")) | {"max_length": PLACE_LIMIT}
    link = text_input(typed.link, placeholder="https://") | {"max_length": PLACE_LIMIT}
    blocks = [
        entry(Field.PLACE, say("Place"), place, optional=True),
        entry(Field.LINK, say("Link"), link, optional=True),
        entry(Field.HOST, say("Host company"), menu(offered.companies, typed.host), optional=True),
    ]
    if not moves:
        rotates = tick(TICKED, say("The host goes round the member companies"), ticked=typed.rotates)
        hint = say("By name, from the one chosen above on; for meetings by a rule.")
        blocks.append(entry(Field.ROTATES, say("Host of the next ones"), rotates, hint=hint, optional=True))
    return blocks


def _people(typed: Typed, offered: Offered, language: Language) -> list[Block]:
    say = language.say
    blocks = [
        entry(Field.INVITER, say("Who invites"), menu(offered.people, typed.inviter)),
        entry(Field.CHAIR, say("Who chairs"), menu(offered.people, typed.chair), optional=True),
        entry(Field.NOTES, say("Who takes notes"), menu(offered.people, typed.notes), optional=True),
    ]
    if offered.has_open:
        opened = tick(TICKED, say("Observers and guests are present"), ticked=typed.with_open)
        blocks.append(entry(Field.WITH_OPEN, say("Who else"), opened, optional=True))
    return blocks


def _days(typed: Typed, language: Language) -> list[Block]:
    say = language.say

    def menu_of(days: Sequence[int], chosen: int) -> Block:
        every = sorted({*days, chosen})
        return choice([(str(n), language.count("{n} day before", "{n} days before", n)) for n in every], str(chosen))

    return [
        entry(Field.PROMPT_DAYS, say("Updates are asked for"), menu_of(PROMPTS, typed.prompt_days)),
        entry(Field.AGENDA_DAYS, say("The agenda is posted"), menu_of(AGENDAS, typed.agenda_days)),
    ]


def shown_back(
    rhythm: Rhythm | None,
    coming: Sequence[datetime],
    zone: str,
    odd: Sequence[tuple[datetime, Clocks]],
    language: Language,
) -> list[Block]:
    """Show back what was understood: the rule in words and its next dates, or the one day; and odd hours."""
    say = language.say
    dates = bullets(*(line(span(wall(each, zone, language))) for each in coming))
    if rhythm is not None:
        blocks = [rich(line(span(say("By a rule"), bold=True), span(f"  {written(rhythm, language)}")), dates)]
    else:
        blocks = [rich(line(span(say("Once"), bold=True)), dates)]
    blocks += [section(_odd(at, what, zone, language)) for at, what in odd]
    again = say("In the zone {zone}. Nothing is saved yet: send the form once more if this is right.", zone=zone)
    return [*blocks, context(again)]


def _odd(at: datetime, what: Clocks, zone: str, language: Language) -> str:
    """Say what an hour comes to on a day on which the clocks change."""
    begins = wall(at, zone, language)
    if what is Clocks.SKIP:
        return language.say("The clocks skip that hour on one of these days. It begins {when} then.", when=begins)
    return language.say(
        "The clocks pass that hour twice on one of these days. The first time counts: {when}.", when=begins
    )


def stale(language: Language) -> Block:
    """Say that somebody else changed it meanwhile."""
    return section(
        language.say(
            "*Somebody else changed this meeting while the form was open.* What you typed is kept below, and nothing "
            "was saved. Below is how it stands now; send the form once more if yours is right."
        )
    )


def stale_series(there: Series, language: Language) -> Block:
    """Say that somebody else gave the series another rhythm meanwhile."""
    rule = written(there.rhythm, language)
    text = language.say("*Somebody else changed this series meanwhile:* {rule}. Nothing was saved.", rule=rule)
    return section(text)


def stands(lines: Sequence[Block], language: Language) -> list[Block]:
    """Show how it stands now, above what somebody typed."""
    return [stale(language), *lines]


def no_link(language: Language) -> str:
    """Say what a link looks like."""
    return language.say("Write a link that begins with https://.")


def passed(language: Language) -> str:
    """Say that a moment is over."""
    return language.say("That moment is over. Write one that is to come.")


def only_once(language: Language) -> str:
    """Say that one meeting is moved to one moment."""
    return language.say("This is one meeting: write a day and an hour, such as “20 September at 10:00”.")
