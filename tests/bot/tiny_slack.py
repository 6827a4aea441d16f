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


def refusal(error: str, *, status: int = 200, retry_after: str | None = None) -> SlackApiError:
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
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
    pinned: bool = False
    deleted: bool = False


@dataclass
class TinySlack:
    """Channels, their messages, and the fault that waits; stands in for a `WebClient`, as Slack does for it."""

    clock: Callable[[], datetime]
    advance: Callable[[timedelta], None]
    history_granted: bool
    messages: list[Message] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    revoked: bool = False
    fault: Fault = Fault.NONE

    def for_posting(self, _team: str | None) -> TinySlack:
        return self

    def standing(self, channel: str | None = None) -> list[Message]:
        return [message for message in self.messages if not message.deleted and channel in {None, message.channel}]

    def conversations_open(self, *, users: list[str]) -> dict[str, Any]:
        return {"channel": {"id": f"D-{users[0]}"}}

    def chat_postMessage(  # noqa: N802  slack_sdk names it.
        self, *, channel: str, text: str, metadata: dict[str, Any], **_more: Any
    ) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            now = self.clock()
            last = max((message.posted_at for message in self.messages if message.channel == channel), default=None)
            if last is not None and now - last < timedelta(seconds=1):
                raise refusal("ratelimited", status=429, retry_after="1")
            ts = f"{now.timestamp():.0f}.{len(self.messages):06}"
            self.messages.append(Message(channel, ts, metadata["event_payload"]["token"], text, now))
            return {"ts": ts}

        return self._call(channel, act)

    def chat_update(self, *, channel: str, ts: str, text: str, **_more: Any) -> dict[str, Any]:
        def act() -> dict[str, Any]:
            self._find(channel, ts).text = text
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
