"""The addresses of the local Slack: Web API, uploads, downloads, response_url, page and switchboard."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.simulator import downloads, outcomes
from bot.simulator.api import methods
from bot.simulator.arguments import Sent, parsed, read
from bot.simulator.control import control_routes
from bot.simulator.errors import Refused
from bot.simulator.events import Desk
from bot.simulator.faults import failing
from bot.simulator.things import Json

PAGE = Path(__file__).parent / "page"


def application(desk: Desk) -> ASGIApp:
    """Build the whole of it."""
    routes = [
        Route("/api/{method}", _api(desk), methods=["GET", "POST"]),
        Route("/upload/{ticket}", _upload(desk), methods=["POST", "PUT"]),
        Route("/files/{file}/{name:path}", _download(desk)),
        Route("/response/{ticket}", _respond(desk), methods=["POST"]),
        Route("/signin", _sign_in),
        Mount("/_control", routes=control_routes(desk)),
        Route("/", _page),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return Severable(Starlette(routes=routes))


class Severable:
    """Let a response cut its connection, as a fault may order."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep uvicorn's transport in reach: ASGI itself knows no way to hang up."""
        cycle = getattr(send, "__self__", None)
        scope["transport"] = getattr(cycle, "transport", None)
        await self._app(scope, receive, send)


class Severed(Response):
    """Hang up without a word."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close the connection and wait until it is closed, so that nothing is sent instead."""
        transport = scope.get("transport")
        if transport is None:
            await super().__call__(scope, receive, send)
            return
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


Endpoint = Callable[[Request], Awaitable[Response]]


def _api(desk: Desk) -> Endpoint:
    async def call(request: Request) -> Response:
        name = request.path_params["method"]
        try:
            sent = await read(request)
        except Refused as refused:
            return _answered(methods.Answer(refused.body()))

        def run() -> methods.Answer:
            return methods.answer(desk, name, sent)

        def noted(done: methods.Answer) -> None:
            copy = next((each for each in desk.world.copies.values() if each.token == sent.token), None)
            with desk.world.lock:
                methods.note(desk, name, copy, sent, done)

        return await failing(desk.world, name, run, _answered, noted)

    return call


def _answered(done: methods.Answer | None) -> Response:
    """Write an answer; none at all means that the connection is cut."""
    if done is None:
        return Severed()
    return JSONResponse(done.body, done.status, dict(done.headers), "application/json; charset=utf-8")


def _upload(desk: Desk) -> Endpoint:
    async def upload(request: Request) -> Response:
        content = await _content(request)

        def run() -> methods.Answer:
            with desk.world.lock:
                return _stored(desk, request.path_params["ticket"], content)

        def written(done: methods.Answer | None) -> Response:
            return Severed() if done is None else PlainTextResponse(str(done.body.get("text", done.body)), done.status)

        return await failing(desk.world, "upload", run, written)

    return upload


def _stored(desk: Desk, ticket: str, content: bytes) -> methods.Answer:
    file_id = desk.world.uploads.get(ticket)
    if file_id is None:
        return methods.Answer({"text": "no such upload"}, 404)
    stored = desk.world.files[file_id]
    if len(content) != stored.length:
        return methods.Answer({"text": f"expected {stored.length} bytes"}, 400)
    stored.content = content
    del desk.world.uploads[ticket]
    desk.world.changed()
    return methods.Answer({"text": f"OK - {len(content)}"})


async def _content(request: Request) -> bytes:
    """Read an upload, sent as it is or as the one file of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for _, value in form.multi_items():
            if not isinstance(value, str):
                return await value.read()
    return b""


def _download(desk: Desk) -> Endpoint:
    async def download(request: Request) -> Response:
        person, token = request.query_params.get("as"), request.headers.get("authorization", "").removeprefix("Bearer ")

        def run() -> methods.Answer:
            with desk.world.lock:
                return downloads.fetched(desk, request.path_params["file"], person, token)

        def written(done: methods.Answer | None) -> Response:
            if done is None:
                return Severed()
            if done.status == HTTPStatus.FOUND:
                # Slack does not say 403: it sends whoever lacks a good token to a sign-in page, with 200.
                return RedirectResponse("/signin", 302)
            stored = done.body.get("file")
            if stored is None:
                headers = dict(done.headers)
                code = done.status if done.status != HTTPStatus.OK else HTTPStatus.INTERNAL_SERVER_ERROR
                return Response(status_code=code, headers=headers)
            return Response(stored.content, media_type=stored.mimetype)

        return await failing(desk.world, "download", run, written, spoil=downloads.spoilt)

    return download


def _respond(desk: Desk) -> Endpoint:
    async def respond(request: Request) -> Response:
        try:
            said = parsed(await request.body())
        except ValueError:
            said = None
        answer: Json = said if isinstance(said, dict) else {}

        def run() -> methods.Answer:
            try:
                outcomes.respond(desk, request.path_params["ticket"], answer)
            except Refused as refused:
                return methods.Answer(refused.body(), refused.status)
            return methods.Answer({"ok": True})

        def noted(done: methods.Answer) -> None:
            with desk.world.lock:
                methods.note(desk, "response_url", None, Sent(None, answer), done)

        def run_noted() -> methods.Answer:
            done = run()
            noted(done)
            return done

        def written(done: methods.Answer | None) -> Response:
            if done is not None and done.body == {"ok": True}:
                return PlainTextResponse("ok")
            return _answered(done)

        return await failing(desk.world, "response_url", run_noted, written, noted)

    return respond


async def _page(_: Request) -> Response:
    page = PAGE / "index.html"
    if not await run_in_threadpool(page.exists):
        return HTMLResponse("<!doctype html><title>Local Slack</title><p>There is no page yet.")
    return FileResponse(page, headers={"Cache-Control": "no-store"})


async def _sign_in(_: Request) -> Response:
    await asyncio.sleep(0)
    return HTMLResponse(downloads.SIGN_IN)
