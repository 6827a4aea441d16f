"""The web face: what Slack signed is heard, whatever else comes is turned away early."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.traffic import Traffic
from bot.web import LONGEST_BODY, face

SECRET = "5ecre7"
WORDS = "3 payload servers & 100 % of “pages” from Iran"


@dataclass
class Heard:
    """What reached a listener."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, Any]] = field(default_factory=list)
    # How long somebody who computes meanwhile would have rested.
    rests: list[float] = field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def troubles() -> list[str]:
    return []


@pytest.fixture
def web(heard: Heard, troubles: list[str]) -> Iterator[httpx.Client]:
    traffic = Traffic(rest=heard.rests.append)
    app = App(
        signing_secret=SECRET,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1"),
    )

    @app.command("/takedown")
    def _takedown(ack: Any, body: dict[str, Any], request: Any) -> None:
        heard.bodies.append(body)
        heard.headers.append(request.headers)
        traffic.give_way()
        ack("Thank you")

    @app.event("app_mention")
    def _mention(body: dict[str, Any]) -> None:
        heard.bodies.append(body)

    server = uvicorn.Server(
        uvicorn.Config(
            face(
                app,
                signing_secret=SECRET,
                troubles=lambda: tuple(troubles),
                late=lambda: 7.0,
                traffic=traffic,
                patience=2,
            ),
            log_config=None,
            lifespan="off",
        )
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=[[listening]])
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
            yield client
        server.should_exit = True
        thread.join()


def signed(body: str | bytes, *, age: float = 0, secret: str = SECRET, kind: str = "json") -> dict[str, str]:
    stamp = str(int(time.time() - age))
    raw = body.encode() if isinstance(body, str) else body
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    content = {"json": "application/json", "form": "application/x-www-form-urlencoded"}[kind]
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": content}


COMMAND = urlencode({"command": "/takedown", "text": WORDS, "team_id": "T1", "user_id": "U1", "trigger_id": "1.2"})


def test_a_signed_command_is_heard_and_answered(web: httpx.Client, heard: Heard) -> None:
    answer = web.post("/slack/events", content=COMMAND, headers=signed(COMMAND, kind="form"))
    assert (answer.status_code, answer.text) == (200, "Thank you")
    assert [body["text"] for body in heard.bodies] == [WORDS]
    assert heard.rests == [0.02]


def test_a_signed_event_is_heard(web: httpx.Client, heard: Heard) -> None:
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention", "text": WORDS}}
    body = json.dumps(event)
    assert web.post("/slack/events", content=body, headers=signed(body)).status_code == 200
    assert heard.bodies == [event]


def test_slack_may_ask_whether_the_address_is_ours(web: httpx.Client) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"})
    answer = web.post("/slack/events", content=body, headers=signed(body))
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})


def test_slack_s_unsigned_check_is_answered_and_heard_by_nobody(web: httpx.Client, heard: Heard) -> None:
    answer = web.post("/slack/events", content=f"ssl_check=1&{COMMAND}")
    assert (answer.status_code, answer.text, heard.bodies) == (200, "", [])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": str(int(time.time()))},
        signed(COMMAND, secret="another", kind="form"),
        signed(COMMAND, age=301, kind="form"),
        signed(COMMAND, kind="form") | {"X-Slack-Request-Timestamp": "1" * 5000},
        signed(COMMAND, kind="form") | {"X-Slack-Request-Timestamp": "-1"},
        signed(COMMAND + "&text=more", kind="form"),
    ],
)
def test_what_slack_did_not_sign_is_heard_by_nobody(web: httpx.Client, heard: Heard, headers: dict[str, str]) -> None:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = web.post("/slack/events", content=COMMAND, headers=raw)
    assert (answer.status_code, heard.bodies) == (401, [])


def test_only_slack_s_own_headers_are_passed_on(web: httpx.Client, heard: Heard) -> None:
    headers = signed(COMMAND, kind="form") | {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Retry-Num": "2"}
    assert web.post("/slack/events", content=COMMAND, headers=headers).status_code == 200
    assert set(heard.headers[0]) == {"content-type", "x-slack-retry-num"}


def test_a_body_without_end_is_not_read(web: httpx.Client) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            read.append(1)
            yield b"x" * (LONGEST_BODY // 10)

    assert web.post("/slack/events", content=endless()).status_code == 413


def test_a_body_that_never_ends_keeps_nobody_waiting(web: httpx.Client) -> None:
    with socket.create_connection((web.base_url.host, web.base_url.port or 0)) as slow:
        slow.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na")
        assert slow.recv(100).startswith(b"HTTP/1.1 408 ")


def test_the_longest_body_is_heard(web: httpx.Client, heard: Heard) -> None:
    body = COMMAND + "&more=" + "x" * (LONGEST_BODY - len(COMMAND) - len("&more="))
    assert web.post("/slack/events", content=body, headers=signed(body, kind="form")).status_code == 200
    assert len(heard.bodies) == 1


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe"])
def test_a_signed_body_that_is_no_request_is_turned_away(web: httpx.Client, body: bytes) -> None:
    assert web.post("/slack/events", content=body, headers=signed(body)).status_code == 400


def test_an_unsigned_body_that_is_no_text_is_turned_away(web: httpx.Client) -> None:
    headers = signed(b"") | {"Content-Type": "text/plain"}
    assert web.post("/slack/events", content=b"\xff", headers=headers).status_code == 400


@pytest.mark.parametrize(("method", "path"), [("GET", "/slack/events"), ("PUT", "/slack/events"), ("GET", "/")])
def test_there_is_nothing_else(web: httpx.Client, method: str, path: str) -> None:
    assert web.request(method, path).status_code in {404, 405}


def test_health_says_what_is_missing(web: httpx.Client, troubles: list[str]) -> None:
    assert web.get("/health/live").json() == {"live": True}
    answer = web.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "troubles": [], "late_seconds": 7.0})
    troubles.append("Slack is out of reach.")
    answer = web.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "troubles": ["Slack is out of reach."], "late_seconds": 7.0}
    assert web.get("/health/live").status_code == 200
