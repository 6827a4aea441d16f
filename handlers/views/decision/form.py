"""The form that puts something to the vote."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.views import decision as ids
from handlers.views.blocks import Block, context, date_input, entry, modal, text_input, tick
from handlers.views.wording import Language
from storage.decisions import FEWEST_SECRET, LONGEST, LONGEST_OPTION, MOST_OPTIONS

_TICKED = "yes"
_OPTIONS_LIMIT = MOST_OPTIONS * (LONGEST_OPTION + 2)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form, as typed and chosen."""

    text: str = ""
    options: str = ""
    until: str = ""
    secret: bool = False
    rhythm: bool = False


def form(filled: Filled, token: str, language: Language, *, has_series: bool) -> Block:
    """Draw the form; `token` is that of the draft."""
    say = language.say
    blocks = [
        context(
            say(
                "Each member company has one voice, which its lead or deputy gives and may change until the end. Only "
                "how you work together is voted on here, never what a company does on its own services.",
            )
        ),
        entry(
            ids.TEXT,
            say("What is decided"),
            text_input(filled.text[:LONGEST], multiline=True, placeholder=say("How often we meet"))
            | {"max_length": LONGEST},
        ),
        entry(
            ids.OPTIONS,
            say("Options"),
            text_input(filled.options[:_OPTIONS_LIMIT], multiline=True, placeholder=default_options(language))
            | {"max_length": _OPTIONS_LIMIT},
            hint=say("One a line, {n} at most. Without any: for, against, abstain.", n=language.number(MOST_OPTIONS)),
            optional=True,
        ),
        entry(ids.UNTIL, say("Until the end of"), date_input(filled.until)),
        entry(
            ids.SECRET,
            say("Secret"),
            tick(_TICKED, say("Nobody learns who chose what"), ticked=filled.secret),
            hint=say(
                "Who has voted is shown; in the end only the sum is. With fewer than {n} voices the sum would tell, "
                "and nothing is told.",
                n=language.number(FEWEST_SECRET),
            ),
            optional=True,
        ),
    ]
    if has_series:
        rhythm = tick(_TICKED, say("The options are how often we meet"), ticked=filled.rhythm)
        hint = say("What is chosen becomes the rhythm of the meetings.")
        blocks.append(entry(ids.RHYTHM, say("Rhythm"), rhythm, hint=hint, optional=True))
    return modal(
        say("Put to the vote"),
        blocks,
        callback_id=ids.FORM,
        submit=say("Put to the vote"),
        close=say("Cancel"),
        private=token,
    )


def default_options(language: Language) -> str:
    """Name what can be chosen where nobody says otherwise, one a line; the last one chooses nothing."""
    say = language.say
    return "\n".join((say("For"), say("Against"), say("Abstain")))


def nothing_said(language: Language) -> str:
    """Say that nothing was typed, or too much."""
    return language.say("Say in up to {n} characters what is to be decided.", n=language.number(LONGEST))


def no_choice(language: Language) -> str:
    """Say what options are."""
    return language.say(
        "Write two to {n} options that differ, one a line, each of at most {length} characters.",
        n=language.number(MOST_OPTIONS),
        length=language.number(LONGEST_OPTION),
    )


def no_rhythm(line: str, language: Language) -> str:
    """Say that an option is no rhythm."""
    return language.say("“{words}” is no rhythm that is understood. Write it like “third Thursday 10:00”.", words=line)


def not_yet(language: Language) -> str:
    """Say until when a vote can last."""
    return language.say("Choose today or a day to come, within three months.")


def too_few(language: Language) -> str:
    """Say why a vote cannot be secret."""
    return language.say(
        "With fewer than {n} member companies the sum would tell who chose what. Vote openly.",
        n=language.number(FEWEST_SECRET),
    )
