"""Block elements: buttons, menus, pickers and inputs, and on which surface each may stand.

https://docs.slack.dev/reference/block-kit/block-elements. In which block an element may stand is told in blocks.py.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from bot.simulator.limits import rich_text
from bot.simulator.limits.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    COUNT,
    DISPATCH_CONFIG,
    FEEDBACK_BUTTON,
    IDENTIFIER,
    LISTED_OPTION,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SLACK_FILE,
    STYLE,
    USER_IDS,
    WORKFLOW,
    initial_among_options,
    plain,
)
from bot.simulator.limits.rules import (
    MESSAGES,
    MODALS,
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
    one_of,
    url,
)

_ACTION: dict[str, Rule] = {"action_id": IDENTIFIER}
_CONFIRM: dict[str, Rule] = {"confirm": CONFIRM}
_FOCUS: dict[str, Rule] = {"focus_on_load": Flag()}
_PLACEHOLDER: dict[str, Rule] = {"placeholder": plain(150)}
_MENU = _ACTION | _CONFIRM | _FOCUS | _PLACEHOLDER
_TYPED = _ACTION | _FOCUS | _PLACEHOLDER | {"dispatch_action_config": DISPATCH_CONFIG}


def _menu(may: Mapping[str, Rule], *also: Check) -> Shape:
    """Make the shape of a select menu; one that takes several is made by `_multi_menu`."""
    return Shape(may={**_MENU, **may}, also=also)


def _multi_menu(may: Mapping[str, Rule], *also: Check) -> Shape:
    """Make the shape of a multi-select menu."""
    return _menu({**may, "max_selected_items": COUNT}, *also)


def _is_a_day(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Check that `initial_date` is a day of the calendar."""
    given = value.get("initial_date")
    try:
        date.fromisoformat(str(given or "2018-08-24"))
    except ValueError:
        yield place.at("initial_date").fault("must be a valid date of the form YYYY-MM-DD")


def _ends_in_order(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Check that the least allowed number is not above the greatest."""
    least, most = value.get("min_value"), value.get("max_value")
    if least is not None and most is not None and Decimal(str(least)) > Decimal(str(most)):
        yield place.at("min_value").fault("must not be greater than `max_value`")


_STATIC: dict[str, Rule] = {"options": ListOf(MENU_OPTION, most=100), "option_groups": ListOf(OPTION_GROUP, most=100)}
_DAY = String(form=r"\d{4}-\d{2}-\d{2}", form_in_words="a valid date of the form YYYY-MM-DD")
_HOUR = String(form=r"([01]\d|2[0-3]):[0-5]\d", form_in_words="a valid time of the form HH:mm")
_NUMERAL = String(form=r"-?[0-9]{1,30}(\.[0-9]{1,30})?", form_in_words="a number written as a string")

ELEMENTS: dict[str, Shape] = {
    # https://docs.slack.dev/reference/block-kit/block-elements/button-element; the last three fields are known from
    # slack_sdk 3.47 (models/blocks/block_elements.py).
    "button": Shape(
        {"text": plain(75)},
        {
            **_ACTION,
            **_CONFIRM,
            "url": url(3000),
            "value": String(2000, shortest=0),
            "style": STYLE,
            "accessibility_label": String(75),
            "agent_prompt": String(4000),
            "agent_prompt_display": String(),
            "visible_to_user_ids": USER_IDS,
        },
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/workflow-button-element
    "workflow_button": Shape(
        {"text": plain(75), "workflow": WORKFLOW},
        {**_ACTION, "style": STYLE, "accessibility_label": String(75)},
        surfaces=MESSAGES,
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element: 1 to 5 options
    "overflow": Shape({"options": ListOf(OVERFLOW_OPTION, most=5)}, {**_ACTION, **_CONFIRM}),
    # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element: at most 10 options
    "checkboxes": Shape(
        {"options": ListOf(LISTED_OPTION, most=10)},
        {**_ACTION, **_CONFIRM, **_FOCUS, "initial_options": ListOf(LISTED_OPTION, most=10)},
        also=(initial_among_options,),
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element: at most 10 options
    "radio_buttons": Shape(
        {"options": ListOf(LISTED_OPTION, most=10)},
        {**_ACTION, **_CONFIRM, **_FOCUS, "initial_option": LISTED_OPTION},
        also=(initial_among_options,),
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element: 100 options, or 100 groups of 100
    "static_select": _menu(
        {**_STATIC, "initial_option": MENU_OPTION},
        one_of("options", "option_groups"),
        initial_among_options,
    ),
    "external_select": _menu({"initial_option": MENU_OPTION, "min_query_length": Number(0)}),
    "users_select": _menu({"initial_user": String()}),
    "conversations_select": _menu(
        {
            "initial_conversation": String(),
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": CONVERSATION_FILTER,
        },
    ),
    "channels_select": _menu({"initial_channel": String(), "response_url_enabled": Flag()}),
    # https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
    "multi_static_select": _multi_menu(
        {**_STATIC, "initial_options": ListOf(MENU_OPTION)},
        one_of("options", "option_groups"),
        initial_among_options,
    ),
    "multi_external_select": _multi_menu({"initial_options": ListOf(MENU_OPTION), "min_query_length": Number(0)}),
    "multi_users_select": _multi_menu({"initial_users": ListOf(String())}),
    "multi_conversations_select": _multi_menu(
        {
            "initial_conversations": ListOf(String()),
            "default_to_current_conversation": Flag(),
            "filter": CONVERSATION_FILTER,
        },
    ),
    "multi_channels_select": _multi_menu({"initial_channels": ListOf(String())}),
    # https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element
    "datepicker": _menu({"initial_date": _DAY}, _is_a_day),
    # https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element
    "timepicker": _menu({"initial_time": _HOUR, "timezone": String()}),
    # https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element: 10 digits; not on a Home tab
    "datetimepicker": Shape(
        may={**_ACTION, **_CONFIRM, **_FOCUS, "initial_date_time": Number(1_000_000_000, 9_999_999_999)},
        surfaces=frozenset({Surface.MESSAGE, Surface.MODAL}),
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    "plain_text_input": Shape(
        may={
            **_TYPED,
            "initial_value": String(3000, shortest=0),
            "multiline": Flag(),
            "min_length": Number(0, 3000),
            "max_length": Number(1, 3000),
        },
    ),
    # The pages of the next three name modals alone, though the page of the input block names every surface.
    # https://docs.slack.dev/reference/block-kit/block-elements/email-input-element
    "email_text_input": Shape(may={**_TYPED, "initial_value": String(shortest=0)}, surfaces=MODALS),
    # https://docs.slack.dev/reference/block-kit/block-elements/url-input-element
    "url_text_input": Shape(may={**_TYPED, "initial_value": String(shortest=0)}, surfaces=MODALS),
    # https://docs.slack.dev/reference/block-kit/block-elements/number-input-element
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
        also=(_ends_in_order,),
        surfaces=MODALS,
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/file-input-element: 1 to 10 files, modals only
    "file_input": Shape(
        may={**_ACTION, "filetypes": ListOf(String()), "max_files": Number(1, 10)},
        surfaces=MODALS,
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element; lines: slack_sdk 3.47
    "rich_text_input": Shape(
        may={
            **_TYPED,
            "initial_value": OneOf({"rich_text": Shape(rich_text.CONTENT, {"block_id": IDENTIFIER})}),
            "min_lines": COUNT,
            "max_lines": COUNT,
        },
        surfaces=frozenset({Surface.MODAL, Surface.HOME}),
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/image-element
    "image": Shape(
        {"alt_text": String(2000)},
        {"image_url": url(3000, "https?"), "slack_file": SLACK_FILE},
        also=(one_of("image_url", "slack_file"),),
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
    "feedback_buttons": Shape(
        {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
        _ACTION,
        surfaces=MESSAGES,
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/icon-button-element
    "icon_button": Shape(
        {"icon": Choice(("trash",)), "text": plain(75)},
        {
            **_ACTION,
            **_CONFIRM,
            "value": String(2000, shortest=0),
            "accessibility_label": String(75),
            "visible_to_user_ids": USER_IDS,
        },
        surfaces=MESSAGES,
    ),
    # https://docs.slack.dev/reference/block-kit/block-elements/url-source-element (in task cards only)
    "url": Shape({"url": url(None), "text": String()}, surfaces=MESSAGES),
}
