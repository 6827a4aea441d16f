"""The form of what a coalition has agreed on, and what its channel is told when that changes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from handlers.views import coalition as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    choice,
    context,
    entry,
    escape,
    line,
    modal,
    rich,
    section,
    span,
    text_input,
    tick,
)
from handlers.views.rhythm import written
from handlers.views.takedown import facts
from handlers.views.wording import LANGUAGES, Language
from storage.agreed import Agreed, Setting, differing
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.rhythms import Rhythm
from storage.takedowns import Mark

_NAME_LIMIT = 80
_RHYTHM_LIMIT = 200
# For how many hours a digest that was missed may be caught up.
CATCH_UPS = (6, 12, 24, 48, 72)
# RED goes to named people only, so that nothing begins with it.
MARKS = tuple(mark for mark in Mark if mark is not Mark.RED)


class Field(StrEnum):
    """The fields of the form."""

    NAME = "name"
    ZONE = "zone"
    LANGUAGE = "language"
    MARK = "mark"
    DIGEST = "digest"
    HOLIDAYS = "holidays"
    CATCH_UP = "catch_up"
    MEETINGS = "meetings"
    FIGURES = "figures"


# What the box of the figures says when it is ticked.
SUPPRESSES = "suppresses"


def form(agreed: Agreed, token: str, language: Language, *, shown_back: Sequence[Block] = ()) -> Block:
    """Draw the form; `token` is that of the draft that remembers what it showed.

    `shown_back` is what was understood of the rhythms that were typed, before it is saved.
    """
    say = language.say
    return modal(
        say("Settings"),
        [
            *shown_back,
            entry(Field.NAME, say("Name"), text_input(agreed.name) | {"max_length": _NAME_LIMIT}),
            entry(
                Field.ZONE,
                say("Zone"),
                text_input(agreed.zone, placeholder="America/New_York") | {"max_length": _NAME_LIMIT},
                hint=say("By the name of a place: Europe/Paris. Days and hours are counted in it."),
            ),
            entry(
                Field.LANGUAGE,
                say("Language"),
                choice([(code, language.spoken(code)) for code in LANGUAGES], agreed.language),
            ),
            entry(
                Field.MARK,
                say("Mark that forms begin with"),
                choice(facts.every(MARKS, language), agreed.default_mark),
            ),
            *_rhythms(agreed, language),
            entry(
                Field.FIGURES,
                say("Figures"),
                tick(SUPPRESSES, say("Tell no number below 3, nor what would give one away"), ticked=agreed.suppresses),
                hint=say("It says “fewer than 3” then, and single days are not added up."),
                optional=True,
            ),
            context(say("The members’ channel is told what changed, and which company changed it.")),
        ],
        callback_id=ids.SETTINGS_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=token,
    )


def _rhythms(agreed: Agreed, language: Language) -> list[Block]:
    """Draw when the digest comes, what moves it, how late it may be, and when the coalition meets."""
    say = language.say
    place = text_input(country(agreed, language), placeholder=say("France")) | {"max_length": _NAME_LIMIT}
    hours = [(str(n), language.count("{n} hour", "{n} hours", n)) for n in CATCH_UPS]
    return [
        digest_entry(Field.DIGEST, digest(agreed, language), language),
        entry(
            Field.HOLIDAYS,
            say("Holidays"),
            place,
            hint=say("A country: on its public holidays the digest comes on the next working day."),
            optional=True,
        ),
        entry(
            Field.CATCH_UP,
            say("A missed digest is caught up within"),
            choice(hours, str(agreed.catch_up)),
        ),
        meetings_entry(Field.MEETINGS, meetings(agreed, language), language),
    ]


def digest_entry(field: str, initial: str, language: Language) -> Block:
    """Draw the field of the digest's rhythm."""
    say = language.say
    hint = say("Every week on one day, or every day; none where the field is empty.")
    return _rhythm_entry(field, say("Digest"), initial, example=say("Every Monday at 9:00"), hint=hint)


def meetings_entry(field: str, initial: str, language: Language) -> Block:
    """Draw the field of the rhythm of the meetings."""
    say = language.say
    hint = say("How often the coalition meets; none where the field is empty.")
    return _rhythm_entry(field, say("Meetings"), initial, example=say("Every second Tuesday at ten"), hint=hint)


def _rhythm_entry(field: str, label: str, initial: str, *, example: str, hint: str) -> Block:
    element = text_input(initial, placeholder=example) | {"max_length": _RHYTHM_LIMIT}
    return entry(field, label, element, hint=hint, optional=True)


def worded(setting: Setting, agreed: Agreed, language: Language) -> str:
    """Say what is agreed on in one thing."""
    match setting:
        case Setting.NAME:
            said = agreed.name
        case Setting.ZONE:
            said = agreed.zone
        case Setting.LANGUAGE:
            said = language.spoken(agreed.language)
        case Setting.MARK:
            said = f"TLP:{agreed.default_mark}"
        case Setting.DIGEST:
            said = digest(agreed, language)
        case Setting.HOLIDAYS:
            said = country(agreed, language)
        case Setting.CATCH_UP:
            said = language.count("{n} hour", "{n} hours", agreed.catch_up)
        case Setting.MEETINGS:
            said = meetings(agreed, language)
        case Setting.FIGURES:
            said = figures(agreed, language)
    return said or language.say("none for now")


def figures(agreed: Agreed, language: Language) -> str:
    """Say whether small numbers are told."""
    return language.say("no number below 3") if agreed.suppresses else language.say("every number")


def digest(agreed: Agreed, language: Language) -> str:
    """Say when the digest comes; empty where nobody has said."""
    return written(Rhythm.of_rule(agreed.digest_rule), language) if agreed.digest_rule else ""


def meetings(agreed: Agreed, language: Language) -> str:
    """Say when the coalition meets: by its rule, or in the words that nobody has made a rule of yet."""
    return written(Rhythm.of_rule(agreed.meeting_rule), language) if agreed.meeting_rule else agreed.rhythm


def country(agreed: Agreed, language: Language) -> str:
    """Say whose holidays move the digest; empty where nobody's do."""
    return language.place(agreed.country) if agreed.country else ""


def label(setting: Setting, language: Language) -> str:
    """Name a setting."""
    say = language.say
    labels = {
        Setting.NAME: say("Name"),
        Setting.ZONE: say("Zone"),
        Setting.LANGUAGE: say("Language"),
        Setting.MARK: say("Mark that forms begin with"),
        Setting.DIGEST: say("Digest"),
        Setting.HOLIDAYS: say("Holidays"),
        Setting.CATCH_UP: say("A missed digest is caught up within"),
        Setting.MEETINGS: say("Meetings"),
        Setting.FIGURES: say("Figures"),
    }
    return labels[setting]


def changed(company: str, before: Coalition, after: Coalition, language: Language) -> Body:
    """Tell the members' channel what changed, and which company changed it; people's words stay as they are."""
    old, new = Agreed.of(before), Agreed.of(after)
    lines = [
        line(
            span(label(setting, language), bold=True),
            span(f"  {worded(setting, old, language)}  →  {worded(setting, new, language)}"),
        )
        for setting in differing(old, new)
    ]
    told = language.say("{company} changed what the coalition has agreed on for itself.", company=escape(company))
    return Body(
        told,
        [
            section(told),
            rich(bullets(*lines)),
            actions(button(language.say("The coalition"), ids.OPEN, after.token)),
        ],
    )


def no_zone(language: Language) -> str:
    """Say that there is no such zone."""
    return language.say("Write a zone by its name, such as Europe/Paris or America/New_York.")


def no_name(language: Language) -> str:
    """Say that a coalition needs a name."""
    return language.say("Write a name.")
