"""Whether people come and go: who computes at length gives way to them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Whoever sent something a moment ago often sends more, and others with them.
_LATELY = 0.05
# The longer rest keeps out of the way of those who are here, the shorter one of the first who comes; in seconds.
_WHILE_HERE, _ELSE = 0.02, 0.001


class Traffic:
    """Knows who is being answered, and when somebody was last; only the thread of the web face lets them in and out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, rest: Callable[[float], None] = time.sleep) -> None:
        self._clock = clock
        self._rest = rest
        self._here = 0
        self._left_at = -_LATELY

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Have somebody here until the block ends."""
        self._here += 1
        try:
            yield
        finally:
            self._here -= 1
            self._left_at = self._clock()

    def give_way(self) -> None:
        """Rest a while if anybody is here or was a moment ago, else for a blink; any thread may ask."""
        is_busy = self._here or self._clock() - self._left_at < _LATELY
        self._rest(_WHILE_HERE if is_busy else _ELSE)
