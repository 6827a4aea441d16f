"""The demo from its first line to its last: the stage is set, the past is told, and people may come in."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from bot import logs
from bot.demo import scene
from bot.demo.memory import Memory
from bot.demo.past import Past
from bot.demo.scene import Scene
from bot.running import Running
from bot.running import running as tocsin_running
from bot.settings import LogFormat, LogLevel, RunSettings, SettingsProblem
from bot.simulator import Simulator, stay
from bot.simulator import running as slack_running
from bot.simulator.declared import read
from bot.simulator.world import World
from storage import schema
from storage.database import Database

# The page's address stays the same from one demo to the next, unless something else has taken it.
USUAL_PORT = 8018
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Not the name that `tocsin run` gives its own, which may lie in the same folder.
_DATABASE = "demo.sqlite3"
# Thirty-two bytes, as the cipher wants them; it seals tokens of a Slack that exists only here.
_KEY = "YSBkZW1vbnN0cmF0aW9uIGtlZXBzIG5vIHNlY3JldHM="


def demo(*, port: int | None, browser: bool, keep: Path | None, language: str) -> None:
    """Play until SIGINT or SIGTERM."""
    if language not in scene.LANGUAGES:
        raise SettingsProblem((f"--language {language} is not spoken here: choose one of en, fr.",))
    stop = threading.Event()
    for which in _SIGNALS:
        signal.signal(which, lambda *_: stop.set())
    _forget_environment()
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    with _folder(keep) as folder, _playing(folder, port, language, stop) as url:
        if stop.is_set():
            return
        sys.stdout.write(f"Tocsin demo ready: {url}\n")
        sys.stdout.flush()
        if browser:
            _open(url)
        stay(stop)


def _forget_environment() -> None:
    """Forget what is meant for the real Tocsin, and proxies: all that the demo calls is on this machine."""
    for name in list(os.environ):
        if name.startswith("SLACK_") or name.lower().endswith("_proxy"):
            del os.environ[name]


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Give the folder that all is kept in; without one to keep, a folder that goes away."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        lock = (keep / "lock").open("w")
    except OSError as error:
        raise SettingsProblem((f"--keep {keep} cannot be used: {error.strerror}.",)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingsProblem((f"--keep {keep} is in use by another demo. Choose another folder.",)) from error
        yield keep


@contextlib.contextmanager
def _playing(folder: Path, port: int | None, language: str, stop: threading.Event) -> Iterator[str]:
    """Set the stage, and tell the past where this folder has none; the page's address."""
    told = folder / "slack.json"
    if not told.exists():
        for each in folder.glob(f"{_DATABASE}*"):
            # A demo that was stopped while it told its past begins again.
            each.unlink()
    memory = Memory(told, language)
    if memory.language != language:
        sys.stderr.write(f"This folder was begun with --language {memory.language}, and goes on so.\n")
    is_new = memory.clock is None
    played = scene.read(memory.language)
    if not Path(played.declared["app"]["manifest"]).exists():
        raise SettingsProblem(("The demo needs the project's own folder: type make demo there.",))
    with contextlib.ExitStack() as stack:
        simulator = _local_slack(stack, _world(played, memory), port)
        tocsin = stack.enter_context(_tocsin(folder, played, simulator))
        simulator.connect(f"{tocsin.url}/slack/events")
        if is_new:
            Past(simulator, tocsin, played, memory.language, stop).play()
        if not stop.is_set() or not is_new:
            stack.enter_context(memory.keeping(simulator.world))
        yield simulator.url


def _world(played: Scene, memory: Memory) -> World:
    if memory.clock:
        played.declared["clock"] = memory.clock.isoformat()
    world = read(played.declared)
    memory.recall(world)
    return world


def _local_slack(stack: contextlib.ExitStack, world: World, port: int | None) -> Simulator:
    try:
        return stack.enter_context(slack_running(world, port=USUAL_PORT if port is None else port))
    except OSError as error:
        if port is not None:
            raise SettingsProblem((f"--port {port} cannot be listened on: {error.strerror}.",)) from error
        return stack.enter_context(slack_running(world, port=0))


@contextlib.contextmanager
def _tocsin(folder: Path, played: Scene, simulator: Simulator) -> Iterator[Running]:
    """Run the bot as `tocsin run` does, with the local Slack's clock for its own."""
    url = URL.create("sqlite", database=str(folder / _DATABASE)).render_as_string()
    settings = RunSettings.read(
        {
            "SLACK_BOT_TOKEN": played.token,
            "SLACK_SIGNING_SECRET": played.signing_secret,
            "SLACK_API_URL": f"{simulator.url}/api/",
            "DATABASE_URL": url,
            "TOCSIN_KEY": _KEY,
            "PORT": "0",
        }
    )
    database = Database(url)
    try:
        schema.bring_up_to_date(database)
        with tocsin_running(settings, database, clock=simulator.world.clock.moment) as tocsin:
            yield tocsin
    finally:
        database.dispose()


def _open(url: str) -> None:
    """Open the page where there is a screen; a browser of the terminal would take the terminal away."""
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(url)
