"""How much of a message a block takes, and which lines of a digest stay where not all have room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from storage.reports import Report, itemised

T = TypeVar("T")

# What of a block Slack may count; nobody says which.
_COUNTED = frozenset({"text", "url", "alt_text", "value", "title_text", "fallback"})


def weight(block: Any, name: str = "") -> int:
    """Count the characters of a block: its words, and what its links and buttons carry."""
    if isinstance(block, Mapping):
        return sum(weight(value, key) for key, value in block.items())
    if isinstance(block, Sequence) and not isinstance(block, str):
        return sum(weight(each, name) for each in block)
    return len(block) if isinstance(block, str) and name in _COUNTED else 0


def size(report: Report) -> int:
    """Say how much a takedown was: what its company stated, or else what it lists."""
    return report.stated.n if report.stated else sum(count.n for count in itemised(report))


def chosen(lines: Sequence[T], room: int, *, takes: Callable[[T], int], matters: Callable[[T], int]) -> list[bool]:
    """Choose the lines that have room together, those that matter most first; the order of the lines is kept."""
    stays = [False] * len(lines)
    for place in sorted(range(len(lines)), key=lambda each: (-matters(lines[each]), each)):
        room -= takes(lines[place])
        if room < 0:
            break
        stays[place] = True
    return stays
