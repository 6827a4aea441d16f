"""pins.add: keep a message in sight."""

import re

from bot.simulator.api.call import Call
from bot.simulator.errors import Refused
from bot.simulator.things import Json

MOST_PINS = 100


def add(call: Call) -> Json:
    """Pin a message to its channel."""
    channel = call.joined()
    ts = call.text("timestamp")
    if not ts:
        raise Refused("no_item_specified")
    if not re.fullmatch(r"\d+\.\d{6}", ts):
        raise Refused("bad_timestamp")
    message = channel.message(ts)
    if message is None or message.to is not None:
        raise Refused("message_not_found")
    if channel.archived:
        raise Refused("is_archived")
    if ts in channel.pins:
        raise Refused("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise Refused("too_many_pins")
    channel.pins.append(ts)
    call.world.changed()
    return {}
