"""The door: the pinned message of a channel, whose buttons are the ways in that every company has."""

from __future__ import annotations

from handlers.views.agenda import OPEN as AGENDA
from handlers.views.blocks import actions, button, context, escape, header, section
from handlers.views.coalition import OPEN as COALITION
from handlers.views.digest import OPEN as DIGEST
from handlers.views.meeting import OVERVIEW as MEETINGS
from handlers.views.takedown import LOG
from handlers.views.update import WRITE as UPDATE
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.outbox import Body

FOR_ME = "for_me"
HELP = "help"
OPEN = "open_asked"
CHOOSE = "choose_coalition"

# The kind of draft that holds words which were said to us and that nobody has opened yet.
ASKED = "asked"


def door(coalition: Coalition, language: Language, *, may_log: bool) -> Body:
    """Draw the pinned message; observers and guests, in the open channel, log nothing."""
    say = language.say
    buttons = [
        button(say("For me"), FOR_ME, coalition.token),
        button(say("Digest"), DIGEST, coalition.token),
        button(say("Meetings"), MEETINGS, coalition.token),
        button(say("Agenda"), AGENDA, coalition.token),
        button(say("The coalition"), COALITION, coalition.token),
        button(say("Help"), HELP, coalition.token),
    ]
    if may_log:
        buttons.insert(0, button(say("Log a takedown"), LOG, coalition.token, style="primary"))
        buttons.insert(1, button(say("Update"), UPDATE, coalition.token))
    text = say("Tocsin, for {coalition}.", coalition=escape(coalition.name))
    about = (
        say("Log what your company took down, and find what waits for you. What opens, only you see.")
        if may_log
        else say("Find what waits for you. What opens, only you see.")
    )
    return Body(
        text,
        [
            header(coalition.name),
            section(about),
            actions(*buttons),
            context(say("These buttons work for every company here, with or without the app.")),
        ],
    )
