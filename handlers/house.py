"""What every page works with; wired in bot/app.py, made of plain parts in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from storage.cipher import Cipher
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Sought:
    """A draft whose files are to be looked into, by its token, and whose it is."""

    token: str
    team_ids: tuple[str, ...]
    user_id: str


@dataclass(frozen=True, slots=True)
class House:
    """The database, the clock, Slack by installation, and the bell that wakes the courier.

    `slack(team_id)` is the client of that team's installation, or the host's where the team has none;
    `slack_with(token)` is the client of a token that is not kept yet. The porter brings files that people asked for.
    The clock's jobs come each minute by themselves, and at once when they are woken. The collector has the files read
    that people handed in, and looks into those that belong to no record yet. Who computes at length gives way to those
    who are being answered, for so many seconds at most.
    """

    database: Database
    clock: Callable[[], datetime]
    slack: Callable[[str | None], WebClient]
    slack_with: Callable[[str], WebClient]
    wake_courier: Callable[[], None]
    cipher: Cipher
    wake_porter: Callable[[], None] = lambda: None
    wake_clock: Callable[[], None] = lambda: None
    wake_collector: Callable[[], None] = lambda: None
    look_into: Callable[[Sought], None] = lambda _: None
    give_way: Callable[[], None] = lambda: None
