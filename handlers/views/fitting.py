"""How much of a message a block takes, which lines stay where not all have room, and the thread for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from handlers.views.blocks import Block, bullets, context, rich, title
from handlers.views.wording import Language
from storage.outbox import Body

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


# Slack refuses a message of some 13,000 characters and more, and says nowhere from where on:
# https://github.com/slackapi/bolt-js/issues/2509.
_REPLY = 9_000
# A list of more lines is no list that anybody reads.
_LINES = 40
MOST_REPLIES = 10


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as it is to stand in Slack, and what hangs in its thread."""

    body: Body
    replies: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """A section as far as there is room for it, and the lines that have none."""

    blocks: list[Block]
    rest: list[Block]


def chosen(lines: Sequence[T], room: int, *, takes: Callable[[T], int], matters: Callable[[T], int]) -> list[bool]:
    """Choose the lines that have room together, those that matter most first; the order of the lines is kept."""
    stays = [False] * len(lines)
    for place in sorted(range(len(lines)), key=lambda each: (-matters(lines[each]), each)):
        room -= takes(lines[place])
        if room < 0:
            break
        stays[place] = True
    return stays


def fitted(heading: str, shown: Sequence[Block], matters: Sequence[int], language: Language, *, room: int) -> Fitted:
    """Draw the lines that have room under a heading, the most important ones, and say how many hang in the thread."""
    if not shown:
        return Fitted([], [])
    stays = chosen(range(len(shown)), room, takes=lambda each: weight(shown[each]), matters=lambda each: matters[each])
    kept = [each for each, stay in zip(shown, stays, strict=True) if stay][:_LINES]
    rest = [each for each in shown if each not in kept]
    blocks = [title(heading), *([rich(bullets(*kept))] if kept else [])]
    if rest:
        more = language.count("{n} more stands in the thread.", "{n} more stand in the thread.", len(rest))
        blocks.append(context(more))
    return Fitted(blocks, rest)


def replies(rest: Sequence[Block], text: str) -> Iterator[Body]:
    """Pack what had no room into messages of the thread that begin with a text, as few as hold it."""
    packs: list[list[Block]] = []
    room = 0
    for one in rest:
        room -= weight(one)
        if room < 0 or len(packs[-1]) == _LINES:
            packs.append([])
            room = _REPLY - weight(one)
        packs[-1].append(one)
    for pack in packs[:MOST_REPLIES]:
        yield Body(text, [context(text), rich(bullets(*pack))])
