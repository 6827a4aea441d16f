"""Work the switchboard of a local Slack from Python: act as anybody, read what they see."""

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from bot.simulator.errors import Denied

Json = dict[str, Any]
T = TypeVar("T")
_TIMEOUT = 60.0
# So many seconds after the last change of the world somebody who waits asks again.
_SOON = 0.1
_LAST = 10**9


class Switchboard:
    """A client of `/_control`; a refusal is raised as Denied."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def ask(self, path: str, body: Json | None = None, **query: Any) -> Json:
        """Send one request to the switchboard; with a body it is a POST."""
        address = f"{self.url}/_control/{path}" + (f"?{urlencode(query)}" if query else "")
        given = {key: value for key, value in (body or {}).items() if value is not None}
        data = None if body is None else json.dumps(given).encode()
        request = urllib.request.Request(address, data, {"Content-Type": "application/json"})  # noqa: S310 - Ours.
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - The same.
                read: Json = json.load(answer)
                return read
        except urllib.error.HTTPError as refused:
            with refused:
                raise _denied(refused.code, refused.read()) from refused

    # What a person does.

    def say(self, as_: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()) -> Json:
        """Write into a channel, or to the app under its bot user's id."""
        said = {"as": as_, "channel": channel, "text": text, "thread_ts": thread_ts, "files": list(files)}
        return self.ask("say", said)

    def command(self, as_: str, channel: str, command: str, text: str = "") -> Json:
        """Type a slash command."""
        return self.ask("command", {"as": as_, "channel": channel, "command": command, "text": text})

    def shortcut(self, as_: str, channel: str, ts: str, name: str) -> Json:
        """Use a message shortcut, by its callback id."""
        return self.ask("shortcut", {"as": as_, "channel": channel, "ts": ts, "name": name})

    def click(
        self,
        as_: str,
        action_id: str,
        *,
        value: str | None = None,
        values: Mapping[str, Any] | None = None,
        **place: str | None,
    ) -> Json:
        """Press a button in the given view_id or channel and ts, else the newest place that shows it.

        `values` are typed into the fields around it first, as in `submit`.
        """
        said = {"as": as_, **self._place(as_, action_id, value, place), "value": value}
        return self.ask("click", {**said, "values": dict(values or {})})

    def choose(
        self, as_: str, action_id: str, value: Any, *, values: Mapping[str, Any] | None = None, **place: str | None
    ) -> Json:
        """Use any other element; `values` are typed into the fields around it first."""
        said = {"as": as_, **self._place(as_, action_id, None, place), "value": value}
        return self.ask("choose", {**said, "values": dict(values or {})})

    def suggest(
        self, as_: str, action_id: str, value: str, *, values: Mapping[str, Any] | None = None, **place: str | None
    ) -> Json:
        """Type into an external select; `values` are typed into the fields around it first."""
        said = {"as": as_, **self._place(as_, action_id, None, place), "value": value}
        return self.ask("suggest", {**said, "values": dict(values or {})})

    def submit(self, as_: str, values: Mapping[str, Any] | None = None, view_id: str | None = None) -> Json:
        """Fill and send the form on top."""
        return self.ask("submit", {"as": as_, "view_id": view_id, "values": dict(values or {})})

    def close(self, as_: str, view_id: str | None = None, *, all_: bool = False) -> Json:
        """Close the form on top, or all."""
        return self.ask("close", {"as": as_, "view_id": view_id, "all": all_})

    def dismiss(self, as_: str, notice: str | None = None) -> Json:
        """Forget notices."""
        return self.ask("dismiss", {"as": as_, "id": notice})

    def upload(self, as_: str, name: str, content: bytes, channel: str | None = None) -> Json:
        """Bring a file along; the answer's `file` has its id."""
        encoded = base64.b64encode(content).decode()
        return self.ask("upload", {"as": as_, "name": name, "content_base64": encoded, "channel": channel})

    def delete_file(self, as_: str, file: str) -> Json:
        """Delete a file of one's own."""
        return self.ask("delete_file", {"as": as_, "id": file})

    # What changes around people.

    def join(self, as_: str, channel: str) -> Json:
        """Let a person into a channel."""
        return self.ask("join", {"as": as_, "channel": channel})

    def leave(self, as_: str, channel: str) -> Json:
        """Let a person go out of a channel."""
        return self.ask("leave", {"as": as_, "channel": channel})

    def share(self, channel: str, workspace: str) -> Json:
        """Connect a company to a channel."""
        return self.ask("share", {"channel": channel, "workspace": workspace})

    def unshare(self, channel: str, workspace: str) -> Json:
        """Disconnect a company from a channel."""
        return self.ask("unshare", {"channel": channel, "workspace": workspace})

    def rename_id(self, channel: str) -> str:
        """Give a channel another id, and say which."""
        return str(self.ask("rename_id", {"channel": channel})["id"])

    def archive(self, channel: str, *, archived: bool = True) -> Json:
        """Archive a channel, or bring it back."""
        return self.ask("archive", {"channel": channel, "archived": archived})

    def invite_app(self, channel: str, workspace: str, as_: str | None = None) -> Json:
        """Add a workspace's copy of the app to a channel; `as_` is who invites it."""
        return self.ask("invite_app", {"channel": channel, "workspace": workspace, "as": as_})

    def remove_app(self, channel: str, workspace: str) -> Json:
        """Take a workspace's copy of the app out of a channel."""
        return self.ask("remove_app", {"channel": channel, "workspace": workspace})

    def uninstall(self, workspace: str) -> Json:
        """Remove the app from a workspace."""
        return self.ask("uninstall", {"workspace": workspace})

    def revoke(self, workspace: str) -> Json:
        """Revoke the token of a workspace's copy."""
        return self.ask("revoke", {"workspace": workspace})

    def fault(self, **what: Any) -> Json:
        """Make the next matching call or delivery fail."""
        return self.ask("fault", what)

    def advance(self, seconds: float) -> Json:
        """Move the world's clock forward."""
        return self.ask("clock", {"advance": seconds})

    def connect(self, app_url: str) -> Json:
        """Say where the app listens."""
        return self.ask("connect", {"app_url": app_url})

    # What there is to see.

    def state(self, as_: str | None = None) -> Json:
        """Give what a person sees, or everything."""
        return self.ask("state", None, **({"as": as_} if as_ else {}))

    def people(self) -> Json:
        """List everybody, by company."""
        return self.ask("people")

    def channel(self, as_: str | None, channel: str) -> Json:
        """Give a channel as a person sees it, found by its id, its name or the bot user that it is with."""
        for each in self.state(as_)["channels"]:
            if channel in {each["id"], each["name"], each["with"]}:
                found: Json = each
                return found
        raise Denied("channel_not_found", f"{as_} sees no channel {channel}.", 404)

    def seen(self, as_: str, channel: str) -> list[Json]:
        """List the messages that a person sees in a channel, oldest first."""
        messages: list[Json] = self.channel(as_, channel)["messages"]
        return messages

    def view(self, as_: str) -> Json | None:
        """Give the form that a person has on top."""
        views: list[Json] = self.state(as_)["views"]
        return views[-1] if views else None

    def notices(self, as_: str) -> list[str]:
        """List what Slack itself told a person, oldest first."""
        return [each["text"] for each in self.state(as_)["notices"]]

    def calls(self, method: str | None = None, *, since: int = 0) -> list[Json]:
        """List the calls that the app made, after the one of a number."""
        return [each for each in self.ask("calls", since=since)["since"] if method in {None, each["method"]}]

    def last_call(self) -> int:
        """Give the number of the newest call that the app made."""
        # Nothing is newer than this, so that none is shown again.
        number: int = self.ask("calls", since=_LAST)["newest"]
        return number

    def deliveries(self, kind: str | None = None) -> list[Json]:
        """List what was delivered to the app; `kind` may be the name of an event."""
        return [each for each in self.ask("deliveries")["since"] if kind in {None, each["kind"], each["event"]}]

    def text(self, shown: Json | None) -> str:
        """Flatten all that can be read in a message or a form."""
        return "\n".join(_words(shown)) if shown else ""

    def wait(self, predicate: Callable[[], T], seconds: float = 30) -> T:
        """Ask again after each change of the world until the answer is something; fail after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            version = self.ask("changed", since=-1, seconds=0)["version"]
            answer = predicate()
            if answer:
                return answer
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Nothing of what was awaited happened in {seconds} seconds.")
            # The predicate may look at more than this Slack, so that it is asked again soon in any case.
            self.ask("changed", since=version, seconds=min(left, _SOON))

    def _place(self, as_: str, action_id: str, value: str | None, place: Mapping[str, str | None]) -> Json:
        """Find the newest place where a person sees an element: their form, or a message."""
        if place.get("view_id") or place.get("ts"):
            return {**place, "action_id": action_id}
        state = self.state(as_)
        if state["views"] and not place.get("channel") and _holds(state["views"][-1], action_id, value):
            return {**place, "action_id": action_id, "view_id": state["views"][-1]["id"]}
        rooms = [
            each for each in state["channels"] if place.get("channel") in {None, each["id"], each["name"], each["with"]}
        ]
        shown = [
            (message["ts"], room["id"])
            for room in rooms
            for message in room["messages"]
            if _holds(message, action_id, value)
        ]
        if not shown:
            raise Denied("no_such_element", f"{as_} sees nothing called {action_id}.", 404)
        ts, channel = max(shown)
        return {**place, "action_id": action_id, "channel": channel, "ts": ts}


def _holds(shown: Any, action_id: str, value: str | None) -> bool:
    if isinstance(shown, dict):
        if shown.get("action_id") == action_id and value in {None, shown.get("value")}:
            return True
        return any(_holds(each, action_id, value) for each in shown.values())
    return isinstance(shown, list) and any(_holds(each, action_id, value) for each in shown)


def _words(shown: Any) -> Iterator[str]:
    """Go through the texts of blocks: every plain string under a key that people read."""
    read = {"text", "title", "submit", "close", "trouble", "label", "hint", "placeholder", "initial_value", "alt_text"}
    if isinstance(shown, list):
        for each in shown:
            yield from _words(each)
    elif isinstance(shown, dict):
        for key, value in shown.items():
            if isinstance(value, str) and (key in read or key == "errors"):
                yield value
            elif key == "errors" and isinstance(value, dict):
                yield from (str(each) for each in value.values())
            elif isinstance(value, (dict, list)):
                yield from _words(value)


def _denied(status: int, body: bytes) -> Denied:
    try:
        said = json.loads(body)
    except ValueError:
        said = {"error": "http_error", "message": body.decode("utf-8", "replace")}
    return Denied(said["error"], said["message"], status)
