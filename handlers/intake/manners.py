"""Reading a long file so that whoever sends a form meanwhile is answered as ever."""

from __future__ import annotations

from handlers.formats.disclosures import Item
from handlers.house import House

# So many rows take a quarter of a millisecond. While people come and go, a hundred thousand take a minute and a half.
_ROWS = 25
_SECONDS = 0.02


class Manners:
    """Lets whoever comes be answered first, however long the file is."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._passed = 0

    def after(self, _: Item) -> None:
        """Give way now and then."""
        self._passed += 1
        if not self._passed % _ROWS:
            self._house.give_way(_SECONDS)
