"""Tell the time of a world that may have started years ago."""

import time
from datetime import UTC, datetime


class Clock:
    """Run on from a given instant; every stamp it gives is later than the one before."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = (start.timestamp() if start else time.time()) - time.monotonic()
        self._last = 0

    def now(self) -> float:
        """Give the world's time in Unix seconds."""
        return self._offset + time.monotonic()

    def moment(self) -> datetime:
        """Give the world's time as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock forward; nobody waits."""
        self._offset += max(seconds, 0)

    def stamp(self) -> str:
        """Make a message's ts: Unix seconds with six decimals, never the same twice."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
