"""The pieces of Block Kit that our views are made of, and Slack's limits on them.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]

HEADER_LIMIT = 150
SECTION_LIMIT = 3000
INPUT_LIMIT = 3000
TITLE_LIMIT = 24
BUTTON_LIMIT = 75
# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_LIMIT = 10
# Options of a menu, and groups of options. https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
OPTIONS_LIMIT = 100


def cut(text: str, limit: int) -> str:
    """Shorten a text to what Slack takes, and show that it was."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def escape(text: str) -> str:
    """Make a text harmless inside mrkdwn; https://docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Make a text that Slack does not interpret."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def mrkdwn(text: str) -> Block:
    """Make a text of ours that Slack interprets; what people wrote is escaped before."""
    return {"type": "mrkdwn", "text": cut(text, SECTION_LIMIT), "verbatim": True}


def header(text: str) -> Block:
    """Make a headline."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Make a paragraph of our own words."""
    return {"type": "section", "text": mrkdwn(text)} | ({"accessory": accessory} if accessory else {})


def said(text: str, *, accessory: Block | None = None) -> Block:
    """Make a paragraph of what people wrote."""
    return {"type": "section", "text": plain(text)} | ({"accessory": accessory} if accessory else {})


def context(*texts: str) -> Block:
    """Make small print of our own words."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """Make a line."""
    return {"type": "divider"}


def actions(*elements: Block, block_id: str = "") -> Block:
    """Make a row of buttons."""
    return {"type": "actions", "elements": list(elements)} | ({"block_id": block_id} if block_id else {})


def button(text: str, action_id: str, value: str, *, style: str = "", confirm: Block | None = None) -> Block:
    """Make a button; `value` is a random token of ours, never a name or a number."""
    made: Block = {"type": "button", "text": plain(text, BUTTON_LIMIT), "action_id": action_id, "value": value}
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = confirm
    return made


def confirmation(title: str, text: str, yes: str, no: str) -> Block:
    """Make the question that a button asks before it does something."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def entry(
    block_id: str,
    label: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Make a field of a form; its element answers under the same id."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element | {"action_id": block_id},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(initial: str = "", *, multiline: bool = False, placeholder: str = "", focus: bool = False) -> Block:
    """Make a place to type; Slack takes 3,000 characters."""
    made: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": INPUT_LIMIT}
    if initial:
        made["initial_value"] = initial[:INPUT_LIMIT]
    if placeholder:
        made["placeholder"] = plain(placeholder, 150)
    if focus:
        made["focus_on_load"] = True
    return made


def date_input(initial: str = "") -> Block:
    """Make a calendar; `initial` is `YYYY-MM-DD`."""
    return {"type": "datepicker"} | ({"initial_date": initial} if initial else {})


def choice(options: Sequence[tuple[str, str]], initial: str = "") -> Block:
    """Make a menu of which one is chosen, from pairs of value and text."""
    shown = {value: _option(value, text) for value, text in options}
    made: Block = {"type": "static_select", "options": list(shown.values())}
    return made | ({"initial_option": shown[initial]} if initial in shown else {})


def choices(options: Sequence[tuple[str, str]], initial: Sequence[str] = (), placeholder: str = "") -> Block:
    """Make a menu of which several may be chosen, from pairs of value and text."""
    shown = {value: _option(value, text) for value, text in options}
    made: Block = {"type": "multi_static_select", "options": list(shown.values())}
    if chosen := [shown[value] for value in initial if value in shown]:
        made["initial_options"] = chosen
    if placeholder:
        made["placeholder"] = plain(placeholder, 150)
    return made


def grouped_choices(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], initial: Sequence[str] = ()) -> Block:
    """Make a menu of several, under headings; a heading that holds too many for Slack stands there again."""
    parts = [
        (label, options[at : at + OPTIONS_LIMIT])
        for label, options in groups
        for at in range(0, len(options), OPTIONS_LIMIT)
    ]
    by_value = {value: _option(value, text) for _, options in parts for value, text in options}
    shown = [
        {"label": plain(label, 75), "options": [by_value[value] for value, _ in options]}
        for label, options in parts[:OPTIONS_LIMIT]
    ]
    made: Block = {"type": "multi_static_select", "option_groups": shown}
    if chosen := [by_value[value] for value in initial if value in by_value]:
        made["initial_options"] = chosen
    return made


def tick(value: str, text: str, *, ticked: bool) -> Block:
    """Make a box to tick."""
    made: Block = {"type": "checkboxes", "options": [_option(value, text)]}
    return made | ({"initial_options": made["options"]} if ticked else {})


def ticks(options: Sequence[tuple[str, str]], ticked: Sequence[str] = ()) -> Block:
    """Make boxes to tick, at most ten, from pairs of value and text."""
    shown = [_option(value, text) for value, text in options]
    made: Block = {"type": "checkboxes", "options": shown}
    chosen = [one for one in shown if one["value"] in ticked]
    return made | ({"initial_options": chosen} if chosen else {})


def moment_input(initial: str = "") -> Block:
    """Make a calendar with a clock; `initial` is seconds since 1970."""
    return {"type": "datetimepicker"} | ({"initial_date_time": int(initial)} if initial else {})


def _option(value: str, text: str) -> Block:
    return {"text": plain(text, 75), "value": value}


def rich(*elements: Block) -> Block:
    """Make a text of parts; nothing that people wrote can break out of it."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*spans: Block) -> Block:
    """Make a paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(spans)}


def bullets(*lines: Block) -> Block:
    """Make a list of a rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def quote(text: str) -> Block:
    """Quote what people wrote, in a rich text."""
    return {"type": "rich_text_quote", "elements": [span(text)]}


def span(text: str, *, bold: bool = False) -> Block:
    """Make some words of a rich text."""
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})


def labelled(label: str, text: str) -> Block:
    """Set what people wrote behind a bold label of ours, as a rich text."""
    return rich(line(span(label, bold=True), span(f"  {text}")))


def title(text: str) -> Block:
    """Make a small headline of our own words."""
    return section(f"*{text}*")


def link(url: str, text: str = "") -> Block:
    """Make a link of a rich text; only for an address that its owner gave to be opened."""
    return {"type": "link", "url": url} | ({"text": text} if text else {})


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    submit: str = "",
    close: str = "",
    private: str = "",
) -> Block:
    """Make a form, or a page to read where there is nothing to submit."""
    made: Block = {"type": "modal", "title": plain(title, TITLE_LIMIT), "blocks": list(blocks)[:100]}
    if callback_id:
        made["callback_id"] = callback_id
    if submit:
        made["submit"] = plain(submit, TITLE_LIMIT)
    if close:
        made["close"] = plain(close, TITLE_LIMIT)
    if private:
        made["private_metadata"] = private
    return made
