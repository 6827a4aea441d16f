"""Blocks: what each holds, how much of it, and on which surface it may stand.

https://docs.slack.dev/reference/block-kit/blocks. Surfaces are those of https://docs.slack.dev/blocks.json, made
stricter where Slack's own page of the block says so, or where it was seen not to work; a comment tells each case.
"""

from collections.abc import Iterator, Mapping

from bot.simulator.limits import rich_text
from bot.simulator.limits.elements import ELEMENTS
from bot.simulator.limits.objects import IDENTIFIER, SLACK_FILE, Text, plain, texts
from bot.simulator.limits.rules import (
    MESSAGES,
    MODALS,
    NOWHERE,
    Anything,
    Check,
    Choice,
    Fault,
    Flag,
    ListOf,
    Number,
    OneOf,
    Place,
    Rule,
    Shape,
    String,
    Surface,
    kinds,
    one_of,
    some_of,
    url,
)

_PICKERS = (
    *("static_select", "external_select", "users_select", "conversations_select", "channels_select"),
    *("checkboxes", "radio_buttons", "datepicker", "timepicker"),
)
_MULTI_SELECTS = (
    *("multi_static_select", "multi_external_select", "multi_users_select"),
    *("multi_conversations_select", "multi_channels_select"),
)
_TYPED_INPUTS = (
    *("plain_text_input", "email_text_input", "url_text_input", "number_input"),
    *("file_input", "rich_text_input"),
)

IN_SECTION = (*_PICKERS, *_MULTI_SELECTS, "button", "image", "overflow", "workflow_button")
"""https://docs.slack.dev/reference/block-kit/blocks/section-block; no datetimepicker (slack-go/slack pull 1145)."""

IN_ACTIONS = (*_PICKERS, "button", "datetimepicker", "overflow", "workflow_button")
"""https://docs.slack.dev/reference/block-kit/blocks/actions-block

That page lists multi-selects and the rich text input, too; Slack refuses multi-selects all the same
(https://github.com/slackapi/python-slack-sdk/issues/1631, https://github.com/slackapi/java-slack-sdk/issues/680),
and the page of the rich text input names the input block alone.
"""

IN_INPUT = (*_PICKERS, *_MULTI_SELECTS, *_TYPED_INPUTS, "datetimepicker")
"""https://docs.slack.dev/reference/block-kit/blocks/input-block"""

IN_CONTAINER = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video")
"""https://docs.slack.dev/reference/block-kit/blocks/container-block, less `file`, which no app can send."""


def block(
    needs: Mapping[str, Rule] | None = None,
    may: Mapping[str, Rule] | None = None,
    *,
    also: tuple[Check, ...] = (),
    surfaces: frozenset[Surface] = frozenset(Surface),
) -> Shape:
    """Make the shape of a block; each may have a `block_id` of 255 characters."""
    return Shape(needs or {}, {"block_id": IDENTIFIER, **(may or {})}, also, surfaces)


def _no_dispatch_of_files(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Refuse `dispatch_action` beside a file input, as https://docs.slack.dev/reference/block-kit/blocks/input-block."""
    element = value["element"]
    if isinstance(element, Mapping) and element.get("type") == "file_input" and value.get("dispatch_action"):
        yield place.at("element").at("type").fault("unsupported type: file_input")


def _collapsed_only_if_collapsible(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Refuse a container that begins collapsed and cannot be opened, and a divider under a header that collapses."""
    collapsible = value.get("is_collapsible") is True
    if value.get("default_collapsed") and not collapsible:
        yield place.at("default_collapsed").fault("requires `is_collapsible` to be true")
    if value.get("has_header_divider") and collapsible:
        yield place.at("has_header_divider").fault("cannot be used when `is_collapsible` is true")


def _even_rows_below_a_plain_header(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Check a data table: a header without rich text, and rows as long as it."""
    rows = value["rows"]
    assert isinstance(rows, list)
    for column, cell in enumerate(rows[0]):
        if cell["type"] == "rich_text":
            yield place.at("rows").at(0).at(column).at("type").fault("unsupported type: rich_text")
    for position, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield place.at("rows").at(position).fault("must have as many cells as the header")


_IMAGE = kinds(ELEMENTS, ("image",))
_RICH_TEXT = OneOf({"rich_text": block(rich_text.CONTENT)})

# https://docs.slack.dev/reference/block-kit/blocks/table-block: 100 rows of 20 cells; an empty cell is refused
# (slack_sdk 3.47, models/blocks/basic_components.py). The number of characters is counted in whole.py.
_CELL = OneOf(
    {
        "raw_text": Shape({"text": String()}),
        "raw_number": Shape({"value": Number(whole=False), "text": String()}),
        "rich_text": block(rich_text.CONTENT),
    },
)
_ROW = ListOf(_CELL, most=20)
_COLUMN = Shape(may={"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})

# https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: 1 to 6 segments or series. The inside
# of `axis_config` is not judged.
_POINT = Shape({"label": String(20), "value": Number(whole=False)})
_SERIES = Shape({"name": String(20), "data": ListOf(_POINT, most=20)})
_PLOT = Shape({"series": ListOf(_SERIES, most=6), "axis_config": Anything()})
_CHART = OneOf(
    {"pie": Shape({"segments": ListOf(_POINT, most=6)}), "bar": _PLOT, "area": _PLOT, "line": _PLOT},
)

BLOCKS: dict[str, Shape] = {
    # https://docs.slack.dev/reference/block-kit/blocks/section-block
    "section": block(
        may={
            "text": Text(3000),
            "fields": ListOf(Text(2000), most=10),
            "accessory": kinds(ELEMENTS, IN_SECTION),
            "expand": Flag(),
        },
        also=(some_of("text", "fields"),),
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/header-block
    "header": block({"text": plain(150)}),
    # https://docs.slack.dev/reference/block-kit/blocks/divider-block
    "divider": block(),
    # https://docs.slack.dev/reference/block-kit/blocks/context-block
    "context": block({"elements": ListOf(OneOf({"image": ELEMENTS["image"], **texts(3000)}), most=10)}),
    # https://docs.slack.dev/reference/block-kit/blocks/actions-block
    "actions": block({"elements": ListOf(kinds(ELEMENTS, IN_ACTIONS), most=25)}),
    # https://docs.slack.dev/reference/block-kit/blocks/context-actions-block
    "context_actions": block(
        {"elements": ListOf(kinds(ELEMENTS, ("feedback_buttons", "icon_button")), most=5)},
        surfaces=MESSAGES,
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/input-block; in a modal it wants a submit button (whole.py)
    "input": block(
        {"label": plain(2000), "element": kinds(ELEMENTS, IN_INPUT)},
        {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
        also=(_no_dispatch_of_files,),
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/image-block
    "image": block(
        {"alt_text": String(2000)},
        {"image_url": url(3000, "https?"), "slack_file": SLACK_FILE, "title": plain(2000)},
        also=(one_of("image_url", "slack_file"),),
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/video-block: "less than" 200 and 50, https only
    "video": block(
        {
            "alt_text": String(),
            "title": plain(199),
            "thumbnail_url": url(None, "https?"),
            "video_url": url(None, "https"),
        },
        {
            "author_name": String(49),
            "description": plain(199),
            "provider_icon_url": url(None, "https?"),
            "provider_name": String(),
            "title_url": url(None, "https"),
        },
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/file-block: "You can't add this block to app surfaces directly"
    "file": block({"external_id": String(), "source": Choice(("remote",))}, surfaces=NOWHERE),
    # https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    "rich_text": block(rich_text.CONTENT),
    # https://docs.slack.dev/reference/block-kit/blocks/markdown-block; its length is counted in whole.py
    "markdown": block({"text": String()}, surfaces=MESSAGES),
    # blocks.json names Home tabs, too, where tables are seen to be dropped; messages alone are safe.
    "table": block(
        {"rows": ListOf(_ROW, most=100)},
        {"column_settings": ListOf(_COLUMN, most=20, gaps=True)},
        surfaces=MESSAGES,
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/data-table-block: a header and 1 to 100 rows
    "data_table": block(
        {"rows": ListOf(_ROW, most=101, least=2), "caption": String()},
        {"page_size": Number(1, 100), "row_header_column_index": Number(0)},
        also=(_even_rows_below_a_plain_header,),
        surfaces=MESSAGES,
    ),
    "data_visualization": block({"title": String(50), "chart": _CHART}, surfaces=MESSAGES),
    # https://docs.slack.dev/reference/block-kit/blocks/alert-block
    "alert": block(
        {"text": Text(3000)},
        {"level": Choice(("default", "info", "warning", "error", "success"))},
        surfaces=MODALS,
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/card-block; blocks.json names modals, where it does not show.
    "card": block(
        may={
            "hero_image": _IMAGE,
            "icon": _IMAGE,
            "title": Text(150),
            "subtitle": Text(150),
            "body": Text(200),
            "actions": ListOf(kinds(ELEMENTS, ("button",))),
        },
        also=(some_of("hero_image", "title", "actions", "body"),),
        surfaces=frozenset({Surface.MESSAGE, Surface.HOME}),
    ),
    # https://docs.slack.dev/reference/block-kit/blocks/task-card-block
    "task_card": block(
        {"task_id": String(), "title": String(), "status": Choice(("pending", "in_progress", "complete", "error"))},
        {"details": _RICH_TEXT, "output": _RICH_TEXT, "sources": ListOf(kinds(ELEMENTS, ("url",)), least=0)},
        surfaces=MESSAGES,
    ),
}

# https://docs.slack.dev/reference/block-kit/blocks/carousel-block: 1 to 10 cards
BLOCKS["carousel"] = block(
    {"elements": ListOf(kinds(BLOCKS, ("card",)), most=10)},
    surfaces=frozenset({Surface.MESSAGE, Surface.HOME}),
)
# https://docs.slack.dev/reference/block-kit/blocks/plan-block
BLOCKS["plan"] = block(
    {"title": String()},
    {"tasks": ListOf(kinds(BLOCKS, ("task_card",)), least=0)},
    surfaces=MESSAGES,
)
# https://docs.slack.dev/reference/block-kit/blocks/container-block: at most 10 blocks
BLOCKS["container"] = block(
    {"child_blocks": ListOf(kinds(BLOCKS, IN_CONTAINER), most=10)},
    {
        "title": plain(150),
        "rich_text_title": _RICH_TEXT,
        "subtitle": Text(150),
        "width": Choice(("narrow", "standard", "wide", "full")),
        "icon": _IMAGE,
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    also=(some_of("title", "rich_text_title"), _collapsed_only_if_collapsible),
    surfaces=MESSAGES,
)

ANY_BLOCK = OneOf(BLOCKS)
"""Any block that its surface allows."""
