"""A small world of five companies, and an app that only writes down what it hears."""

import copy
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import Simulator, Switchboard, running

Json = dict[str, Any]

SECRET = "shhh"
ROOM, LOBBY, VAULT, ATTIC = "C01ROOM", "C02LOBBY", "C03VAULT", "C04ATTIC"
HOST, PLAIN, TWIN, GRID, FAR = "T01HOST", "T02PLAIN", "T03TWIN", "T04GRID", "T05FAR"
ANA, GUS, BOB, TWAIN, GRETA, ZOE = "U01ANA", "U01GUS", "U02BOB", "U03TWAIN", "W04GRETA", "U05ZOE"
BOT, TWIN_BOT = "U0HOSTBOT", "U0TWINBOT"

SCOPES = [
    *("commands", "chat:write", "app_mentions:read", "users:read", "team:read", "channels:read", "groups:read"),
    *("im:read", "im:write", "im:history", "mpim:write", "pins:write", "files:read", "files:write"),
]
EVENTS = [
    *("app_mention", "message.im", "message.groups", "member_joined_channel", "member_left_channel"),
    *("channel_shared", "channel_unshared", "channel_id_changed", "app_uninstalled", "tokens_revoked"),
]

MANIFEST: Json = {
    "display_information": {"name": "bell"},
    "features": {
        "bot_user": {"display_name": "bell"},
        "slash_commands": [
            {"command": "/ring", "description": "Ring.", "usage_hint": "[why]", "should_escape": True},
            {"command": "/raw", "description": "Ring as typed."},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES, "bot_optional": ["groups:history", "channels:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True, "message_menu_options_url": "https://bell.example/options"},
    },
}

WORLD: Json = {
    "clock": "2018-08-24T09:00:00-07:00",
    "rate_limits": "off",
    "retry_delays": [0, 0.01, 0.02],
    "ack_seconds": 3,
    "app": {"id": "A0BELL", "signing_secret": SECRET, "manifest": MANIFEST},
    "workspaces": [
        {
            "id": HOST,
            "name": "Host",
            "domain": "host",
            "installed": {
                "token": "xoxb-host",
                "bot_user": BOT,
                "bot": "B0HOST",
                "optional_scopes": ["groups:history", "channels:history"],
            },
        },
        {"id": PLAIN, "name": "Plain"},
        {
            "id": TWIN,
            "name": "Twin",
            "installed": {
                "token": "xoxb-twin",
                "bot_user": TWIN_BOT,
                "bot": "B0TWIN",
                "optional_scopes": ["groups:history"],
            },
        },
        {"id": GRID, "name": "Grid", "enterprise": "E04GRID", "enterprise_name": "Grid Org"},
        {"id": FAR, "name": "Far"},
    ],
    "people": [
        {"id": ANA, "workspace": HOST, "name": "Ana Lopez", "handle": "ana", "title": "Lead", "locale": "en-GB"},
        {"id": GUS, "workspace": HOST, "name": "Gus Guest", "handle": "gus", "guest": True},
        {"id": BOB, "workspace": PLAIN, "name": "Bob Noël", "handle": "bob"},
        {"id": TWAIN, "workspace": TWIN, "name": "Twain", "handle": "twain"},
        {"id": GRETA, "workspace": GRID, "name": "Greta", "handle": "greta"},
        {"id": ZOE, "workspace": FAR, "name": "Zoe", "handle": "zoe"},
    ],
    "channels": [
        {
            "id": ROOM,
            "name": "coalition",
            "host": HOST,
            "private": True,
            "connected": [PLAIN, TWIN, GRID],
            "limited": [PLAIN],
            "members": [ANA, GUS, BOB, TWAIN, GRETA],
            "copies": [TWIN, HOST],
        },
        {"id": LOBBY, "name": "lobby", "host": HOST, "members": [ANA]},
        {"id": VAULT, "name": "vault", "host": HOST, "private": True, "members": [ANA]},
        {"id": ATTIC, "name": "attic", "host": HOST, "members": [ANA], "copies": [HOST], "archived": True},
    ],
}


def world(**changes: Any) -> Json:
    """Copy the small world, with some of its settings changed."""
    return {**copy.deepcopy(WORLD), **changes}


def manifest(**changes: Any) -> Json:
    """Copy the small world's app, with other scopes, events or settings."""
    made = copy.deepcopy(MANIFEST)
    made["oauth_config"]["scopes"]["bot"] = changes.get("scopes", SCOPES)
    made["settings"]["event_subscriptions"]["bot_events"] = changes.get("events", EVENTS)
    made["settings"]["interactivity"] |= changes.get("interactivity", {})
    return {**WORLD["app"], "manifest": made}


@dataclass(frozen=True)
class Heard:
    """One request that the app got."""

    headers: dict[str, str]
    body: bytes

    @property
    def payload(self) -> Json:
        """Read it, whichever of Slack's three ways it was written in."""
        if self.headers["content-type"] == "application/json":
            return json.loads(self.body)
        form = dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        return json.loads(form["payload"]) if "payload" in form else form

    @property
    def kind(self) -> str:
        """Name it: command, the type of an interaction, or an event's type."""
        payload = self.payload
        return "command" if "command" in payload else payload.get("event", payload)["type"]

    @property
    def well_signed(self) -> bool:
        """Check the signature against the secret, and its time against the real one."""
        stamp = self.headers["x-slack-request-timestamp"]
        digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + self.body, hashlib.sha256).hexdigest()
        return self.headers["x-slack-signature"] == f"v0={digest}" and abs(time.time() - int(stamp)) < 60


Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]] | None


class _Crowded(ThreadingHTTPServer):
    """A server that lets hundreds wait at its door; the standard five make the kernel turn others away."""

    request_queue_size = 512


class Recorder:
    """An app that writes down what it hears and answers as it was told."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answers: dict[str, Answer | Callable[[Heard], Answer]] = {}
        self._came = threading.Condition()
        self._server = _Crowded(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/slack/events"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def of(self, kind: str) -> list[Heard]:
        return [each for each in self.heard if each.kind == kind]

    def wait(self, kind: str, count: int = 1) -> list[Heard]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.of(kind)) >= count, 10), f"{kind} did not come {count} times"
            return self.of(kind)

    def payload(self, kind: str) -> Json:
        """Give the newest payload of a kind."""
        return self.wait(kind)[-1].payload

    def _hear(self, heard: Heard) -> Answer:
        with self._came:
            self.heard.append(heard)
            self._came.notify_all()
        answer = self.answers.get(heard.kind, (200, ""))
        return answer(heard) if callable(answer) else answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = recorder._hear(Heard({key.lower(): value for key, value in self.headers.items()}, body))
                if answer is None:
                    return
                status, said, *more = answer
                written = said.encode() if isinstance(said, str) else json.dumps(said).encode()
                kind = "text/plain" if isinstance(said, str) else "application/json"
                self.send_response(status)
                headers = {"Content-Type": kind, "Content-Length": str(len(written)), **(more[0] if more else {})}
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(written)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


@dataclass(frozen=True)
class Town:
    """A running local Slack, its switchboard and the app that listens."""

    simulator: Simulator
    app: Recorder

    @property
    def slack(self) -> Switchboard:
        return self.simulator.switchboard

    def client(self, token: str | None = "xoxb-host") -> WebClient:
        client = WebClient(token=token, base_url=f"{self.simulator.url}/api/")
        client.retry_handlers = []
        return client

    def card(self, *elements: Json, channel: str = ROOM, token: str = "xoxb-host") -> str:
        """Post a message with elements in it, and give its ts."""
        blocks = [{"type": "actions", "block_id": "does", "elements": list(elements or (button(),))}]
        return self.client(token).chat_postMessage(channel=channel, text="card", blocks=blocks)["ts"]

    def open(self, view: Json, person: str = BOB, token: str = "xoxb-host") -> Json:
        """Let a person press a button, and open a form for them."""
        ts = self.card(token=token)
        self.slack.click(person, "go", channel=ROOM, ts=ts)
        trigger = self.app.of("block_actions")[-1].payload["trigger_id"]
        return self.client(token).views_open(trigger_id=trigger, view=view)["view"]


@contextmanager
def town(declared: Json | None = None) -> Iterator[Town]:
    """Run a small world with its app."""
    app = Recorder()
    app.start()
    try:
        with running(declared or world(), app.url) as simulator:
            yield Town(simulator, app)
    finally:
        app.stop()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def button(action_id: str = "go", value: str = "x") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), "value": value}


def option(value: str) -> Json:
    return {"text": plain(value.capitalize()), "value": value}


def entry(block_id: str, element: Json, **more: Any) -> Json:
    """Make an input block around an element, whose action_id is always `it`."""
    element = {"action_id": "it", **element}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    blocks = blocks or (entry("what", {"type": "plain_text_input"}),)
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def refusal(call: Callable[[], Any]) -> SlackApiError:
    """Make a call that must be refused, and give the refusal."""
    try:
        call()
    except SlackApiError as refused:
        return refused
    raise AssertionError("It was not refused.")


def error(call: Callable[[], Any]) -> str:
    """Give the error code of a call that must be refused."""
    return refusal(call).response["error"]
