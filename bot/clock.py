"""The time of day, read at the edge and handed down as `now`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system() -> datetime:
    """Read the machine's clock, in UTC."""
    return datetime.now(UTC)
