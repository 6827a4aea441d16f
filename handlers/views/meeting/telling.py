"""What is told of meetings: the card in the channel, the doorbells, what waits under *For me*."""

from __future__ import annotations

from handlers.views import meeting as ids
from handlers.views.blocks import Block, actions, button, context, section, title
from handlers.views.door import FOR_ME
from handlers.views.meeting import facts
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.meetings import Meeting, MeetingState
from storage.outbox import Body


def card(meeting: Meeting, language: Language) -> Body:
    """Draw the message that stands for a meeting in a channel: when and where, and nothing of what it is about."""
    say = language.say
    opens = actions(button(say("Open"), ids.OPEN, meeting.token))
    if meeting.state is MeetingState.CANCELLED:
        text = say("Cancelled: the meeting of {when}", when=facts.when(meeting, language))
        return Body(text, [section(text), opens])
    text = say("Meeting: {when}", when=facts.when(meeting, language))
    blocks = [section(text), context(facts.there(meeting, language)), *facts.where(meeting, language)]
    if meeting.sequence and meeting.state is MeetingState.PLANNED:
        blocks.append(context(say("It was changed since it was planned; this is how it stands.")))
    return Body(text, [*blocks, opens])


def for_members_only(language: Language) -> Body:
    """Say in the open channel of a meeting that was open once that it is not any more."""
    text = language.say("This meeting is for members now.")
    return Body(text, [section(text)])


def invited(meeting: Meeting, coalition: Coalition, language: Language) -> Body:
    """Ring for somebody who is invited; a doorbell that says neither when nor where."""
    return _bell(language.say("An invitation waits for you."), meeting, coalition, language)


def changed(meeting: Meeting, coalition: Coalition, language: Language) -> Body:
    """Ring for somebody who knows of a meeting that changed; a doorbell that does not say how."""
    return _bell(language.say("Something that you are invited to has changed."), meeting, coalition, language)


def several(coalition: Coalition, language: Language) -> Body:
    """Ring once for several meetings."""
    text = language.say("Something about your meetings is new.")
    return Body(
        text,
        [
            section(text),
            actions(
                button(language.say("Open"), ids.OVERVIEW, coalition.token, style="primary"),
                button(language.say("For me"), FOR_ME, coalition.token),
            ),
        ],
    )


def _bell(text: str, meeting: Meeting, coalition: Coalition, language: Language) -> Body:
    return Body(
        text,
        [
            section(text),
            actions(
                button(language.say("Open"), ids.OPEN, meeting.token, style="primary"),
                button(language.say("For me"), FOR_ME, coalition.token),
            ),
        ],
    )


def not_delivered(coalition: Coalition, language: Language) -> Body:
    """Ring for a coordinator: something about a meeting could not be delivered."""
    text = language.say("Something about a meeting did not get through. “For me” says why.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def undelivered(why: str, language: Language) -> list[Block]:
    """Draw what a channel was to be told of a meeting, a vote or minutes, and could not."""
    text = language.say("Something about a meeting did not get through to the channel: {why}", why=why)
    return [section(text)]


def unanswered(meeting: Meeting, language: Language) -> list[Block]:
    """Draw an invitation that waits for an answer."""
    return [title(language.say("You are invited")), _item(meeting, language)]


def has_changed(meeting: Meeting, language: Language) -> list[Block]:
    """Draw a meeting that changed since somebody saw it."""
    gone = meeting.state is MeetingState.CANCELLED
    return [
        title(language.say("A meeting was cancelled") if gone else language.say("A meeting was changed")),
        _item(meeting, language),
    ]


def _item(meeting: Meeting, language: Language) -> Block:
    return section(facts.when(meeting, language), accessory=button(language.say("Open"), ids.OPEN, meeting.token))
