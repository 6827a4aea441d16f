"""Many couriers at one outbox: no leader, each letter once, one letter of a channel at a time."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from storage import coalitions, outbox
from storage.database import Database
from storage.outbox import Address, Body, Letter

CROWD = 6
CHANNELS = 8
LETTERS = 5
# Time moves whenever somebody finds nothing, so this is longer than the test could ever spin.
LEASE = timedelta(days=3650)


class Desk:
    """Where every courier of the crowd hands in what it holds; complains of two letters of one channel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: set[str] = set()
        self.delivered: Counter[str] = Counter()
        self.collisions: list[str] = []

    def take(self, letter: Letter) -> None:
        with self._lock:
            if letter.address.lane in self._under_way:
                self.collisions.append(letter.key)
            self._under_way.add(letter.address.lane)

    def hand_in(self, letter: Letter) -> None:
        with self._lock:
            self._under_way.discard(letter.address.lane)
            self.delivered[letter.key] += 1


def work(database: Database, desk: Desk, start: threading.Barrier, clock: list[datetime]) -> None:
    start.wait()
    while sum(desk.delivered.values()) < CHANNELS * LETTERS:
        with database.begin() as session:
            letter = outbox.claim(session, by=threading.current_thread().name, lease=LEASE, now=clock[0])
        if letter is None:
            # Whoever finds nothing lets a second pass, for everybody.
            clock[0] += timedelta(seconds=1)
            continue
        desk.take(letter)
        desk.hand_in(letter)
        with database.begin() as session:
            assert outbox.sent(session, letter, channel=letter.address.lane, ts="1.1", now=clock[0])


def test_each_letter_is_delivered_once_by_a_crowd(database: Database) -> None:
    now = datetime(2018, 8, 24, 16, tzinfo=UTC)
    with database.begin() as session:
        coalition, _ = coalitions.add(
            session,
            "Coalition",
            channel="C0",
            open_channel=None,
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=now,
        )
        for letter in range(LETTERS):
            for channel in range(CHANNELS):
                outbox.want(
                    session,
                    coalition.id,
                    f"{channel}/{letter}",
                    address=Address.in_channel(f"C{channel}"),
                    body=Body("words", []),
                    about="takedown",
                    now=now,
                )
    desk, start, clock = Desk(), threading.Barrier(CROWD), [now]
    with ThreadPoolExecutor(CROWD) as crowd:
        for done in [crowd.submit(work, database, desk, start, clock) for _ in range(CROWD)]:
            done.result()
    assert desk.collisions == []
    assert set(desk.delivered.values()) == {1}
    assert len(desk.delivered) == CHANNELS * LETTERS
