"""Reading a long file so that whoever sends a form meanwhile is answered as ever."""

from __future__ import annotations

from handlers.formats.disclosures import Item
from handlers.house import House
from storage.indicators import BATCH

# So many rows take a tenth of a millisecond.
_ROWS = 25
# So many indicators are laid down or cleared away in a millisecond, while nobody else can write to SQLite.
SMALL_BATCH = 50


class Manners:
    """Lets whoever comes be answered first, however long the file is."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._passed = 0

    def after(self, _: Item) -> None:
        """Give way now and then, once a file turns out to be long."""
        self._passed += 1
        # Most files end with the first batch, before anybody feels that they are read.
        if self._passed > BATCH and not self._passed % _ROWS:
            self._house.give_way()
