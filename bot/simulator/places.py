"""Find what a person points at: a channel they are in, a message or a form before them, an element in it."""

from dataclasses import dataclass

from bot.simulator import elements, posting
from bot.simulator.errors import Denied
from bot.simulator.things import Channel, Copy, Json, Message, Person, View
from bot.simulator.world import World


@dataclass(frozen=True)
class Spot:
    """An element that somebody uses, and the message or the view that holds it."""

    person: Person
    block: Json
    element: Json
    copy: Copy
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    @property
    def values(self) -> dict[str, Json]:
        """Give what the elements around it hold for this person."""
        if self.view is not None:
            return self.view.values
        assert self.message is not None
        held = self.message.values.get(self.person.id)
        self.message.values[self.person.id] = elements.values(self.message.blocks, held)
        return self.message.values[self.person.id]

    @property
    def key(self) -> tuple[str, str]:
        """Give the two ids of the element."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def blocks(self) -> list[Json]:
        """List the blocks around it."""
        holder = self.view or self.message
        assert holder is not None
        return holder.blocks

    @property
    def everything_offered(self) -> dict[tuple[str, str], list[Json]]:
        """Give what the app offered for the external selects around it."""
        holder = self.view or self.message
        assert holder is not None
        return holder.offered

    @property
    def offered(self) -> list[Json]:
        """List what the app offered for an external select."""
        return self.everything_offered.setdefault(self.key, [])


def room(world: World, person: Person, channel: str) -> Channel:
    """Find a channel that a person is in; a bot user's id means the direct message with it."""
    copy = world.copy_of_bot(channel)
    if copy is not None:
        if world.live(copy.workspace) is None or not world.meets(copy, person):
            raise Denied("cannot_dm_bot", f"{person.name} cannot write to that app.")
        return posting.direct(world, copy, person)
    found = world.channel(channel)
    if person.id not in found.members:
        raise Denied("not_in_channel", f"{person.name} is not in {found.name}.", 403)
    return found


def top(world: World, person: Person, view_id: str | None) -> View:
    """Find the view that a person has on top."""
    stack = world.views.get(person.id, [])
    if not stack or (view_id and stack[-1].id != view_id):
        raise Denied("view_not_open", f"{person.name} does not have that form on top.", 404)
    return stack[-1]


def message(world: World, person: Person, channel: str, ts: str) -> tuple[Channel, Message]:
    """Find a message that a person sees."""
    place = room(world, person, channel)
    found = place.message(ts)
    if found is None or found.to not in {None, person.id}:
        raise Denied("message_not_found", f"{person.name} sees no message {ts} in {place.name}.", 404)
    return place, found


def spot(world: World, person: Person, said: Json, value: str | None = None) -> Spot:
    """Find the element that a person points at; a `value` tells buttons apart."""
    block_id, action_id = said.get("block_id"), said["action_id"]
    if said.get("view_id"):
        view = top(world, person, said["view_id"])
        block, element = elements.find(view.blocks, block_id, action_id, value)
        return Spot(person, block, element, view.copy, view=view)
    if not said.get("channel") or not said.get("ts"):
        raise Denied("no_place", "Say which view, or which channel and ts.", 400)
    channel, found = message(world, person, said["channel"], said["ts"])
    block, element = elements.find(found.blocks, block_id, action_id, value)
    if found.copy is None:
        raise Denied("no_such_element", "Only the app's messages can be used.")
    return Spot(person, block, element, found.copy, channel=channel, message=found)
