"""The servers that are measured, each a process of its own: `python -m bot.bench.server KIND DATABASE API`."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import handlers
from bot import logs, running, web
from bot.app import listening
from bot.bench import bare
from bot.bench.ground import SECRET
from bot.clients import Clients
from bot.clock import system
from bot.settings import LogFormat, LogLevel
from bot.traffic import Traffic
from handlers.answers import Done
from handlers.house import House
from storage.cipher import Cipher
from storage.database import Database

TOKEN = "xoxb-bench"  # noqa: S105  It opens nothing but the local Slack that is measured against.


def tocsin(database: Database, api_url: str, *, kinds: int | None, traffic: Traffic | None = None) -> Starlette:
    """Make Tocsin's web face; the courier stays at home, as the bare listener has none."""
    if kinds is not None:
        handlers.PAGES = replace(handlers.PAGES, clicks={f"kind_{n}": lambda *_: Done() for n in range(kinds)})
    clients = Clients(database, Cipher(None), token=TOKEN, api_url=api_url)
    house = House(
        database=database,
        clock=system,
        slack=clients.direct,
        slack_with=clients.with_token,
        wake_courier=lambda: None,
        cipher=Cipher(None),
    )
    app = listening(house, clients, signing_secret=SECRET, lazily=ThreadPoolExecutor(web.THREADS))
    clients.start()
    return web.face(app, signing_secret=SECRET, troubles=tuple, traffic=traffic)


def watched(face: Starlette, database: Database) -> Starlette:
    """Add a page that tells what the process has cost so far, and how often it looked for a token."""
    look_ups = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "installations" in statement:
            look_ups.append(datetime.now(UTC))

    async def cost(_: Request) -> Response:
        return JSONResponse({"cpu_ns": time.process_time_ns(), "look_ups": len(look_ups)})

    face.router.routes.append(Route("/bench/cost", cost))
    return face


def main(kind: str, database_url: str, api_url: str) -> None:
    """Serve until somebody ends the process; the first line on stdout is the port."""
    logs.configure(LogLevel.INFO, LogFormat.JSON)
    running.take_turns()
    database = Database(database_url)
    if kind == "bare":
        face = bare.face(database, token=TOKEN, api_url=api_url)
    else:
        face = tocsin(database, api_url, kinds=int(kind) if kind.isdecimal() else None)
    with running.bound("127.0.0.1", 0) as listener:
        print(listener.getsockname()[1], flush=True)
        running.server(watched(face, database)).run([listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
