"""The form of whoever takes notes, and the one in which a company corrects what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.views import minutes as ids
from handlers.views.blocks import (
    INPUT_LIMIT,
    OPTIONS_LIMIT,
    Block,
    choice,
    choices,
    context,
    entry,
    modal,
    rich,
    section,
    span,
    text_input,
)
from handlers.views.blocks import bullets as a_list
from handlers.views.blocks import line as a_line
from handlers.views.meeting import facts as meeting_facts
from handlers.views.takedown import facts
from handlers.views.wording import Language
from storage.agendas import Item
from storage.audiences import Mark
from storage.commitments import Commitment
from storage.companies import Company
from storage.meetings import Meeting
from storage.minutes import LONGEST_POINT, LONGEST_REMARK, MOST_DAYS, Minutes, Presence

MARKS = (Mark.CLEAR, Mark.GREEN, Mark.AMBER, Mark.AMBER_STRICT)
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form; companies by their tokens, the rest as typed, what was noted before left out."""

    present: tuple[str, ...] = ()
    regrets: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    among: str = ""
    before_all: str = ""
    decisions: str = ""
    rhythm: str = ""
    commitments: str = ""
    mark: str = ""
    days: str = ""


def form(
    filled: Filled,
    token: str,
    meeting: Meeting,
    *,
    items: Sequence[Item],
    companies: Sequence[Company],
    noted: Sequence[str],
    language: Language,
) -> Block:
    """Draw the form of whoever takes notes; `noted` is what was decided and committed to so far."""
    say = language.say
    offered = [(one.token, one.name) for one in companies[:OPTIONS_LIMIT]]
    blocks = [
        section(meeting_facts.when(meeting, language)),
        context(
            say(
                "What is off the record is kept nowhere: leave it out, or begin its line with “off the record”. "
                "What you do not change stays as somebody else wrote it.",
            )
        ),
        entry(ids.PRESENT, say("Present"), choices(offered, filled.present), optional=True),
        entry(ids.REGRETS, say("Regrets"), choices(offered, filled.regrets), optional=True),
    ]
    if items:
        agenda = [(one.token, one.text) for one in items[:OPTIONS_LIMIT]]
        hint = say("What is not chosen is carried over to the next meeting.")
        blocks.append(entry(ids.REACHED, say("Reached"), choices(agenda, filled.reached), hint=hint, optional=True))
    blocks.append(_lines(ids.AMONG, say("What came up"), filled.among, say("One point a line."), focus=True))
    if meeting.with_open:
        hint = say("Observers and guests read these, too. One point a line.")
        blocks.append(_lines(ids.BEFORE_ALL, say("What came up before all"), filled.before_all, hint))
    if noted:
        blocks.append(rich(a_line(span(say("Noted so far"), bold=True)), a_list(*(a_line(span(one)) for one in noted))))
    blocks += [
        _lines(
            ids.DECISIONS,
            say("Decided by consensus"),
            filled.decisions,
            say("About your own running only, one decision a line. What is voted on is put to the vote afterwards."),
        ),
        _lines(
            ids.COMMITMENTS,
            say("Commitments"),
            filled.commitments,
            say("One a line: “Google: share its list by Friday”. Each company’s lead says whether it is so."),
        ),
    ]
    if meeting.series_id is not None:
        offer = text_input(filled.rhythm, placeholder=say("third Thursday 10:00")) | {"max_length": 200}
        hint = say("Where you decided it by consensus: the series goes on like this.")
        blocks.append(entry(ids.RHYTHM, say("Meet from now on"), offer, hint=hint, optional=True))
    blocks += [
        entry(ids.MARK, say("Mark"), choice(facts.every(MARKS, language), filled.mark or Mark.AMBER)),
        entry(
            ids.DAYS,
            say("Days for corrections"),
            text_input(filled.days) | {"max_length": _DIGITS},
            hint=say("From 1 to {n}.", n=language.number(MOST_DAYS)),
        ),
    ]
    return modal(
        say("After the meeting"),
        blocks,
        callback_id=ids.FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=token,
    )


def _lines(block_id: str, label: str, typed: str, hint: str, *, focus: bool = False) -> Block:
    return entry(
        block_id, label, text_input(typed[:INPUT_LIMIT], multiline=True, focus=focus), hint=hint, optional=True
    )


def correction(
    there: Minutes,
    meeting: Meeting,
    presence: Presence | None,
    said: Sequence[Commitment],
    language: Language,
) -> Block:
    """Ask a company whether what is said of it is so."""
    say = language.say
    offered = [(Presence.PRESENT.value, say("Present")), (Presence.REGRETS.value, say("Regrets")), ("", say("Neither"))]
    shown = [(value or "none", text) for value, text in offered]
    blocks = [
        section(meeting_facts.when(meeting, language)),
        entry(ids.PRESENCE, say("Your company was"), choice(shown, presence.value if presence else "none")),
    ]
    if said:
        listed = [a_line(span(f"{one.text}  {language.days(one.due_on, one.due_on)}")) for one in said]
        blocks += [
            rich(a_line(span(say("What your company committed itself to"), bold=True)), a_list(*listed)),
            context(say("Another day, or that it is dropped, you say under *For me*.")),
        ]
    blocks.append(
        entry(
            ids.REMARK,
            say("What else is not so"),
            text_input(multiline=True) | {"max_length": LONGEST_REMARK},
            hint=say("It stands in the minutes as your company’s remark. Empty where all of it is so."),
            optional=True,
        )
    )
    return modal(
        say("Correct the minutes"),
        blocks,
        callback_id=ids.CORRECTION_FORM,
        submit=say("Send"),
        close=say("Cancel"),
        private=there.token,
    )


def too_long(language: Language) -> str:
    """Say how long a line may be."""
    return language.say("One of these lines is longer than {n} characters.", n=language.number(LONGEST_POINT))


def no_commitment(line: str, language: Language) -> str:
    """Say how a commitment is written."""
    return language.say(
        "“{words}” names no company that is here, or no day to come. Write “Google: share its list by Friday”.",
        words=line,
    )


def no_rhythm(language: Language) -> str:
    """Say that a rhythm was not understood."""
    return language.say("This is no rhythm that is understood. Write it like “third Thursday 10:00”.")


def no_days(language: Language) -> str:
    """Say how many days there can be."""
    return language.say("Write a number from 1 to {n}.", n=language.number(MOST_DAYS))
