"""What is wrong with a field of the takedown form: one sentence each, saying what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.formats.takedown_form import Cause, Problem
from handlers.formats.words import Trouble
from handlers.views.blocks import cut
from handlers.views.wording import Language

_PLACES_SHOWN = 3
_QUOTED = 60
_ERROR_LIMIT = 300


def field_errors(problems: Iterable[Problem], language: Language) -> Mapping[str, str]:
    """Word what is wrong, one sentence a field, saying what to do."""
    errors: dict[str, str] = {}
    for problem in problems:
        errors.setdefault(problem.field, cut(_sentence(problem, language), _ERROR_LIMIT))
    return errors


def _sentence(problem: Problem, language: Language) -> str:
    quoted = cut(problem.words, _QUOTED)
    if problem.cause is Cause.LINE:
        return _line_sentence(problem, quoted, language)
    if problem.cause is Cause.PLACE:
        return _place_sentence(problem, quoted, language)
    say = language.say
    return {
        Cause.EMPTY: say("Say what was taken down and how many, for example “74 Facebook pages”."),
        Cause.FUTURE: say("This day has not come yet. Choose the day on which it happened."),
        Cause.WHO_MISSING: say("Name the government’s agency."),
        Cause.WHO_TOO_MANY: say("There are more names than sources. Choose a source for each, or take a name out."),
        Cause.DAY_MISSING: say("Choose the day on which the government told you."),
        Cause.NOT_A_REACH: say(
            "“{words}” is no number of followers, members or views. Put other words into the summary.",
            words=quoted,
        ),
        Cause.NOT_A_SUM: say("“{words}” is no sum of money. Write it like “$6,000” or “0”.", words=quoted),
        Cause.NOT_A_LINK: say("This is no web address. Write all of it, beginning with https://."),
        Cause.NOT_A_DATE: say(
            "“{words}” is no date. Write a year, a month or a day, like “January 2015”.",
            words=quoted,
        ),
        Cause.BACKWARDS: say("This lies before “Active since”. Change one of the two."),
        Cause.RED_IS_FOR_PEOPLE: say("TLP:RED is for named people. Choose “Named people”, or another mark."),
        Cause.TOO_NARROW_A_MARK: say(
            "Observers and guests get what is TLP:CLEAR or TLP:GREEN. Choose another audience, or another mark."
        ),
        Cause.NOBODY_CHOSEN: say("Choose at least one."),
        Cause.NO_LONGER_THERE: say("Somebody whom you chose is no longer here. Choose again."),
        Cause.TELLS_WHOSE: say(
            "“{words}” tells whose this is. Under the Chatham House Rule, say it in other words.", words=quoted
        ),
        Cause.PAST: say("This hour has passed. Choose a later one, or none."),
    }[problem.cause]


def _line_sentence(problem: Problem, quoted: str, language: Language) -> str:
    say = language.say
    match problem.trouble:
        case Trouble.NO_KIND:
            return say("“{words}”: of what? Add what it counts, for example “pages” or “accounts”.", words=quoted)
        case Trouble.RANGE:
            return say(
                "“{words}” is a range. Write one number, with “about” or “at least” where it fits.",
                words=quoted,
            )
        case Trouble.REACH:
            return say(
                "“{words}” counts people, not what was taken down. Put it into “Reach” under More.", words=quoted
            )
        case Trouble.SECOND_TOTAL:
            return say(
                "“{words}” is a second total. Keep one, or name the kinds of asset that it counts.", words=quoted
            )
        case Trouble.TOO_LARGE:
            return say("The number in “{words}” is too large to be right. Check it.", words=quoted)
        case _:
            return say("“{words}” holds no number. Add how many, or put the words into the summary.", words=quoted)


def _place_sentence(problem: Problem, quoted: str, language: Language) -> str:
    if not problem.suggestions:
        return language.say("“{words}” is no country or region that we know. Check its spelling.", words=quoted)
    meant = [language.place(code) for code in problem.suggestions[:_PLACES_SHOWN]]
    if len(meant) == 1:
        return language.say(
            "“{words}” is no country or region that we know. Did you mean {place}?", words=quoted, place=meant[0]
        )
    return language.say(
        "“{words}” is no one place. Did you mean {places}?", words=quoted, places=language.either(meant)
    )
