"""Carry signed payloads to the app: three seconds for an answer, retries for events alone."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from bot.simulator.carrying import Address, NoAnswer, address, carry
from bot.simulator.things import Fault, Json
from bot.simulator.world import World

_SUCCESS = 2
_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}
_HANDS = 32


@dataclass(frozen=True)
class Parcel:
    """A payload on its way: `event` names the event inside, `workspace` the copy that it is for."""

    kind: str
    workspace: str
    payload: Json
    event: str | None = None

    def body(self) -> tuple[bytes, str]:
        """Write it as Slack does: events as JSON, commands as a form, the rest as JSON inside a form."""
        if self.kind == "event":
            return json.dumps(self.payload).encode(), "application/json"
        form = self.payload if self.kind == "command" else {"payload": json.dumps(self.payload)}
        return urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back; `error` says why nothing did: timeout, connection_failed, too_large or lost."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    number: int = 0

    @property
    def acked(self) -> bool:
        """Tell whether the app answered in time, and well."""
        return self.error is None and self.status // 100 == _SUCCESS

    @property
    def is_json(self) -> bool:
        """Tell whether the app called its answer JSON."""
        kinds = [value for key, value in self.headers.items() if key.lower() == "content-type"]
        return any(each.partition(";")[0].strip().lower() == "application/json" for each in kinds)

    def json(self) -> Any:
        """Read the answer as JSON; None where it is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class Postman:
    """Deliver for one world, to one address."""

    def __init__(self, world: World, app_url: str | None) -> None:
        self._world = world
        self._app: Address | None = None
        self.connect(app_url)
        self._bag = ThreadPoolExecutor(max_workers=_HANDS, thread_name_prefix="slack-events")
        self._timers: set[threading.Timer] = set()
        self._closed = False
        self._over = threading.Event()

    def connect(self, app_url: str | None) -> None:
        """Say where the app listens, if anywhere. Raises ValueError."""
        self._app = address(app_url) if app_url else None

    def send(self, parcel: Parcel, attempt: int = 1, headers: Mapping[str, str] | None = None) -> Reply:
        """Deliver once and wait for the answer, unless a fault was ordered."""
        fault = self._fault(parcel)
        if fault is None:
            return self._note(parcel, attempt, self._carry(parcel, headers or {}))
        return self._fail(fault, parcel, attempt, headers or {})

    def post(self, parcel: Parcel) -> None:
        """Deliver an event in its own time, and again if the app does not answer well."""
        with self._world.lock:
            if not self._closed:
                self._bag.submit(self._deliver, parcel, 0, "")

    def close(self) -> None:
        """Stop retrying, forget what was not yet sent, and wait for what is under way."""
        with self._world.lock:
            self._closed = True
            timers = list(self._timers)
        self._over.set()
        for timer in timers:
            timer.cancel()
        self._bag.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, parcel: Parcel, retry: int, reason: str) -> None:
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        reply = self.send(parcel, retry + 1, headers)
        lower = {each.lower(): value for each, value in reply.headers.items()}
        delays = self._world.settings.retry_delays
        if reply.acked or reply.error == "lost" or lower.get("x-slack-no-retry") == "1" or retry >= len(delays):
            return
        again = threading.Timer(
            delays[retry], self._again, (parcel, retry + 1, _REASONS.get(reply.error or "", "http_error"))
        )
        again.daemon = True
        with self._world.lock:
            if not self._closed:
                self._timers.add(again)
                again.start()

    def _again(self, parcel: Parcel, retry: int, reason: str) -> None:
        with self._world.lock:
            self._timers.discard(threading.current_thread())
            if not self._closed:
                self._bag.submit(self._deliver, parcel, retry, reason)

    def _fault(self, parcel: Parcel) -> Fault | None:
        with self._world.lock:
            return self._world.fault(delivery=(parcel.kind, parcel.event or parcel.kind))

    def _fail(self, fault: Fault, parcel: Parcel, attempt: int, headers: Mapping[str, str]) -> Reply:
        if fault.kind == "lost":
            return self._note(parcel, attempt, Reply(0, error="lost"))
        if fault.kind == "drop_before":
            return self._note(parcel, attempt, Reply(0, error="connection_failed"))
        if fault.kind in {"error", "http"}:
            return self._note(parcel, attempt, Reply(fault.status))
        if fault.kind == "slow":
            # Waiting is what was ordered; the person's three seconds begin when it is sent.
            self._over.wait(fault.seconds or 0)
        reply = self._note(parcel, attempt, self._carry(parcel, headers))
        if fault.kind == "twice":
            self._note(parcel, attempt, self._carry(parcel, headers))
        return Reply(0, error="timeout") if fault.kind == "drop_after" else reply

    def _carry(self, parcel: Parcel, headers: Mapping[str, str]) -> Reply:
        app = self._app
        if app is None:
            return Reply(0, error="connection_failed")
        body, kind = parcel.body()
        signed = {**self._signed(body), "Content-Type": kind, **headers}
        try:
            answer = carry(app, body, signed, self._world.settings.ack_seconds)
        except NoAnswer as nothing:
            return Reply(0, error=str(nothing))
        return Reply(answer.status, answer.content, answer.headers)

    def _signed(self, body: bytes) -> dict[str, str]:
        """Sign with the real time of day: that is what the app compares it with."""
        now = str(int(time.time()))
        secret = self._world.app.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
        agent = "Slackbot 1.0 (+https://api.slack.com/robots)"
        return {"User-Agent": agent, "X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}

    def _note(self, parcel: Parcel, attempt: int, reply: Reply) -> Reply:
        world = self._world
        with world.lock:
            number = world.deliveries[-1]["number"] + 1 if world.deliveries else 1
            world.deliveries.append(
                {
                    "number": number,
                    "kind": parcel.kind,
                    "event": parcel.event,
                    "workspace": parcel.workspace,
                    "attempt": attempt,
                    "status": reply.status,
                    "error": reply.error,
                    "body": parcel.payload,
                }
            )
        world.changed()
        return replace(reply, number=number)
