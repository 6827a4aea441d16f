"""The form of what a coalition has agreed on, and what its channel is told when that changes."""

from __future__ import annotations

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
)
from handlers.views.takedown import facts
from handlers.views.wording import LANGUAGES, Language
from storage.agreed import Agreed, Setting, differing
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.takedowns import Mark

NONE = "none"
_NAME_LIMIT = 80
_RHYTHM_LIMIT = 200
DAYS, HOURS = tuple(map(str, range(7))), tuple(map(str, range(24)))
# RED goes to named people only, so that nothing begins with it.
MARKS = tuple(mark for mark in Mark if mark is not Mark.RED)


class Field(StrEnum):
    """The fields of the form."""

    NAME = "name"
    ZONE = "zone"
    LANGUAGE = "language"
    MARK = "mark"
    DIGEST_DAY = "digest_day"
    DIGEST_HOUR = "digest_hour"
    MEETINGS = "meetings"


def form(agreed: Agreed, token: str, language: Language) -> Block:
    """Draw the form; `token` is that of the draft that remembers what it showed."""
    say = language.say
    days = [(NONE, say("none for now")), *((day, language.weekday(int(day))) for day in DAYS)]
    hours = [(hour, clock(int(hour))) for hour in HOURS]
    meetings = text_input(agreed.rhythm, placeholder=say("Every second Tuesday at ten")) | {"max_length": _RHYTHM_LIMIT}
    return modal(
        say("Settings"),
        [
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
            entry(
                Field.DIGEST_DAY,
                say("Day of the digest"),
                choice(days, NONE if agreed.digest_day is None else str(agreed.digest_day)),
            ),
            entry(
                Field.DIGEST_HOUR,
                say("Hour of the digest"),
                choice(hours, str(9 if agreed.digest_hour is None else agreed.digest_hour)),
            ),
            entry(
                Field.MEETINGS,
                say("Meetings"),
                meetings,
                hint=say("How often the coalition meets, in its own words."),
                optional=True,
            ),
            context(say("The members’ channel is told what changed, and which company changed it.")),
        ],
        callback_id=ids.SETTINGS_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=token,
    )


def clock(hour: int) -> str:
    """Write a full hour."""
    return f"{hour:02}:00"


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
        case Setting.MEETINGS:
            said = agreed.rhythm
    return said or language.say("none for now")


def digest(agreed: Agreed, language: Language) -> str:
    """Say when the digest comes; empty where nobody has said."""
    if agreed.digest_day is None or agreed.digest_hour is None:
        return ""
    weekday, hour = language.weekday(agreed.digest_day), clock(agreed.digest_hour)
    return language.say("{weekday} at {hour}", weekday=weekday, hour=hour)


def label(setting: Setting, language: Language) -> str:
    """Name a setting."""
    say = language.say
    match setting:
        case Setting.NAME:
            return say("Name")
        case Setting.ZONE:
            return say("Zone")
        case Setting.LANGUAGE:
            return say("Language")
        case Setting.MARK:
            return say("Mark that forms begin with")
        case Setting.DIGEST:
            return say("Digest")
        case Setting.MEETINGS:
            return say("Meetings")


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
