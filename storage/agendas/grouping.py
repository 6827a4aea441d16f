"""Putting together what several companies share: what was merged, and what says the same words; a pure reckoning."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from storage.agendas.folding import folded
from storage.agendas.records import Item, Kind


@dataclass(frozen=True, slots=True)
class Point:
    """What is talked about together, the first of its items leading; `shared` is how many companies share it.

    `minutes` is what it is given; none where it is no part of what the room talks about.
    """

    items: tuple[Item, ...]
    shared: int
    minutes: int | None = None

    @property
    def head(self) -> Item:
        """The item that leads."""
        return self.items[0]

    @property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        return self.head.kind

    @property
    def companies(self) -> tuple[str, ...]:
        """The names of the companies that put it there."""
        return tuple(dict.fromkeys(one.company for one in self.items))

    @property
    def carried(self) -> int:
        """Over how many meetings the oldest of it was carried."""
        return max(one.carried for one in self.items)

    @property
    def must_be_decided(self) -> bool:
        """Whether any of it was carried over as often as may be."""
        return any(one.must_be_decided for one in self.items)


def grouped(read: Iterable[Item], supported: Mapping[int, frozenset[int]]) -> tuple[Point, ...]:
    """Put items together, in the order that was given to them, or else what most companies share first.

    Only what the reader knows of is there: where what leads others is none of it, the oldest of these leads.
    """
    together = _Together()
    in_order = sorted(read, key=lambda each: (each.merged_into is not None, each.id))
    for one in in_order:
        together.join(("item", one.merged_into or one.id), (one.kind, folded(one.text)))
    groups: dict[Hashable, list[Item]] = {}
    for one in in_order:
        groups.setdefault(together.find(("item", one.merged_into or one.id)), []).append(one)
    points = [_point(several, supported) for several in groups.values()]
    return tuple(sorted(points, key=_rank))


class _Together:
    """Which things belong together, as pairs of them are joined."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def find(self, one: Hashable) -> Hashable:
        """Find what stands for all that one belongs with."""
        while (above := self._above.get(one, one)) != one:
            one = above
        return one

    def join(self, one: Hashable, other: Hashable) -> None:
        """Let two belong together, with all that each belongs with."""
        self._above[self.find(other)] = self.find(one)


def _point(several: list[Item], supported: Mapping[int, frozenset[int]]) -> Point:
    who = {one.company_id for one in several}.union(*(supported.get(one.id, frozenset()) for one in several))
    return Point(tuple(several), len(who))


def _rank(point: Point) -> tuple[bool, int, bool, int, int]:
    places = [one.position for one in point.items if one.position is not None]
    place = point.head.position if point.head.position is not None else min(places, default=None)
    return (place is None, place or 0, not point.must_be_decided, -point.shared, point.head.id)
