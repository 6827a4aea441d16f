"""`tocsin run`, which kills itself where it is told to: at a call to its database or to Slack.

It loads once, and then makes of each line of JSON that it reads a process of its own: `armed`, a file from whose being
there on a form's request is under way; `points`, a file to which every point reached is written; `kill_at`, the point
at which the process dies; `log`, the file of its log. It tells the id of the process, and later how it ended.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import urllib.request
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import slack_sdk.web.base_client
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

from bot.__main__ import main

# What else runs in this process has no part in the way from the form to the card.
WORKERS = {"AnyIO worker thread": "web", "courier": "courier", "courier-hand": "hand"}
# The courier asks its database again and again; of each question the first and the second time are enough, because
# the form makes two letters.
MOST_OF_A_COURIER = 2


class Points:
    """Counts what the workers do, from the form's request on, and dies at one of it."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._armed = Path(orders["armed"])
        self._file = Path(orders["points"])
        self._kill_at = orders["kill_at"]
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._begun = False

    def reach(self, what: str) -> None:
        """Note a point; this process may not survive it."""
        worker = WORKERS.get(threading.current_thread().name.split("_")[0])
        if worker is None:
            return
        with self._lock:
            self._begun = self._begun or (worker == "web" and self._armed.exists())
            if not self._begun:
                return
            name = f"{worker}: {what}"
            self._seen[name] += 1
            if worker != "web" and self._seen[name] > MOST_OF_A_COURIER:
                return
            point = f"{name} #{self._seen[name]}"
            with self._file.open("a") as file:
                file.write(f"{point}\n")
            if point == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def watch(points: Points) -> None:
    """Have every statement, every commit and every call to Slack reported."""

    last = threading.local()

    def before_statement(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        last.statement = short(statement)
        points.reach(last.statement)

    event.listen(Engine, "before_cursor_execute", before_statement)
    commit = DefaultDialect.do_commit

    def watched_commit(dialect: DefaultDialect, connection: Any) -> None:
        statement = getattr(last, "statement", "nothing")
        points.reach(f"before the COMMIT of {statement}")
        commit(dialect, connection)
        points.reach(f"after the COMMIT of {statement}")

    DefaultDialect.do_commit = watched_commit  # type: ignore[method-assign]

    def watched_urlopen(request: urllib.request.Request, **how: Any) -> Any:
        method = request.full_url.rpartition("/")[2]
        points.reach(f"before {method}")
        answer = urllib.request.urlopen(request, **how)
        points.reach(f"after {method}")
        return answer

    slack_sdk.web.base_client.urlopen = watched_urlopen  # type: ignore[attr-defined]


def short(statement: str) -> str:
    """Name a statement by its first word, its table and a mark of the whole."""
    verb = statement.split(maxsplit=1)[0]
    table = re.search(r"^UPDATE (\w+)|\b(?:FROM|INTO)\s+(\w+)", statement)
    words = [verb, *(word for word in table.groups() if word)] if table else [verb]
    return f"{' '.join(words)} ({zlib.crc32(statement.encode()):08x})"


def run(orders: dict[str, Any]) -> None:
    """Be `tocsin run`, in a process of its own."""
    log = os.open(orders["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(log, sys.stderr.fileno())
    watch(Points(orders))
    sys.argv[1:] = ["run"]
    main()


def tell(number: int) -> None:
    """Write a number to whoever gives the orders."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    from bot import logs, running  # noqa: F401  What `tocsin run` would load later.

    assert threading.active_count() == 1, "A process with threads cannot be doubled."
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
            os._exit(0)
        tell(child)
        tell(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
