"""Whom a record is for: the fields of the form that say so, and the line that counts who will read it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.formats.takedown_form import Field, Filled, audience_of, mark_of
from handlers.views.blocks import (
    CONTEXT_LIMIT,
    Block,
    choice,
    choices,
    context,
    date_input,
    entry,
    escape,
    grouped_choices,
    moment_input,
    tick,
)
from handlers.views.takedown import facts
from handlers.views.takedown.sheet import Sheet
from handlers.views.wording import Language, moment
from storage.audiences import Audience, Mark, Scope
from storage.headcounts import Headcount


def whom(filled: Filled, sheet: Sheet, language: Language) -> list[Block]:
    """Draw the fields of mark and audience; the form follows what is chosen in them."""
    say = language.say
    audience = audience_of(filled)
    fields = [
        entry(
            Field.MARK,
            say("Mark"),
            choice(facts.every(tuple(Mark), language), mark_of(filled)),
        ),
        entry(Field.AUDIENCE, say("Audience"), choice(_offered(sheet, language), audience)),
    ]
    if audience is Audience.COMPANIES:
        fields.append(entry(Field.COMPANIES, say("Companies"), _companies(filled, sheet), hint=_only_they(language)))
    if audience is Audience.PEOPLE:
        fields.append(entry(Field.PEOPLE, say("People"), _people(filled, sheet), hint=_only_they(language)))
    return [*(field | {"dispatch_action": True} for field in fields), *_away(sheet, language)]


def _away(sheet: Sheet, language: Language) -> list[Block]:
    """Say who of those named is away, and who could be named in their stead."""
    said = [
        language.say(
            "{person} is away until {when}; {deputy} stands in, and can be chosen above.",
            person=f"<@{one.user_id}>",
            when=moment(one.until),
            deputy=f"<@{one.deputy}>",
        )
        if one.deputy
        else language.say("{person} is away until {when}.", person=f"<@{one.user_id}>", when=moment(one.until))
        for one in sheet.away
    ]
    return [context(*said[:CONTEXT_LIMIT])] if said else []


def _offered(sheet: Sheet, language: Language) -> list[tuple[str, str]]:
    """Offer the audiences that there is somebody for."""
    there = {
        Audience.EVERYONE: sheet.has_open_channel,
        Audience.MEMBERS: True,
        Audience.COMPANIES: bool(sheet.choices.companies),
        Audience.PEOPLE: bool(sheet.choices.people),
    }
    return [(one, audience_name(one, language)) for one in Audience if there[one]]


def audience_name(one: Audience, language: Language) -> str:
    """Name an audience."""
    say = language.say
    return {
        Audience.EVERYONE: say("Members, observers and guests"),
        Audience.MEMBERS: say("All members of the coalition"),
        Audience.COMPANIES: say("Chosen companies"),
        Audience.PEOPLE: say("Named people"),
    }[one]


def _only_they(language: Language) -> str:
    return language.say("Only they are told, each alone; nothing is posted in the channel.")


def _companies(filled: Filled, sheet: Sheet) -> Block:
    return choices([(one.token, one.name) for one in sheet.choices.companies], filled.companies)


def _people(filled: Filled, sheet: Sheet) -> Block:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one, company in sheet.choices.people:
        groups.setdefault(company, []).append((one.token, f"{one.name or one.user_id} ({company})"))
    return grouped_choices(list(groups.items()), filled.people)


def how(filled: Filled, sheet: Sheet, language: Language) -> list[Block]:
    """Draw the fields that only few need: unattributed, not before an hour, public from a day on."""
    say = language.say
    rule = tick(Field.CHATHAM, say("Others may use it, and do not learn whose it is"), ticked=bool(filled.chatham))
    fields = [
        entry(
            Field.CHATHAM,
            say("Chatham House Rule"),
            rule,
            hint=say("Your name, platforms, kinds and exact numbers are left out for all but your own company."),
            optional=True,
        ),
    ]
    if not sheet.is_out:
        fields.append(
            entry(
                Field.NOT_BEFORE,
                say("Not before"),
                moment_input(filled.not_before),
                hint=say("Until this hour only your company knows of it; then it is told by itself."),
                optional=True,
            ),
        )
    public_on = say("Public from")
    hint = say("The day on which you intend to publish, for the others to know.")
    return [*fields, entry(Field.PUBLIC_ON, public_on, date_input(filled.public_on), hint=hint, optional=True)]


def audience_line(mark: str, headcount: Headcount, language: Language) -> str:
    """Say who will be able to read it, counting who is really there."""
    companies = language.count("{n} company", "{n} companies", headcount.companies)
    people = language.count("{n} person", "{n} people", headcount.people)
    line = f"*TLP:{mark}* · {companies}, {people}"
    if not headcount.outsiders:
        return line
    outsiders = language.count(
        "and {n} person of no member company",
        "and {n} people of no member company",
        headcount.outsiders,
    )
    return f"{line}, {outsiders}"


def reach(filled: Filled, sheet: Sheet, language: Language) -> list[str]:
    """Say who will read it, and what of that the person may not expect."""
    said = [audience_line(mark_of(filled), sheet.headcount, language)]
    if sheet.is_wider:
        said.append(language.say("This goes further than what you usually choose."))
    if sheet.newcomers:
        names = language.list([escape(one) for one in sheet.newcomers])
        said.append(language.say("Since it was shared last, {companies} came; they will read it too.", companies=names))
    return said


def told(scope: Scope, names: Sequence[str], language: Language) -> list[Block]:
    """Say to its owner whom a record is for, where that is not all members, and from when on."""
    said = []
    if scope.audience is not Audience.MEMBERS:
        said.append(audience_name(scope.audience, language))
    if names and said:
        said[-1] = language.say("{label}: {words}", label=said[-1], words=language.list(list(names)))
    if scope.chatham:
        said.append(language.say("under the Chatham House Rule"))
    if scope.not_before:
        said.append(language.say("not before {when}", when=moment(scope.not_before)))
    return [context(" · ".join(said))] if said else []
