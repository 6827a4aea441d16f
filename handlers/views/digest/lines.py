"""The sentences of a digest: which days, what happened in them, and the small print of one takedown."""

from __future__ import annotations

from collections import Counter
from datetime import date

from handlers.views.blocks import Block, section
from handlers.views.meeting import facts as meeting_facts
from handlers.views.takedown import facts
from handlers.views.wording import Language
from storage.digests import Altered, Contents, How, Told
from storage.meetings import Meeting
from storage.periods import Period, Span
from storage.takedowns import Change


def name(period: Period, language: Language) -> str:
    """Name a period by its week and its days, or by its day."""
    days = language.days(period.starts, period.ends)
    if period.span is Span.DAY:
        return days
    week = str(period.ends.isocalendar().week)
    return language.say("Week {week}: {days}", week=week, days=days)


def sentence(contents: Contents, language: Language) -> str:
    """Tell a period in one sentence; empty where nothing happened."""
    count, changes = language.count, Counter(one.how for one in contents.altered)
    known, revised = contents.how_many, changes[How.REVISED] + contents.unlisted
    corrected, withdrawn = changes[How.CORRECTED], changes[How.WITHDRAWN]
    said = [
        count("{n} takedown became known", "{n} takedowns became known", known) if known else "",
        count("{n} was revised", "{n} were revised", revised) if revised else "",
        count("{n} was corrected", "{n} were corrected", corrected) if corrected else "",
        count("{n} was taken back", "{n} were taken back", withdrawn) if withdrawn else "",
    ]
    parts = [part for part in said if part]
    return language.say("{what}.", what=language.list(parts)) if parts else ""


def quiet(language: Language, *, over: bool) -> tuple[str, str]:
    """Say in two lines that nothing happened."""
    say = language.say
    first = say("No takedown became known.") if over else say("No takedown has become known yet.")
    return first, say("None was revised, corrected or taken back.")


def headline(told: Told | Altered, language: Language) -> str:
    """Say whose it is, what and how many; of one that was taken back no more than whose it was."""
    owner = facts.owner(told.takedown, language)
    if isinstance(told, Altered) and told.how is How.WITHDRAWN:
        return language.say("{company} took this record back", company=owner)
    return facts.said_by(owner, told.takedown.report, language)


def small_print(told: Told | Altered, language: Language) -> list[str]:
    """Say of which earlier day a takedown is, and how it stands."""
    said = [_acted_on(told.acted_on, language)] if told.acted_on else []
    if isinstance(told, Told):
        how = _how_it_stands(told, language)
        return [*said, how] if how else said
    return [*said, became(told, language)]


def _acted_on(day: date, language: Language) -> str:
    return language.say("acted on {day}", day=language.day(day))


def _how_it_stands(told: Told, language: Language) -> str:
    if told.takedown.change is Change.CORRECTED:
        return language.say("corrected")
    return language.say("revised") if told.takedown.revision > 1 else ""


def became(altered: Altered, language: Language) -> str:
    """Say what became of a takedown."""
    say = language.say
    match altered.how:
        case How.REVISED:
            return say("revised")
        case How.CORRECTED:
            return say("corrected")
        case How.WITHDRAWN:
            return say("taken back")


def next_meeting(coming: Meeting | None, language: Language) -> list[Block]:
    """Say when the next meeting is, by each reader's own clock; nothing where none is planned."""
    if coming is None:
        return []
    return [section(language.say("Next meeting: {when}", when=meeting_facts.when(coming, language)))]
