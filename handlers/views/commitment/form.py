"""The forms of commitments: a company commits itself, or gives what it said another day."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.views import commitment as ids
from handlers.views.blocks import Block, choice, context, date_input, entry, escape, labelled, modal, text_input
from handlers.views.takedown import facts
from handlers.views.takedown.telling import audience_name
from handlers.views.wording import Language
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.commitments import LONGEST, Commitment

# What is for all members at least is never RED, which is for named people.
MARKS = (Mark.CLEAR, Mark.GREEN, Mark.AMBER, Mark.AMBER_STRICT)
AUDIENCES = (Audience.MEMBERS, Audience.EVERYONE)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form, as typed and chosen."""

    said: str = ""
    due: str = ""
    mark: str = ""
    audience: str = Audience.MEMBERS


def form(filled: Filled, token: str, coalition: Coalition, company: str, language: Language) -> Block:
    """Draw the form in which a company commits itself; `token` is that of the draft."""
    say = language.say
    about = say(
        "What {company} will share with the others, and by when. A company speaks for itself alone here; what it does "
        "about accounts and content on its own services is decided nowhere but there.",
        company=escape(company),
    )
    share = text_input(filled.said[:LONGEST], multiline=True, placeholder=say("share our list of domains"))
    blocks = [context(about), entry(ids.TEXT, say("We will"), share | {"max_length": LONGEST})]
    if len(filled.said) > LONGEST:
        blocks.append(context(say("Your words are longer than fits here; all of them stay in your draft until then.")))
    hint = say("You are reminded in private on the working day before.")
    blocks.append(entry(ids.DUE, say("By"), date_input(filled.due), hint=hint))
    mark = filled.mark if filled.mark in MARKS else Mark.AMBER
    blocks.append(entry(ids.MARK, say("Mark"), choice(facts.every(MARKS, language), mark)))
    if coalition.open_channel:
        offered = [(one.value, audience_name(one, language)) for one in AUDIENCES]
        blocks.append(entry(ids.AUDIENCE, say("Audience"), choice(offered, filled.audience)))
    return modal(
        say("Commit your company"),
        blocks,
        callback_id=ids.FORM,
        submit=say("Commit"),
        close=say("Cancel"),
        private=token,
    )


def move_form(there: Commitment, language: Language) -> Block:
    """Ask for another day."""
    say = language.say
    return modal(
        say("Another day"),
        [
            labelled(say("We will"), there.text),
            entry(
                ids.DUE,
                say("By"),
                date_input(there.due_on.isoformat()),
                hint=say("Whoever may read it reads the new day; the trail keeps the one before."),
            ),
        ],
        callback_id=ids.MOVE_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=there.token,
    )


def nothing_said(language: Language) -> str:
    """Say that nothing was typed, or too much."""
    return language.say("Say in up to {n} characters what your company will share.", n=language.number(LONGEST))


def no_day(language: Language) -> str:
    """Say which days can be chosen."""
    return language.say("Choose today or a day to come, within a year.")


def unfit(language: Language) -> str:
    """Say that a mark does not go with what was chosen."""
    return language.say("Observers and guests may read CLEAR and GREEN only.")


def off_the_record(language: Language) -> str:
    """Say that nothing of it is kept."""
    return language.say("What is off the record is kept nowhere; say here what may be written down.")
