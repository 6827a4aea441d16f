"""Hold everything a small Slack is made of, behind one lock."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.errors import Denied
from bot.simulator.things import (
    App,
    Channel,
    Copy,
    Fault,
    Json,
    Pace,
    Person,
    ResponseUrl,
    Settings,
    StoredFile,
    Trigger,
    View,
    Workspace,
)


@dataclass
class World:
    """All workspaces, people, channels and what happened in them."""

    app: App
    workspaces: dict[str, Workspace]
    people: dict[str, Person]
    copies: dict[str, Copy]
    channels: dict[str, Channel]
    clock: Clock
    settings: Settings = field(default_factory=Settings)
    pace: Pace = field(default_factory=Pace)
    views: dict[str, list[View]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    notices: dict[str, list[Json]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=20_000))
    deliveries: deque[Json] = field(default_factory=lambda: deque(maxlen=20_000))
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    address: str = ""
    version: int = 0
    closed: bool = False
    lock: Any = field(default_factory=threading.RLock)
    listeners: set[Callable[[], None]] = field(default_factory=set)

    def changed(self) -> None:
        """Count a change and wake whoever watches."""
        with self.lock:
            self.version += 1
            listeners = list(self.listeners)
        for listener in listeners:
            listener()

    def person(self, user: str) -> Person:
        """Find a person, or deny that they exist."""
        if user not in self.people:
            raise Denied("user_not_found", f"Nobody here has the id {user}.", 404)
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """Find a channel, or deny that it exists."""
        if channel not in self.channels:
            raise Denied("channel_not_found", f"There is no channel {channel}.", 404)
        return self.channels[channel]

    def workspace_of(self, user: str) -> Workspace | None:
        """Find the workspace of a person or of a bot user."""
        person = self.people.get(user)
        copy = self.copy_of_bot(user)
        home = person.workspace if person else copy.workspace if copy else None
        return self.workspaces[home] if home else None

    def copy_of_bot(self, bot_user: str) -> Copy | None:
        """Find the copy of the app that is this bot user."""
        return next((each for each in self.copies.values() if each.bot_user == bot_user), None)

    def live(self, workspace: str) -> Copy | None:
        """Find the copy in a workspace, if it is still installed there."""
        copy = self.copies.get(workspace)
        return None if copy is None or copy.token in self.gone else copy

    def live_copies(self, channel: Channel) -> list[Copy]:
        """List the copies in a channel, in the order in which they joined."""
        return [copy for each in channel.copies if (copy := self.live(each))]

    def meets(self, copy: Copy, person: Person) -> bool:
        """Tell whether a copy may talk to a person: same workspace, or a channel with both."""
        return copy.workspace == person.workspace or any(
            person.id in each.members and copy.workspace in each.copies
            for each in self.channels.values()
            if each.kind == "channel"
        )

    def outside(self, channel: Channel) -> bool:
        """Tell whether people of several companies meet in a channel, a direct message included."""
        homes = {self.people[each].workspace for each in channel.members}
        return channel.shared or (channel.kind != "channel" and bool(homes - {channel.host}))

    def direct(self, copy: Copy, person: Person) -> Channel | None:
        """Find the direct message between a copy and a person."""
        return next((each for each in self.directs(copy) if each.members == [person.id]), None)

    def directs(self, copy: Copy) -> Iterator[Channel]:
        """Go through the direct messages of a copy."""
        return (each for each in self.channels.values() if each.kind == "im" and each.copies == [copy.workspace])

    def view(self, view_id: str) -> View | None:
        """Find an open view."""
        return next((each for stack in self.views.values() for each in stack if each.id == view_id), None)

    def notify(self, person: str, text: str, channel: str | None = None) -> None:
        """Tell one person something in Slack's own name."""
        stamp = self.clock.stamp()
        notice = {"id": stamp, "text": text, "channel": channel, "at": self.clock.moment().isoformat()}
        self.notices.setdefault(person, []).append(notice)
        self.changed()

    def fault(self, *, method: str | None = None, delivery: tuple[str, ...] = ()) -> Fault | None:
        """Take the first waiting fault that fits a call or a delivery."""
        for each in self.faults:
            fits = each.method in {method, "*"} if method else each.delivery in {*delivery, "*"}
            if fits:
                each.times -= 1
                if each.times <= 0:
                    self.faults.remove(each)
                return each
        return None
