"""The minutes in the channel, on a page and under *For me*."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.views import decision as decision_ids
from handlers.views import minutes as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    confirmation,
    context,
    cut,
    header,
    line,
    modal,
    rich,
    section,
    span,
    title,
)
from handlers.views.door import FOR_ME
from handlers.views.fitting import Drawn, replies, weight
from handlers.views.inbox import Item
from handlers.views.meeting import facts
from handlers.views.minutes.parts import Line, Part, parts
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.meetings import Meeting
from storage.minutes import Contents, Minutes, State
from storage.outbox import Body

# Slack refuses a message of some 13,000 characters and more: https://github.com/slackapi/bolt-js/issues/2509.
_ROOM, _LINES, _QUOTED = 8_500, 40, 1_200
# What a page holds, which is 100 blocks and far more characters than a message.
_PAGE = 60_000


def draw(there: Minutes, contents: Contents, coalition: Coalition, language: Language) -> Drawn:
    """Draw the minutes for everybody in a channel."""
    name = language.say("Minutes of {day}", day=facts.day(contents.meeting, language))
    blocks, rest = _fitted(parts(contents, language), _ROOM, language)
    opens = [
        button(language.say("Open"), ids.OPEN, there.token),
        button(language.say("For me"), FOR_ME, coalition.token),
    ]
    blocks = [header(name), context(_small(contents, language)), *blocks, actions(*opens)]
    blocks.append(context(language.say("What everybody in this channel may know. “Open” shows what you may know.")))
    continued = language.say("{label}, continued", label=name)
    return Drawn(Body(name, blocks), tuple(replies(rest, continued)))


def _small(contents: Contents, language: Language) -> str:
    officers = contents.officers
    said = [f"*TLP:{contents.mark}*", facts.when(contents.meeting, language)]
    if officers.chair is not None:
        said.append(language.say("Chaired by {person}", person=f"<@{officers.chair.user_id}>"))
    if officers.notes is not None:
        said.append(language.say("notes by {person}", person=f"<@{officers.notes.user_id}>"))
    return " · ".join(said)


def _fitted(shown: Iterable[Part], room: int, language: Language) -> tuple[list[Block], list[Block]]:
    """Draw what has room, and give the lines that have none."""
    blocks: list[Block] = []
    rest: list[Block] = []
    for part in shown:
        kept: list[Block] = []
        for one in part.lines:
            drawn = _drawn(one, language)
            room -= weight(drawn)
            (kept if room >= 0 and len(kept) < _LINES and not rest else rest).append(drawn)
        if kept:
            blocks += [title(part.heading), rich(bullets(*kept))]
    if rest:
        more = language.count("{n} more stands in the thread.", "{n} more stand in the thread.", len(rest))
        blocks.append(context(more))
    return blocks, rest


def _drawn(one: Line, language: Language) -> Block:
    said = span(cut(one.text, _QUOTED))
    if not one.of:
        return line(said)
    return line(span(language.say("{label}: {words}", label=one.of, words=""), bold=True), said)


def page(there: Minutes, contents: Contents, language: Language, *, takes: bool, writes: bool, corrects: bool) -> Block:
    """Draw the minutes for one person, with what they may do with them: take a file, write, correct."""
    say = language.say
    blocks: list[Block] = [context(_small(contents, language)), *_standing(contents, language)]
    drawn, _ = _fitted(parts(contents, language), _PAGE, language)
    blocks += drawn or [section(say("Nothing is written down yet."))]
    if takes and there.state is not State.WRITING:
        blocks.append(
            actions(
                button(say("As Markdown"), ids.MARKDOWN, there.token),
                button(say("To print"), ids.HTML, there.token),
            )
        )
    if corrects:
        blocks.append(actions(button(say("Correct what is said of us"), ids.CORRECT, there.token, style="primary")))
    if writes and there.state in {State.WRITING, State.CORRECTING}:
        blocks.append(_writing(there, contents.meeting, language))
    return modal(say("The minutes"), blocks[:100], callback_id=ids.PAGE, close=say("Close"))


def _standing(contents: Contents, language: Language) -> list[Block]:
    say = language.say
    if contents.state is State.WRITING:
        return [context(say("Not sent to the companies yet."))]
    if contents.correct_until is not None:
        until = moment(contents.correct_until)
        return [context(say("Companies correct what is said of them until {when}; then it is posted.", when=until))]
    return []


def _writing(there: Minutes, meeting: Meeting, language: Language) -> Block:
    say = language.say
    send = confirmation(
        say("Send to the companies?"),
        say("Each lead reads it, and may correct what is said of their company, before it is posted."),
        say("Send"),
        say("Back"),
    )
    off = confirmation(
        say("Keep no minutes?"), say("What was written down here is deleted."), say("Keep none"), say("Back")
    )
    buttons = [button(say("Write more"), ids.WRITE, there.token)]
    buttons.append(button(say("Put to the vote"), decision_ids.NEW, meeting.token))
    if there.state is State.WRITING:
        buttons.append(button(say("Send to the companies"), ids.SEND, there.token, style="primary", confirm=send))
    buttons.append(button(say("Off the record"), ids.KEEP_OFF, there.token, confirm=off))
    return actions(*buttons)


def to_write(there: Minutes, meeting: Meeting, language: Language) -> Item:
    """Draw that minutes wait to be written."""
    when = moment(there.next_at) if there.next_at else ""
    text = language.say(
        "The minutes of {day} are yours to write, until {when}.", day=facts.day(meeting, language), when=when
    )
    later = language.say("After that the companies are asked with what is known by then.")
    opens = actions(
        button(language.say("Write them"), ids.WRITE, there.token, style="primary"),
        button(language.say("Open"), ids.OPEN, there.token),
    )
    return [section(f"{text} {later}"), opens]


def to_correct(there: Minutes, meeting: Meeting, language: Language) -> Item:
    """Draw that a company may correct minutes."""
    when = moment(there.next_at) if there.next_at else ""
    text = language.say(
        "The minutes of {day} are posted {when}. Until then you can correct what they say of your company.",
        day=facts.day(meeting, language),
        when=when,
    )
    opens = actions(
        button(language.say("Open"), ids.OPEN, there.token, style="primary"),
        button(language.say("Correct what is said of us"), ids.CORRECT, there.token),
    )
    return [section(text), opens]


def bell(coalition: Coalition, language: Language, *, to_write: bool) -> Body:
    """Ring for whoever writes minutes, or corrects what they say; tells nothing of them."""
    text = (
        language.say("Minutes wait to be written.") if to_write else language.say("Minutes wait for your corrections.")
    )
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def none_to_end(language: Language) -> str:
    """Say that there is no meeting whose minutes this person writes."""
    return language.say(
        "There is no meeting to end. Whoever takes notes, chairs or invites ends it, and those who coordinate do."
    )


def none_yet(language: Language) -> str:
    """Say that there are no minutes."""
    return language.say("There are no minutes yet.")


def noted(language: Language, *, remarked: bool) -> str:
    """Say that a correction is noted."""
    if remarked:
        return language.say("Noted. Your company’s remark stands in the minutes.")
    return language.say("Noted. The minutes say so.")


def kept_off(language: Language) -> str:
    """Say that no minutes are kept."""
    return language.say("No minutes are kept of this meeting. What was written down is deleted.")


def sent(language: Language) -> str:
    """Say that the companies are asked."""
    return language.say("Each company’s lead is rung. The minutes are posted when the days are over.")
