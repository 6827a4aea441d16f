"""Tocsin at work in this process: the web face, the courier and the clock's visits, begun and ended together."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
import uvicorn
from sqlalchemy.exc import DBAPIError

import handlers
from bot import web
from bot.app import listening
from bot.clients import DIRECT_SECONDS, POSTING_SECONDS, Clients
from bot.clock import Clock, system
from bot.collector import Collector
from bot.courier import Courier
from bot.porter import Porter
from bot.scheduler import Scheduler
from bot.settings import RunSettings, SettingsProblem
from bot.traffic import Traffic
from handlers import Job
from handlers.house import House
from storage import schedules, schema
from storage.cipher import Cipher
from storage.database import Database
from storage.schema import Standing

if TYPE_CHECKING:
    from bot.metrics import Metrics

# A request takes three seconds at most; whoever hangs on longer is not Slack.
_LAST_REQUESTS_SECONDS = 10
# Longer than a proxy keeps its connections, so that it never sends into one that we are closing.
_KEEP_ALIVE_SECONDS = 75
# A lease must outlast two calls to Slack.
_SHARE_OF_LEASE = 0.4

_log = structlog.get_logger(__name__)


class Running:
    """All the parts of one process; `start` and `stop` in this order."""

    def __init__(
        self,
        settings: RunSettings,
        database: Database,
        *,
        clock: Clock = system,
        direct_seconds: float = DIRECT_SECONDS,
    ) -> None:
        lease = settings.courier_lease
        cipher = Cipher(settings.key.get_secret_value() if settings.key else None)
        self.clients = Clients(
            database,
            cipher,
            token=settings.bot_token.get_secret_value(),
            api_url=settings.slack_api_url,
            direct_seconds=direct_seconds,
            posting_seconds=min(POSTING_SECONDS, lease * _SHARE_OF_LEASE),
        )
        self.courier = Courier(
            database,
            self.clients,
            may_go=handlers.may_go,
            on_dead=handlers.on_dead,
            on_sent=handlers.on_sent,
            lease=timedelta(seconds=lease),
            clock=clock,
        )
        traffic = Traffic()
        self.house = House(
            database,
            clock,
            self.clients.direct,
            self.clients.with_token,
            self.courier.wake,
            cipher,
            lambda: self.porter.wake(),  # noqa: PLW0108  The three are made below.
            lambda: self._scheduler.wake(),  # noqa: PLW0108
            lambda: self.collector.wake(),  # noqa: PLW0108
            lambda sought: self.collector.look_into(sought),  # noqa: PLW0108
            traffic.give_way,
        )
        self._database = database
        self._scheduler = Scheduler(self.house, handlers.JOBS)
        self.porter = Porter(
            self.house, self.clients, handlers.parcels, guard=self._scheduler.run, lease=timedelta(seconds=lease)
        )
        self.collector = Collector(
            self.house, self.clients, handlers.reading, guard=self._scheduler.run, lease=timedelta(seconds=lease)
        )
        self._lazily = ThreadPoolExecutor(web.THREADS, thread_name_prefix="lazily")
        secret = settings.signing_secret.get_secret_value()
        app = listening(self.house, self.clients, signing_secret=secret, lazily=self._lazily)
        self._socket = bound(settings.host, settings.port)
        face = web.face(app, signing_secret=secret, troubles=self.troubles, late=self.late, traffic=traffic)
        self._server = server(face)
        self._metrics = self._measured(settings)

    @property
    def url(self) -> str:
        """Where this process listens, which the operating system chose if the port is 0."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def metrics_port(self) -> int | None:
        """Where metrics are read; None where they are not."""
        return self._metrics.port if self._metrics else None

    def _measured(self, settings: RunSettings) -> Metrics | None:
        if settings.metrics_port is None:
            return None
        from bot.metrics import Metrics  # noqa: PLC0415  Who wants no metrics does not load them.

        try:
            return Metrics(self._database, settings.host, settings.metrics_port, self.house.clock)
        except OSError as error:
            raise SettingsProblem((f"METRICS_PORT {settings.metrics_port} cannot be listened on.",)) from error

    def work(self) -> None:
        """Work until `leave` is called, or a signal comes where this is the main thread; then finish what is begun."""
        self._scheduler.start()
        self.courier.start()
        self.porter.start()
        self.collector.start()
        self.clients.start(then=self._begin_where_we_left)
        _log.info("listening", url=self.url)
        if self._metrics:
            _log.info("measured", port=self._metrics.port)
        try:
            self._server.run([self._socket])
        finally:
            self._socket.close()
            if self._metrics:
                self._metrics.stop()
            self.clients.stop()
            self._scheduler.stop()
            self.collector.stop()
            self.porter.stop()
            self.courier.stop()
            self._lazily.shutdown()
        _log.info("left")

    def _begin_where_we_left(self) -> bool:
        """Do what waits for Slack to say who we are; False where it did not succeed."""
        team = self.clients.identity.team_id if self.clients.identity else None
        arrival = Job("arrival", lambda house, now: handlers.on_introduced(house, team, now))
        return self._scheduler.ask(arrival, self.house.clock()) is None

    def leave(self) -> None:
        """Let `work` come to its end."""
        self._server.should_exit = True

    def troubles(self) -> tuple[str, ...]:
        """Say in sentences what keeps Tocsin from its work."""
        try:
            standing = schema.standing(self._database)
        except DBAPIError:
            return ("The database is out of reach.", *self._slack_troubles())
        if standing is not Standing.CURRENT:
            return (f"The database's tables are {standing}.", *self._slack_troubles())
        return self._slack_troubles()

    def late(self) -> float | None:
        """Say for how many seconds something has been due that nobody has begun; None where nobody can tell."""
        try:
            with self._database.read() as session:
                return schedules.lateness(session, now=self.house.clock()).total_seconds()
        except DBAPIError:
            return None

    def _slack_troubles(self) -> tuple[str, ...]:
        return (f"{self.clients.trouble}.",) if self.clients.trouble else ()


# A thread that answers gives Python's lock away with each question to the database, and waits so long at most to have
# it back from one that reads a file. With the interpreter's own five milliseconds a form waits for a tenth of a second.
_SWITCH_SECONDS = 0.0002


def take_turns() -> None:
    """Let threads that answer get their turn beside one that computes."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def serve(settings: RunSettings, *, clock: Clock = system) -> None:
    """Run Tocsin in the main thread until SIGTERM or SIGINT, and return when what was under way is finished."""
    take_turns()
    asked_to_leave = threading.Event()
    _on_signal(asked_to_leave.set)
    database = Database(settings.database_url.get_secret_value())
    try:
        if schema.bring_up_to_date(database):
            _log.info("database migrated", version=schema.versions()[-1])
        tocsin = Running(settings, database, clock=clock)
        _on_signal(tocsin.leave)
        if not asked_to_leave.is_set():
            tocsin.work()
    finally:
        database.dispose()


def _on_signal(leave: Callable[[], None]) -> None:
    """Say what a signal does while uvicorn does not listen: before it begins, and after, when it raises it again."""
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, lambda *_: leave())


@contextmanager
def running(
    settings: RunSettings, database: Database, *, clock: Clock = system, direct_seconds: float = DIRECT_SECONDS
) -> Iterator[Running]:
    """Run Tocsin in a thread beside this one; the database is migrated already."""
    tocsin = Running(settings, database, clock=clock, direct_seconds=direct_seconds)
    thread = threading.Thread(target=tocsin.work, name="tocsin")
    thread.start()
    try:
        yield tocsin
    finally:
        tocsin.leave()
        thread.join()


def bound(host: str, port: int) -> socket.socket:
    """Listen before anything else is begun, so that whoever connects from now on is heard in a moment."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048, reuse_port=False
        )
    except OSError as error:
        raise SettingsProblem((f"HOST {host} and PORT {port} cannot be listened on: {error.strerror}.",)) from error


def server(app: object) -> uvicorn.Server:
    """Make the web server; what goes out names neither it nor its version."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
    )
    return uvicorn.Server(config)
