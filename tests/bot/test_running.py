"""`tocsin run` as an operator knows it: a process that starts, tells how it is, and leaves in good order."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx
import pytest
from sqlalchemy import text

from bot.simulator import Simulator, Switchboard
from bot.simulator import running as running_slack
from storage.database import Database
from storage.schema import Standing, migrate, standing

PROJECT = Path(__file__).parents[2]
WORDS = "652 pages that nobody may read in a log"
SECRET = "b8c1ffd6a34e75c0"
TOKEN = "xoxb-100-planted-token"
ROOM = "C0ROOM"
WORLD = {
    "rate_limits": "off",
    "app": {"id": "A0TOCSIN", "signing_secret": SECRET, "manifest": str(PROJECT / "manifest.yml")},
    "workspaces": [
        {"id": "T0HOST", "name": "Host", "installed": {"token": TOKEN, "bot_user": "U0BOT", "bot": "B0BOT"}},
        {"id": "T0GUEST", "name": "Guest"},
    ],
    "people": [
        {"id": "U0ANA", "workspace": "T0HOST", "name": "Ana"},
        {"id": "U0BOB", "workspace": "T0GUEST", "name": "Bob"},
    ],
    "channels": [
        {
            "id": ROOM,
            "name": "coalition",
            "host": "T0HOST",
            "private": True,
            "connected": ["T0GUEST"],
            "members": ["U0ANA", "U0BOB"],
            "copies": ["T0HOST"],
        },
    ],
}


@dataclass
class Tocsin:
    """One process of the command, and the lines it wrote."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    ended: bool = False
    heard: threading.Condition = field(default_factory=threading.Condition)

    def read(self, stream: IO[str]) -> None:
        for line in stream:
            with self.heard:
                self.lines.append(line)
                self.heard.notify_all()
        with self.heard:
            self.ended = True
            self.heard.notify_all()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    def until(self, pattern: str) -> re.Match[str]:
        """Wait for a line; fail with all of them if the process ends first."""
        with self.heard:
            self.heard.wait_for(lambda: re.search(pattern, self.log) or self.ended, 30)
        found = re.search(pattern, self.log)
        assert found, self.log
        return found

    @property
    def url(self) -> str:
        return self.until(r'"listening".*?(http://[\d.:]+)')[1]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


Start = Callable[..., Tocsin]


@pytest.fixture
def slack() -> Iterator[Simulator]:
    with running_slack(WORLD) as simulator:
        yield simulator


@pytest.fixture
def people(slack: Simulator) -> Switchboard:
    return slack.switchboard


@pytest.fixture
def environ(slack: Simulator, empty_database: Database) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": empty_database.url.render_as_string(hide_password=False),
        "PORT": "0",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "debug",
    }


@pytest.fixture
def start(environ: dict[str, str]) -> Iterator[Start]:
    """Start a process of `tocsin`; those still running are killed at the end."""
    with ExitStack() as ends:

        def begin(*words: str, **changes: str) -> Tocsin:
            command = [sys.executable, "-m", "bot", *words]
            process = subprocess.Popen(
                command, cwd=PROJECT, env=environ | changes, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            tocsin = Tocsin(process)
            assert process.stdout
            reader = threading.Thread(target=tocsin.read, args=[process.stdout])
            reader.start()
            ends.callback(process.stdout.close)
            ends.callback(reader.join)
            ends.callback(process.wait)
            ends.callback(process.kill)
            return tocsin

        yield begin


@pytest.fixture
def shell(environ: dict[str, str]) -> Callable[..., str]:
    """Type a command that ends by itself."""

    def type_(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=PROJECT, env=environ, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return done.stdout

    return type_


@pytest.fixture
def coalition(shell: Callable[..., str]) -> None:
    """The two companies of the world."""
    shell("coalition", "add", "Neighbours", "--channel", ROOM, "--zone", "Europe/Paris", "--language", "en")
    shell("company", "add", "Host", "--team", "T0HOST", "--coalition", "Neighbours")
    shell("company", "add", "Guest", "--team", "T0GUEST", "--coalition", "Neighbours")


def ready(tocsin: Tocsin) -> None:
    tocsin.until('"event": "introduced"')
    answer = httpx.get(f"{tocsin.url}/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "troubles": [], "late_seconds": 0.0})


def test_metrics_are_read_on_a_port_of_their_own_where_somebody_wants_them(start: Start) -> None:
    tocsin = start("run", METRICS_PORT="0")
    ready(tocsin)
    port = tocsin.until(r'"port": (\d+).*"measured"|"measured".*?"port": (\d+)')
    text = httpx.get(f"http://127.0.0.1:{port[1] or port[2]}/metrics").text
    assert "tocsin_clock_late_seconds 0.0" in text
    assert tocsin.end() == 0


def test_it_makes_its_database_and_leaves_in_good_order(start: Start, empty_database: Database) -> None:
    tocsin = start("run")
    ready(tocsin)
    assert standing(empty_database) is Standing.CURRENT
    assert tocsin.end() == 0
    tocsin.until('"event": "left"')


def test_control_c_is_as_good_as_sigterm(start: Start) -> None:
    tocsin = start("run")
    ready(tocsin)
    assert tocsin.end(signal.SIGINT) == 0


def test_it_may_be_ended_before_it_has_begun(start: Start) -> None:
    tocsin = start("run")
    tocsin.until("database migrated")
    assert tocsin.end() == 0


def test_a_newer_database_is_refused_with_what_to_do(start: Start, empty_database: Database) -> None:
    migrate(empty_database)
    with empty_database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    tocsin = start("run")
    tocsin.until("A newer Tocsin made this database.*Start that version again")
    assert tocsin.process.wait(30) == 1
    assert "Traceback" not in tocsin.log


def test_all_wrong_settings_are_told_at_once_without_a_trace(start: Start) -> None:
    tocsin = start("run", SLACK_BOT_TOKEN="", PORT="many")
    assert tocsin.process.wait(30) == 2
    tocsin.until("SLACK_BOT_TOKEN is missing")
    tocsin.until("PORT cannot be used as it is")
    assert "Traceback" not in tocsin.log


def test_a_port_that_is_taken_is_named(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        tocsin = start("run", PORT=port)
        assert tocsin.process.wait(30) == 2
    tocsin.until(f"HOST 127.0.0.1 and PORT {port} cannot be listened on")


def test_a_database_out_of_reach_is_told(start: Start) -> None:
    tocsin = start("run", DATABASE_URL="postgresql://nobody:opensesame@127.0.0.1:9/none")
    tocsin.until("The database is out of reach")
    assert tocsin.process.wait(30) == 1
    assert "opensesame" not in tocsin.log


def test_it_is_not_ready_until_slack_has_said_who_it_is(start: Start, people: Switchboard) -> None:
    people.fault(method="auth.test", kind="http", status=503)
    tocsin = start("run")
    tocsin.until("slack out of reach")
    answer = httpx.get(f"{tocsin.url}/health/ready")
    assert (answer.status_code, answer.json()["troubles"]) == (503, ["Slack is out of reach."])
    assert httpx.get(f"{tocsin.url}/health/live").status_code == 200
    ready(tocsin)


@pytest.mark.usefixtures("coalition")
def test_a_command_under_way_is_finished_before_it_leaves(start: Start, slack: Simulator, people: Switchboard) -> None:
    tocsin = start("run")
    ready(tocsin)
    slack.connect(f"{tocsin.url}/slack/events")
    people.fault(method="views.open", kind="slow", seconds=1)
    answers = []
    typing = threading.Thread(target=lambda: answers.append(people.command("U0ANA", ROOM, "/takedown", WORDS)))
    typing.start()
    people.wait(lambda: people.calls("views.open"))
    assert tocsin.end() == 0
    typing.join()
    assert answers[0]["status"] == 200
    assert people.view("U0ANA")


@pytest.mark.usefixtures("coalition")
def test_no_word_and_no_secret_is_logged_at_debug(start: Start, slack: Simulator, people: Switchboard) -> None:
    tocsin = start("run")
    ready(tocsin)
    slack.connect(f"{tocsin.url}/slack/events")
    people.command("U0ANA", ROOM, "/takedown", WORDS)
    people.wait(lambda: people.view("U0ANA"))
    people.say("U0BOB", ROOM, f"<@U0BOT> {WORDS}")
    people.say("U0BOB", "U0BOT", WORDS)
    people.wait(lambda: len(people.deliveries("message.im")) > 0)
    assert tocsin.end() == 0
    assert tocsin.lines
    # The parts of a second, and a port, may be any number.
    log = re.sub(r"\d{2}:\d{2}\.\d+Z|127\.0\.0\.1:\d+", "", tocsin.log)
    for planted in (WORDS, "652", SECRET, TOKEN, "planted", "v0="):
        assert planted not in log
