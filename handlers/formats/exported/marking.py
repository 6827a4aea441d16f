"""The mark of an export: the order of entries in a list, where order means nothing; docs/export.md tells it.

The order comes from the export's key and from the entries alone. So a single cell bears witness by itself: whatever was
sorted, deleted, copied elsewhere or saved in another form around it.
"""

from __future__ import annotations

import hmac
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "; "
# Entries are codes of ours, so that a list is found in any text around it.
_ENTRY = r"[A-Za-z0-9][A-Za-z0-9:_+-]*"
_LIST = re.compile(rf"{_ENTRY}(?:{SEPARATOR}{_ENTRY})+")
# More would make a trace no surer, only slower.
_MOST_LISTS = 800
_MOST_ENTRIES = 60
# One in a billion, and one in a thousand, that any export agrees as well by chance.
_SURE_BITS, _LIKELY_BITS = 30.0, 10.0
_TILTS = tuple(tilt / 20 for tilt in range(4, 20))


@dataclass(frozen=True, slots=True)
class Marking:
    """The visible id of an export, and the key that its hidden mark is made with."""

    export_id: str
    key: str

    def order(self, entries: Iterable[str]) -> tuple[str, ...]:
        """Give entries the order that this export gives them."""
        named = sorted(set(entries))
        whole = SEPARATOR.join(named).encode()
        draw = int.from_bytes(hmac.digest(self.key.encode(), whole, "sha512"))
        for last in range(len(named) - 1, 0, -1):
            draw, place = divmod(draw, last + 1)
            named[last], named[place] = named[place], named[last]
        return tuple(named)

    def listed(self, entries: Iterable[str]) -> str:
        """Write entries as a cell."""
        return SEPARATOR.join(self.order(entries))


class Certainty(StrEnum):
    """How sure a trace is."""

    SURE = "sure"
    LIKELY = "likely"
    CLAIMED = "claimed"
    """Only the visible id says so, and anybody can write that."""


@dataclass(frozen=True, slots=True)
class Trace:
    """An export that a file comes from: how sure, in bits too, and whether its visible id stands in the file."""

    export_id: str
    certainty: Certainty
    bits: float
    named: bool


def lists_in(text: str) -> frozenset[tuple[str, ...]]:
    """Find the lists in a text, whatever separates its cells."""
    found: set[tuple[str, ...]] = set()
    for match in _LIST.finditer(text):
        entries = tuple(match[0].split(SEPARATOR))
        if len(set(entries)) == len(entries) <= _MOST_ENTRIES:
            found.add(entries)
    return frozenset(sorted(found, key=lambda entries: (-len(entries), entries))[:_MOST_LISTS])


def traced(text: str, exports: Sequence[Marking]) -> tuple[Trace, ...]:
    """Name the exports that a text comes from, the surest first."""
    lists = lists_in(text)
    weights = {entries: math.log2(math.factorial(len(entries))) for entries in lists}
    chance = {tilt: _chance(weights.values(), tilt) for tilt in _TILTS}
    traces = [_trace(text, marking, weights, chance, len(exports)) for marking in exports]
    return tuple(sorted((one for one in traces if one), key=lambda one: (-one.bits, one.export_id)))


def _trace(
    text: str,
    marking: Marking,
    weights: Mapping[tuple[str, ...], float],
    chance: Mapping[float, float],
    exports: int,
) -> Trace | None:
    agreeing = sum(weight for entries, weight in weights.items() if marking.order(entries) == entries)
    # Chernoff's bound on how likely another key agrees with as much, and that any of all exports does.
    bits = max(tilt * agreeing - chance[tilt] for tilt in _TILTS) - math.log2(exports)
    named = marking.export_id in text
    if bits >= _SURE_BITS:
        return Trace(marking.export_id, Certainty.SURE, bits, named)
    if bits >= _LIKELY_BITS:
        return Trace(marking.export_id, Certainty.LIKELY, bits, named)
    return Trace(marking.export_id, Certainty.CLAIMED, max(bits, 0.0), named) if named else None


def _chance(weights: Collection[float], tilt: float) -> float:
    """Give the logarithm of the moment-generating function of what agrees by chance."""
    return sum(math.log2(1 - 2.0**-weight + 2.0 ** ((tilt - 1) * weight)) for weight in weights)
