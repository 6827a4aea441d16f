"""Files as they are fetched: who may, what a wrong token gets, and how a download can go wrong."""

from collections.abc import Iterator

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.simulator import files
from bot.simulator.api import methods
from bot.simulator.events import Desk
from bot.simulator.things import Fault, StoredFile

SIGN_IN = "<!doctype html><title>Slack</title><p>Sign in to see this file."
# `longer` goes on with so many of such pieces of nothing.
_PIECE, _PIECES = b"\n" * 65_536, 250


def fetched(desk: Desk, file_id: str, person: str | None, token: str) -> methods.Answer:
    """Find a file for a person or for a copy that may see it; whoever may not is sent to sign in, as by Slack."""
    stored = desk.world.files.get(file_id)
    if stored is None or stored.content is None:
        return methods.Answer({}, 404)
    allowed = files.seen_by(desk.world, person, stored) or _may_download(desk, token, stored)
    return methods.Answer({"file": stored}) if allowed else methods.Answer({}, 302)


def _may_download(desk: Desk, token: str, stored: StoredFile) -> bool:
    copy = next((each for each in desk.world.copies.values() if each.token == token), None)
    if copy is None or desk.world.live(copy.workspace) is None or "files:read" not in copy.scopes:
        return False
    return files.visible(desk.world, copy, stored)


def spoilt(fault: Fault, done: methods.Answer) -> Response:
    """Answer a download in the way that a fault orders."""
    stored = done.body.get("file")
    content = stored.content or b"" if isinstance(stored, StoredFile) else b""
    match fault.kind:
        case "redirect":
            return RedirectResponse(fault.to, 302)
        case "sign_in":
            return HTMLResponse(SIGN_IN)
        case "longer":
            return StreamingResponse(_endless(content), media_type="text/plain")
        case _:
            return Cut(content)


def _endless(content: bytes) -> Iterator[bytes]:
    yield content
    for _ in range(_PIECES):
        yield _PIECE


class Cut(Response):
    """Send half of what was announced, and hang up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Announce the whole, and close the connection after the half."""
        headers = MutableHeaders(raw=list(self.raw_headers))
        await send({"type": "http.response.start", "status": 200, "headers": headers.raw})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        transport = scope.get("transport")
        if transport is not None:
            transport.close()
            while (await receive())["type"] != "http.disconnect":
                pass
