"""The web face: Slack's requests, checked before anything else looks at them, and how Tocsin is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.context import BoltContext
from slack_bolt.request.internals import build_context
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.traffic import Traffic

# Slack's largest, a form with every field full, is far below; a stranger's endless body is not read to its end.
LONGEST_BODY = 1_000_000
# Slack sends a request at once; whoever takes longer keeps a connection that others could use.
BODY_SECONDS = 10
# The time of day has ten digits, and Python reads no number of many thousands.
_LONGEST_STAMP = 12
# A listener may wait two seconds for Slack or for the database's only writer, so there are more than cores.
THREADS = 64

_FORM = "application/x-www-form-urlencoded"
# Bolt obeys further headers of its own, which no signature covers.
_PASSED_ON = ("content-type", "x-slack-retry-num", "x-slack-retry-reason")

Troubles = Callable[[], tuple[str, ...]]
Late = Callable[[], float | None]


def face(
    app: App,
    *,
    signing_secret: str,
    troubles: Troubles,
    late: Late = lambda: None,
    traffic: Traffic | None = None,
    patience: float = BODY_SECONDS,
) -> Starlette:
    """Make the web application; `troubles` says in sentences what keeps Tocsin from its work.

    `late` says for how many seconds the clock's work has been waiting, which is no reason to send nothing here;
    `traffic` learns who is being answered; `patience` is for how many seconds a request may take to arrive.
    """
    ears = Ears(app, signing_secret, traffic or Traffic(), patience)

    async def ready(_: Request) -> Response:
        found = await anyio.to_thread.run_sync(troubles)
        status = HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK
        waited = await anyio.to_thread.run_sync(late)
        return JSONResponse({"ready": not found, "troubles": found, "late_seconds": waited}, status)

    async def live(_: Request) -> Response:
        return JSONResponse({"live": True})

    return Starlette(
        routes=[
            Route("/slack/events", ears.hear, methods=["POST"]),
            Route("/health/live", live),
            Route("/health/ready", ready),
        ],
    )


class Ears:
    """Hears what Slack signed, and has Bolt answer it in a thread."""

    def __init__(self, app: App, signing_secret: str, traffic: Traffic, patience: float) -> None:
        self._app = app
        self._traffic = traffic
        self._patience = patience
        self._verifier = SignatureVerifier(signing_secret)
        self._threads: CapacityLimiter | None = None

    async def hear(self, request: Request) -> Response:
        """Answer one request of Slack's."""
        body: bytes | None = None
        with anyio.move_on_after(self._patience) as waited:
            body = await _read(request)
        if waited.cancelled_caught:
            return PlainTextResponse("This came too slowly.", HTTPStatus.REQUEST_TIMEOUT, {"Connection": "close"})
        if body is None:
            return PlainTextResponse("This is more than Slack ever sends.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return _unreadable()
        if not self._is_signed(request.headers, text):
            # Slack asks this of a command's address now and then, unsigned, and wants no answer but yes.
            # https://docs.slack.dev/interactivity/implementing-slash-commands
            is_check = "ssl_check=1" in text.split("&")
            status = HTTPStatus.OK if is_check else HTTPStatus.UNAUTHORIZED
            return PlainTextResponse("" if is_check else "This was not signed by Slack.", status)
        if self._threads is None:
            self._threads = CapacityLimiter(THREADS)
        with self._traffic.answering():
            return await anyio.to_thread.run_sync(self._answer, request.headers, text, limiter=self._threads)

    def _is_signed(self, headers: Mapping[str, str], body: str) -> bool:
        stamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        if stamp is None or signature is None or not (stamp.isdecimal() and signature.isascii()):
            return False
        if len(stamp) > _LONGEST_STAMP:
            return False
        return self._verifier.is_valid(body, stamp, signature)

    def _answer(self, headers: Mapping[str, str], body: str) -> Response:
        try:
            request = _bolt_request(headers, body)
        except ValueError:
            return _unreadable()
        return _response(self._app.dispatch(request))


async def _read(request: Request) -> bytes | None:
    """Read the body; None if it is too long, or if whoever sent it went away."""
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > LONGEST_BODY:
                return None
    except ClientDisconnect:
        return None
    return bytes(chunks)


def _bolt_request(headers: Mapping[str, str], body: str) -> BoltRequest:
    """Make Bolt's request; ValueError for a body that is not what it says."""
    request = BoltRequest(body=body, headers={name: headers[name] for name in _PASSED_ON if name in headers})
    if not request.body and request.content_type == _FORM:
        # Bolt takes a command in which somebody wrote the word "payload" for a form's, and finds nothing in it.
        request.body = dict(parse_qsl(body, keep_blank_values=True))
        request.context = build_context(BoltContext(), request.body)
    return request


def _unreadable() -> Response:
    return PlainTextResponse("This is neither a form nor JSON.", HTTPStatus.BAD_REQUEST)


def _response(answer: BoltResponse) -> Response:
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    return Response(body, answer.status, answer.first_headers_without_set_cookie())
