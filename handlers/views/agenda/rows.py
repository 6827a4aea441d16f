"""The lines of an agenda, as rich texts: the same in the channel and on a page."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.views.agenda import lines
from handlers.views.blocks import Block, cut, line, link, span
from handlers.views.wording import Language
from storage.agendas import Point, Turn, folded
from storage.commitments import Commitment, State
from storage.updates import Kind, Update

# So many takedowns of a company are named, and so much of what anybody wrote is quoted.
_NAMED, _WORK, _TEXT, _MERGED = 4, 400, 300, 200


def numbered(points: tuple[Point, ...]) -> dict[int, int]:
    """Give its number to each point that the room talks about, in their order, by the row of what leads each."""
    there = [point.head.id for point in points if point.minutes is not None]
    return {row: number for number, row in enumerate(there, 1)}


def point(one: Point, number: int | None, language: Language) -> Block:
    """Draw what is talked about: its number, its words, what was put together with it, and what stands beside."""
    head = "–" if number is None else language.number(number)
    spans = [span(f"{head}  ", bold=True), span(cut(one.head.text, _TEXT))]
    if one.head.link:
        spans += [span(" "), link(one.head.link, language.say("where it was said"))]
    said = {folded(one.head.text)}
    for other in one.items[1:]:
        if folded(other.text) not in said:
            said.add(folded(other.text))
            spans.append(span(f"\n+ {cut(other.text, _MERGED)} ({other.company})"))
    spans.append(span("\n" + " · ".join(lines.beside(one, language))))
    return line(*spans)


def turn(one: Turn, links: Mapping[int, str], language: Language) -> Block:
    """Draw a company's turn: what its update says, and what it logged since the last meeting."""
    spans = [span(lines.turn(one, language), bold=True)]
    if time := lines.minutes(one.minutes, language):
        spans.append(span(f" · {time}"))
    if one.update is not None:
        spans.append(span("\n" + cut(_work(one.update, language), _WORK)))
    for takedown in one.takedowns[:_NAMED]:
        there = links.get(takedown.id)
        spans.append(span("\n"))
        spans.append(link(there, takedown.reference) if there else span(takedown.reference))
        spans.append(span(f"  {cut(lines.headline(takedown, language), _MERGED)}"))
    if (left := len(one.takedowns) - _NAMED) > 0:
        more = language.count("and {n} more takedown", "and {n} more takedowns", left)
        spans.append(span(f"\n{more}"))
    return line(*spans)


def _work(update: Update, language: Language) -> str:
    say = language.say
    match update.kind:
        case Kind.NOTHING:
            return say("Nothing to report")
        case Kind.ABSENT:
            return say("Does not come")
        case _:
            return update.work or say("Sent an update")


def rhythm(one: Update, language: Language) -> Block:
    """Draw how often a company would meet."""
    return line(span(language.say("{label}: {words}", label=one.company, words=""), bold=True), span(one.how_often))


def commitment(one: Commitment, language: Language) -> Block:
    """Draw what a company said that it will share."""
    said = language.say("{label}: {words}", label=one.company, words="")
    return line(span(said, bold=True), span(f"{cut(one.text, _TEXT)} · {_became(one, language)}"))


def _became(one: Commitment, language: Language) -> str:
    match one.state:
        case State.KEPT:
            return language.say("kept")
        case State.DROPPED:
            return language.say("dropped")
        case _:
            return language.say("due {day}", day=language.day(one.due_on))
