"""A Slack of a few lines for the interleavings: a call succeeds, fails, or kills the process that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse


class Killed(BaseException):
    """The process dies here; nothing of it runs on."""


class Fault(StrEnum):
    """What happens to the next call."""

    NONE = "none"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    SLOW = "slow"
    TIMED_OUT_AFTER = "timed_out_after"
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"


# As long as a call may take at most.
TIME_OUT = timedelta(seconds=10)


def refusal(
    error: str, *, status: int = 200, retry_after: str | None = None, errors: tuple[str, ...] = ()
) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error, "errors": list(errors)},
        headers={} if retry_after is None else {"Retry-After": retry_after},
        status_code=status,
    )
    return SlackApiError("refused", response)


def before(fault: Fault) -> BaseException | None:
    """Say how a call fails that is never done."""
    match fault:
        case Fault.REFUSED:
            return URLError(ConnectionRefusedError())
        case Fault.TOO_MANY:
            return refusal("ratelimited", status=429, retry_after="7")
        case Fault.ERROR_BEFORE:
            return refusal("service_unavailable", status=503)
        case Fault.CUT_BEFORE:
            return RemoteDisconnected()
        case Fault.KILLED_BEFORE:
            return Killed()
    return None


def after(fault: Fault) -> BaseException | None:
    """Say how a call fails that was done."""
    match fault:
        case Fault.ERROR_AFTER:
            return refusal("internal_error", status=500)
        case Fault.CUT_AFTER:
            return RemoteDisconnected()
        case Fault.TIMED_OUT_AFTER:
            return TimeoutError()
        case Fault.KILLED_AFTER:
            return Killed()
    return None


@dataclass
class Message:
    """What stands in a channel; `posted_at` by Slack's clock."""

    channel: str
    ts: str
    token: str
    text: str
    posted_at: datetime
    file: str | None = None
    pinned: bool = False
    deleted: bool = False


@dataclass
class File:
    """What was uploaded; `ready_at` when it is whole."""

    name: str
    ready_at: datetime | None = None
    deleted: bool = False


@dataclass
class TinySlack:
    """Channels, their messages, and the fault that waits; stands in for a `WebClient`, as Slack does for it."""

    clock: Callable[[], datetime]
    advance: Callable[[timedelta], None]
    history_granted: bool
    messages: list[Message] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    revoked: bool = False
    fault: Fault = Fault.NONE
    # The bytes go to an address that takes everything.
    timeout: int = 10
    ssl: None = None

    def for_posting(self, _team: str | None) -> TinySlack:
        return self

    def standing(self, channel: str | None = None) -> list[Message]:
        return [message for message in self.messages if not message.deleted and channel in {None, message.channel}]

    def conversations_open(self, *, users: list[str]) -> dict[str, Any]:
        return {"channel": {"id": f"D-{users[0]}"}}

    def chat_postMessage(  # noqa: N802  slack_sdk names it.
        self, *, channel: str, text: str, blocks: list[dict[str, Any]], metadata: dict[str, Any], **_more: Any
    ) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            file = self._shown(blocks)
            now = self.clock()
            last = max((message.posted_at for message in self.messages if message.channel == channel), default=None)
            if last is not None and now - last < timedelta(seconds=1):
                raise refusal("ratelimited", status=429, retry_after="1")
            ts = f"{now.timestamp():.0f}.{len(self.messages):06}"
            self.messages.append(Message(channel, ts, metadata["event_payload"]["token"], text, now, file))
            return {"ts": ts}

        return self._call(channel, act)

    def chat_update(
        self, *, channel: str, ts: str, text: str, blocks: list[dict[str, Any]], **_more: Any
    ) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            message, file = self._find(channel, ts), self._shown(blocks)
            message.text, message.file = text, file
            return {"ts": ts}

        return self._call(channel, act)

    def chat_delete(self, *, channel: str, ts: str) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            self._find(channel, ts).deleted = True
            return {"ts": ts}

        return self._call(channel, act)

    def pins_add(self, *, channel: str, timestamp: str) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            message = self._find(channel, timestamp)
            if message.pinned:
                raise refusal("already_pinned")
            message.pinned = True
            return {}

        return self._call(channel, act)

    def conversations_history(self, *, channel: str, oldest: str, latest: str, **_more: Any) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            if not self.history_granted:
                raise refusal("missing_scope")
            found = [m for m in self.standing(channel) if float(oldest) <= m.posted_at.timestamp() <= float(latest)]
            told = [{"ts": m.ts, "metadata": {"event_payload": {"token": m.token}}} for m in found]
            return {"messages": [{"ts": "1.0", "text": "somebody talks"}, *told]}

        return self._call(channel, act)

    def files_getUploadURLExternal(self, *, filename: str, length: int) -> dict[str, Any]:  # noqa: N802  As above.
        def act() -> dict[str, Any]:
            file_id = f"F{len(self.files)}"
            assert length
            self.files[file_id] = File(filename)
            return {"file_id": file_id, "upload_url": "data:,OK"}

        return self._call("", act)

    def files_completeUploadExternal(self, *, files: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N802  As above.
        def act() -> dict[str, Any]:
            self.files[files[0]["id"]].ready_at = self.clock() + timedelta(seconds=1)
            return {}

        return self._call("", act)

    def files_delete(self, *, file: str) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            if file not in self.live_files():
                raise refusal("file_not_found")
            self.files[file].deleted = True
            return {}

        return self._call("", act)

    def live_files(self) -> set[str]:
        return {name for name, file in self.files.items() if file.ready_at is not None and not file.deleted}

    def _shown(self, blocks: list[dict[str, Any]]) -> str | None:
        for block in blocks:
            file_id: str = block["slack_file"]["id"]
            file = self.files[file_id]
            if file.deleted or file.ready_at is None or file.ready_at > self.clock():
                raise refusal("invalid_blocks", errors=("invalid slack file [json-pointer:/blocks/0/slack_file]",))
            return file_id
        return None

    def _find(self, channel: str, ts: str) -> Message:
        for message in self.standing(channel):
            if message.ts == ts:
                return message
        raise refusal("message_not_found")

    def _call(self, channel: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        fault, self.fault = self.fault, Fault.NONE
        if failure := before(fault):
            raise failure
        if self.revoked:
            raise refusal("token_revoked")
        if channel in self.closed:
            raise refusal("not_in_channel")
        if fault is Fault.SLOW:
            self.advance(TIME_OUT)
        answer = act()
        if fault is Fault.TIMED_OUT_AFTER:
            self.advance(TIME_OUT)
        if failure := after(fault):
            raise failure
        return answer
