"""Each limit of Block Kit, exactly at it and one beyond.

The numbers are Slack's, typed in from the page that stands with each group; none comes from the implementation.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.simulator.limits import (
    UPDATED_TEXT,
    Fault,
    check_home,
    check_message,
    check_metadata,
    check_view,
)
from tests.simulator.test_limits_samples import (
    GOOD_ELEMENTS,
    Json,
    accessory,
    actions,
    asking,
    button,
    buttons,
    card,
    cell,
    chart,
    confirm,
    container,
    data_table,
    home,
    image,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    rich,
    rich_words,
    section,
    select,
    table,
    video,
)

REFERENCE = "https://docs.slack.dev/reference"
BLOCKS = f"{REFERENCE}/block-kit/blocks"
ELEMENTS = f"{REFERENCE}/block-kit/block-elements"
OBJECTS = f"{REFERENCE}/block-kit/composition-objects"


@dataclass(frozen=True)
class Limit:
    """So many of something fit into the block that `make` makes, and one more does not."""

    name: str
    most: int
    make: Callable[[int], Json]
    path: str
    source: str
    unit: str = "characters"

    @property
    def sentence(self) -> str:
        if self.unit == "characters":
            return f"must be less than {self.most + 1} characters"
        return f"no more than {self.most} {self.unit} allowed"


def items(name: str, most: int, make: Callable[[int], Json], path: str, source: str) -> Limit:
    return Limit(name, most, make, path, source, "items")


def x(count: int) -> str:
    return "x" * count


def address(count: int) -> str:
    return "https://example.org/".ljust(count, "x")


# How long, in the block at /blocks/0 of a message and of a modal.
ANYWHERE = [
    Limit("section text", 3000, lambda n: section(text=mrkdwn(x(n))), "/text/text", f"{BLOCKS}/section-block"),
    Limit("section field", 2000, lambda n: section(fields=[mrkdwn(x(n))]), "/fields/0/text", f"{BLOCKS}/section-block"),
    items("section fields", 10, lambda n: section(fields=[mrkdwn()] * n), "/fields", f"{BLOCKS}/section-block"),
    Limit("block_id", 255, lambda n: section(block_id=x(n)), "/block_id", f"{BLOCKS}/section-block"),
    Limit("header", 150, lambda n: {"type": "header", "text": plain(x(n))}, "/text/text", f"{BLOCKS}/header-block"),
    items(
        "context elements",
        10,
        lambda n: {"type": "context", "elements": [mrkdwn()] * n},
        "/elements",
        f"{BLOCKS}/context-block",
    ),
    Limit(
        "context text",
        3000,
        lambda n: {"type": "context", "elements": [mrkdwn(x(n))]},
        "/elements/0/text",
        f"{OBJECTS}/text-object",
    ),
    items("actions elements", 25, lambda n: actions(*buttons(n)), "/elements", f"{BLOCKS}/actions-block"),
    Limit("input label", 2000, lambda n: asking(label=plain(x(n))), "/label/text", f"{BLOCKS}/input-block"),
    Limit("input hint", 2000, lambda n: asking(hint=plain(x(n))), "/hint/text", f"{BLOCKS}/input-block"),
    Limit("image alt_text", 2000, lambda n: image(alt_text=x(n)), "/alt_text", f"{BLOCKS}/image-block"),
    Limit("image title", 2000, lambda n: image(title=plain(x(n))), "/title/text", f"{BLOCKS}/image-block"),
    Limit("image address", 3000, lambda n: image(image_url=address(n)), "/image_url", f"{BLOCKS}/image-block"),
    Limit("video title", 199, lambda n: video(title=plain(x(n))), "/title/text", f"{BLOCKS}/video-block"),
    Limit(
        "video description", 199, lambda n: video(description=plain(x(n))), "/description/text", f"{BLOCKS}/video-block"
    ),
    Limit("video author", 49, lambda n: video(author_name=x(n)), "/author_name", f"{BLOCKS}/video-block"),
    Limit("action_id", 255, lambda n: actions(button(action_id=x(n))), "/elements/0/action_id", f"{ELEMENTS}/button"),
    Limit("button text", 75, lambda n: actions(button(text=plain(x(n)))), "/elements/0/text/text", ELEMENTS),
    Limit("button value", 2000, lambda n: actions(button(value=x(n))), "/elements/0/value", ELEMENTS),
    Limit("button address", 3000, lambda n: actions(button(url=address(n))), "/elements/0/url", ELEMENTS),
    Limit(
        "button label",
        75,
        lambda n: actions(button(accessibility_label=x(n))),
        "/elements/0/accessibility_label",
        ELEMENTS,
    ),
    Limit(
        "confirm title",
        100,
        lambda n: actions(button(confirm=confirm(title=plain(x(n))))),
        "/elements/0/confirm/title/text",
        f"{OBJECTS}/confirmation-dialog-object",
    ),
    Limit(
        "confirm text",
        300,
        lambda n: actions(button(confirm=confirm(text=plain(x(n))))),
        "/elements/0/confirm/text/text",
        f"{OBJECTS}/confirmation-dialog-object",
    ),
    Limit(
        "confirm yes",
        30,
        lambda n: actions(button(confirm=confirm(confirm=plain(x(n))))),
        "/elements/0/confirm/confirm/text",
        f"{OBJECTS}/confirmation-dialog-object",
    ),
    Limit(
        "confirm no",
        30,
        lambda n: actions(button(confirm=confirm(deny=plain(x(n))))),
        "/elements/0/confirm/deny/text",
        f"{OBJECTS}/confirmation-dialog-object",
    ),
    items("select options", 100, lambda n: accessory(select(options=options(n))), "/accessory/options", ELEMENTS),
    items(
        "select groups",
        100,
        lambda n: accessory(select(option_groups=[{"label": plain(), "options": [option(str(i))]} for i in range(n)])),
        "/accessory/option_groups",
        ELEMENTS,
    ),
    items(
        "options of a group",
        100,
        lambda n: accessory(select(option_groups=[{"label": plain(), "options": options(n)}])),
        "/accessory/option_groups/0/options",
        f"{OBJECTS}/option-group-object",
    ),
    Limit(
        "label of a group",
        75,
        lambda n: accessory(select(option_groups=[{"label": plain(x(n)), "options": options(1)}])),
        "/accessory/option_groups/0/label/text",
        f"{OBJECTS}/option-group-object",
    ),
    Limit(
        "option address",
        3000,
        lambda n: accessory({"type": "overflow", "options": [option(url=address(n))]}),
        "/accessory/options/0/url",
        f"{OBJECTS}/option-object",
    ),
    Limit(
        "context plain text",
        3000,
        lambda n: {"type": "context", "elements": [plain(x(n))]},
        "/elements/0/text",
        f"{OBJECTS}/text-object",
    ),
    Limit(
        "small image alt_text",
        2000,
        lambda n: accessory(image(alt_text=x(n))),
        "/accessory/alt_text",
        f"{ELEMENTS}/image-element",
    ),
    Limit(
        "small image address",
        3000,
        lambda n: accessory(image(image_url=address(n))),
        "/accessory/image_url",
        f"{ELEMENTS}/image-element",
    ),
    Limit(
        "agent prompt",
        4000,
        lambda n: actions(button(agent_prompt=x(n))),
        "/elements/0/agent_prompt",
        "slack_sdk 3.47, models/blocks/block_elements.py",
    ),
    Limit(
        "select placeholder",
        150,
        lambda n: accessory(select(placeholder=plain(x(n)))),
        "/accessory/placeholder/text",
        ELEMENTS,
    ),
    items(
        "multi-select options",
        100,
        lambda n: accessory(select(type="multi_static_select", options=options(n))),
        "/accessory/options",
        f"{ELEMENTS}/multi-select-menu-element",
    ),
    items(
        "overflow options",
        5,
        lambda n: accessory({"type": "overflow", "options": options(n)}),
        "/accessory/options",
        f"{ELEMENTS}/overflow-menu-element",
    ),
    items(
        "checkboxes",
        10,
        lambda n: accessory({"type": "checkboxes", "options": options(n)}),
        "/accessory/options",
        f"{ELEMENTS}/checkboxes-element",
    ),
    items(
        "radio buttons",
        10,
        lambda n: accessory({"type": "radio_buttons", "options": options(n)}),
        "/accessory/options",
        f"{ELEMENTS}/radio-button-group-element",
    ),
    Limit(
        "plain text input",
        3000,
        lambda n: asking({"type": "plain_text_input", "initial_value": x(n)}),
        "/element/initial_value",
        f"{ELEMENTS}/plain-text-input-element",
    ),
]


def listing(kind: str, **more: Any) -> Json:
    """Make a section whose accessory lists one option."""
    return accessory({"type": kind, "options": [{**option(), **more}]})


# Options are judged alike wherever they stand: https://docs.slack.dev/reference/block-kit/composition-objects
OPTIONS = [
    limit
    for kind in ("checkboxes", "radio_buttons", "overflow", "static_select", "multi_static_select")
    for limit in (
        Limit(
            f"{kind} text",
            75,
            lambda n, kind=kind: listing(kind, text=plain(x(n))),
            "/accessory/options/0/text/text",
            OBJECTS,
        ),
        Limit(
            f"{kind} value",
            150,
            lambda n, kind=kind: listing(kind, value=x(n)),
            "/accessory/options/0/value",
            OBJECTS,
        ),
        Limit(
            f"{kind} description",
            75,
            lambda n, kind=kind: listing(kind, description=plain(x(n))),
            "/accessory/options/0/description/text",
            OBJECTS,
        ),
    )
]


def feedback(**more: Any) -> Json:
    """Make a block that asks whether an answer was good."""
    opinion = {"text": plain(), "value": "x"}
    buttons = {"positive_button": {**opinion, **more}, "negative_button": opinion}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", **buttons}]}


def icon_button(**more: Any) -> Json:
    return {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain(), **more}]}


def series(**more: Any) -> Json:
    return {"name": "Pages", "data": [{"label": "May", "value": 3}], **more}


def plot(some: list[Json]) -> Json:
    return chart(chart={"type": "line", "series": some, "axis_config": {}})


MESSAGES_ONLY = [
    Limit(
        "icon button text",
        75,
        lambda n: icon_button(text=plain(x(n))),
        "/elements/0/text/text",
        f"{ELEMENTS}/icon-button-element",
    ),
    Limit(
        "icon button value",
        2000,
        lambda n: icon_button(value=x(n)),
        "/elements/0/value",
        f"{ELEMENTS}/icon-button-element",
    ),
    Limit(
        "icon button label",
        75,
        lambda n: icon_button(accessibility_label=x(n)),
        "/elements/0/accessibility_label",
        f"{ELEMENTS}/icon-button-element",
    ),
    Limit(
        "workflow button text",
        75,
        lambda n: actions({**GOOD_ELEMENTS["workflow_button"], "text": plain(x(n))}),
        "/elements/0/text/text",
        f"{ELEMENTS}/workflow-button-element",
    ),
    Limit(
        "workflow button label",
        75,
        lambda n: actions({**GOOD_ELEMENTS["workflow_button"], "accessibility_label": x(n)}),
        "/elements/0/accessibility_label",
        f"{ELEMENTS}/workflow-button-element",
    ),
    Limit(
        "segment label",
        20,
        lambda n: chart(chart={"type": "pie", "segments": [{"label": x(n), "value": 1}]}),
        "/chart/segments/0/label",
        f"{BLOCKS}/data-visualization-block",
    ),
    items("chart series", 6, lambda n: plot([series()] * n), "/chart/series", f"{BLOCKS}/data-visualization-block"),
    items(
        "chart points",
        20,
        lambda n: plot([series(data=[{"label": "May", "value": 0.5}] * n)]),
        "/chart/series/0/data",
        f"{BLOCKS}/data-visualization-block",
    ),
    Limit(
        "name of a series",
        20,
        lambda n: plot([series(name=x(n))]),
        "/chart/series/0/name",
        f"{BLOCKS}/data-visualization-block",
    ),
    Limit(
        "feedback text",
        75,
        lambda n: feedback(text=plain(x(n))),
        "/elements/0/positive_button/text/text",
        f"{ELEMENTS}/feedback-buttons-element",
    ),
    Limit(
        "feedback value",
        2000,
        lambda n: feedback(value=x(n)),
        "/elements/0/positive_button/value",
        f"{ELEMENTS}/feedback-buttons-element",
    ),
    Limit(
        "feedback label",
        75,
        lambda n: feedback(accessibility_label=x(n)),
        "/elements/0/positive_button/accessibility_label",
        f"{ELEMENTS}/feedback-buttons-element",
    ),
    items("table rows", 100, lambda n: table(*[[cell()]] * n), "/rows", f"{BLOCKS}/table-block"),
    items("table columns", 20, lambda n: table([cell()] * n), "/rows/0", f"{BLOCKS}/table-block"),
    items(
        "column settings",
        20,
        lambda n: table(column_settings=[{"align": "left"}] * n),
        "/column_settings",
        f"{BLOCKS}/table-block",
    ),
    items("data table rows", 101, lambda n: data_table(*[[cell()]] * n), "/rows", f"{BLOCKS}/data-table-block"),
    Limit("card title", 150, lambda n: card(title=mrkdwn(x(n))), "/title/text", f"{BLOCKS}/card-block"),
    Limit("card subtitle", 150, lambda n: card(subtitle=mrkdwn(x(n))), "/subtitle/text", f"{BLOCKS}/card-block"),
    Limit("card body", 200, lambda n: card(body=mrkdwn(x(n))), "/body/text", f"{BLOCKS}/card-block"),
    items(
        "carousel cards",
        10,
        lambda n: {"type": "carousel", "elements": [card()] * n},
        "/elements",
        f"{BLOCKS}/carousel-block",
    ),
    items("container blocks", 10, lambda n: container(*[section()] * n), "/child_blocks", f"{BLOCKS}/container-block"),
    Limit("container title", 150, lambda n: container(title=plain(x(n))), "/title/text", f"{BLOCKS}/container-block"),
    Limit(
        "container subtitle",
        150,
        lambda n: container(subtitle=plain(x(n))),
        "/subtitle/text",
        f"{BLOCKS}/container-block",
    ),
    items(
        "users who see a button",
        10,
        lambda n: actions(button(visible_to_user_ids=["U1"] * n)),
        "/elements/0/visible_to_user_ids",
        f"{ELEMENTS}/icon-button-element",
    ),
    items(
        "context actions",
        5,
        lambda n: {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}] * n,
        },
        "/elements",
        f"{BLOCKS}/context-actions-block",
    ),
    Limit("chart title", 50, lambda n: chart(title=x(n)), "/title", f"{BLOCKS}/data-visualization-block"),
    items(
        "chart segments",
        6,
        lambda n: chart(chart={"type": "pie", "segments": [{"label": "a", "value": 1}] * n}),
        "/chart/segments",
        f"{BLOCKS}/data-visualization-block",
    ),
]

VIEW = [
    Limit(
        "alert",
        3000,
        lambda n: modal({"type": "alert", "text": plain(x(n))}),
        "/view/blocks/0/text/text",
        f"{OBJECTS}/text-object",
    ),
    Limit("title", 24, lambda n: modal(title=plain(x(n))), "/view/title/text", f"{REFERENCE}/views/modal-views"),
    Limit("submit", 24, lambda n: modal(submit=plain(x(n))), "/view/submit/text", f"{REFERENCE}/views/modal-views"),
    Limit("close", 24, lambda n: modal(close=plain(x(n))), "/view/close/text", f"{REFERENCE}/views/modal-views"),
    Limit(
        "private_metadata",
        3000,
        lambda n: modal(private_metadata=x(n)),
        "/view/private_metadata",
        f"{REFERENCE}/views/modal-views",
    ),
    Limit("callback_id", 255, lambda n: modal(callback_id=x(n)), "/view/callback_id", f"{REFERENCE}/views/modal-views"),
    Limit(
        "external_id", 255, lambda n: modal(external_id=x(n)), "/view/external_id", f"{REFERENCE}/methods/views.open"
    ),
    items("blocks", 100, lambda n: modal(*[section()] * n), "/view/blocks", f"{REFERENCE}/views/modal-views"),
]


def named(limits: list[Limit]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("limit", limits, ids=lambda limit: limit.name)


def refusal(faults: list[Fault]) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.path, fault.message) for fault in faults]


@named([*ANYWHERE, *OPTIONS, *MESSAGES_ONLY])
def test_a_message_takes_a_block_at_its_limit_and_refuses_one_beyond(limit: Limit) -> None:
    path = f"/blocks/0{limit.path}"
    assert check_message("Words", [limit.make(limit.most)]) == []
    assert refusal(check_message("Words", [limit.make(limit.most + 1)])) == [
        ("invalid_blocks", path, f"{limit.sentence} [json-pointer:{path}]")
    ]


@named([*ANYWHERE, *OPTIONS])
def test_a_modal_takes_a_block_at_its_limit_and_refuses_one_beyond(limit: Limit) -> None:
    path = f"/view/blocks/0{limit.path}"
    assert check_view(modal(limit.make(limit.most))) == []
    assert refusal(check_view(modal(limit.make(limit.most + 1)))) == [
        ("invalid_arguments", path, f"{limit.sentence} [json-pointer:{path}]")
    ]


@named(VIEW)
def test_a_view_passes_at_its_limit_and_is_refused_one_beyond(limit: Limit) -> None:
    assert check_view(limit.make(limit.most)) == []
    assert refusal(check_view(limit.make(limit.most + 1))) == [
        ("invalid_arguments", limit.path, f"{limit.sentence} [json-pointer:{limit.path}]")
    ]


def test_a_message_takes_fifty_blocks() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks
    assert check_message("Words", [section()] * 50) == []
    assert refusal(check_message("Words", [section()] * 51)) == [
        ("invalid_blocks", "/blocks", "no more than 50 items allowed [json-pointer:/blocks]")
    ]


def test_a_home_tab_takes_a_hundred_blocks() -> None:
    assert check_home(home(*[section()] * 100)) == []
    assert refusal(check_home(home(*[section()] * 101))) == [
        ("invalid_arguments", "/view/blocks", "no more than 100 items allowed [json-pointer:/view/blocks]")
    ]


def test_the_text_of_a_new_message_ends_at_forty_thousand() -> None:
    # https://docs.slack.dev/reference/methods/chat.postMessage
    assert check_message(x(40_000), None) == []
    assert [fault.code for fault in check_message(x(40_001), None)] == ["msg_too_long"]


def test_the_text_of_a_changed_message_ends_at_four_thousand() -> None:
    # https://docs.slack.dev/reference/methods/chat.update
    assert check_message(x(4_000), None, text_limit=UPDATED_TEXT) == []
    assert [fault.code for fault in check_message(x(4_001), None, text_limit=UPDATED_TEXT)] == ["msg_too_long"]


def test_markdown_blocks_share_twelve_thousand_characters() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks/markdown-block
    def markdown(*lengths: int) -> list[object]:
        return [{"type": "markdown", "text": x(length)} for length in lengths]

    assert check_message(None, markdown(12_000)) == []
    assert check_message(None, markdown(6_000, 6_000)) == []
    assert [(fault.code, fault.path) for fault in check_message(None, markdown(6_000, 6_001))] == [
        ("msg_blocks_too_long", "/blocks/1")
    ]


def test_the_cells_of_a_table_share_ten_thousand_characters() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks/table-block
    def wide(last: int) -> Json:
        return table([cell(x(5_000)), rich(rich_words(x(last)))])

    assert check_message(None, [wide(5_000)]) == []
    assert [(fault.code, fault.path) for fault in check_message(None, [wide(5_001)])] == [
        ("invalid_blocks", "/blocks/0/rows")
    ]


def weighing(weight: int) -> Json:
    """Make a view of so many bytes, as it travels."""
    view = modal(*[section(text=plain(x(3000)))] * 80, section(text=plain(x(2900))), section(text=plain("x")))
    missing = weight - len(json.dumps(view, separators=(",", ":")))
    view["blocks"][-1]["text"]["text"] += x(missing)
    return view


def test_a_view_weighs_at_most_250_kilobytes() -> None:
    # https://docs.slack.dev/reference/methods/views.open (view_too_large)
    assert check_view(weighing(250_000)) == []
    assert [(fault.code, fault.path) for fault in check_view(weighing(250_001))] == [("view_too_large", "/view")]


@pytest.mark.parametrize(
    ("element", "field", "good", "bad"),
    [
        ("plain_text_input", "min_length", [0, 3000], [-1, 3001]),
        ("plain_text_input", "max_length", [1, 3000], [0, 3001]),
        ("file_input", "max_files", [1, 10], [0, 11]),
        ("multi_users_select", "max_selected_items", [1], [0]),
        ("datetimepicker", "initial_date_time", [1_000_000_000, 9_999_999_999], [999_999_999, 10_000_000_000]),
        ("datepicker", "initial_date", ["2018-08-24", "2020-02-29"], ["2018-02-29", "24.08.2018", "2018-8-24", ""]),
        ("timepicker", "initial_time", ["00:00", "23:59"], ["24:00", "9:00", "12:60"]),
        ("datepicker", "focus_on_load", [True, False], ["true", 1, None]),
        ("external_select", "min_query_length", [0, 3], [-1]),
        ("multi_external_select", "min_query_length", [0, 3], [-1]),
        ("plain_text_input", "initial_value", ["", "x"], [None, 7]),
        ("email_text_input", "initial_value", ["", "a@example.org"], [None]),
        ("url_text_input", "initial_value", ["", "https://example.org"], [None]),
        ("rich_text_input", "min_lines", [1], [0]),
        ("plain_text_input", "dispatch_action_config", [{"trigger_actions_on": ["on_enter_pressed"]}], [None]),
    ],
)
def test_the_value_of_an_input_has_two_ends(element: str, field: str, good: list[object], bad: list[object]) -> None:
    for value in good:
        assert check_view(modal(asking({"type": element, field: value}))) == []
    for value in bad:
        faults = check_view(modal(asking({"type": element, field: value})))
        assert [(fault.code, fault.path) for fault in faults] == [
            ("invalid_arguments", f"/view/blocks/0/element/{field}")
        ]


@pytest.mark.parametrize(
    ("block", "field", "good", "bad"),
    [
        (data_table(), "page_size", [1, 100], [0, 101]),
        (data_table(), "row_header_column_index", [0], [-1]),
        (data_table(), "rows", [[[cell()]] * 2], [[[cell()]]]),
        (table(), "rows", [[[cell()]]], [[]]),
        ({"type": "carousel"}, "elements", [[card()]], [[]]),
        ({"type": "plan", "title": "Work"}, "tasks", [[]], [None]),
        ({"type": "task_card", "task_id": "1", "title": "Look", "status": "error"}, "sources", [[]], [None]),
    ],
)
def test_the_value_of_a_block_has_two_ends(block: Json, field: str, good: list[object], bad: list[object]) -> None:
    for value in good:
        assert check_message("Words", [{**block, field: value}]) == []
    for value in bad:
        faults = check_message("Words", [{**block, field: value}])
        assert [(fault.code, fault.path) for fault in faults] == [("invalid_blocks", f"/blocks/0/{field}")]


@pytest.mark.parametrize(
    ("part", "field", "good", "bad"),
    [
        # https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element
        ({"type": "rich_text_list", "style": "bullet", "elements": [rich_words()]}, "indent", [0, 8], [-1, 9]),
        ({"type": "rich_text_list", "style": "bullet", "elements": [rich_words()]}, "offset", [0, 100], [-1]),
        ({"type": "rich_text_list", "style": "bullet", "elements": [rich_words()]}, "border", [0, 1], [-1, 2]),
        ({"type": "rich_text_list", "elements": [rich_words()]}, "style", ["bullet", "ordered"], ["dashed"]),
        ({"type": "rich_text_list", "style": "bullet"}, "elements", [[rich_words()]], [[]]),
        ({"type": "rich_text_section"}, "elements", [[]], [None]),
        ({"type": "rich_text_preformatted"}, "elements", [[]], [None]),
    ],
)
def test_the_value_of_rich_text_has_two_ends(part: Json, field: str, good: list[object], bad: list[object]) -> None:
    for value in good:
        assert check_message(None, [rich({**part, field: value})]) == []
    for value in bad:
        faults = check_message(None, [rich({**part, field: value})])
        assert [fault.path for fault in faults] == [f"/blocks/0/elements/0/{field}"]


@pytest.mark.parametrize(
    ("piece", "field", "good", "bad"),
    [
        ({"type": "emoji", "name": "wave"}, "skin_tone", [1, 6], [0, 7]),
        ({"type": "link", "url": "https://example.org"}, "text", ["", "there"], [None]),
        ({"type": "broadcast"}, "range", ["here", "channel", "everyone"], ["all"]),
        ({"type": "date", "format": "{date}"}, "timestamp", [1535068800], ["1535068800", 1.5, True]),
        ({"type": "text", "text": "x"}, "style", [{"bold": True}], [{"bold": 1}, {"loud": True}]),
    ],
)
def test_the_value_of_a_piece_of_rich_text_has_two_ends(
    piece: Json, field: str, good: list[object], bad: list[object]
) -> None:
    def said(value: object) -> list[Fault]:
        return check_message(None, [rich({"type": "rich_text_section", "elements": [{**piece, field: value}]})])

    assert [said(value) for value in good] == [[] for _ in good]
    for value in bad:
        assert [fault.path.startswith(f"/blocks/0/elements/0/elements/0/{field}") for fault in said(value)] == [True]


def test_metadata_needs_a_type_and_a_payload() -> None:
    # https://docs.slack.dev/messaging/message-metadata
    assert check_metadata({"event_type": "takedown", "event_payload": {"id": 7}}) == []
    assert [fault.code for fault in check_metadata("takedown")] == ["invalid_metadata_format"]
    assert refusal(check_metadata({"event_type": "takedown"})) == [
        (
            "invalid_metadata_schema",
            "/metadata",
            "missing required field: event_payload [json-pointer:/metadata]",
        )
    ]
    assert [fault.path for fault in check_metadata({"event_type": 7, "event_payload": []})] == [
        "/metadata/event_type",
        "/metadata/event_payload",
    ]
