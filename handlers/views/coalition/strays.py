"""Somebody strayed into the members' channel: what the coordinators are told, and what they may decide."""

from __future__ import annotations

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, escape, plain, section
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.strays import Stray


def strayed_in(language: Language, coalition: Coalition) -> Body:
    """Ring for a coordinator; a doorbell that names nobody."""
    text = language.say(
        "Somebody in the members’ channel belongs to no member company. New cards wait. “For me” says who it is."
    )
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def stray(one: Stray, coalition: Coalition, language: Language) -> Item:
    """Draw who strayed in, and the decision that is asked for."""
    say = language.say
    home = (
        say("of {company}", company=escape(one.company))
        if one.company
        else say("of the workspace {team}", team=escape(one.team) or "?")
    )
    text = say(
        "{user}, {home}, has been in {channel} since {when} and belongs to no member company. "
        "New cards wait until they have left, or until a coordinator lets them read along.",
        user=f"<@{one.user_id}>",
        home=home,
        channel=f"<#{coalition.channel}>",
        when=moment(one.since),
    )
    label = say("They may read along")
    return [section(text), actions(button(label, ids.LET_READ, one.token, confirm=_confirm(label, language)))]


def _confirm(label: str, language: Language) -> Block:
    say = language.say
    return {
        "title": plain(say("Let them read along?")),
        "text": plain(
            say("Whatever is posted in the members’ channel is read by them too, as long as they are there.")
        ),
        "confirm": plain(label),
        "deny": plain(say("Cancel")),
    }


def let_read(language: Language, *, others: bool) -> str:
    """Say that it was decided; `others` where somebody else is left to decide about."""
    if others:
        return language.say("They may read along. New cards still wait: “For me” says for whom.")
    return language.say("They may read along. The cards that waited go to the channel now.")
