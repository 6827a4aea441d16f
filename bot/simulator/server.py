"""Run the local Slack in this process, for as long as somebody needs it."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import uvicorn

from bot.simulator.declared import read
from bot.simulator.events import Desk
from bot.simulator.postman import Postman
from bot.simulator.switchboard import Switchboard
from bot.simulator.web import application
from bot.simulator.world import World

_START_SECONDS = 20
_SLICE = 0.5


class _Server(uvicorn.Server):
    """Uvicorn's server, telling when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.ready.set()


class Simulator:
    """A running local Slack."""

    def __init__(self, world: World, app_url: str | None, port: int) -> None:
        self.world = world
        self._postman = Postman(world, app_url)
        self._socket = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        world.address = self.url
        config = uvicorn.Config(
            application(Desk(world, self._postman)),
            lifespan="off",
            ws="none",
            http="httptools",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._serve, name="local-slack", daemon=True)

    @cached_property
    def switchboard(self) -> Switchboard:
        """Give the client of this Slack's switchboard."""
        return Switchboard(self.url)

    def connect(self, app_url: str) -> None:
        """Say where the app listens."""
        self._postman.connect(app_url)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        if not self._server.ready.wait(_START_SECONDS):
            raise RuntimeError("The local Slack did not start.")

    def stop(self) -> None:
        """Finish what is under way and go."""
        self._postman.close()
        self.world.closed = True
        self._server.should_exit = True
        self.world.changed()
        self._thread.join(_START_SECONDS)
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


@contextmanager
def running(
    world: Path | str | Mapping[str, Any] | World, app_url: str | None = None, port: int = 0
) -> Iterator[Simulator]:
    """Run a local Slack of a declared world; port 0 takes any free one."""
    simulator = Simulator(read(world), app_url, port)
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()


def stay(until: threading.Event) -> None:
    """Wait in the main thread until a signal's handler says that it is time."""
    # Whoever waits without an end may sleep through a signal that came a moment before: Python hears it on waking.
    while not until.wait(_SLICE):
        pass
