"""Check a form as Slack's own client does, before anything is sent."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.simulator.elements import TEXTS, content, settled
from bot.simulator.limits import check_message
from bot.simulator.things import Json, View
from bot.simulator.world import World

REQUIRED = "Please complete this required field."
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+\.\S+|https?://localhost\S*")
_TEXT_MAXIMUM = 3000
_FILE_MAXIMUM = 10 * 1024 * 1024


def offered(answer: Any) -> tuple[list[Json], list[Json]] | None:
    """Read the options and groups that an app offers for an external select; None if Slack could not use them."""
    if not isinstance(answer, dict):
        return None
    menu = {key: answer[key] for key in ("options", "option_groups") if answer.get(key)}
    if menu and check_message(None, [{"type": "actions", "elements": [{"type": "static_select", **menu}]}]):
        return None
    return settled(menu.get("options", [])), settled(menu.get("option_groups", []))


def refused(world: World, view: View) -> dict[str, str]:
    """Say what is wrong with a form, by the block where it is wrong."""
    wrong: dict[str, str] = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        value = view.values[block["block_id"]][block["element"]["action_id"]]
        if sentence := _wrong(world, block, value):
            wrong[block["block_id"]] = sentence
    return wrong


def _wrong(world: World, block: Json, value: Json) -> str | None:
    held = content(value)
    if held in (None, "", []):
        return None if block.get("optional") else REQUIRED
    element = block["element"]
    kind = element["type"]
    if kind in TEXTS:
        return _text(element, str(held))
    if kind == "file_input":
        return _files(world, element, held)
    if isinstance(held, list) and len(held) > element.get("max_selected_items", len(held)):
        return f"Please choose at most {element['max_selected_items']}."
    return _time(kind, held)


def _text(element: Json, text: str) -> str | None:
    kind = element["type"]
    if kind == "number_input":
        return _number(element, text)
    if kind == "email_text_input" and not _MAIL.fullmatch(text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not _URL.fullmatch(text):
        return "Please enter a valid URL."
    if len(text) > element.get("max_length", _TEXT_MAXIMUM):
        return f"Please use {element.get('max_length', _TEXT_MAXIMUM)} characters or fewer."
    if len(text) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    return None


def _number(element: Json, text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(str(element["min_value"])):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(str(element["max_value"])):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _files(world: World, element: Json, held: list[str]) -> str | None:
    most = element.get("max_files", 10)
    if len(held) > most:
        return f"Please choose at most {most} files."
    kinds = {each.lower().lstrip(".") for each in element.get("filetypes", [])}
    # https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
    if any(len(world.files[each].content or b"") > _FILE_MAXIMUM for each in held):
        return "Please choose files of at most 10 MB."
    names = [world.files[each].name for each in held]
    if kinds and any(name.rpartition(".")[2].lower() not in kinds for name in names):
        return f"Please choose files of these kinds: {', '.join(sorted(kinds))}."
    return None


def _time(kind: str, held: Any) -> str | None:
    forms = {"datepicker": "%Y-%m-%d", "timepicker": "%H:%M"}
    if kind not in forms:
        return None
    try:
        datetime.strptime(held, forms[kind])  # noqa: DTZ007 - Only its shape is looked at.
    except ValueError:
        return "Please enter a valid date." if kind == "datepicker" else "Please enter a valid time."
    return None
