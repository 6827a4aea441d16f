"""What we hear, typed: the only place that knows where Slack's payloads keep things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom Slack signed for: a user, and every id that it gave for the user's own company."""

    user_id: str
    team_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that somebody attached: Slack's id of it, and its name, empty where Slack tells no more than the id."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What a form's fields hold, by block id."""

    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, block_id: str) -> str:
        """Read what was typed, chosen or picked; empty if nothing was."""
        element = self._element(block_id)
        chosen = element.get("selected_option") or {}
        picked = element.get("selected_date") or element.get("selected_date_time")
        return _typed(element.get("value") or picked or chosen.get("value"))

    def several(self, block_id: str) -> tuple[str, ...]:
        """Read every value that was chosen."""
        return tuple(_typed(option["value"]) for option in self._element(block_id).get("selected_options") or ())

    def files(self, block_id: str) -> tuple[Attached, ...]:
        """Read the files that were attached."""
        return _attached(self._element(block_id).get("files"))

    def day(self, block_id: str) -> date | None:
        """Read a day; None if none was picked."""
        picked = self.text(block_id)
        return date.fromisoformat(picked) if picked else None

    def action(self, block_id: str) -> str:
        """Give the action id of a field's element; empty if the form shows no such field."""
        return next(iter(self.state.get(block_id) or {}), "")

    def __contains__(self, block_id: str) -> bool:
        return block_id in self.state

    def _element(self, block_id: str) -> Mapping[str, Any]:
        return next(iter((self.state.get(block_id) or {}).values()), {}) or {}


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form that somebody has before them; `private` is the token that it carries."""

    id: str
    hash: str
    private: str
    callback_id: str
    values: Values


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command."""

    identity: Identity
    name: str
    text: str
    channel: str | None
    trigger: str
    installed_team: str | None
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Click:
    """A button, in a message or in a form; `value` is the token that the button carries.

    `ephemeral` where the message was for this person alone.
    """

    identity: Identity
    action: str
    value: str
    channel: str | None
    form: OpenForm | None
    trigger: str
    response_url: str
    installed_team: str | None
    ephemeral: bool = False
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent."""

    identity: Identity
    form: OpenForm
    installed_team: str | None
    channel: None = None
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A message shortcut: what somebody wants done with a message, which says `text` and stands in `channel`."""

    identity: Identity
    name: str
    text: str
    channel: str | None
    ts: str
    trigger: str
    response_url: str
    installed_team: str | None
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Words said to us: a mention in a channel, or a direct message, with the files that came with them."""

    identity: Identity
    text: str
    channel: str
    direct: bool
    event: str
    installed_team: str | None
    introduced: bool = False
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """Somebody came into a channel or left it; `is_us` where it is a copy of ours, of `installed_team`.

    `inviter` is empty where nobody invited them, or Slack does not say who did.
    """

    identity: Identity
    channel: str
    joined: bool
    is_us: bool
    inviter: str = ""
    installed_team: str | None = None


@dataclass(frozen=True, slots=True)
class NewChannelId:
    """Slack gave a channel another id."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Connected:
    """Slack connected a workspace, or an organisation, to a channel."""

    channel: str
    team: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """Slack disconnected a workspace from a channel."""

    channel: str
    team: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A workspace removed the app or took its token back."""

    team: str


Heard: TypeAlias = Command | Click | Submission | Shortcut | Message


def introduced(heard: Heard) -> Heard:
    """Say that Slack was asked who this is."""
    return replace(heard, introduced=True)


def command(body: Payload) -> Command:
    """Read a slash command; only users of a workspace with the app can type one, so its team is theirs."""
    return Command(
        identity=Identity(body["user_id"], _ids(body.get("team_id"), body.get("enterprise_id"))),
        name=body["command"],
        text=_typed(body.get("text")),
        channel=body.get("channel_id"),
        trigger=body["trigger_id"],
        installed_team=body.get("team_id"),
    )


def click(body: Payload) -> Click:
    """Read a click; `team` is the app's workspace here, so only `user.team_id` names the company."""
    action = body["actions"][0]
    view = body.get("view")
    return Click(
        identity=_clicker(body),
        action=action["action_id"],
        value=_typed(action.get("value") or (action.get("selected_option") or {}).get("value")),
        channel=(body.get("channel") or {}).get("id"),
        form=_form(view) if view else None,
        trigger=body.get("trigger_id") or "",
        response_url=body.get("response_url") or "",
        installed_team=(view or {}).get("app_installed_team_id") or (body.get("team") or {}).get("id"),
        ephemeral=bool((body.get("container") or {}).get("is_ephemeral")),
    )


def submission(body: Payload) -> Submission:
    """Read a form that was sent; `team` is the user's workspace here, and `enterprise_id` with it."""
    user, team = body["user"], body.get("team") or {}
    enterprise = team.get("enterprise_id") if team.get("id") == user.get("team_id") else None
    return Submission(
        identity=Identity(user["id"], _ids(user.get("team_id"), enterprise)),
        form=_form(body["view"]),
        installed_team=body["view"].get("app_installed_team_id"),
    )


def shortcut(body: Payload) -> Shortcut:
    """Read a message shortcut; like a command, only users of a workspace with the app have it.

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    user, team, shown = body["user"], body.get("team") or {}, body.get("message") or {}
    return Shortcut(
        identity=Identity(user["id"], _ids(user.get("team_id") or team.get("id"), team.get("enterprise_id"))),
        name=body.get("callback_id") or "",
        text=_typed(shown.get("text")),
        channel=(body.get("channel") or {}).get("id"),
        ts=str(shown.get("ts") or body.get("message_ts") or ""),
        trigger=body.get("trigger_id") or "",
        response_url=body.get("response_url") or "",
        installed_team=team.get("id"),
    )


def message(body: Payload) -> Message:
    """Read words said to us; for Grid companies `user_team` is an `E…` id."""
    event = body["event"]
    direct = event.get("type") == "message"
    return Message(
        identity=Identity(event["user"], _ids(event.get("user_team") or event.get("team"))),
        text=_without_mention(_typed(event.get("text"))),
        channel=event["channel"],
        direct=direct,
        event=f"{body.get('api_app_id')}:{body.get('event_id')}",
        installed_team=_installed_team(body),
        files=_attached(event.get("files")),
    )


def movement(body: Payload) -> Movement:
    """Read that somebody joined or left a channel."""
    event = body["event"]
    ours = {authorization.get("user_id") for authorization in body.get("authorizations") or ()}
    return Movement(
        identity=Identity(event["user"], _ids(event.get("team"))),
        channel=event["channel"],
        joined=event["type"] == "member_joined_channel",
        is_us=event["user"] in ours,
        inviter=_typed(event.get("inviter")),
        installed_team=_installed_team(body),
    )


def new_channel_id(body: Payload) -> NewChannelId:
    """Read that a channel has another id now."""
    return NewChannelId(body["event"]["old_channel_id"], body["event"]["new_channel_id"])


def connected(body: Payload) -> Connected:
    """Read that a workspace is connected to a channel now; https://docs.slack.dev/reference/events/channel_shared."""
    event = body["event"]
    return Connected(event["channel"], event.get("connected_team_id") or "")


def cut_off(body: Payload) -> CutOff:
    """Read that a workspace is connected to a channel no more; https://docs.slack.dev/reference/events/channel_unshared."""
    event = body["event"]
    return CutOff(event["channel"], event.get("previously_connected_team_id") or "")


def removal(body: Payload) -> Removal:
    """Read that a workspace is without the app now; no team where only the tokens of single users were taken back."""
    tokens = body["event"].get("tokens")
    return Removal("" if tokens and not tokens.get("bot") else body.get("team_id") or "")


def heard(body: Payload) -> Heard | None:
    """Read whatever somebody waits for an answer to; None for what only happened."""
    if "command" in body:
        return command(body)
    if body.get("type") == "block_actions":
        return click(body)
    if body.get("type") == "view_submission":
        return submission(body)
    if body.get("type") == "message_action":
        return shortcut(body)
    return message(body) if is_said_to_us(body) else None


def is_said_to_us(body: Payload) -> bool:
    """Tell whether a person said something new to us: a mention, or a direct message.

    What bots write is not heard, or copies of the app would talk to each other.
    """
    event = body.get("event") or {}
    is_for_us = event.get("type") == "app_mention" or event.get("channel_type") == "im"
    return is_for_us and not _is_from_a_bot(body) and _is_new(event)


def _is_from_a_bot(body: Payload) -> bool:
    """Tell whether a bot wrote this; another copy of ours counts, which Bolt's own filter misses."""
    event = body.get("event") or {}
    return bool(event.get("bot_id") or event.get("bot_profile") or event.get("app_id") == body.get("api_app_id"))


def _is_new(event: Payload) -> bool:
    """Tell whether somebody wrote something new: no edit, no deletion, no notice of Slack's."""
    return bool(event.get("user")) and event.get("subtype") in (None, "file_share", "thread_broadcast")


def _clicker(body: Payload) -> Identity:
    user, team = body["user"], body.get("team") or {}
    at_home = user.get("team_id") in (None, team.get("id"))
    enterprise = (body.get("enterprise") or {}).get("id") if at_home else None
    return Identity(user["id"], _ids(user.get("team_id") or team.get("id"), enterprise))


def _form(view: Payload) -> OpenForm:
    return OpenForm(
        id=view["id"],
        hash=view.get("hash") or "",
        private=_typed(view.get("private_metadata")),
        callback_id=view.get("callback_id") or "",
        values=Values((view.get("state") or {}).get("values") or {}),
    )


# What Slack's ids of files are made of; whatever else comes is no file.
_FILE_ID = re.compile(r"F[A-Z0-9]{1,30}")


def _attached(files: Any) -> tuple[Attached, ...]:
    """Read files; of another company's Slack tells no more than the id, so that `files.info` has to be asked.

    https://docs.slack.dev/apis/slack-connect
    """
    told = [one for one in files or () if isinstance(one, Mapping) and _FILE_ID.fullmatch(str(one.get("id")))]
    return tuple(Attached(str(one["id"]), _typed(one.get("name"))[:_LONGEST_NAME]) for one in told)


_LONGEST_NAME = 200


def _installed_team(body: Payload) -> str | None:
    authorizations: Sequence[Payload] = body.get("authorizations") or ()
    return authorizations[0].get("team_id") if authorizations else None


def _ids(*ids: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for id_ in ids if id_))


# PostgreSQL keeps no NUL, and half of a surrogate pair can be written to nothing at all.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def _typed(text: Any) -> str:
    """Take words without the space around them; a character that cannot be kept becomes the mark for such."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", str(text or "")).strip()


_MENTION = re.compile(r"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[:,]?\s*")


def _without_mention(text: str) -> str:
    return _MENTION.sub("", text).strip()
