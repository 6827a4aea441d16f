"""What waits under *For me* of agendas."""

from __future__ import annotations

from handlers.views import agenda as ids
from handlers.views.agenda import lines
from handlers.views.blocks import actions, button, section
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.meetings import Meeting
from storage.outbox import Body


def stands(meeting: Meeting, coalition: Coalition, language: Language) -> Item:
    """Draw that an agenda was posted which somebody has not looked at."""
    text = language.say("The agenda of the meeting on {when} is here.", when=lines.when(meeting))
    return _item(text, meeting, coalition, language)


def changed(meeting: Meeting, coalition: Coalition, language: Language) -> Item:
    """Draw that somebody's own copy changed since they looked."""
    text = language.say("The agenda of the meeting on {when} changed since you looked.", when=lines.when(meeting))
    return _item(text, meeting, coalition, language)


def to_decide(n: int, meeting: Meeting, coalition: Coalition, language: Language) -> Item:
    """Draw for a coordinator what was carried over as often as may be."""
    text = language.count(
        "{n} item was carried over three times: it is to be decided, or struck.",
        "{n} items were carried over three times: they are to be decided, or struck.",
        n,
    )
    return [
        section(text),
        actions(button(language.say("Arrange"), ids.ARRANGE, f"{coalition.token}:{meeting.token}")),
    ]


def undelivered(meeting: Meeting, why: str, coalition: Coalition, language: Language) -> Item:
    """Draw for a coordinator an agenda that is not in its channel, and why."""
    text = language.say(
        "The agenda of the meeting on {when} is not in the channel: {why}", when=lines.when(meeting), why=why
    )
    return _item(text, meeting, coalition, language)


def not_delivered(coalition: Coalition, language: Language) -> Body:
    """Ring for a coordinator: the agenda could not be delivered."""
    text = language.say("The coalition’s agenda did not get through. “For me” says why.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def _item(text: str, meeting: Meeting, coalition: Coalition, language: Language) -> Item:
    its = f"{coalition.token}:{meeting.token}"
    return [section(text), actions(button(language.say("Open"), ids.OPEN, its))]
