"""Figure (a): a signed form, durably stored and acked, side by side with a bare listener."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from bot.bench import ground, load
from bot.bench.load import Measured
from storage.database import Database
from storage.schema import migrate

KINDS = ("bare", "tocsin", "5", "200")
CONNECTIONS = (1, 16)
ROUNDS = 11
REQUESTS = {1: 400, 16: 800}
WARM_UP = 100


@dataclass(frozen=True, slots=True)
class Forms:
    """All rounds, by kind of server and number of connections; the look-ups of tokens while measuring."""

    rounds: dict[tuple[str, int], list[Measured]]
    look_ups: int

    def middle(self, kind: str, connections: int, figure: str) -> float:
        """Give the median of a figure over all rounds."""
        return float(median(getattr(one, figure) for one in self.rounds[kind, connections]))

    def ratio(self, kind: str, to: str, connections: int, figure: str) -> float:
        """Compare two kinds round by round, since what else the machine does changes from one to the next."""
        both = zip(self.rounds[kind, connections], self.rounds[to, connections], strict=True)
        return float(median(getattr(one, figure) / getattr(other, figure) for one, other in both))


def measure(folder: Path, api_url: str) -> Forms:
    """Measure every kind of server in shuffled rounds, each on a copy of the same database."""
    origin = _ground(folder, api_url)
    found: dict[tuple[str, int], list[Measured]] = {(kind, n): [] for kind in KINDS for n in CONNECTIONS}
    with ExitStack() as servers:
        ports, forms = {}, {}
        for kind in KINDS:
            path = shutil.copyfile(origin, folder / f"{kind}.sqlite3")
            forms[kind] = ground.requests(_ready(path, WARM_UP + ROUNDS * sum(REQUESTS.values())))
            ports[kind] = servers.enter_context(_serving(kind, path, api_url))
            load.measure(ports[kind], islice(forms[kind], WARM_UP), how_many=WARM_UP, connections=4)
        look_ups = load.cost(ports["tocsin"])["look_ups"]
        for _ in range(ROUNDS):
            for kind, connections in random.sample(sorted(found), len(found)):
                how_many = REQUESTS[connections]
                batch = iter(list(islice(forms[kind], how_many)))
                one = load.measure(ports[kind], batch, how_many=how_many, connections=connections)
                found[kind, connections].append(one)
        look_ups = load.cost(ports["tocsin"])["look_ups"] - look_ups
    return Forms(found, look_ups)


def _ground(folder: Path, api_url: str) -> Path:
    """Lay the database, and let Tocsin write the rows that the bare listener takes its shapes from."""
    path = folder / "origin.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    ground.lay(database)
    database.dispose()
    with _serving("tocsin", path, api_url) as port:
        load.measure(port, ground.requests(_ready(path, 1)), how_many=1, connections=1)
    # Whoever closes the last connection folds SQLite's log into the file that is copied.
    _ready(path, 0)
    return path


def _ready(path: Path, how_many: int) -> list[ground.Form]:
    database = Database(f"sqlite:///{path}")
    forms = ground.ready(database, how_many)
    database.dispose()
    return forms


@contextmanager
def _serving(kind: str, path: Path, api_url: str) -> Iterator[int]:
    command = [sys.executable, "-m", "bot.bench.server", kind, f"sqlite:///{path}", api_url]
    with (
        path.with_suffix(".log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,  # noqa: S603  Ours.
    ):
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
