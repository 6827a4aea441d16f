"""The clock's work on digests, or other jobs, which kills itself where it is told to: before or after a commit.

It loads once, and then makes of each line of JSON that it reads a process of its own: `url` of the database; `now`,
what the clock shows; `jobs`, where others than the digests' are meant; `points`, a file to which every point reached is
written; `kill_at`, the point at which it dies; `slack`, whose Web API it is where files are to be
read. It tells how the process ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

import handlers
from bot.clients import Clients
from bot.collector import Collector
from handlers import charts
from handlers.house import House
from storage.cipher import Cipher
from storage.database import Database
from tests.journeys.killable import short, tell

JOBS = ("schedules", "digests")
# Nobody answers there: Slack has no part in this.
NOBODY = WebClient(base_url="http://127.0.0.1:9/api/")


class Points:
    """Counts the commits, and dies at one of them."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._file = Path(orders["points"])
        self._kill_at = orders["kill_at"]
        self._seen = 0

    def reach(self, what: str) -> None:
        """Note a point; this process may not survive it."""
        self._seen += 1
        point = f"{self._seen}: {what}"
        with self._file.open("a") as file:
            file.write(f"{point}\n")
        if point == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def watch(points: Points) -> None:
    """Have every commit of something written reported."""
    last = threading.local()

    def before_statement(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            last.statement = short(statement)

    event.listen(Engine, "before_cursor_execute", before_statement)
    commit = DefaultDialect.do_commit

    def watched_commit(dialect: DefaultDialect, connection: Any) -> None:
        statement = getattr(last, "statement", None)
        last.statement = None
        if statement is not None:
            points.reach(f"before the COMMIT of {statement}")
        commit(dialect, connection)
        if statement is not None:
            points.reach(f"after the COMMIT of {statement}")

    DefaultDialect.do_commit = watched_commit  # type: ignore[method-assign]


def run(orders: dict[str, Any]) -> None:
    """Ask the jobs once what is due; what they log is no answer."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    watch(Points(orders))
    now = datetime.fromisoformat(orders["now"])
    database = Database(orders["url"])
    house = House(
        database, lambda: now, lambda _: NOBODY, lambda _: NOBODY, wake_courier=lambda: None, cipher=Cipher(None)
    )
    for job in handlers.JOBS:
        if job.name in orders.get("jobs", JOBS):
            job.run(house, now)
    if "slack" in orders:
        collect(house, database, orders["slack"])
    database.dispose()


def collect(house: House, database: Database, slack: str) -> None:
    """Have every file read that is due."""
    clients = Clients(database, Cipher(None), token="xoxb-facebook", api_url=slack)
    collector = Collector(
        house, clients, handlers.reading, guard=lambda job, at: job.run(house, at), lease=timedelta(minutes=5)
    )
    while collector.read_one():
        pass


if __name__ == "__main__":
    assert charts
    assert threading.active_count() == 1, "A process with threads cannot be doubled."
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
            os._exit(0)
        tell(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
