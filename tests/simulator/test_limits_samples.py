"""One good example of every block, element and view that the local Slack knows; each must pass untouched.

The small makers at the top serve the other tests of limits, too.
"""

from typing import Any

import pytest

from bot.simulator.limits import check_home, check_message, check_view
from bot.simulator.limits.blocks import BLOCKS, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.simulator.limits.elements import ELEMENTS

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Words*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "Words", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Send"), **more}


def buttons(count: int) -> list[Json]:
    return [button(action_id=str(number)) for number in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", **({} if "option_groups" in more else {"options": options(2)}), **more}


def confirm(**more: Any) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def accessory(element: Json) -> Json:
    return section(accessory=element)


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def asking(element: Json | None = None, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element or {"type": "plain_text_input"}, **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart", **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_words(text: str = "Words") -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def cell(text: str = "Words") -> Json:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "table", "rows": list(rows) or [[cell()]], **more}


def data_table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "data_table", "caption": "All", "rows": list(rows) or [[cell()]] * 2, **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": mrkdwn(), **more}


def container(*blocks: Json, **more: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": list(blocks) or [section()], **more}


def video(**more: Any) -> Json:
    addresses = dict.fromkeys(("thumbnail_url", "video_url"), "https://example.org/a")
    return {"type": "video", "title": plain(), "alt_text": "A film", **addresses, **more}


def chart(**more: Any) -> Json:
    pie = {"type": "pie", "segments": [{"label": "Pages", "value": 652}]}
    return {"type": "data_visualization", "title": "Removed", "chart": pie, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks) or [section()], **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section()], **more}


RICH_TEXT = rich(
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Bold", "style": {"bold": True, "italic": False}},
            {"type": "link", "url": "https://example.org", "text": "a link"},
            {"type": "user", "user_id": "U1"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "channel", "channel_id": "C1", "style": {"bold": True}},
            {"type": "team", "team_id": "T1"},
            {"type": "broadcast", "range": "here"},
            {"type": "color", "value": "#FF0000"},
            {"type": "emoji", "name": "wave", "skin_tone": 2},
            {"type": "date", "timestamp": 1535068800, "format": "{date_num}", "fallback": "24 August 2018"},
        ],
    },
    {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "border": 0, "elements": [rich_words()]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}], "border": 1},
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "So it is"}]},
)

GOOD_BLOCKS: dict[str, list[Json]] = {
    "section": [
        section(block_id="s", expand=True),
        {"type": "section", "fields": [plain(), mrkdwn()]},
        section(text={"type": "plain_text", "text": "x", "emoji": True}),
        section(text={"type": "mrkdwn", "text": "x", "verbatim": True}),
    ],
    "header": [{"type": "header", "text": plain("Takedown")}],
    "divider": [{"type": "divider"}, {"type": "divider", "block_id": "line"}],
    "context": [{"type": "context", "elements": [mrkdwn(), plain(), image()]}],
    "actions": [actions(*buttons(3), block_id="a")],
    "context_actions": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "f",
                    "positive_button": {"text": plain("Good"), "value": "good"},
                    "negative_button": {"text": plain("Bad"), "value": "bad", "accessibility_label": "Bad answer"},
                },
                {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "visible_to_user_ids": ["U1"]},
            ],
        },
    ],
    "input": [asking(block_id="i", hint=plain(), optional=True, dispatch_action=True)],
    "image": [
        image(title=plain(), block_id="p"),
        {"type": "image", "alt_text": "A chart", "slack_file": {"id": "F1"}},
        {"type": "image", "alt_text": "A chart", "slack_file": {"url": "https://files.example.org/F1"}},
    ],
    "video": [video(author_name="A", description=plain(), provider_name="P", title_url="https://example.org")],
    "file": [],
    "rich_text": [RICH_TEXT],
    "markdown": [{"type": "markdown", "text": "# Agenda\n- one"}],
    "table": [
        table(
            [cell(), rich(rich_words())],
            [{"type": "raw_number", "value": 1.5, "text": "1.5"}],
            column_settings=[None, {"align": "right", "is_wrapped": True}],
        ),
    ],
    "data_table": [
        data_table(
            [cell(), cell()],
            [rich(rich_words()), {"type": "raw_number", "value": 652, "text": "652"}],
            page_size=10,
            row_header_column_index=0,
        ),
    ],
    "data_visualization": [
        chart(),
        chart(
            chart={
                "type": "bar",
                "series": [{"name": "Pages", "data": [{"label": "May", "value": 3}]}],
                "axis_config": {"categories": ["May"]},
            },
        ),
    ],
    "alert": [{"type": "alert", "text": mrkdwn(), "level": "warning"}],
    "card": [card(hero_image=image(), icon=image(), subtitle=plain(), body=mrkdwn(), actions=[button()])],
    "carousel": [{"type": "carousel", "elements": [card(), {"type": "card", "body": mrkdwn()}]}],
    "container": [
        container(section(), {"type": "divider"}, is_collapsible=True, default_collapsed=True, width="wide"),
        {"type": "container", "rich_text_title": rich(rich_words()), "child_blocks": [table()]},
    ],
    "task_card": [
        {
            "type": "task_card",
            "task_id": "1",
            "title": "Look",
            "status": "in_progress",
            "details": rich(rich_words()),
            "sources": [{"type": "url", "url": "https://example.org", "text": "Example"}],
        },
    ],
    "plan": [
        {
            "type": "plan",
            "title": "Work",
            "tasks": [{"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}],
        },
    ],
}

GOOD_ELEMENTS: dict[str, Json] = {
    "button": button(
        action_id="b",
        value="x",
        url="https://example.org",
        style="primary",
        accessibility_label="Send it",
        confirm=confirm(style="danger"),
    ),
    "workflow_button": {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/x"}},
    },
    "overflow": {"type": "overflow", "options": [option(url="https://example.org", description=plain())]},
    "checkboxes": {
        "type": "checkboxes",
        "options": [{"text": mrkdwn(), "value": "a", "description": mrkdwn()}, option("b")],
        "initial_options": [option("b")],
    },
    "radio_buttons": {"type": "radio_buttons", "options": options(2), "initial_option": option("1")},
    "static_select": select(
        options=options(3),
        initial_option=option("2"),
        placeholder=plain(),
        confirm=confirm(),
        focus_on_load=True,
    ),
    "external_select": {"type": "external_select", "min_query_length": 0, "initial_option": option()},
    "users_select": {"type": "users_select", "initial_user": "U1"},
    "conversations_select": {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"include": ["private"], "exclude_bot_users": True, "exclude_external_shared_channels": False},
    },
    "channels_select": {"type": "channels_select", "initial_channel": "C1", "response_url_enabled": True},
    "multi_static_select": {
        "type": "multi_static_select",
        "option_groups": [{"label": plain("One"), "options": options(2)}, {"label": plain(), "options": [option("z")]}],
        "initial_options": [option("z"), option("0")],
        "max_selected_items": 2,
    },
    "multi_external_select": {"type": "multi_external_select", "initial_options": [option()]},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1"]},
    "multi_conversations_select": {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["C1"]},
    "datepicker": {"type": "datepicker", "initial_date": "2018-08-24", "placeholder": plain()},
    "timepicker": {"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Paris"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1535068800},
    "plain_text_input": {
        "type": "plain_text_input",
        "multiline": True,
        "initial_value": "",
        "min_length": 0,
        "max_length": 3000,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
    },
    "email_text_input": {"type": "email_text_input", "initial_value": "a@example.org"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://example.org"},
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": True,
        "initial_value": "5",
        "min_value": "-1.5",
        "max_value": "10",
    },
    "file_input": {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
    "rich_text_input": {"type": "rich_text_input", "initial_value": rich(rich_words())},
    "image": image(),
}

ONLY_IN_ONE_BLOCK = {"feedback_buttons", "icon_button", "url"}
"""Elements whose good example stands in the block that holds them."""


def test_every_known_block_has_an_example() -> None:
    assert GOOD_BLOCKS.keys() == BLOCKS.keys()


def test_every_known_element_has_an_example() -> None:
    assert GOOD_ELEMENTS.keys() | ONLY_IN_ONE_BLOCK == ELEMENTS.keys()


@pytest.mark.parametrize("block", [block for name, some in GOOD_BLOCKS.items() if name != "alert" for block in some])
def test_a_good_block_passes_in_a_message(block: Json) -> None:
    assert check_message("Words", [block]) == []


IN_MODALS = ("section", "header", "divider", "context", "actions", "input", "image", "video", "rich_text", "alert")


@pytest.mark.parametrize("block", [block for name in IN_MODALS for block in GOOD_BLOCKS[name]])
def test_a_good_block_passes_in_a_modal(block: Json) -> None:
    assert check_view(modal(block)) == []


@pytest.mark.parametrize("block", [block for name in ("section", "card", "carousel") for block in GOOD_BLOCKS[name]])
def test_a_good_block_passes_on_a_home_tab(block: Json) -> None:
    assert check_home(home(block)) == []


@pytest.mark.parametrize("name", GOOD_ELEMENTS)
def test_a_good_element_passes_in_every_block_that_takes_it(name: str) -> None:
    element = GOOD_ELEMENTS[name]
    if name in IN_SECTION:
        assert check_message(None, [accessory(element)]) == []
    if name in IN_ACTIONS:
        assert check_message(None, [actions(element)]) == []
    if name in IN_INPUT:
        assert check_view(modal(asking(element))) == []


def test_a_view_with_every_field_passes() -> None:
    view = modal(
        asking(),
        close=plain(),
        private_metadata="draft 7",
        callback_id="log",
        external_id="x",
        clear_on_close=True,
        notify_on_close=True,
    )
    assert check_view(view) == []


@pytest.mark.parametrize("name", ["private_metadata", "callback_id", "external_id"])
def test_a_view_may_leave_a_field_empty(name: str) -> None:
    assert check_view(modal(**{name: ""})) == []


def test_a_modal_without_inputs_needs_no_submit() -> None:
    assert check_view({"type": "modal", "title": plain(), "blocks": [section()]}) == []


def test_a_message_of_text_alone_passes() -> None:
    assert check_message("Words", None) == []
    assert check_message("Words", []) == []
