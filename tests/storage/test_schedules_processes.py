"""Real processes at one database, killed between the claim and the deed: each thing is done once all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from storage import coalitions, schedules
from storage.database import Database
from storage.outbox.letters import outbox
from storage.rhythms import Every, Rhythm
from storage.schedules import DIGEST, State
from storage.schedules.records import occurrences
from tests.conftest import PROJECT

PATIENCE = 90


def lay(database: Database, n: int) -> None:
    """Let a daily digest have come round for so many coalitions, a few hours ago at most a day."""
    now = datetime.now(UTC)
    at = (now - timedelta(hours=1)).time().replace(second=0, microsecond=0)
    with database.begin() as session:
        for number in range(n):
            made, _ = coalitions.add(
                session,
                f"Coalition {number}",
                channel=f"C{number + 1}",
                open_channel=None,
                host_team=None,
                zone="UTC",
                language="en",
                now=now,
            )
            rhythm = Rhythm(Every.DAILY, time(at.hour, at.minute))
            schedules.keep(session, made, DIGEST, rhythm, now=now - timedelta(hours=12))


def begin(database: Database, path: Path, *, dies: bool = False) -> subprocess.Popen[bytes]:
    """Have a process begin."""
    url = database.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.storage.clockwork", url, str(path), *(["dies"] if dies else [])]
    return subprocess.Popen(words, cwd=PROJECT)


def check(database: Database, path: Path, n: int) -> None:
    """See that each was done once, and owes one letter."""
    done = Counter(path.read_text().split())
    assert set(done.values()) == {1}
    with database.read() as session:
        states = Counter(session.execute(select(occurrences.c.state)).scalars())
        versions = list(session.execute(select(outbox.c.version).where(outbox.c.about == "digest")).scalars())
    # Whoever is killed after the commit has not written it down any more; here nobody is.
    assert (states, len(done), versions) == ({State.DONE: n}, n, [1] * n)


def test_what_a_process_died_of_doing_another_does(database: Database, tmp_path: Path) -> None:
    lay(database, 3)
    path = tmp_path / "done"
    for _ in range(2):
        with begin(database, path, dies=True) as died:
            assert died.wait(PATIENCE) == -signal.SIGKILL
    assert not path.exists()
    with begin(database, path) as other:
        assert other.wait(PATIENCE) == 0
    check(database, path, 3)


def test_four_processes_of_which_one_is_killed_again_and_again_do_each_once(
    postgres_database: Database, tmp_path: Path
) -> None:
    n = 60
    lay(postgres_database, n)
    path = tmp_path / "done"
    others = [begin(postgres_database, path) for _ in range(3)]
    deaths = 0
    for _ in range(5):
        with begin(postgres_database, path, dies=True) as killed:
            # Where there was nothing left to claim, it ends as the others do.
            deaths += killed.wait(PATIENCE) == -signal.SIGKILL
    assert [one.wait(PATIENCE) for one in others] == [0, 0, 0]
    check(postgres_database, path, n)
    with postgres_database.read() as session:
        again = session.execute(select(occurrences.c.attempts).where(occurrences.c.attempts > 1)).all()
    assert len(again) <= deaths
