"""The agenda for one person: their own copy, what is proposed so far, and one item of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.views import agenda as ids
from handlers.views.agenda import lines, message, rows
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    context,
    cut,
    escape,
    modal,
    quote,
    rich,
    said,
    section,
    title,
)
from handlers.views.takedown.telling import audience_name
from handlers.views.wording import Language, moment
from storage.agendas import Contents, Item, Part, Point, State, folded
from storage.coalitions import Coalition
from storage.meetings import Meeting

# A page of Slack's holds a hundred blocks, and a list of more lines is read by nobody.
_POINTS, _TURNS, _STATEMENT, _TEXT, _TOLD = 40, 60, 2_000, 300, 2_800


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on the page beside the contents.

    `posts_at` is when it is posted by itself, none once it stands in the channel; `to_decide` is how much was carried
    over as often as may be. `misread` is what somebody typed that is nothing here.
    """

    links: Mapping[int, str]
    posts_at: datetime | None = None
    coordinates: bool = False
    proposes: bool = True
    to_decide: int = 0
    misread: str = ""


def page(shown: Contents, beside: Beside, coalition: Coalition, language: Language) -> Block:
    """Draw somebody's own copy; to those who coordinate it is shown before it is posted."""
    say, meeting = language.say, shown.meeting
    blocks = [*_misread(beside, language), *_head(meeting, language), *_notes(beside, language)]
    blocks.append(rich(quote(cut(lines.statement(shown, language), _STATEMENT))))
    room = _POINTS
    for part in shown.parts:
        drawn = _part(part, beside, language, room=room, of_several=len(shown.parts) > 1)
        room -= min(room, len(part.points))
        blocks += drawn
    blocks.append(_actions(meeting, beside, coalition, language))
    blocks.append(context(say("Here stands what you may know; others may know less, or more. Only you see this.")))
    return modal(say("Agenda"), blocks, callback_id=ids.PAGE, close=say("Close"))


def proposed(
    meeting: Meeting | None, points: Sequence[Point], beside: Beside, coalition: Coalition, language: Language
) -> Block:
    """Draw what is proposed so far, for whoever does not coordinate, before the agenda is posted."""
    say = language.say
    blocks = _misread(beside, language)
    if meeting is None:
        blocks.append(section(say("No meeting is planned. What is proposed now waits for the next one.")))
    else:
        blocks += _head(meeting, language)
        if beside.posts_at is not None:
            when = moment(beside.posts_at)
            blocks.append(context(say("Its agenda is posted {when}. So far this is proposed:", when=when)))
    if not points:
        blocks.append(section(say("Nothing that you may know of is proposed yet.")))
    for point in points[:_POINTS]:
        blocks.append(_point(point, None, language))
    blocks += _left_out(len(points) - _POINTS, language)
    blocks.append(_actions(meeting, beside, coalition, language))
    blocks.append(context(say("Here stands what you may know; others may know less, or more. Only you see this.")))
    return modal(say("Agenda"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _misread(beside: Beside, language: Language) -> list[Block]:
    if not beside.misread:
        return []
    text = language.say(
        "“{words}” is nothing that /agenda knows. /agenda help lists what it does.", words=beside.misread
    )
    return [said(text)]


def _head(meeting: Meeting, language: Language) -> list[Block]:
    words = [f"*{lines.when(meeting)}*", language.count("{n} minute", "{n} minutes", meeting.minutes)]
    if place := lines.where(meeting, language):
        words.append(escape(place))
    return [section(" · ".join(words))]


def _notes(beside: Beside, language: Language) -> list[Block]:
    """Say how it stands: not posted yet, and what is to be decided."""
    say, notes = language.say, []
    if beside.posts_at is not None:
        when = moment(beside.posts_at)
        notes.append(say("Not posted yet: only those who coordinate see this. It is posted {when}.", when=when))
    if beside.to_decide:
        notes.append(
            language.count(
                "{n} item was carried over three times: it is to be decided, or struck.",
                "{n} items were carried over three times: they are to be decided, or struck.",
                beside.to_decide,
            ),
        )
    return [context("\n".join(notes))] if notes else []


def _part(part: Part, beside: Beside, language: Language, *, room: int, of_several: bool) -> list[Block]:
    say = language.say
    blocks: list[Block] = [title(lines.room(part, language))] if of_several else []
    blocks.append(context(message.here(part, language)))
    if part.commitments:
        blocks.append(title(say("What became of the last commitments")))
        blocks.append(rich(bullets(*(rows.commitment(one, language) for one in part.commitments[:_TURNS]))))
    if part.turns:
        blocks.append(title(say("Round table")))
        blocks.append(rich(bullets(*(rows.turn(one, beside.links, language) for one in part.turns[:_TURNS]))))
    blocks += _untold(part, language)
    order = rows.numbered(part.points)
    for heading, points in (
        (say("Discussion"), part.discussion),
        (say("Questions still open"), part.questions),
        (say("Proposals"), part.proposals),
    ):
        if points:
            blocks.append(title(heading))
            blocks += [_point(point, order.get(point.head.id), language) for point in points[:room]]
            blocks += _left_out(len(points) - room, language)
            room = max(0, room - len(points))
    return [*blocks, *message.decision(part, language)]


def _untold(part: Part, language: Language) -> list[Block]:
    if part.untold <= 0:
        return []
    more = language.count("{n} more: /takedown list shows it.", "{n} more: /takedown list shows them.", part.untold)
    return [context(more)]


def _left_out(n: int, language: Language) -> list[Block]:
    if n <= 0:
        return []
    return [context(language.count("{n} more has no room here.", "{n} more have no room here.", n))]


def _point(point: Point, number: int | None, language: Language) -> Block:
    """Draw a point in two lines, with the button that opens it."""
    head = cut(point.head.text, _TEXT)
    text = head if number is None else language.say("{n}. {words}", n=language.number(number), words=head)
    others = [f"+ {cut(one.text, _TEXT)}" for one in point.items[1:4] if folded(one.text) != folded(point.head.text)]
    whole = "\n".join([text, *others, " · ".join(lines.beside(point, language))])
    return said(cut(whole, _TOLD), accessory=button(language.say("Open"), ids.SHOW_ITEM, point.head.token))


def _actions(meeting: Meeting | None, beside: Beside, coalition: Coalition, language: Language) -> Block:
    say = language.say
    its = f"{coalition.token}:{meeting.token}" if meeting else coalition.token
    buttons = [button(say("Propose something"), ids.ADD, its)] if beside.proposes else []
    if beside.coordinates and meeting is not None:
        buttons.append(button(say("Arrange"), ids.ARRANGE, its))
        if beside.posts_at is not None:
            buttons.append(button(say("Post it"), ids.POST, its))
    if beside.coordinates:
        buttons.append(button(say("Statement"), ids.STATEMENT, coalition.token))
    buttons.append(button(say("Look again"), f"{ids.OPEN}:again", its))
    return actions(*buttons)


@dataclass(frozen=True, slots=True)
class May:
    """What somebody may do with an item; `supports` is whether their own company does."""

    support: bool = False
    supports: bool = False
    take_off: bool = False
    answer: bool = False


def item(one: Item, supporters: int, may: May, language: Language) -> Block:
    """Draw one item with all that it says, and what its reader may do with it."""
    say = language.say
    small = [
        lines.kind(one.kind, language),
        escape(lines.owner(one, language)),
        f"TLP:{one.mark}",
        audience_name(one.audience, language),
        moment(one.proposed_at),
    ]
    blocks = [said(one.text), context(" · ".join(small))]
    if one.link:
        where = say("Where it was said")
        blocks.append(context(f"<{one.link}|{where}>"))
    notes = [_stands(one, language)]
    if supporters:
        notes.append(
            language.count("{n} other company supports it.", "{n} other companies support it.", supporters),
        )
    if one.carried:
        notes.append(language.count("It was carried over once.", "It was carried over {n} times.", one.carried))
    if shown := " ".join(note for note in notes if note):
        blocks.append(section(shown))
    if buttons := _of_item(one, may, language):
        blocks.append(actions(*buttons))
    return modal(say("On the agenda"), blocks, callback_id=ids.ITEM_PAGE, close=say("Back"))


def _of_item(one: Item, may: May, language: Language) -> list[Block]:
    say, buttons = language.say, []
    if may.support:
        text = say("Support no longer") if may.supports else say("Support")
        buttons.append(button(text, ids.SUPPORT, one.token))
    if may.answer:
        buttons.append(button(say("It is answered"), ids.ANSWERED, one.token))
    if may.take_off:
        buttons.append(button(say("Take it off"), ids.TAKE_OFF, one.token))
    return buttons


def _stands(one: Item, language: Language) -> str:
    say = language.say
    return {
        State.OPEN: "",
        State.REACHED: say("It was talked about."),
        State.POSTPONED: say("It was put off to a later meeting."),
        State.STRUCK: say("Those who coordinate struck it."),
        State.WITHDRAWN: say("Its company took it off the agenda."),
        State.ANSWERED: say("It is answered."),
    }[one.state]


def noted(one: Item, meeting: Meeting | None, coalition: Coalition, language: Language) -> Block:
    """Confirm that something was put on an agenda."""
    say = language.say
    if meeting is None:
        text = say("It waits for the agenda of the next meeting.")
    else:
        text = say("It is on the agenda of the meeting on {when}.", when=lines.when(meeting))
    its = f"{coalition.token}:{meeting.token}" if meeting else coalition.token
    blocks = [
        section(text),
        said(cut(one.text, _TEXT)),
        actions(button(say("Open the agenda"), ids.OPEN, its)),
    ]
    return modal(say("Agenda"), blocks, close=say("Close"))


def help_blocks(language: Language) -> list[Block]:
    """Say what `/agenda` does; the buttons of its page do the same."""
    say = language.say
    commands = (
        ("/agenda", say("shows the agenda of the next meeting, as far as you may know")),
        (say("/agenda add How to share hashes"), say("opens a form that puts this on it")),
        (say("/agenda arrange"), say("orders, puts together, strikes and puts off; for those who coordinate")),
        (say("/agenda post"), say("has it posted now; for those who coordinate")),
        (say("/agenda statement"), say("changes the words that it begins with; for those who coordinate")),
        (say("/agenda help"), say("shows this")),
    )
    listed = "\n".join(f"`{command}`  {meaning}" for command, meaning in commands)
    return [
        section(listed),
        context(say("No command in your workspace? Use *Agenda* on the pinned message, or write to @tocsin.")),
    ]
