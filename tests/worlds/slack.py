"""The local Slack and Tocsin in one process, both real, with nothing running between two acts.

Tocsin's web face is asked with signed requests and calls the local Slack over HTTP; its courier, porter and jobs go
when the story says so. All that Tocsin says is captured on its way.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from starlette.types import ASGIApp, Message

from bot.simulator import outcomes
from bot.simulator import web as slack_web
from bot.simulator.api import methods
from bot.simulator.arguments import Sent
from bot.simulator.errors import Refused
from bot.simulator.events import Desk
from bot.simulator.postman import Parcel, Reply

T = TypeVar("T")
Json = dict[str, Any]
SECRET = "worlds-secret"
_ASKED = ("users.", "conversations.", "auth.", "team.", "files.getUploadURL", "files.delete", "pins.")
# Slack's own, which say nothing and are never the same.
_HANDLES = {"trigger_id", "view_id", "hash", "metadata"}


@dataclass(frozen=True)
class Call:
    """One call of Tocsin's to Slack: what it asked, and the file that it carried, if any."""

    method: str
    arguments: Json
    content: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether somebody is shown it: what Tocsin asks Slack is shown to nobody."""
        return not self.method.startswith(_ASKED)

    @property
    def pieces(self) -> list[str]:
        """What it shows, piece by piece: its blocks, and the rest."""
        return [*_pieces(self.arguments), *self.content.splitlines()]

    def __str__(self) -> str:
        shown = {name: value for name, value in self.arguments.items() if name not in _HANDLES}
        return f"{self.method} {json.dumps(shown, ensure_ascii=False, sort_keys=True)}"


def _pieces(said: Any) -> list[str]:
    """Take apart what is shown into blocks, and what stands around them."""
    if not isinstance(said, dict):
        return [json.dumps(said, ensure_ascii=False)]
    blocks = [json.dumps(block, ensure_ascii=False) for block in said.get("blocks") or ()]
    inner = _pieces(said["view"]) if isinstance(said.get("view"), dict) else []
    rest = {key: value for key, value in said.items() if key not in {"blocks", "view"}}
    return [*blocks, *inner, json.dumps(rest, ensure_ascii=False)]


def pieces_of(answer: str) -> list[str]:
    """Take apart what Tocsin answered at once."""
    return _pieces(json.loads(answer)) if answer.startswith("{") else [answer]


class Wire:
    """Carries Tocsin's calls to the local Slack and Slack's requests to Tocsin; keeps what Tocsin said."""

    desk: Desk
    face: ASGIApp

    def __init__(self) -> None:
        self.calls: list[Call] = []
        # Methods that Slack refuses.
        self.refused: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="worlds-wire", daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._hear, "127.0.0.1", 0))
        host, port = self._server.sockets[0].getsockname()
        self.url = f"http://{host}:{port}"

    def close(self) -> None:
        """Hang up."""
        self._server.close()
        self._run(self._server.wait_closed())
        self._run(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def ask(self, parcel: Parcel) -> Reply:
        """Bring Tocsin a payload, signed as Slack signs it, and wait for its answer."""
        body, kind = parcel.body()
        stamp = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "content-type": kind,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={digest}",
        }
        return self._run(self._asked(body, headers))

    async def _asked(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        sent: list[Message] = []

        async def receive() -> Message:
            await asyncio.sleep(0)
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            await asyncio.sleep(0)
            sent.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/slack/events",
            "raw_path": b"/slack/events",
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        await self.face(scope, receive, send)
        content = b"".join(each.get("body", b"") for each in sent)
        said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], content, said)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        request, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        answer = self._answered(request.split(" ")[1], headers, body)
        content = json.dumps(answer.body).encode()
        writer.write(
            f"HTTP/1.1 {answer.status} .\r\nContent-Type: application/json; charset=utf-8\r\n"
            f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
            + content
        )
        await writer.drain()
        writer.close()

    def _answered(self, target: str, headers: Mapping[str, str], body: bytes) -> methods.Answer:
        address = urlsplit(target)
        _, kind, name, *_ = address.path.split("/")
        if kind == "upload":
            self.calls.append(Call("upload", {}, body.decode("utf-8-sig")))
            return slack_web._stored(self.desk, name, body)
        is_json = headers.get("content-type", "").startswith("application/json")
        said = json.loads(body) if is_json and body else {}
        form = {} if is_json else dict(parse_qsl(body.decode()))
        if kind == "response":
            self.calls.append(Call("response_url", said))
            return self._responded(name, said)
        arguments = {**dict(parse_qsl(address.query)), **form}
        if name in self.refused:
            return methods.Answer({"ok": False, "error": "missing_scope"})
        self.calls.append(Call(name, {**arguments, **said}))
        return methods.answer(self.desk, name, Sent(headers["authorization"].split(" ")[1], arguments, said))

    def _responded(self, ticket: str, said: Json) -> methods.Answer:
        try:
            outcomes.respond(self.desk, ticket, said)
        except Refused as refused:
            return methods.Answer(refused.body(), refused.status)
        return methods.Answer({"ok": True}, HTTPStatus.OK)


class Hand:
    """Slack's postman: what somebody does is delivered at once, and what happened waits for `settle`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._waiting: list[Parcel] = []
        self.replies: list[Reply] = []

    def send(self, parcel: Parcel) -> Reply:
        """Deliver, and wait for the answer."""
        self.replies.append(self._wire.ask(parcel))
        return self.replies[-1]

    def post(self, parcel: Parcel) -> None:
        """Keep an event: it is told while the world is still held."""
        self._waiting.append(parcel)

    def settle(self) -> list[Reply]:
        """Deliver the events."""
        waiting, self._waiting = self._waiting, []
        return [self._wire.ask(parcel) for parcel in waiting]
