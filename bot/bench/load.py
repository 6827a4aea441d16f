"""Sends signed forms over kept connections, and notes how long each waited."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import uvloop

ACKED = {"response_action": "clear"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One round; waits in milliseconds, CPU of the serving process in microseconds a request."""

    per_second: float
    p50: float
    p99: float
    cpu: float


def measure(port: int, requests: Iterator[bytes], *, how_many: int, connections: int) -> Measured:
    """Send so many requests over so many connections at once; ValueError if one was not acked."""
    before, began = cost(port)["cpu_ns"], time.perf_counter()
    waited = sorted(waits(port, requests, connections=connections))
    took, spent = time.perf_counter() - began, cost(port)["cpu_ns"] - before
    if len(waited) != how_many:
        raise ValueError(f"{len(waited)} of {how_many} requests were acked")
    return Measured(
        per_second=how_many / took,
        p50=waited[how_many // 2] * 1000,
        p99=waited[int(how_many * 0.99)] * 1000,
        cpu=spent / how_many / 1000,
    )


def waits(port: int, requests: Iterator[bytes], *, connections: int, pause: float = 0) -> list[float]:
    """Send requests over so many connections at once, on each with a pause after each; the seconds that each waited."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_crowd(port, requests, connections, pause))


def cost(port: int) -> dict[str, int]:
    """Ask a server what it has cost so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/cost", timeout=10) as answer:
        told: dict[str, int] = json.load(answer)
        return told


async def _crowd(port: int, requests: Iterator[bytes], connections: int, pause: float) -> list[float]:
    each = await asyncio.gather(*(_sender(port, requests, pause) for _ in range(connections)))
    return [wait for waits in each for wait in waits]


async def _sender(port: int, requests: Iterator[bytes], pause: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    waits = []
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        status, body = await _answer(reader)
        if status != 200 or json.loads(body) != ACKED:  # noqa: PLR2004  OK.
            raise ValueError(f"not acked: {status} {body[:300]!r}")
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(pause)
    writer.close()
    await writer.wait_closed()
    return waits


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)
