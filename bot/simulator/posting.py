"""Put messages into channels, change them and take them away."""

from collections.abc import Sequence
from typing import Any

from bot.simulator import events, identity
from bot.simulator.elements import identify
from bot.simulator.errors import faulty
from bot.simulator.events import Desk
from bot.simulator.files import picture_faults
from bot.simulator.ids import mint
from bot.simulator.limits import POSTED_TEXT, check_message
from bot.simulator.things import Channel, Copy, Json, Message, Person
from bot.simulator.world import World


def content(
    world: World, copy: Copy, text: str | None, blocks: list[Any] | None, limit: int = POSTED_TEXT
) -> tuple[str, list[Json]]:
    """Refuse a text and blocks that Slack would refuse from this copy; give them with every id filled in."""
    faults = check_message(text, blocks, text_limit=limit) or picture_faults(world, copy, blocks or [], "/blocks")
    if faults:
        raise faulty(faults)
    return text or _fallback(blocks or []), identify(blocks or [])


def _fallback(blocks: Sequence[Json]) -> str:
    """Give what Slack shows in a notification where the app gave no text."""
    texts = [each["text"]["text"] for each in blocks if isinstance(each.get("text"), dict)]
    return "\n".join(texts) or "This content can't be displayed."


def post(desk: Desk, channel: Channel, message: Message) -> Message:
    """Add a message to a channel and tell whoever hears it."""
    channel.messages.append(message)
    if message.to is None:
        events.spoken(desk, channel, message)
    desk.world.changed()
    return message


def authored(world: World, copy: Copy, text: str, blocks: list[Json], **more: Any) -> Message:
    """Make a message of a copy of the app."""
    return Message(world.clock.stamp(), copy.bot_user, text, blocks, copy=copy, **more)


def replace(desk: Desk, channel: Channel, message: Message, text: str, blocks: list[Json]) -> None:
    """Change what a message says."""
    before = identity.message(desk.world, message)
    message.text, message.blocks, message.values = text, blocks, {}
    message.edited = desk.world.clock.stamp()
    if message.to is None:
        events.altered(desk, channel, message, before)
    desk.world.changed()


def delete(desk: Desk, channel: Channel, message: Message) -> None:
    """Take a message away."""
    before = identity.message(desk.world, message)
    message.deleted = True
    channel.pins = [each for each in channel.pins if each != message.ts]
    if message.to is None:
        events.altered(desk, channel, message, before)
    desk.world.changed()


def direct(world: World, copy: Copy, person: Person) -> Channel:
    """Find or open the direct message between a copy and a person."""
    if found := world.direct(copy, person):
        return found
    channel = Channel(
        id=mint("D"),
        name="directmessage",
        host=copy.workspace,
        kind="im",
        private=True,
        members=[person.id],
        copies=[copy.workspace],
        created=int(world.clock.now()),
    )
    world.channels[channel.id] = channel
    world.changed()
    return channel
