"""The switchboard: act as anybody, read everything, change the world, order faults."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator import acting, rooms, sights
from bot.simulator.arguments import parsed
from bot.simulator.errors import Denied
from bot.simulator.events import Desk
from bot.simulator.things import Json
from bot.simulator.watching import beyond, watching
from bot.simulator.world import World

Act = Callable[[Desk, Json], Json]
Endpoint = Callable[[Request], Awaitable[Response]]

PATIENCE = 30.0
HANDS = 100
_BEAT = 15.0

ACTS: dict[str, Act] = {
    "say": acting.say,
    "command": acting.command,
    "shortcut": acting.shortcut,
    "click": acting.click,
    "choose": acting.choose,
    "suggest": acting.suggest,
    "submit": acting.submit,
    "close": acting.close,
    "upload": acting.upload,
    "delete_file": acting.delete_file,
    "dismiss": acting.dismiss,
}

CHANGES: dict[str, Act] = {
    "join": rooms.join,
    "leave": rooms.leave,
    "share": rooms.share,
    "unshare": rooms.unshare,
    "rename_id": rooms.rename_id,
    "archive": rooms.archive,
    "invite_app": rooms.invite_app,
    "remove_app": rooms.remove_app,
    "uninstall": rooms.uninstall,
    "revoke": rooms.revoke,
    "clock": rooms.advance,
    "connect": rooms.connect,
    "fault": rooms.fault,
}


_WORDS = {
    *("as", "channel", "ts", "thread_ts", "view_id", "block_id", "action_id", "id", "workspace"),
    *("text", "command", "name", "content_base64", "app_url", "method", "delivery", "kind", "error", "to"),
}
_NUMBERS = {"advance", "seconds", "times", "status", "retry_after"}


class Said(dict[str, Any]):
    """What was sent to the switchboard; a part that is needed and missing, or of a wrong kind, is asked for."""

    def __init__(self, sent: Json) -> None:
        super().__init__({key: value for key, value in sent.items() if value is not None})
        for key, value in sent.items():
            if key in _WORDS and not isinstance(value, str | None):
                raise Denied("bad_part", f"Say {key} as a text.", 400)
            if key in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float | None)):
                raise Denied("bad_part", f"Say {key} as a number.", 400)
        if not all(isinstance(each, str) for each in _listed(sent.get("files"))):
            raise Denied("bad_part", "Say files as a list of ids.", 400)

    def __missing__(self, key: str) -> Any:
        """Ask for the part."""
        raise Denied("missing", f"Say {key}.", 400)


def _listed(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else [] if sent is None else [None]


def control_routes(desk: Desk) -> list[Route]:
    """List the switchboard's addresses."""
    # An act waits for the app, which calls back meanwhile: it must not use up the threads that answer those calls.
    hands = CapacityLimiter(HANDS)
    posts = [Route(f"/{name}", _doing(desk, act, hands), methods=["POST"]) for name, act in ACTS.items()]
    posts += [Route(f"/{name}", _doing(desk, _locked(act), hands), methods=["POST"]) for name, act in CHANGES.items()]
    gets = [
        Route("/people", _reading(desk, lambda _: sights.people(desk.world))),
        Route("/state", _reading(desk, lambda request: _state(desk.world, request))),
        Route("/calls", _reading(desk, lambda request: _past(desk.world.calls, request))),
        Route("/deliveries", _reading(desk, lambda request: _past(desk.world.deliveries, request))),
        Route("/fault", _reading(desk, lambda _: {"faults": sights.everything(desk.world)["faults"]})),
        Route("/fault", _reading(desk, lambda _: _forget(desk.world)), methods=["DELETE"]),
        Route("/changed", _changed(desk.world)),
        Route("/stream", _stream(desk.world)),
    ]
    return posts + gets


def _state(world: World, request: Request) -> Json:
    someone = request.query_params.get("as")
    return sights.before(world, world.person(someone)) if someone else sights.everything(world)


def _past(happened: Sequence[Json], request: Request) -> Json:
    """Show what happened after a number that somebody has seen, and the newest number."""
    seen = request.query_params.get("since", "0")
    since = int(seen) if seen.isdecimal() else 0
    return {
        "newest": happened[-1]["number"] if happened else 0,
        "since": [one for one in happened if one["number"] > since],
    }


def _forget(world: World) -> Json:
    world.faults.clear()
    return {"ok": True}


def _locked(act: Act) -> Act:
    """Make a change of the world one step, and tell those who watch."""

    def change(desk: Desk, said: Json) -> Json:
        with desk.world.lock:
            done = act(desk, said)
        desk.world.changed()
        return done

    return change


def _reading(desk: Desk, look: Callable[[Request], Json]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        def run() -> bytes:
            # Written out under the lock: what is shown is the world's own and may change right after.
            with desk.world.lock:
                return json.dumps(look(request)).encode()

        return await _carefully(run_in_threadpool(run))

    return endpoint


def _doing(desk: Desk, act: Act, hands: CapacityLimiter) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            said = parsed(await request.body())
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return JSONResponse({"error": "invalid_json", "message": "Send a JSON object."}, 400)

        def run() -> bytes:
            return json.dumps(act(desk, Said(said))).encode()

        return await _carefully(to_thread.run_sync(run, limiter=hands))

    return endpoint


async def _carefully(asked: Awaitable[bytes]) -> Response:
    try:
        return Response(await asked, media_type="application/json")
    except Denied as denied:
        return JSONResponse({"error": denied.error, "message": denied.message}, denied.status)


def _changed(world: World) -> Endpoint:
    async def changed(request: Request) -> Response:
        since = int(request.query_params.get("since", 0))
        seconds = min(float(request.query_params.get("seconds", PATIENCE)), PATIENCE)
        await beyond(world, since, seconds)
        return JSONResponse({"version": world.version})

    return changed


def _stream(world: World) -> Endpoint:
    async def stream(_: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_beats(world), media_type="text/event-stream", headers=headers)

    return stream


async def _beats(world: World) -> AsyncIterator[str]:
    with watching(world) as rung:
        while not world.closed:
            yield f"event: changed\ndata: {json.dumps({'version': world.version})}\n\n"
            try:
                await asyncio.wait_for(rung.wait(), _BEAT)
            except TimeoutError:
                yield ": still here\n\n"
            rung.clear()
