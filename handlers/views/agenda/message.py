"""The agenda in a channel: one message, what has no room in it hangs in its thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.views import agenda as ids
from handlers.views.agenda import lines, rows
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    context,
    cut,
    escape,
    header,
    quote,
    rich,
    section,
    title,
)
from handlers.views.door import FOR_ME
from handlers.views.fitting import Drawn, Fitted, fitted, replies
from handlers.views.wording import Language, moment
from storage.agendas import Contents, Part, Point
from storage.coalitions import Coalition
from storage.meetings import Meeting
from storage.outbox import Body
from storage.people import Room

# What Slack takes for sure is some 11,000 characters; so much of it each section has, and half of that in two parts.
_TURNS, _DISCUSSION, _QUESTIONS, _PROPOSALS, _COMMITMENTS = 2_800, 1_800, 900, 1_100, 700
_STATEMENT, _TEXT_LIMIT, _HERE = 1_000, 300, 600


@dataclass(frozen=True, slots=True)
class Posting:
    """What is said beside the contents: where the cards stand that it leads to, and when it was updated."""

    links: Mapping[int, str]
    updated_at: datetime | None = None


def draw(shown: Contents, posting: Posting, room: Room, coalition: Coalition, language: Language) -> Drawn:
    """Draw the agenda of a meeting for everybody in a channel."""
    say, meeting = language.say, shown.meeting
    blocks: list[Block] = [header(say("Agenda")), section(_when(meeting, language))]
    own = lines.statement(shown, language)
    blocks.append(rich(quote(cut(own, _STATEMENT))))
    rest: list[Block] = []
    for part in shown.parts:
        drawn = _part(part, posting, language, of_several=len(shown.parts) > 1)
        blocks += drawn.blocks
        rest += drawn.rest
    if meeting.with_open and room is Room.MEMBERS:
        blocks.append(context(say("What is talked about all together stands in the open channel, too.")))
    blocks += [_buttons(meeting, coalition, language), context(_small_print(posting, language))]
    text = say("Agenda of the meeting on {when}", when=lines.when(meeting))
    return Drawn(Body(cut(text, _TEXT_LIMIT), blocks), tuple(replies(rest, say("Agenda, continued"))))


def _when(meeting: Meeting, language: Language) -> str:
    said = [f"*{lines.when(meeting)}*", language.count("{n} minute", "{n} minutes", meeting.minutes)]
    if place := lines.where(meeting, language):
        said.append(escape(place))
    if meeting.link:
        said.append(escape(meeting.link))
    return " · ".join(said)


def _part(part: Part, posting: Posting, language: Language, *, of_several: bool) -> Fitted:
    """Draw a part of the meeting, section after section."""
    say = language.say
    share = 2 if of_several else 1
    blocks = [title(_named(lines.room(part, language), part.minutes, language))] if of_several else []
    blocks.append(context(_here(part, language)))
    order = rows.numbered(part.points)
    turns = [rows.turn(one, posting.links, language) for one in part.turns]
    promised = [rows.commitment(one, language) for one in part.commitments]
    heading = _named(say("What became of the last commitments"), part.times.commitments, language)
    sections = [
        fitted(heading, promised, _equal(promised), language, room=_COMMITMENTS // share),
        fitted(say("Round table"), turns, _equal(turns), language, room=_TURNS // share),
        _points(say("Discussion"), part.discussion, order, language, room=_DISCUSSION // share),
        _points(say("Questions still open"), part.questions, order, language, room=_QUESTIONS // share),
        _points(say("Proposals"), part.proposals, order, language, room=_PROPOSALS // share),
    ]
    for one in sections:
        blocks += one.blocks
    blocks += decision(part, language)
    blocks.append(title(_named(say("Any other business"), part.times.other, language)))
    return Fitted(blocks, [line for one in sections for line in one.rest])


def decision(part: Part, language: Language) -> list[Block]:
    """Draw how often each company would meet, where they differ."""
    if not part.rhythm:
        return []
    heading = _named(language.say("Decision: how often to meet"), part.times.rhythm, language)
    return [title(heading), rich(bullets(*(rows.rhythm(one, language) for one in part.rhythm)))]


def _points(
    heading: str, points: Sequence[Point], order: Mapping[int, int], language: Language, *, room: int
) -> Fitted:
    shown = [rows.point(one, order.get(one.head.id), language) for one in points]
    # They are in their order already: what comes first stays.
    return fitted(heading, shown, _equal(shown), language, room=room)


def _equal(shown: Sequence[Block]) -> list[int]:
    return [0] * len(shown)


def _named(heading: str, minutes: int, language: Language) -> str:
    time = lines.minutes(minutes, language) if minutes else ""
    return f"{heading} · {time}" if time else heading


def _here(part: Part, language: Language) -> str:
    names = cut(language.list([escape(name) for name in part.here]), _HERE)
    return language.say("In the room: {companies}", companies=names) if names else language.say("Nobody is here yet")


def here(part: Part, language: Language) -> str:
    """Name the companies that are in the room."""
    return _here(part, language)


def _buttons(meeting: Meeting, coalition: Coalition, language: Language) -> Block:
    say = language.say
    its = f"{coalition.token}:{meeting.token}"
    return actions(
        button(say("Open"), ids.OPEN, its),
        button(say("Propose something"), ids.ADD, its),
        button(say("For me"), FOR_ME, coalition.token),
    )


def _small_print(posting: Posting, language: Language) -> str:
    say = language.say
    said = [say("What everybody in this channel may know. “Open” shows what you may know.")]
    if posting.updated_at is not None:
        said.append(say("Updated {when}.", when=moment(posting.updated_at)))
    return "\n".join(said)


def stub(meeting: Meeting, coalition: Coalition, language: Language) -> Body:
    """Draw what stands in an agenda's place once not everybody in the channel may know of what it told."""
    text = language.say("The agenda of the meeting on {when} stands in Tocsin.", when=lines.when(meeting))
    return Body(text, [section(text), _buttons(meeting, coalition, language)])


def cancelled(meeting: Meeting, coalition: Coalition, language: Language) -> Body:
    """Draw what stands in an agenda's place once its meeting was cancelled."""
    text = language.say(
        "The meeting on {when} was cancelled. What was on its agenda waits for the next one.", when=lines.when(meeting)
    )
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])
