"""Hold everything a small Slack is made of, behind one lock."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.clock import Clock
from bot.simulator.errors import Denied

Json = dict[str, Any]


@dataclass(frozen=True)
class App:
    """The one app of this Slack, as its manifest describes it."""

    id: str
    name: str
    signing_secret: str
    manifest: Json

    @property
    def commands(self) -> list[Json]:
        """List the slash commands that the manifest declares."""
        return list(self.manifest.get("features", {}).get("slash_commands", []))

    @property
    def events(self) -> frozenset[str]:
        """Name the events that the app subscribed to."""
        return frozenset(self.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))

    @property
    def interactivity(self) -> Json:
        """Give the interactivity settings of the manifest."""
        return dict(self.manifest.get("settings", {}).get("interactivity", {}))


@dataclass(frozen=True)
class Copy:
    """The app as installed in one workspace: its own bot user, token and granted scopes."""

    workspace: str
    token: str
    bot_user: str
    bot: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Workspace:
    """One company's Slack; `enterprise` only on Enterprise Grid."""

    id: str
    name: str
    domain: str
    colour: str
    enterprise: str | None = None
    enterprise_name: str | None = None
    shows_enterprise: bool = False

    @property
    def shown(self) -> str:
        """Give the id that names the workspace in messages and clicks: T…, or E… where Grid does so."""
        return self.enterprise if self.shows_enterprise and self.enterprise else self.id


@dataclass(frozen=True)
class Person:
    """Somebody with a Slack account in one workspace."""

    id: str
    workspace: str
    name: str
    handle: str
    title: str = ""
    tz: str = "America/Los_Angeles"
    locale: str = "en-US"
    guest: bool = False


@dataclass
class Message:
    """A message in a channel; `to` is its only reader where it is ephemeral."""

    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited: str | None = None
    to: str | None = None
    copy: Copy | None = None
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    deleted: bool = False
    values: dict[str, Json] = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)


@dataclass
class Channel:
    """A channel or a direct message; `copies` are workspaces, in the order in which their copy of the app joined."""

    id: str
    name: str
    host: str
    kind: str = "channel"
    private: bool = False
    connected: list[str] = field(default_factory=list)
    limited: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    archived: bool = False
    pins: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    created: int = 0

    @property
    def shared(self) -> bool:
        """Tell whether several companies sit in it."""
        return bool(self.connected)

    @property
    def workspaces(self) -> list[str]:
        """List the workspaces that can see it, the host first."""
        return [self.host, *self.connected]

    def message(self, ts: str) -> Message | None:
        """Find a message that was not deleted."""
        return next((each for each in reversed(self.messages) if each.ts == ts and not each.deleted), None)


@dataclass
class View:
    """A modal that one person has open; `body` is what the app sent, with ids filled in."""

    id: str
    owner: str
    copy: Copy
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    pending: bool = False
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """List the view's blocks."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


@dataclass
class StoredFile:
    """A file, whole or still expected; `user` is the one who uploaded it."""

    id: str
    name: str
    title: str
    user: str
    workspace: str
    created: int
    length: int = 0
    content: bytes | None = None
    complete: bool = False
    deleted: bool = False
    mimetype: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)


@dataclass
class Trigger:
    """A trigger_id: who may open a form with it, until when, and from which view it came."""

    copy: Copy
    person: str
    born: float
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A response_url: where it answers to, and how often it has."""

    copy: Copy
    person: str
    channel: str
    born: float
    ts: str | None = None
    ephemeral: bool = False
    uses: int = 0


@dataclass
class Pace:
    """What was called lately: by method and workspace, and the last post of each channel."""

    calls: dict[tuple[str, str], deque[float]] = field(default_factory=dict)
    posts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What a world says of the rules of its Slack."""

    rate_limits: bool = True
    retry_delays: tuple[float, ...] = (0, 60, 300)
    ack_seconds: float = 3


@dataclass
class Fault:
    """A failure that waits for the next matching call or delivery."""

    kind: str
    method: str | None = None
    delivery: str | None = None
    error: str = "internal_error"
    status: int = 500
    retry_after: int | None = None
    seconds: float | None = None
    times: int = 1


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
