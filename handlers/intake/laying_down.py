"""Laying down the indicators of a file on the way through it, while a lease is held; nobody is told of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from handlers.formats.disclosures import Disclosure, Found, Gathering, Item, items
from handlers.house import House
from storage import intakes
from storage.indicators import BATCH
from storage.intakes import Intake

# A lease is taken anew when so much of it is over, whatever the rows hold.
_SHARE_OF_LEASE = 0.25


def clear(house: House, one: Intake, lease: timedelta, *, batch: int) -> None:
    """Clear away, so many a transaction, what was laid down by whoever read the file before and died over it."""
    more = one.staged
    while more:
        house.give_way()
        with house.database.begin() as session:
            more = intakes.clear(session, one, limit=batch, until=house.clock() + lease)


def lay_down(
    house: House,
    one: Intake,
    name: str,
    content: bytes,
    lease: timedelta,
    *,
    batch: int,
    passing: Callable[[Item], None],
) -> Disclosure:
    """Lay down a file's indicators, a thousand in the first transaction and then so many, and gather what else it says.

    Each item is told to `passing`. Raises Unreadable, and intakes.Lost where somebody else reads the file by now.
    """
    format_, found = items(name, content)
    gathering, founds, size, held_at = Gathering(), list[Found](), BATCH, time.perf_counter()
    longest = lease.total_seconds() * _SHARE_OF_LEASE
    for each in gathering.watch(found):
        passing(each)
        if isinstance(each, Found):
            founds.append(each)
        # A file may be long and hold no indicator, and is held all the same.
        if len(founds) == size or time.perf_counter() - held_at > longest:
            _stage(house, one, founds, lease)
            founds, size, held_at = [], batch, time.perf_counter()
            house.give_way()
    _stage(house, one, founds, lease)
    return gathering.disclosure(name, format_, ())


def _stage(house: House, one: Intake, founds: list[Found], lease: timedelta) -> None:
    with house.database.begin() as session:
        if not intakes.stage(session, one, founds, until=house.clock() + lease):
            raise intakes.Lost
