"""Rules over all blocks of a message or a view together; asked only when each block is right by itself."""

from collections.abc import Iterator, Mapping

from bot.simulator.limits.rules import Fault, Place, Surface

MARKDOWN_TOGETHER = 12_000
"""https://docs.slack.dev/reference/block-kit/blocks/markdown-block: characters of all markdown blocks of a message.

Slack was seen to be a little more generous (https://github.com/slackapi/bolt-js/issues/2509: 13,297).
"""

CELLS_TOGETHER = 10_000
"""https://docs.slack.dev/reference/block-kit/blocks/table-block: characters of a table, and of all in a message."""

_TABLES = ("table", "data_table")

Placed = tuple[Mapping[str, object], Place]


def whole_faults(blocks: list[object], place: Place) -> Iterator[Fault]:
    """Tell what is wrong with blocks that are right one by one."""
    placed = list(_walk(blocks, place))
    yield from _repeated(placed, "block_id")
    for one in placed:
        yield from _repeated(list(_elements(*one)), "action_id")
    if place.surface is Surface.MESSAGE:
        yield from _too_much_markdown(placed)
        yield from _tables(placed)
    else:
        yield from _focused_twice(placed)


def _walk(blocks: list[object], place: Place) -> Iterator[Placed]:
    """List the blocks and those inside containers and carousels, each with its place."""
    for position, block in enumerate(blocks):
        assert isinstance(block, Mapping)
        here = place.at(position)
        yield block, here
        inside = {"container": "child_blocks", "carousel": "elements"}.get(block["type"])
        if inside is not None:
            yield from _walk(block[inside], here.at(inside))


def _elements(block: Mapping[str, object], place: Place) -> Iterator[Placed]:
    """List the elements that stand directly in a block."""
    for name in ("accessory", "element", "elements", "actions"):
        inner = block.get(name)
        if isinstance(inner, Mapping):
            yield inner, place.at(name)
        elif isinstance(inner, list) and block["type"] != "carousel":
            for position, element in enumerate(inner):
                yield element, place.at(name).at(position)


def _repeated(placed: list[Placed], name: str) -> Iterator[Fault]:
    """Refuse an identifier that stands twice.

    A block_id is unique in a message or view, an action_id in its block:
    https://docs.slack.dev/reference/block-kit/block-elements/button-element
    """
    seen: set[object] = set()
    for thing, place in placed:
        identifier = thing.get(name)
        if identifier is not None and identifier in seen:
            yield place.at(name).fault(f'`{name}` "{identifier}" already exists')
        seen.add(identifier)


def _focused_twice(placed: list[Placed]) -> Iterator[Fault]:
    """Refuse a second `focus_on_load`: https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element."""
    focused = [
        where.at("focus_on_load")
        for block, place in placed
        for element, where in _elements(block, place)
        if element.get("focus_on_load") is True
    ]
    for place in focused[1:]:
        yield place.fault("only one element can have `focus_on_load` set to true")


def _too_much_markdown(placed: list[Placed]) -> Iterator[Fault]:
    """Refuse markdown blocks that are too long together."""
    together = 0
    for block, place in placed:
        if block["type"] == "markdown":
            together += len(str(block["text"]))
            if together > MARKDOWN_TOGETHER:
                yield place.fault(
                    f"markdown blocks must be less than {MARKDOWN_TOGETHER + 1} characters together",
                    code="msg_blocks_too_long",
                )


def _tables(placed: list[Placed]) -> Iterator[Fault]:
    """Refuse a second table (Slack answers invalid_attachments, seen in the field) and a table with too much in it."""
    tables = [(block, place) for block, place in placed if block["type"] in _TABLES]
    for _, place in tables[1:]:
        yield place.fault("only_one_table_allowed", code="invalid_attachments")
    for block, place in tables:
        if _characters(block["rows"]) > CELLS_TOGETHER:
            yield place.at("rows").fault(f"cells must be less than {CELLS_TOGETHER + 1} characters together")


def _characters(value: object) -> int:
    """Count the characters of all texts inside a value."""
    if isinstance(value, list):
        return sum(_characters(item) for item in value)
    if isinstance(value, Mapping):
        return sum(len(inner) if name == "text" else _characters(inner) for name, inner in value.items())
    return 0
