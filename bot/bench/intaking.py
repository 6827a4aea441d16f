"""Figures (a) and (c) of files: a hundred thousand rows read in, alone and beside forms; and memory at its peak."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import logs, running
from bot.bench import adding, ground, load, postgres, ringing, server
from bot.bench.finding import record, somebody
from bot.clock import system
from bot.settings import LogFormat, LogLevel
from bot.traffic import Traffic
from handlers.formats.disclosures import LARGEST, MOST_ROWS
from handlers.house import House
from handlers.intake import reading, storing
from storage import indicators, intakes
from storage.access import Speaker, Way
from storage.database import Database
from storage.schema import migrate

ROWS, ROUNDS = 100_000, 5
_LEASE = timedelta(minutes=5)
_WARM_UP = 200
_PAUSE = 0.2
_HEAD = "indicator_type,indicator_value,comment,ds"
_LARGEST = "largest.csv"
_metadata = MetaData()
# What a file is read into with nothing around it: the same columns, and no index.
_bare = Table(
    "bare_indicators",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("intake_id", Integer),
    *(Column(name, Text) for name in ("type", "value", "raw", "procedure", "comment")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """Seconds that a file takes to be read and stored, and those of a bare reader with one bulk insert; each round."""

    ours: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        """Compare the shortest, since whatever else the machine does makes a round longer and none shorter."""
        return min(self.ours) / min(self.bare)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a form waits, in milliseconds at the 99th percentile: alone, and while one is read in."""

    alone: float
    meanwhile: float


@dataclass(frozen=True, slots=True)
class _Crowd:
    """How forms are sent: how many alone, beside a file and each time at least; with how long a pause, in seconds."""

    told: str
    connections: int
    idle: int = 1500
    meanwhile: int = 6000
    at_once: int = 20
    pause: float = 0


_CROWDS = (
    _Crowd("with 1 at a time", 1),
    _Crowd("with 16 at a time", 16),
    # The first who comes after a pause meets somebody who reads as if nobody were there.
    _Crowd("with 1 each 100 ms", 1, idle=300, meanwhile=600, at_once=10, pause=0.1),
)


@dataclass(frozen=True, slots=True)
class Intaking:
    """A file alone on each engine, forms beside it by how they are sent, and megabytes at the peak."""

    read: Mapping[str, Read]
    beside: Mapping[str, Beside]
    peak: float


def measure(folder: Path, api_url: str) -> Intaking:
    """Measure on both engines; forms beside a file on SQLite, which has one writer for all of them."""
    with postgres.databases(["reading"]) as servers:
        urls = (("SQLite", f"sqlite:///{folder / 'reading.sqlite3'}"), *ringing.named(servers))
        read = {engine: _reading(Database(url)) for engine, url in urls}
    return Intaking(read, _beside(folder / "beside.sqlite3", api_url), peak())


def told(intaking: Intaking) -> str:
    """Lay the figures out as the README shows them."""
    rows = [
        f"| `tocsin import` of {ROWS:,} indicators | read and stored: s | : `csv.reader` and one bulk insert |",
        "| --- | ---: | ---: |",
        *(f"| {engine} | {min(one.ours):.2f} | {one.ratio:.2f} |" for engine, one in intaking.read.items()),
    ]
    waits = "; ".join(
        f"{one.meanwhile:.1f} ms {how}, {one.meanwhile / one.alone:.1f} times the idle one"
        for how, one in intaking.beside.items()
    )
    beside = f"While such a file, handed in, is read in on SQLite, the p99 of a form is {waits}."
    largest = f"The largest file that is read takes {intaking.peak:.0f} MB more than a process that rests."
    return "\n".join([*rows, "", f"{beside} {largest}"])


def disclosure(rows: int, *, more: str = "") -> bytes:
    """Make a file in the shape of July 2021, in which each value is another one."""
    lines = (f"domain_name,host-{n}.example-{n % 97}.org,Made up: their domain{more},2021-07-15" for n in range(rows))
    return "\r\n".join([_HEAD, *lines, ""]).encode()


def largest() -> bytes:
    """Make the largest file that is read: as many rows as there may be, filled up with comments."""
    room = LARGEST - len(disclosure(MOST_ROWS))
    return disclosure(MOST_ROWS, more="x" * max(room // MOST_ROWS, 0))[:LARGEST]


def _reading(database: Database) -> Read:
    ours, bare, content = [], [], disclosure(ROWS)
    try:
        adding.lay(database, adding.COMPANIES, with_figures=False)
        _metadata.create_all(database.engine)
        house, who = ringing.at_work(database), somebody(database)
        for number in range(ROUNDS):
            began = time.perf_counter()
            _plainly(database, content)
            bare.append(time.perf_counter() - began)
            ours.append(_stored(house, who, content + b"domain_name,%d.example.org,," % number))
    finally:
        database.dispose()
    return Read(ours, bare)


def _stored(house: House, who: Speaker, content: bytes) -> float:
    """Keep a file as `tocsin import` does; the seconds that it took."""
    began = time.perf_counter()
    kept = storing.store(house, who, "list.csv", content, lambda _: None)
    took = time.perf_counter() - began
    if kept.became is not storing.Became.STORED or sum(kept.kinds.values()) <= ROWS:
        raise ValueError(f"the file was not kept, but {kept.became}")
    return took


def _plainly(database: Database, content: bytes) -> None:
    """Read the same file with the library's reader, and insert the same columns at once."""
    lines = csv.reader(io.StringIO(content.decode(), newline=""))
    next(lines)
    rows = [
        {"intake_id": 1, "type": type_, "value": value, "raw": value, "procedure": "", "comment": comment}
        for type_, value, comment, _ in lines
    ]
    with database.begin() as session:
        session.execute(insert(_bare), rows)


def take_in(house: House, who: Speaker, name: str, content: bytes) -> None:
    """Take a file in as the bot does, once it is fetched, giving way to others now and then."""
    there = record(house.database, who, name)
    with house.database.begin() as session:
        intakes.note(session, who, there, file_id="F0", name=name, way=Way.FORM, now=system())
    with house.database.begin() as session:
        one = intakes.claim(session, lease=_LEASE, now=system())
    assert one is not None
    reading.read(house, one, name, content, _LEASE)
    with house.database.read() as session:
        if indicators.how_many(session, there) < min(ROWS, content.count(b"\n") - 1):
            raise ValueError(f"{name} was not taken in")


def _beside(path: Path, api_url: str) -> dict[str, Beside]:
    """Send forms to a server that does nothing else, and to the same one while it takes in a file."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    ground.lay(database)
    many = sum(crowd.idle + crowd.meanwhile + crowd.connections * crowd.at_once for crowd in _CROWDS)
    forms = ground.requests(ground.ready(database, _WARM_UP + many))
    database.dispose()
    with _serving(path, api_url) as port:
        load.measure(port, islice(forms, _WARM_UP), how_many=_WARM_UP, connections=4)
        return {crowd.told: _crowd_beside(port, forms, crowd) for crowd in _CROWDS}


def _crowd_beside(port: int, forms: Iterator[bytes], crowd: _Crowd) -> Beside:
    """Send them alone, and then for as long as files are taken in, one after the other."""
    alone, meanwhile = _sent(port, forms, crowd, crowd.idle), list[float]()
    while len(meanwhile) < crowd.meanwhile:
        _ask(port, "POST")
        while len(meanwhile) < crowd.meanwhile and _ask(port, "GET")["busy"]:
            meanwhile += _sent(port, forms, crowd, crowd.connections * crowd.at_once)
    while _ask(port, "GET")["busy"]:
        time.sleep(_PAUSE)
    return Beside(_p99(alone), _p99(meanwhile))


def _sent(port: int, forms: Iterator[bytes], crowd: _Crowd, how_many: int) -> list[float]:
    some = iter(list(islice(forms, how_many)))
    return load.waits(port, some, connections=crowd.connections, pause=crowd.pause)


def _p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)] * 1000


def _ask(port: int, method: str) -> dict[str, bool]:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/bench/intake", method=method)
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310  Our own.
        told: dict[str, bool] = json.load(answer)
        return told


@contextmanager
def _serving(path: Path, api_url: str) -> Iterator[int]:
    command = [sys.executable, "-m", "bot.bench.intaking", "serve", f"sqlite:///{path}", api_url]
    with (
        path.with_suffix(".log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,  # noqa: S603  Ours.
    ):
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _serve(database_url: str, api_url: str) -> None:
    """Serve forms as Tocsin does, and take in a file in a thread beside when asked to, as its collector does."""
    logs.configure(LogLevel.INFO, LogFormat.JSON)
    running.take_turns()
    database = Database(database_url)
    traffic = Traffic()
    face = server.watched(server.tocsin(database, api_url, kinds=None, traffic=traffic), database)
    face.router.routes.append(Route("/bench/intake", _Reader(database, traffic).hear, methods=["GET", "POST"]))
    with running.bound("127.0.0.1", 0) as listener:
        print(listener.getsockname()[1], flush=True)
        running.server(face).run([listener])


class _Reader:
    """Takes in a file each time that it is asked to."""

    def __init__(self, database: Database, traffic: Traffic) -> None:
        self._database = database
        self._traffic = traffic
        self._thread = threading.Thread()
        self._files = 0

    async def hear(self, request: Request) -> JSONResponse:
        """Begin to take in a file, or tell whether that goes on."""
        if request.method == "POST":
            self._thread = threading.Thread(target=self._take_in)
            self._thread.start()
        return JSONResponse({"busy": self._thread.is_alive()})

    def _take_in(self) -> None:
        content, house = disclosure(ROWS), replace(ringing.at_work(self._database), give_way=self._traffic.give_way)
        with self._database.read() as session:
            who = ground.speaker(session)
        self._files += 1
        take_in(house, who, f"{self._files}.csv", content)


def peak() -> float:
    """Read the largest file in a process of its own; megabytes at the peak, above those at rest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, _LARGEST).write_bytes(largest())
        words = [sys.executable, "-m", "bot.bench.intaking", "peak", folder]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603  Ourselves.
    return float(said)


def _peak(folder: Path) -> float:
    database = Database(f"sqlite:///{folder / 'peak.sqlite3'}")
    adding.lay(database, adding.COMPANIES, with_figures=False)
    house, who = ringing.at_work(database), somebody(database)
    # What is loaded on use belongs to a process that rests; the file itself does not.
    take_in(house, who, "small.csv", disclosure(10))
    rest = _resident("VmRSS")
    take_in(house, who, _LARGEST, (folder / _LARGEST).read_bytes())
    return _resident("VmHWM") - rest


def _resident(figure: str) -> float:
    found = re.search(rf"{figure}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", database_url, api_url]:
            _serve(database_url, api_url)
        case ["peak", folder]:
            print(_peak(Path(folder)))
