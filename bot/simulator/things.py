"""The things that a small Slack is made of."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

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
    def shortcuts(self) -> list[Json]:
        """List the shortcuts that the manifest declares."""
        return list(self.manifest.get("features", {}).get("shortcuts", []))

    @property
    def events(self) -> frozenset[str]:
        """Name the events that the app subscribed to."""
        return frozenset(self.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))

    @property
    def hears_direct_messages(self) -> bool:
        """Tell whether people may write to the app: not where its Messages tab is off or read-only."""
        home = self.manifest.get("features", {}).get("app_home", {})
        return self.sends_direct_messages and home.get("messages_tab_read_only_enabled") is not True

    @property
    def sends_direct_messages(self) -> bool:
        """Tell whether the app may write to people: not where its Messages tab is off."""
        home = self.manifest.get("features", {}).get("app_home", {})
        return home.get("messages_tab_enabled") is not False

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

    def scope(self, what: str) -> str:
        """Name the scope that an app needs for this kind of channel, such as `groups:read`."""
        kinds = {"im": "im", "mpim": "mpim", "channel": "groups" if self.private else "channels"}
        return f"{kinds[self.kind]}:{what}"

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
    ready_at: float = 0
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
    file_seconds: float = 1


# How only a download can fail: sent elsewhere, to sign in, cut off half-way, or without an end.
DOWNLOAD_FAULTS = frozenset({"redirect", "sign_in", "cut", "longer"})


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
    to: str = ""
    times: int = 1
