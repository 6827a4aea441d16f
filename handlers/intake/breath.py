"""Reading a long file with rests, so that whoever sends a form meanwhile is answered as ever."""

from __future__ import annotations

import time

# Others wait for the thread that reads no longer than so many rows take it: after them it rests as long as they took.
_ROWS = 25


class Breath:
    """Lets others work in between: whoever reads a hundred thousand rows at a stretch leaves no room for a form."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._rows = 0

    def take(self) -> None:
        """Rest now and then, for as long as the work took since."""
        self._rows += 1
        if not self._rows % _ROWS:
            time.sleep(time.perf_counter() - self._began)
            self._began = time.perf_counter()
