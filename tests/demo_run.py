"""Starts `tocsin demo` as somebody at a shell does, and ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.simulator import Switchboard

PROJECT = Path(__file__).parent.parent
READY = re.compile(r"Tocsin demo ready: (http://127\.0\.0\.1:\d+)\n")
ROOM, OPEN_ROOM = "C0MEMBERS", "C0OPEN"


@dataclass(frozen=True)
class Demo:
    """A demo that is ready."""

    process: subprocess.Popen[str]
    url: str

    @property
    def slack(self) -> Switchboard:
        return Switchboard(self.url)

    def texts(self, as_: str, channel: str = ROOM) -> list[str]:
        """Give all visible text of a channel's messages, in order."""
        return [self.slack.text(each) for each in self.slack.seen(as_, channel)]

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(30)


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "bot", "demo", "--no-browser", *options]


@contextmanager
def demo(*options: str, **environ: str) -> Iterator[Demo]:
    """Run a demo on any free port until the block ends."""
    options = options if "--port" in options else (*options, "--port", "0")
    with subprocess.Popen(
        command(*options),
        cwd=PROJECT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            said = process.stdout.readline()
            ready = READY.fullmatch(said)
            assert ready, said + (process.stderr.read() if not said else "")
            yield Demo(process, ready[1])
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
