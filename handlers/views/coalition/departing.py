"""A company leaves, or is put out: the form that says what follows, and what the others are told."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from handlers.views import coalition as ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    entry,
    escape,
    modal,
    plain,
    said,
    section,
    text_input,
)
from handlers.views.coalition.naming import menu
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.companies import Company
from storage.departures import Departure
from storage.outbox import Body
from storage.people import Room

_SHOWN = 500


class Field(StrEnum):
    """The fields of the forms."""

    COMPANY = "company"
    REASON = "reason"


def removal(others: Sequence[Company], chosen: str, coalition: Coalition, language: Language) -> Block:
    """Draw the form by which those who coordinate put a company out."""
    say = language.say
    company = menu([(one.token, one.name) for one in others], chosen)
    blocks = [
        section(say("The company no longer sits in this coalition from the moment that you send this.")),
        section(_what_follows(language)),
        entry(Field.COMPANY, say("Company"), company),
        _reason(language),
        context(_out_of_reach(language)),
    ]
    return modal(
        say("Put a company out"),
        blocks,
        callback_id=ids.REMOVE_FORM,
        submit=say("Put it out"),
        close=say("Cancel"),
        private=coalition.token,
    )


def leaving(company: Company, coalition: Coalition, language: Language) -> Block:
    """Draw the form by which a company's lead takes it out."""
    say = language.say
    text = say(
        "{company} no longer sits in this coalition from the moment that you send this.", company=escape(company.name)
    )
    blocks = [section(text), section(_what_follows(language)), _reason(language), context(_out_of_reach(language))]
    return modal(
        say("Leave the coalition"),
        blocks,
        callback_id=ids.LEAVE_FORM,
        submit=say("Leave"),
        close=say("Cancel"),
        private=coalition.token,
    )


def _reason(language: Language) -> Block:
    hint = language.say("Those who coordinate read it.")
    return entry(Field.REASON, language.say("Reason"), text_input(multiline=True), hint=hint)


def _what_follows(language: Language) -> str:
    say = language.say
    follows = (
        say("Its people open nothing here any more, and what waited for them is not sent."),
        say("Its records stay with those who could read them, and nobody can change them."),
        say("New cards wait until Slack has disconnected it from the channel, or a coordinator lets them go on."),
        say("Each other company is told what its people could see of that company’s own records."),
        say("If it comes back some day, it begins anew."),
    )
    return "\n".join(f"• {line}" for line in follows)


def _out_of_reach(language: Language) -> str:
    return language.say(
        "What nobody can call back: Slack’s own copy of what was posted while it was there, files that its people "
        "exported or saved, and what they remember or wrote down.",
    )


def done(company: str, language: Language) -> str:
    """Say that it happened."""
    return language.say(
        "{company} no longer sits in the coalition. Those who coordinate find under “For me” what is left to do.",
        company=company,
    )


def somebody_left(language: Language, coalition: Coalition) -> Body:
    """Ring for a coordinator; a doorbell that names nobody."""
    text = language.say("A company no longer sits in the coalition. “For me” says what is left to do.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def notice(company: str, language: Language) -> Body:
    """Tell the members' channel that a company is gone."""
    text = language.say("{company} no longer sits in this coalition.", company=company)
    return Body(escape(text), [said(text)])


def departure(one: Departure, coalition: Coalition, language: Language) -> Item:
    """Draw for a coordinator who is gone, what waits, and what nobody can call back."""
    say = language.say
    values = {"company": escape(one.company), "when": moment(one.at), "user": f"<@{one.user_id}>"}
    if one.own:
        text = say("*{company}* left the coalition {when}, by {user}.", **values)
    elif one.user_id:
        text = say("*{company}* was put out of the coalition {when}, by {user}.", **values)
    else:
        text = say("*{company}* was put out of the coalition {when}, by the operator.", **values)
    blocks = [section(text)]
    if one.reason:
        blocks.append(said(say("Reason: {reason}", reason=one.reason[:_SHOWN])))
    if one.waits:
        blocks += _waits(one, coalition, language)
    return [*blocks, context(_out_of_reach(language))]


def _waits(one: Departure, coalition: Coalition, language: Language) -> list[Block]:
    say = language.say
    ids_of = {Room.MEMBERS: coalition.channel, Room.OPEN: coalition.open_channel}
    channels = language.list([f"<#{ids_of[room]}>" for room in Room if room in one.waits and ids_of[room]])
    text = say(
        "New cards in {channels} wait until Slack says that the company is disconnected there. Whoever manages the "
        "channel in Slack can disconnect it. If it never was in the channel, let the cards go on.",
        channels=channels,
    )
    label = say("Let cards go on")
    confirm = {
        "title": plain(say("Let cards go on?")),
        "text": plain(say("Whoever of that company is still in the channel reads what is posted there.")),
        "confirm": plain(label),
        "deny": plain(say("Cancel")),
    }
    return [section(text), actions(button(label, ids.GO_ON, one.token, confirm=confirm))]


def went_on(language: Language, *, still: bool) -> str:
    """Say that it was decided; `still` where something else keeps the cards waiting."""
    if still:
        return language.say("Noted. New cards still wait: “For me” says for whom.")
    return language.say("Noted. The cards that waited go to the channel now.")
