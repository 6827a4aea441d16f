"""A further company on its way in, in words: what it would read, what can be decided, and going on elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    entry,
    escape,
    modal,
    plain,
    section,
    text_input,
)
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.joiners import Joiner
from storage.outbox import Body
from storage.people import Room

# Buttons, by action id.
STUB = "join_stub"
MOVE = "join_move"
LEAVE = "join_leave"
SEAT = "join_seat"
NO_SEAT = "join_no_seat"

# Forms, by callback id, and their fields.
SEAT_FORM = "join_seat_form"
MOVE_FORM = "join_move_form"
NAME, WHICH, CHANNEL = "name", "which", "channel"

NAME_LIMIT = 80
MOST_CHANNELS = 100


def somebody_joins(coalition: Coalition, language: Language) -> Body:
    """Ring for a coordinator when a further company is on its way in; a doorbell that does not say which."""
    text = language.say("A further company is on its way into a channel here. “For me” says what it would read there.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def item(joiner: Joiner, cards: int, coalition: Coalition, language: Language) -> Item:
    """Draw what a company would read, and what can be decided about that and about its seat."""
    say = language.say
    channel = coalition.channel if joiner.room is Room.MEMBERS else coalition.open_channel
    texts = [say("*{company}* is on its way into {channel}.", company=escape(joiner.name), channel=f"<#{channel}>")]
    if joiner.choice is None:
        texts.append(
            language.count(
                "Slack shows whoever joins what stands there already: {n} card of a record that it may not open.",
                "Slack shows whoever joins what stands there already: {n} cards of records that it may not open.",
                cards,
            ),
        )
    buttons: list[Block] = []
    if joiner.choice is None:
        buttons += [
            button(say("Stub the old cards"), STUB, joiner.token, confirm=_confirm(language)),
            button(say("Go on in a new channel"), MOVE, joiner.token),
            button(say("Leave the cards"), LEAVE, joiner.token),
        ]
    if not joiner.is_seated:
        if joiner.room is Room.MEMBERS:
            texts.append(say("It sits nowhere yet; until then its people pause the cards."))
            buttons.append(button(say("Seat it as a member"), SEAT, joiner.token))
        else:
            texts.append(say("It sits nowhere yet; /coalition admit asks for a seat as an observer or a guest."))
        buttons.append(button(say("It needs no seat"), NO_SEAT, joiner.token))
    return [section(" ".join(texts)), actions(*buttons)]


def _confirm(language: Language) -> Block:
    say = language.say
    text = say(
        "Every card that stands in the channel now tells its reference only. Whoever may read a record opens it from "
        "there, as before. What was stubbed stays so.",
    )
    return {
        "title": plain(say("Stub the old cards"), 100),
        "text": plain(text, 300),
        "confirm": plain(say("Stub them"), 30),
        "deny": plain(say("Cancel"), 30),
    }


def being_stubbed(language: Language) -> str:
    """Say that the cards are being replaced."""
    return language.say(
        "The cards become stubs now, about one a second. What somebody copied, or Slack’s own notifications, stay as "
        "they are. It is best to connect the company when this is done.",
    )


def left_as_they_are(language: Language) -> str:
    """Say that the cards stay."""
    return language.say("The cards stay as they are.")


def without_a_seat(language: Language) -> str:
    """Say that the company gets no seat."""
    return language.say("It stays without a seat. As long as its people are in the members’ channel, the cards wait.")


def seat_form(joiner: Joiner, language: Language) -> Block:
    """Draw the form that seats a company as a member."""
    say = language.say
    what = say(
        "It reads what is said from now on. What was said before is not its own; each owner can share a record anew.",
    )
    label = say("Company of the workspace {team}", team=joiner.team)
    return modal(
        say("Seat it as a member"),
        [section(what), entry(NAME, label, text_input(joiner.name) | {"max_length": NAME_LIMIT})],
        callback_id=SEAT_FORM,
        submit=say("Seat it"),
        close=say("Cancel"),
        private=joiner.token,
    )


def no_name(language: Language) -> str:
    """Say that a company needs a name."""
    return language.say("Write a name.")


def sits_already(language: Language) -> str:
    """Say that a company of that name sits in another seat, or that its workspace is another's."""
    return language.say(
        "A company of this name or workspace sits here already, in another seat. /coalition admit changes it."
    )


def is_seated(name: str, language: Language) -> str:
    """Say that a company is seated."""
    return language.say("{company} sits here as a member now.", company=name)


def move_form(coalition: Coalition, channels: Sequence[tuple[str, str]], room: Room, language: Language) -> Block:
    """Draw the form that moves the members' channel, or the open one."""
    say = language.say
    rooms = [(Room.MEMBERS.value, say("the members’ channel")), (Room.OPEN.value, say("the open channel"))]
    hint = say(
        "Invite Tocsin into the new channel first. Then paste its link or its id, which Slack shows in its details."
    )
    if channels:
        hint = say("You invited Tocsin into these.")
    return modal(
        say("Another channel"),
        [
            section(
                say(
                    "The message with the buttons and all further cards go to the new channel. What stands in the old "
                    "one stays there, and Tocsin says there where to go on. Whoever is in the new channel reads along.",
                ),
            ),
            entry(WHICH, say("What moves"), choice(rooms, room)),
            entry(CHANNEL, say("The new channel"), choice(channels) if channels else text_input(), hint=hint),
        ],
        callback_id=MOVE_FORM,
        submit=say("Move"),
        close=say("Cancel"),
        private=coalition.token,
    )


def no_such_channel(language: Language) -> str:
    """Say that a channel cannot be taken; not there and not theirs look alike."""
    return language.say("Tocsin is in no such channel together with you that is free and hosted by the same company.")


def moved(language: Language) -> str:
    """Say that the coalition goes on in the new channel."""
    return language.say("Done. The message with the buttons comes into the new channel and is pinned there.")


def farewell(channel: str, language: Language) -> Body:
    """Tell the old channel where the coalition goes on."""
    text = language.say("The coalition goes on in another channel: {channel}.", channel=f"<#{channel}>")
    return Body(text, [section(text)])
