"""Figure (b): from `tocsin run` to the first answer, and the memory of a process that rests."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.bench.ground import SECRET
from bot.bench.server import TOKEN

STARTS = 9
REST_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Start:
    """How long a start takes, and what a resting process holds."""

    milliseconds: float
    megabytes: float


def measure(database: Path, api_url: str) -> Start:
    """Start Tocsin several times on a database that is up to date."""
    starts = [_start(database, api_url) for _ in range(STARTS)]
    return Start(median(one.milliseconds for one in starts), median(one.megabytes for one in starts))


def _start(database: Path, api_url: str) -> Start:
    port = _free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": f"sqlite:///{database}",
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }
    began = time.perf_counter()
    with subprocess.Popen([Path(sys.executable).with_name("tocsin"), "run"], env=environ) as process:  # noqa: S603
        try:
            while not _answers(port):
                if process.poll() is not None:
                    raise RuntimeError(f"it ended with {process.returncode} before it answered")
                time.sleep(0.002)
            took = (time.perf_counter() - began) * 1000
            time.sleep(REST_SECONDS)
            return Start(took, _resident(process.pid))
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
            return connection.recv(12) == b"HTTP/1.1 200"
    except ConnectionRefusedError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024
