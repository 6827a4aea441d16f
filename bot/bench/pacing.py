"""Figure (d): how near the courier comes to the pace that Slack allows, with many messages for many channels."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import func, select

from bot.bench.ground import SECRET
from bot.clients import client
from bot.courier import Courier
from bot.simulator import Simulator, running
from bot.simulator.api.methods import POSTS_A_MINUTE
from bot.simulator.clock import Clock
from bot.simulator.declared import read
from storage import coalitions, outbox
from storage.database import Database, Session
from storage.outbox import Address, Body, Letter
from storage.schema import migrate
from storage.sending import may_go

MESSAGES, CHANNELS, WORKSPACES = 10_000, 500, 50
START = datetime(2018, 8, 24, 16, tzinfo=UTC)
HANDS = 8

_LEASE = timedelta(minutes=1)
_BATCH = 500
_LOOK = 0.005


@dataclass(frozen=True, slots=True)
class Pace:
    """How long it took by Slack's clock, the least that its limits allow, what was refused; and by our own clock."""

    seconds: float
    least: float
    refused: int
    per_second: float

    @property
    def ratio(self) -> float:
        """Compare with the fastest that is allowed."""
        return self.seconds / self.least


class Leaping(Clock):
    """A clock that stands still while anything can go, and leaps to the next moment at which something may."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._at = start.timestamp()

    def now(self) -> float:
        """Give the world's time in Unix seconds."""
        return self._at

    def advance(self, seconds: float) -> None:
        """Leap forward."""
        self._at += max(seconds, 0)


class Tokens:
    """A client for each workspace's own token."""

    def __init__(self, api_url: str) -> None:
        self._clients = {team: client(f"xoxb-{team}", api_url, seconds=10) for team in _teams()}

    def for_posting(self, team: str | None) -> WebClient:
        """Give the client of a workspace."""
        return self._clients[team or ""]


def measure(folder: Path, manifest: str) -> Pace:
    """Queue all messages, and let one process deliver them; ValueError where one is missing or said twice."""
    world = read(_world(manifest))
    world.clock = clock = Leaping(START)
    url = f"sqlite:///{folder / 'pacing.sqlite3'}"
    database = Database(url)
    migrate(database)
    _queue(database)
    with running(world) as slack:
        courier = Courier(
            database, Tokens(f"{slack.url}/api/"), may_go=may_go, on_dead=_died, lease=_LEASE,
            clock=clock.moment, hands=HANDS,
        )  # fmt: skip
        began = time.perf_counter()
        courier.start()
        last = _deliver(database, courier, clock)
        took = time.perf_counter() - began
        courier.stop()
        refused = _checked(slack)
    database.dispose()
    return Pace(last - START.timestamp(), MESSAGES / CHANNELS - 1, refused, MESSAGES / took)


def told(pace: Pace) -> str:
    """Say so in two sentences of the README."""
    return (
        f"{MESSAGES:,} messages that wait for {CHANNELS} channels of {WORKSPACES} workspaces stand there after "
        f"{pace.seconds:.1f} s by a clock that leaps whenever nothing can go; Slack's limits (one a second a channel, "
        f"{POSTS_A_MINUTE} a minute a workspace) allow {pace.least:.1f} s. Slack refused {pace.refused} of them. One "
        f"process carries {pace.per_second:.0f} a second, with the local Slack in the same process."
    )


def _deliver(database: Database, courier: Courier, clock: Leaping) -> float:
    """Let the clock leap whenever nothing can go; the moment of the last message."""
    last = clock.now()
    while True:
        with database.read() as session:
            due = outbox.next_due(session, now=clock.moment())
            under_way = _under_way(session)
        if due is None:
            return last
        if under_way or due <= clock.moment():
            last = clock.now()
            time.sleep(_LOOK)
        else:
            clock.advance((due - clock.moment()).total_seconds())
            courier.wake()


def _under_way(session: Session) -> int:
    sending = select(func.count()).select_from(outbox.outbox).where(outbox.outbox.c.lease_by.is_not(None))
    return session.execute(sending).scalar_one()


def _checked(slack: Simulator) -> int:
    """Count what Slack refused, and see that each message stands there once."""
    calls = [call for call in slack.world.calls if call["method"] == "chat.postMessage"]
    said = Counter(message.text for channel in slack.world.channels.values() for message in channel.messages)
    if len(said) != MESSAGES or set(said.values()) != {1}:
        raise ValueError(f"{len(said)} of {MESSAGES} messages stand there, some of them {max(said.values())} times")
    return sum(not call["ok"] for call in calls)


def _queue(database: Database) -> None:
    """Owe every channel its messages, all due at once, in no order."""
    ids = []
    with database.begin() as session:
        for number in range(CHANNELS):
            coalition, _ = coalitions.add(
                session, f"Coalition {number}", channel=_channel(number), open_channel=None, host_team=_host(number),
                zone="UTC", language="en", now=START,
            )  # fmt: skip
            ids.append(coalition.id)
    wanted = [number % CHANNELS for number in range(MESSAGES)]
    random.Random(1).shuffle(wanted)
    for begin in range(0, MESSAGES, _BATCH):
        with database.begin() as session:
            for place, number in enumerate(wanted[begin : begin + _BATCH], begin):
                outbox.want(
                    session, ids[number], f"message:{place}",
                    address=Address.in_channel(_channel(number), team=_host(number)),
                    body=Body(f"Message {place}", []), about="measured", now=START,
                )  # fmt: skip


def _died(_session: Session, letter: Letter, _now: datetime) -> None:
    raise ValueError(f"{letter.key} was refused for good")


def _world(manifest: str) -> dict[str, Any]:
    workspaces = [
        {"id": team, "name": team, "installed": {"token": f"xoxb-{team}", "bot_user": f"U{team}", "bot": f"B{team}"}}
        for team in _teams()
    ]
    channels = [
        {"id": _channel(number), "host": _host(number), "private": True, "copies": [_host(number)]}
        for number in range(CHANNELS)
    ]
    app = {"id": "A0BENCH", "signing_secret": SECRET, "manifest": manifest}
    return {"app": app, "workspaces": workspaces, "channels": channels}


def _teams() -> list[str]:
    return [f"T{number:04}" for number in range(WORKSPACES)]


def _host(number: int) -> str:
    return _teams()[number % WORKSPACES]


def _channel(number: int) -> str:
    return f"C{number:05}"
