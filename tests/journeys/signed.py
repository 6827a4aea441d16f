"""Requests that the local Slack would not send: altered, replayed, late, unsigned; each by hand."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
SECRET = "journey-secret"


@dataclass(frozen=True)
class Answered:
    """What the bot answered."""

    status: int
    text: str

    @property
    def json(self) -> Json:
        """The answer as JSON; empty where it is none."""
        return json.loads(self.text) if self.text.startswith("{") else {}


def post(
    url: str,
    body: bytes,
    kind: str = "application/x-www-form-urlencoded",
    *,
    secret: str | None = SECRET,
    stamp: int | None = None,
) -> Answered:
    """Send a body as Slack does; with another secret, none at all, or a stamp of another time."""
    at = str(int(time.time()) if stamp is None else stamp)
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at}
    if secret is not None:
        digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        headers["X-Slack-Signature"] = f"v0={digest}"
    request = urllib.request.Request(f"{url}/slack/events", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answered(answer.status, answer.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answered(refused.code, refused.read().decode())


def interaction(payload: Json) -> bytes:
    """Write a click or a form as Slack does."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def event(payload: Json) -> bytes:
    """Write an event as Slack does."""
    return json.dumps(payload).encode()


def altered(payload: Json, **changes: Any) -> Json:
    """Copy a payload with some parts changed; `user__team_id=` reaches into a part."""
    made = copy.deepcopy(payload)
    for path, value in changes.items():
        *parts, last = path.split("__")
        place: Any = made
        for part in parts:
            place = place[int(part) if part.isdecimal() else part]
        place[last] = value
    return made
