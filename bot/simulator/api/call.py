"""Read one call of the app: whose token, which arguments."""

from dataclasses import dataclass
from typing import Any

from bot.simulator.arguments import parsed
from bot.simulator.errors import Refused, invalid_arguments
from bot.simulator.events import Desk
from bot.simulator.things import Channel, Copy, Json
from bot.simulator.world import World


@dataclass(frozen=True)
class Call:
    """One call of a method: the copy whose token came with it, and what it asks."""

    desk: Desk
    copy: Copy
    method: str
    arguments: Json

    @property
    def world(self) -> World:
        """Give the world it is about."""
        return self.desk.world

    def text(self, name: str) -> str | None:
        """Read an argument as text; None where it is not given."""
        value = self.arguments.get(name)
        return None if value is None else str(value)

    def needed(self, name: str) -> str:
        """Read an argument that the method cannot do without."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Read a yes or no, however it is written."""
        return str(self.arguments.get(name, "")).lower() in {"true", "1"}

    def number(self, name: str, default: int, most: int) -> int:
        """Read a count between 1 and `most`."""
        try:
            value = int(str(self.arguments.get(name) or default))
        except ValueError as broken:
            raise invalid_arguments(f"must be a number: {name}") from broken
        if not 1 <= value <= most:
            raise Refused("invalid_limit" if name == "limit" else "invalid_arguments")
        return value

    def structure(self, name: str, otherwise: str = "invalid_arguments") -> Any:
        """Read an argument that is JSON, written out inside a form or as it is."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return parsed(value.encode()) if value else None
        except ValueError as broken:
            raise Refused(otherwise) from broken

    def require(self, *scopes: str) -> None:
        """Refuse the call unless one of the scopes was granted."""
        if not set(scopes) & set(self.copy.scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(self.copy.scopes))

    def channel(self, name: str = "channel") -> Channel:
        """Find a channel that this copy's workspace can see and, if it is private, the copy is in."""
        channel = self.world.channels.get(self.text(name) or "")
        if channel is None or not self._sees(channel):
            raise Refused("channel_not_found")
        return channel

    def joined(self, name: str = "channel") -> Channel:
        """Find a channel that the copy is a member of."""
        channel = self.channel(name)
        if self.copy.workspace not in channel.copies:
            raise Refused("not_in_channel")
        return channel

    def _sees(self, channel: Channel) -> bool:
        inside = self.copy.workspace in channel.copies
        return inside or (not channel.private and self.copy.workspace in channel.workspaces)
