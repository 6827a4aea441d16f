"""The time of day, read at the edge and handed down as `now`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system() -> datetime:
    """Read the machine's clock, in UTC."""
    return datetime.now(UTC)


def starting_at(moment: datetime) -> Clock:
    """Make a clock that says `moment` now and runs on from there, for a story that happened."""
    began = time.monotonic()
    return lambda: (moment + timedelta(seconds=time.monotonic() - began)).astimezone(UTC)
