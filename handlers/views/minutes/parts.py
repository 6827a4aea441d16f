"""What minutes say, part by part, in plain words: the same in the channel, on a page and in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.views.decision import message as decision
from handlers.views.rhythm import written
from handlers.views.wording import Language
from storage.commitments import Commitment, State
from storage.decisions import Decision, How
from storage.decisions import State as Voted
from storage.minutes import Contents
from storage.rhythms import Rhythm


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who or what it is of, where that is told apart, and what is said."""

    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and the lines under it."""

    heading: str
    lines: tuple[Line, ...]


def parts(contents: Contents, language: Language) -> tuple[Part, ...]:
    """Part what minutes say; what nothing is to be said of is left out."""
    return tuple(part for part in _every(contents, language) if part.lines)


def _every(contents: Contents, language: Language) -> Iterator[Part]:
    say = language.say
    yield Part(say("Present"), _names(contents.present, language))
    yield Part(say("Regrets"), _names(contents.regrets, language))
    yield Part(say("Decisions"), tuple(_decided(one, language) for one in contents.decisions))
    yield Part(say("What became of earlier commitments"), tuple(_followed(one, language) for one in contents.followed))
    came_up = (*(Line(one.text, one.company) for one in contents.reached), *(Line(one.text) for one in contents.points))
    yield Part(say("What came up"), came_up)
    yield Part(say("Commitments"), tuple(_made(one, language) for one in contents.made))
    yield Part(say("Remarks of companies"), tuple(Line(one.text, one.company) for one in contents.remarks))


def _names(names: tuple[str, ...], language: Language) -> tuple[Line, ...]:
    return (Line(language.list(names)),) if names else ()


def _decided(there: Decision, language: Language) -> Line:
    """Say what was decided and how; of a vote, what was chosen with the sums."""
    say = language.say
    if there.how is How.CONSENSUS:
        rhythm = f" ({written(Rhythm.of_rule(there.rule), language)})" if there.rule else ""
        return Line(f"{there.text}{rhythm}", say("By consensus"))
    if there.state is Voted.VOTING:
        return Line(there.text, say("Being voted on"))
    label = decision.heading(there, language)
    sums = [
        say("{label}: {words}", label=one.label, words=language.number(n))
        for one, n in zip(there.options, there.sums, strict=False)
    ]
    return Line(f"{there.text} ({', '.join(sums)})" if sums else there.text, _outcome(there, label, language))


def _outcome(there: Decision, label: str, language: Language) -> str:
    if there.chosen is None:
        return label
    return language.say("{label}: {words}", label=label, words=there.options[there.chosen].label)


def _followed(one: Commitment, language: Language) -> Line:
    say, day = language.say, language.days(one.due_on, one.due_on)
    became = {
        State.KEPT: say("done"),
        State.DROPPED: say("dropped"),
    }.get(one.state, say("by {day}", day=day))
    return Line(f"{one.text} ({became})", one.company)


def _made(one: Commitment, language: Language) -> Line:
    day = language.say("by {day}", day=language.days(one.due_on, one.due_on))
    return Line(f"{one.text} ({day})", one.company)
