"""Composition objects: texts, options, confirmation dialogs, filters.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.simulator.limits.rules import Choice, Fault, Flag, ListOf, Number, OneOf, Place, Shape, String, one_of, url

IDENTIFIER = String(255)
"""`block_id`, `action_id`, `callback_id`: https://docs.slack.dev/reference/block-kit/blocks/section-block"""


@dataclass(frozen=True)
class Text:
    """A text object of 1 to so many characters: 3000 unless its owner wants it shorter.

    https://docs.slack.dev/reference/block-kit/composition-objects/text-object
    """

    longest: int
    mrkdwn: bool = True

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Judge the text by its type; plain_text alone has `emoji`, mrkdwn alone has `verbatim`."""
        names = None if self.mrkdwn else ("plain_text",)
        yield from OneOf(texts(self.longest), names).faults(value, place)


def texts(longest: int) -> dict[str, Shape]:
    """Tell both types of text object of that length."""
    needs = {"text": String(longest)}
    return {"plain_text": Shape(needs, {"emoji": Flag()}), "mrkdwn": Shape(needs, {"verbatim": Flag()})}


def plain(longest: int) -> Text:
    """Make the rule for a text that must be plain_text."""
    return Text(longest, mrkdwn=False)


# https://docs.slack.dev/reference/block-kit/composition-objects/option-object: text 75, value 150, description 75;
# menus take plain_text only, checkboxes and radio buttons mrkdwn too; `url` is for overflow menus.
MENU_OPTION = Shape({"text": plain(75), "value": String(150)}, {"description": plain(75)})
LISTED_OPTION = Shape({"text": Text(75), "value": String(150)}, {"description": Text(75)})
OVERFLOW_OPTION = Shape({"text": plain(75), "value": String(150)}, {"description": plain(75), "url": url(3000)})

# https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
OPTION_GROUP = Shape({"label": plain(75), "options": ListOf(MENU_OPTION, most=100)})

STYLE = Choice(("primary", "danger"))

# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM = Shape(
    {"title": plain(100), "text": Text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)

# https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
DISPATCH_CONFIG = Shape(
    may={"trigger_actions_on": ListOf(Choice(("on_enter_pressed", "on_character_entered")))},
)

# https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object
CONVERSATION_FILTER = Shape(
    may={
        "include": ListOf(Choice(("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
)

# https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
SLACK_FILE = Shape(may={"id": String(), "url": url()}, also=(one_of("id", "url"),))

# https://docs.slack.dev/reference/block-kit/composition-objects/workflow-object
WORKFLOW = Shape(
    {
        "trigger": Shape(
            {"url": url()},
            {"customizable_input_parameters": ListOf(Shape({"name": String(), "value": String(shortest=0)}))},
        ),
    },
)

# https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
FEEDBACK_BUTTON = Shape({"text": plain(75), "value": String(2000)}, {"accessibility_label": String(75)})

USER_IDS = ListOf(String(), most=10)
"""`visible_to_user_ids`: https://docs.slack.dev/reference/block-kit/block-elements/icon-button-element"""

COUNT = Number(least=1)


def options_of(value: Mapping[str, object]) -> list[object]:
    """List all options of a menu, also those in groups."""
    found: list[object] = []
    options, groups = value.get("options"), value.get("option_groups")
    if isinstance(options, list):
        found += options
    for group in groups if isinstance(groups, list) else []:
        found += group["options"]
    return found


def initial_among_options(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
    """Check that what is chosen at first can be chosen at all.

    It must match an option exactly: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
    """
    known = [_essence(option) for option in options_of(value)]
    if "initial_option" in value and _essence(value["initial_option"]) not in known:
        yield place.at("initial_option").fault("must match one of the provided options")
    chosen = value.get("initial_options")
    for position, option in enumerate(chosen if isinstance(chosen, list) else []):
        if _essence(option) not in known:
            yield place.at("initial_options").at(position).fault("must match one of the provided options")


def _essence(option: object) -> tuple[object, object, object]:
    """Tell what makes two options the same: value, text and the text's type."""
    assert isinstance(option, Mapping)
    text = option["text"]
    return option["value"], text["text"], text["type"]
