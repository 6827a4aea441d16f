"""A process that lets things come round and does them: `python -m tests.storage.clockwork URL FILE [dies]`.

What it does is a letter, owed in the transaction that settles the occurrence; each is written down in FILE. With `dies`
it kills itself as soon as it has claimed something. It ends when all is done.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from storage import outbox, schedules
from storage.database import Database
from storage.errors import Busy
from storage.outbox import Address, Body
from storage.schedules import DIGEST, State
from storage.schedules.records import occurrences

# Long enough for a transaction of a busy machine, and short enough to wait for.
LEASE = timedelta(seconds=3)


def main(url: str, path: str, *, dies: bool) -> None:
    """Work until everything that is due is done."""
    database = Database(url)
    while not finished(database):
        # SQLite's only place may be taken by another process for a while.
        with suppress(Busy):
            step(database, Path(path), dies=dies)
    database.dispose()


def finished(database: Database) -> bool:
    """Tell whether nothing is left to come round or to do."""
    with database.read() as session:
        if schedules.is_round(session, now=datetime.now(UTC)):
            return False
        left = select(occurrences.c.id).where(occurrences.c.state.in_((State.DUE, State.CLAIMED))).limit(1)
        return session.execute(left).first() is None


def step(database: Database, path: Path, *, dies: bool) -> None:
    """Let some come round, and do one."""
    with database.begin() as session:
        schedules.come_round(session, now=datetime.now(UTC), limit=7)
    with database.begin() as session:
        taken = schedules.claim(session, DIGEST, lease=LEASE, now=datetime.now(UTC))
    if taken is None:
        return
    if dies:
        os.kill(os.getpid(), signal.SIGKILL)
    now = datetime.now(UTC)
    with database.begin() as session:
        if not schedules.done(session, taken, now=now):
            return
        outbox.want(
            session,
            taken.coalition_id,
            f"digest:{taken.key}",
            address=Address.in_channel(f"C{taken.coalition_id}"),
            body=Body("digest", []),
            about="digest",
            now=now,
        )
    with path.open("a") as file:
        file.write(f"{taken.coalition_id}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], dies="dies" in sys.argv)
