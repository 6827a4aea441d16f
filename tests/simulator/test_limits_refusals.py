"""What Slack refuses besides sizes: wrong kinds, wrong places, missing and unknown fields, ids given twice."""

import pytest

from bot.simulator.limits import Fault, check_home, check_message, check_view
from tests.simulator.test_limits_samples import (
    GOOD_BLOCKS,
    GOOD_ELEMENTS,
    Json,
    accessory,
    actions,
    asking,
    button,
    card,
    cell,
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


def told(faults: list[Fault]) -> list[str]:
    return [fault.message for fault in faults]


def pie() -> Json:
    return {"type": "pie", "segments": [{"label": "x", "value": "7"}]}


WRONG_BLOCKS: list[tuple[str, Json, str]] = [
    # Nothing of the kind exists.
    ("no type", {"text": plain()}, "missing required field: type [json-pointer:/blocks/0]"),
    ("type of a number", {"type": 7}, "must provide a string [json-pointer:/blocks/0/type]"),
    # What is missing.
    ("section of nothing", {"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
    ("header of nothing", {"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    ("actions of nothing", {"type": "actions"}, "missing required field: elements [json-pointer:/blocks/0]"),
    ("no actions", actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ("no fields", section(fields=[]), "no less than 1 items allowed [json-pointer:/blocks/0/fields]"),
    (
        "input without label",
        {"type": "input", "element": {"type": "plain_text_input"}},
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    (
        "button without text",
        actions({"type": "button"}),
        "missing required field: text [json-pointer:/blocks/0/elements/0]",
    ),
    (
        "option without value",
        accessory(select(options=[{"text": plain()}])),
        "missing required field: value [json-pointer:/blocks/0/accessory/options/0]",
    ),
    (
        "image without words",
        {"type": "image", "image_url": "https://example.org/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        "image of nothing",
        {"type": "image", "alt_text": "A"},
        "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
    (
        "confirmation without no",
        actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})),
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    (
        "select without options",
        accessory({"type": "static_select"}),
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/accessory]",
    ),
    (
        "select with both",
        accessory(select(options=options(1), option_groups=[{"label": plain(), "options": options(1)}])),
        "must define only one of `options` or `option_groups` [json-pointer:/blocks/0/accessory]",
    ),
    (
        "card of a subtitle",
        {"type": "card", "subtitle": plain()},
        "must define either `hero_image` or `title` or `actions` or `body` [json-pointer:/blocks/0/type]",
    ),
    (
        "container without title",
        {"type": "container", "child_blocks": [section()]},
        "must define either `title` or `rich_text_title` [json-pointer:/blocks/0/type]",
    ),
    # What is there, though Slack knows no such field.
    ("unknown field", section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ("divider with text", {"type": "divider", "text": plain()}, "invalid additional property: text"),
    ("unknown field of a button", actions(button(emoji=True)), "invalid additional property: emoji"),
    ("emoji of mrkdwn", section(text={**mrkdwn(), "emoji": True}), "invalid additional property: emoji"),
    ("verbatim plain text", section(text={**plain(), "verbatim": True}), "invalid additional property: verbatim"),
    ("address of a menu's option", accessory(select(options=[option(url="https://example.org")])), "property: url"),
    # The wrong kind of thing.
    ("bare text", section(text="Words"), "must provide an object [json-pointer:/blocks/0/text]"),
    ("null", section(accessory=None), "must provide an object [json-pointer:/blocks/0/accessory]"),
    ("null style", actions(button(style=None)), "must provide a string [json-pointer:/blocks/0/elements/0/style]"),
    ("numeric value", actions(button(value=7)), "must provide a string [json-pointer:/blocks/0/elements/0/value]"),
    ("single element", {"type": "actions", "elements": button()}, "must provide an array"),
    ("wordy flag", asking(optional="no"), "must provide a boolean [json-pointer:/blocks/0/optional]"),
    ("counted flag", asking(optional=1), "must provide a boolean [json-pointer:/blocks/0/optional]"),
    ("strange style", actions(button(style="warning")), "must be one of: primary, danger"),
    ("plan of a text object", {"type": "plan", "title": plain()}, "must provide a string"),
    ("value of a chart", {"type": "data_visualization", "title": "x", "chart": pie()}, "must provide a number"),
    ("an address without scheme", actions(button(url="example.org")), "must be a valid URL"),
    ("an image by ftp", image(image_url="ftp://example.org/a.png"), "must be a valid URL"),
    ("a film in the clear", video(video_url="http://example.org"), "must be a valid URL"),
    # Empty where at least one character is wanted: https://docs.slack.dev/reference/block-kit/composition-objects
    ("empty section", section(text=mrkdwn("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("empty button", actions(button(text=plain(""))), "must be more than 0 characters"),
    ("empty cell", table([cell("")]), "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"),
    ("empty rich text", rich(rich_words("")), "must be more than 0 characters"),
    # mrkdwn where Slack wants plain_text.
    (
        "mrkdwn header",
        {"type": "header", "text": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    ("mrkdwn button", actions(button(text=mrkdwn())), "unsupported type: mrkdwn"),
    ("mrkdwn label", asking(label=mrkdwn()), "unsupported type: mrkdwn [json-pointer:/blocks/0/label/type]"),
    ("mrkdwn hint", asking(hint=mrkdwn()), "unsupported type: mrkdwn"),
    ("mrkdwn option", accessory(select(options=[{"text": mrkdwn(), "value": "a"}])), "unsupported type: mrkdwn"),
    ("mrkdwn placeholder", accessory(select(placeholder=mrkdwn())), "unsupported type: mrkdwn"),
    ("mrkdwn image title", image(title=mrkdwn()), "unsupported type: mrkdwn"),
    ("mrkdwn question", actions(button(confirm=confirm(title=mrkdwn()))), "unsupported type: mrkdwn"),
    ("markdown as text", section(text={"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    # An element in a block that does not take it.
    ("multi-select in actions", actions(GOOD_ELEMENTS["multi_static_select"]), "unsupported type: multi_static_select"),
    ("text input in actions", actions(GOOD_ELEMENTS["plain_text_input"]), "unsupported type: plain_text_input"),
    ("image in actions", actions(image()), "unsupported type: image [json-pointer:/blocks/0/elements/0/type]"),
    ("button in input", asking(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    ("overflow in input", asking(GOOD_ELEMENTS["overflow"]), "unsupported type: overflow"),
    ("datetimepicker in section", accessory(GOOD_ELEMENTS["datetimepicker"]), "unsupported type: datetimepicker"),
    ("input in section", accessory(GOOD_ELEMENTS["plain_text_input"]), "unsupported type: plain_text_input"),
    ("button in context", {"type": "context", "elements": [button()]}, "unsupported type: button"),
    ("select in card", card(actions=[select()]), "unsupported type: static_select"),
    ("section in carousel", {"type": "carousel", "elements": [section()]}, "unsupported type: section"),
    ("container in container", container(container()), "unsupported type: container"),
    ("section in rich text", rich(section()), "unsupported type: section"),
    ("mention in preformatted", rich({"type": "rich_text_preformatted", "elements": [{"type": "user"}]}), "type: user"),
    (
        "rich header of a data table",
        data_table([cell(), rich(rich_words())], [cell(), cell()]),
        "rich_text [json-pointer:/blocks/0/rows/0/1/type]",
    ),
    # Fields that contradict each other.
    (
        "a choice that cannot be chosen",
        accessory(select(initial_option=option("z"))),
        "must match one of the provided options [json-pointer:/blocks/0/accessory/initial_option]",
    ),
    (
        "a choice of other words",
        accessory(select(initial_option=option("1", text="Other"))),
        "must match one of the provided options",
    ),
    (
        "two choices, one of them unknown",
        accessory({"type": "checkboxes", "options": options(2), "initial_options": [option("0"), option("z")]}),
        "must match one of the provided options [json-pointer:/blocks/0/accessory/initial_options/1]",
    ),
    (
        "uneven data table",
        data_table([cell()], [cell(), cell()], [cell()]),
        "must have as many cells as the header [json-pointer:/blocks/0/rows/1]",
    ),
    ("closed for ever", container(default_collapsed=True), "requires `is_collapsible` to be true"),
    ("divider of a header that folds", container(has_header_divider=True, is_collapsible=True), "cannot be used when"),
]


@pytest.mark.parametrize(("block", "sentence"), [row[1:] for row in WRONG_BLOCKS], ids=[row[0] for row in WRONG_BLOCKS])
def test_a_message_with_a_wrong_block_is_refused_with_one_fault(block: Json, sentence: str) -> None:
    faults = check_message("Words", [block])
    assert [fault.code for fault in faults] == ["invalid_blocks"]
    assert sentence in faults[0].message
    assert faults[0].message.endswith(f"[json-pointer:{faults[0].path}]")


def test_an_unknown_block_is_refused_loudly() -> None:
    (fault,) = check_message("Words", [{"type": "sparkle"}])
    assert (fault.code, fault.path) == ("invalid_blocks", "/blocks/0/type")
    assert "unsupported type: sparkle" in fault.message
    assert "unknown to the local Slack" in fault.message


def test_an_unknown_element_is_refused_loudly() -> None:
    (fault,) = check_message("Words", [actions({"type": "sparkle_button"})])
    assert fault.path == "/blocks/0/elements/0/type"
    assert "unknown to the local Slack" in fault.message


def test_every_fault_is_told_not_only_the_first() -> None:
    faults = check_message("Words", [section(text=mrkdwn("")), {"type": "header", "text": mrkdwn("x" * 151)}])
    assert [fault.path for fault in faults] == ["/blocks/0/text/text", "/blocks/1/text/type"]


NOT_IN_MODALS = (
    *("card", "carousel", "container", "context_actions", "data_table", "data_visualization"),
    *("markdown", "plan", "table", "task_card"),
)
NOT_ON_HOME_TABS = (
    *("alert", "container", "context_actions", "data_table", "data_visualization"),
    *("markdown", "plan", "table", "task_card"),
)
REMOTE_FILE = {"type": "file", "external_id": "F1", "source": "remote"}


@pytest.mark.parametrize("name", NOT_IN_MODALS)
def test_a_modal_refuses_blocks_of_other_surfaces(name: str) -> None:
    # https://docs.slack.dev/blocks.json
    assert told(check_view(modal(GOOD_BLOCKS[name][0]))) == [
        f"unsupported type: {name} [json-pointer:/view/blocks/0/type]"
    ]


@pytest.mark.parametrize("name", NOT_ON_HOME_TABS)
def test_a_home_tab_refuses_blocks_of_other_surfaces(name: str) -> None:
    assert told(check_home(home(GOOD_BLOCKS[name][0]))) == [
        f"unsupported type: {name} [json-pointer:/view/blocks/0/type]"
    ]


def test_a_message_refuses_an_alert() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks/alert-block
    assert told(check_message("Words", GOOD_BLOCKS["alert"])) == [
        "unsupported type: alert [json-pointer:/blocks/0/type]"
    ]


def test_no_app_can_send_a_file_block() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks/file-block
    for faults in (
        check_message("Words", [REMOTE_FILE]),
        check_view(modal(REMOTE_FILE)),
        check_home(home(REMOTE_FILE)),
    ):
        assert [fault.message.split(" [")[0] for fault in faults] == ["unsupported type: file"]


@pytest.mark.parametrize("name", ["file_input", "number_input", "email_text_input", "url_text_input"])
def test_some_inputs_stand_in_modals_only(name: str) -> None:
    # https://docs.slack.dev/reference/block-kit/block-elements, the page of each
    block = asking(GOOD_ELEMENTS[name])
    assert check_view(modal(block)) == []
    assert told(check_message("Words", [block])) == [f"unsupported type: {name} [json-pointer:/blocks/0/element/type]"]
    assert len(check_home(home(block))) == 1


def test_rich_text_is_asked_for_in_views_only() -> None:
    block = asking(GOOD_ELEMENTS["rich_text_input"])
    assert (check_view(modal(block)), check_home(home(block))) == ([], [])
    assert len(check_message("Words", [block])) == 1


def test_a_date_and_time_is_not_asked_for_on_a_home_tab() -> None:
    block = asking(GOOD_ELEMENTS["datetimepicker"])
    assert check_message("Words", [block]) == []
    assert len(check_home(home(block))) == 1


def test_files_cannot_be_dispatched() -> None:
    # https://docs.slack.dev/reference/block-kit/blocks/input-block
    block = asking(GOOD_ELEMENTS["file_input"], dispatch_action=True)
    assert told(check_view(modal(block))) == ["unsupported type: file_input [json-pointer:/view/blocks/0/element/type]"]


@pytest.mark.parametrize("wrong", ["ten", "1e3", "", "NaN", "1,5"])
def test_a_number_is_written_in_digits(wrong: str) -> None:
    element = {"type": "number_input", "is_decimal_allowed": True, "min_value": wrong}
    assert [fault.path for fault in check_view(modal(asking(element)))] == ["/view/blocks/0/element/min_value"]


def test_the_least_number_is_not_above_the_greatest() -> None:
    # https://docs.slack.dev/reference/block-kit/block-elements/number-input-element
    def between(least: str, most: str) -> Json:
        ends = {"is_decimal_allowed": False, "min_value": least, "max_value": most}
        return modal(asking({"type": "number_input", **ends}))

    assert check_view(between("9", "10")) == []
    assert check_view(between("10", "10")) == []
    assert len(check_view(between("11", "10"))) == 1


# Ids and counts over the whole payload.


def test_a_block_id_stands_once_in_a_message() -> None:
    blocks = [section(block_id="same"), section(), section(block_id="other"), section(block_id="same")]
    assert told(check_message("Words", blocks)) == [
        '`block_id` "same" already exists [json-pointer:/blocks/3/block_id]'
    ]
    assert told(check_view(modal(*blocks))) == [
        '`block_id` "same" already exists [json-pointer:/view/blocks/3/block_id]'
    ]


def test_a_block_id_counts_inside_a_container_too() -> None:
    blocks = [section(block_id="same"), container(section(block_id="same"))]
    assert [fault.path for fault in check_message("Words", blocks)] == ["/blocks/1/child_blocks/0/block_id"]


def test_an_action_id_stands_once_in_its_block_but_in_many_blocks() -> None:
    same = button(action_id="go")
    assert check_message("Words", [actions(same), actions(same)]) == []
    assert told(check_message("Words", [actions(same, button(action_id="stay"), same)])) == [
        '`action_id` "go" already exists [json-pointer:/blocks/0/elements/2/action_id]'
    ]


def test_ids_left_out_are_never_the_same() -> None:
    assert check_message("Words", [actions(button(), button()), section(), section()]) == []


def test_one_element_of_a_view_has_the_focus() -> None:
    focused = asking({"type": "plain_text_input", "focus_on_load": True})
    calm = asking({"type": "plain_text_input", "focus_on_load": False})
    assert check_view(modal(calm, focused, calm)) == []
    assert [fault.path for fault in check_view(modal(focused, calm, focused))] == [
        "/view/blocks/2/element/focus_on_load"
    ]


@pytest.mark.parametrize("second", [table(), data_table(), container(table())], ids=["table", "data table", "within"])
def test_a_message_has_one_table(second: Json) -> None:
    (fault,) = check_message("Words", [table(), second])
    assert fault.code == "invalid_attachments"
    assert "only_one_table_allowed" in fault.message


# Messages and views as such.


@pytest.mark.parametrize("text", [None, "", "  \n"])
@pytest.mark.parametrize("blocks", [None, []])
def test_a_message_of_nothing_has_no_text(text: str | None, blocks: list[object] | None) -> None:
    assert [fault.code for fault in check_message(text, blocks)] == ["no_text"]


def test_blocks_that_are_no_list_have_another_code() -> None:
    assert [fault.code for fault in check_message("Words", section())] == ["invalid_blocks_format"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("missing", "told_of"),
    [("title", "title"), ("blocks", "blocks"), ("type", "type")],
)
def test_a_view_needs_its_fields(missing: str, told_of: str) -> None:
    view = {name: value for name, value in modal().items() if name != missing}
    assert told(check_view(view)) == [f"missing required field: {told_of} [json-pointer:/view]"]


@pytest.mark.parametrize("name", ["id", "hash", "state", "team_id", "submit_disabled", "text"])
def test_a_view_with_a_field_of_slacks_own_is_refused(name: str) -> None:
    # https://github.com/nicklambourne/slackblocks/issues/36
    assert told(check_view(modal(**{name: "x"}))) == [f"invalid additional property: {name} [json-pointer:/view]"]


def test_input_blocks_want_a_submit_button() -> None:
    # https://github.com/slackapi/node-slack-sdk/issues/875
    view = modal(section(), asking())
    del view["submit"]
    assert told(check_view(view)) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    assert check_home(home(asking())) == []
    assert check_message("Words", [asking()]) == []


def test_a_view_of_no_blocks_is_refused() -> None:
    assert [fault.path for fault in check_view({**modal(), "blocks": []})] == ["/view/blocks"]


def test_a_home_tab_is_no_modal() -> None:
    assert told(check_view(home())) == ["unsupported type: home [json-pointer:/view/type]"]
    assert told(check_home(modal())) == ["unsupported type: modal [json-pointer:/view/type]"]


def test_a_home_tab_has_no_title() -> None:
    assert told(check_home(home(title=plain()))) == ["invalid additional property: title [json-pointer:/view]"]
