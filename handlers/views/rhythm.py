"""Rhythms in words: how one is shown back before it is kept, and what is said of one that was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.formats.rhythm import LONGEST, Problem, Trouble, write_rhythm
from handlers.views.blocks import Block, bullets, context, cut, line, rich, span
from handlers.views.wording import Language
from storage.rhythms import Rhythm

# So much of what somebody typed is said back at its field.
_SAID_BACK = 40


def written(rhythm: Rhythm, language: Language) -> str:
    """Write a rhythm as its reader reads it again, with a capital."""
    text = write_rhythm(rhythm, language.code)
    return text[:1].upper() + text[1:]


def moments(comes: Sequence[datetime], zone: str, language: Language) -> list[str]:
    """Write moments by the clocks of a zone: days in full, and their hours."""
    return [wall(each, zone, language) for each in comes]


def wall(moment: datetime, zone: str, language: Language) -> str:
    """Write a moment by the clocks of a zone."""
    there = moment.astimezone(ZoneInfo(zone))
    return language.say("{day} at {hour}", day=language.days(there.date(), there.date()), hour=f"{there:%H:%M}")


def shown_back(rhythms: Sequence[tuple[str, Rhythm, Sequence[datetime]]], zone: str, language: Language) -> list[Block]:
    """Show back what was understood, each under its label, with the next times that it comes round."""
    blocks: list[Block] = []
    for label, rhythm, comes in rhythms:
        said = line(span(label, bold=True), span(f"  {written(rhythm, language)}"))
        blocks.append(rich(said, bullets(*(line(span(each)) for each in moments(comes, zone, language)))))
    again = language.say(
        "In the zone {zone}. Nothing is saved yet: send the form once more if this is right.", zone=zone
    )
    return [*blocks, context(again)]


def not_for_a_digest(language: Language) -> str:
    """Say which rhythms a digest takes."""
    return language.say("A digest comes every day, or every week on one day: “every Monday at 9:00”, “daily at 8:00”.")


def no_country(language: Language) -> str:
    """Say that nobody knows the holidays of what was typed."""
    return language.say("Write one country, such as France. The public holidays of some countries are not known.")


def trouble(problem: Problem, language: Language) -> str:
    """Say why words are no rhythm, and what to write instead."""
    say, words = language.say, cut(problem.words, _SAID_BACK)
    too_long = language.count("Write at most {n} character.", "Write at most {n} characters.", LONGEST)
    told = {
        Trouble.UNKNOWN: say("“{words}” was not understood. Write it like “every Monday at 9:00”.", words=words),
        Trouble.TOO_LONG: too_long,
        Trouble.NO_DAY: say("On which day? Write it like “every Monday at 9:00” or “the 15th at 9:00”."),
        Trouble.WHICH_WEEK: say("Which one of the month? Write it like “first Tuesday of the month at 10:00”."),
        Trouble.BAD_DAY: say("“{words}” is a day that does not come.", words=words),
        Trouble.ONCE: say("“{words}” comes once. Say how often: “every year on 24 August at 9:00”.", words=words),
        Trouble.NO_TIME: say("At what time? Write it like “every Monday at 9:00”."),
        Trouble.TWO_TIMES: say("It comes at one time of the day only: “{words}” is a second one.", words=words),
        Trouble.BAD_TIME: say("“{words}” is no time of the day.", words=words),
        Trouble.WHICH_TIME: say("“{words}” may be two times of the day. Write it like 9:00 or 21:00.", words=words),
        Trouble.TWO_MEANINGS: say(
            "“{words}” may mean two things. Write “every 3 weeks on Thursday” or “third Thursday of the month”.",
            words=words,
        ),
        Trouble.SEVERAL: say("These are several rhythms in one. Write one of them."),
        Trouble.TOO_FAR_APART: say("Too far apart: every 6 days, 52 weeks, 6 months or every year is the most."),
    }
    return told[problem.trouble]
