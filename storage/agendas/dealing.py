"""Dealing out the minutes of a meeting: a pure reckoning, the same for everybody who asks."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the agenda that takes time.

    `least` is what it is given before anything else is dealt out, those of a lower `rank` first; `wish` is what
    somebody set for it, which it gets and nothing more. What is left goes to the others by their `weight`.
    """

    weight: int = 0
    least: int = 0
    wish: int | None = None
    rank: int = 0


def dealt(minutes: int, slots: Sequence[Slot]) -> tuple[int, ...]:
    """Deal minutes out over the slots: never more than there are, and all of them where a slot has weight.

    A slot for which no time is left gets none. A longer meeting takes nothing from any slot.
    """
    left = max(0, minutes)
    got = [0] * len(slots)
    for place in sorted(range(len(slots)), key=lambda each: (slots[each].rank, each)):
        slot = slots[place]
        wanted = slot.least if slot.wish is None else max(0, slot.wish)
        got[place] = min(left, wanted)
        left -= got[place]
    # One minute after the other to whoever has least for their weight, so that more time changes no order.
    waits = [
        (got[place] / slot.weight, slot.rank, place)
        for place, slot in enumerate(slots)
        if slot.weight > 0 and slot.wish is None
    ]
    heapq.heapify(waits)
    while left > 0 and waits:
        _, rank, place = heapq.heappop(waits)
        got[place] += 1
        left -= 1
        heapq.heappush(waits, (got[place] / slots[place].weight, rank, place))
    return tuple(got)
