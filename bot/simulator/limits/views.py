"""What Slack refuses in a view: views.open, views.push, views.update (modals) and views.publish (Home tabs)."""

import json
from collections.abc import Iterator, Mapping

from bot.simulator.limits.blocks import ANY_BLOCK
from bot.simulator.limits.objects import IDENTIFIER, plain
from bot.simulator.limits.rules import Fault, Flag, ListOf, OneOf, Place, Rule, Shape, String, Surface
from bot.simulator.limits.whole import whole_faults

LARGEST_VIEW = 250_000
"""Bytes. https://docs.slack.dev/reference/methods/views.open: view_too_large "if the provided view is greater than
250kb"; whether of 1000 or of 1024 bytes is not said, and how they are counted neither: here as compact JSON."""

# https://docs.slack.dev/reference/views: 1 to 100 blocks, private_metadata 3000, callback_id 255, and external_id 255
# (https://docs.slack.dev/reference/methods/views.open).
_NEEDS: dict[str, Rule] = {"blocks": ListOf(ANY_BLOCK, most=100)}
_MAY: dict[str, Rule] = {
    "private_metadata": String(3000, shortest=0),
    "callback_id": String(255, shortest=0),
    "external_id": String(IDENTIFIER.longest, shortest=0),
}

# https://docs.slack.dev/reference/views/modal-views: title, submit and close 24 characters, plain_text
MODAL = Shape(
    {"title": plain(24), **_NEEDS},
    {**_MAY, "submit": plain(24), "close": plain(24), "clear_on_close": Flag(), "notify_on_close": Flag()},
)
# https://docs.slack.dev/reference/views/home-tab-views
HOME = Shape(_NEEDS, _MAY)
_VIEWS = {"modal": MODAL, "home": HOME}


def check_view(view: Mapping[str, object]) -> list[Fault]:
    """Tell what Slack would refuse in a modal, the fault that decides the answer first; nothing if it is fine."""
    return list(_faults(view, OneOf(_VIEWS, ("modal",)), Surface.MODAL))


def check_home(view: Mapping[str, object]) -> list[Fault]:
    """Tell what Slack would refuse in a Home tab."""
    return list(_faults(view, OneOf(_VIEWS, ("home",)), Surface.HOME))


def _faults(view: object, rule: OneOf, surface: Surface) -> Iterator[Fault]:
    place = Place("/view", surface, "invalid_arguments")
    if len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")) > LARGEST_VIEW:
        yield place.fault("the view is greater than 250kb", code="view_too_large")
    found = list(rule.faults(view, place))
    yield from found
    if not found and isinstance(view, Mapping):
        yield from whole_faults(view["blocks"], place.at("blocks"))
        if surface is Surface.MODAL and "submit" not in view:
            yield from _inputs_without_submit(view["blocks"], place.at("blocks"))


def _inputs_without_submit(blocks: list[Mapping[str, object]], place: Place) -> Iterator[Fault]:
    """Refuse input blocks in a modal without a submit button.

    Wording and pointer as in https://github.com/slackapi/node-slack-sdk/issues/875.
    """
    for position, block in enumerate(blocks):
        if block["type"] == "input":
            yield place.at(position).at("input").fault("must define `submit` to use an `input` block in modals")
