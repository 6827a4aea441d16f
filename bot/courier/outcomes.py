"""How a step went, as a piece of work for the transaction that settles it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import outbox
from storage.database import Session
from storage.outbox import Letter

Settle = Callable[[Session, datetime], object]

_LONGEST_BACK_OFF = timedelta(minutes=5)

_random = secrets.SystemRandom()


def back_off(attempts: int) -> timedelta:
    """Say how long to wait after so many attempts: doubling up to five minutes, with jitter so that crowds part."""
    longest = min(2.0 ** min(attempts, 16), _LONGEST_BACK_OFF.total_seconds())
    return timedelta(seconds=_random.uniform(longest / 2, longest))


def postponed(letter: Letter, error: str, pause: timedelta, *, whole_lane: bool = False) -> Settle:
    """Try again after a while: nothing was delivered."""
    return lambda session, now: outbox.postpone(
        session,
        letter,
        until=now + pause,
        error=error,
        now=now,
        whole_lane=whole_lane,
    )


def names(letter: Letter) -> dict[str, str]:
    """Name a letter in the log, by ids only."""
    return {"key": letter.key, "token": letter.token}
