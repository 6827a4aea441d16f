"""Know the elements that people fill: what each starts with, and how it states its value."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.simulator.errors import Denied
from bot.simulator.ids import short
from bot.simulator.things import Json
from bot.simulator.world import World

TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
ONE_OPTION = {"static_select", "external_select", "radio_buttons"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
PICKED = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
}
EXTERNAL = {"external_select", "multi_external_select"}
_ADDED: dict[str, Json] = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}
SILENT = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"}


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Go through every element that can be used, with its block."""
    for block in blocks:
        if block["type"] == "container":
            yield from interactive(block["child_blocks"])
        elif block["type"] == "input":
            yield block, block["element"]
        elif block["type"] == "section" and "action_id" in block.get("accessory", {}):
            yield block, block["accessory"]
        elif block["type"] in {"actions", "context_actions"}:
            yield from ((block, each) for each in block["elements"])


def identify(blocks: list[Json]) -> list[Json]:
    """Copy blocks, giving ids to those that came without, and every text its defaults, as Slack does."""
    named = [{**settled(block), "block_id": block.get("block_id") or short()} for block in blocks]
    for block in named:
        if isinstance(block.get("accessory"), dict) and block["accessory"].get("type") != "image":
            block["accessory"] = _identified(block["accessory"])
        if isinstance(block.get("element"), dict):
            block["element"] = _identified(block["element"])
        if block["type"] == "container":
            block["child_blocks"] = identify(block["child_blocks"])
        if block["type"] in {"actions", "context_actions"}:
            block["elements"] = [_identified(each) for each in block["elements"]]
    return named


def settled(said: Any) -> Any:
    """Copy a piece of Block Kit, with what Slack adds to every text that does not say it."""
    if isinstance(said, list):
        return [settled(each) for each in said]
    if not isinstance(said, dict):
        return said
    added = _ADDED.get(str(said.get("type")), {})
    return {
        **{key: settled(value) for key, value in said.items()},
        **{key: added[key] for key in added if key not in said},
    }


def _identified(element: Json) -> Json:
    return {**element, "action_id": element.get("action_id") or short()}


def find(blocks: list[Json], block_id: str | None, action_id: str, value: str | None = None) -> tuple[Json, Json]:
    """Find an element by its ids, or deny that it is there."""
    for block, element in interactive(blocks):
        named = element["action_id"] == action_id and block_id in {None, block["block_id"]}
        if named and (value is None or element["type"] != "button" or element.get("value") == value):
            return block, element
    raise Denied("no_such_element", f"Nothing called {action_id} can be used there.", 404)


def values(blocks: list[Json], kept: Json | None = None) -> Json:
    """State what every element holds; what was chosen before in the same element of the same type stays."""
    state: Json = {}
    for block, element in interactive(blocks):
        if element["type"] in SILENT:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        before = (kept or {}).get(block_id, {}).get(action_id)
        same = before is not None and before["type"] == element["type"]
        state.setdefault(block_id, {})[action_id] = before if same else initial(element)
    return state


def initial(element: Json) -> Json:
    """State what an element holds before anybody touched it."""
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options", []))}
    key, start = PICKED[kind]
    empty: Any = [] if kind.startswith("multi_") or kind == "file_input" else None
    return {"type": kind, key: element.get(start, empty)}


def content(value: Json) -> Any:
    """Give what a state value holds, whatever its key is called."""
    return next((held for key, held in value.items() if key not in {"type", "timezone"}), None)


def options(element: Json, offered: list[Json]) -> list[Json]:
    """List the options that a person can choose from."""
    if element["type"] in EXTERNAL:
        return offered
    groups = element.get("option_groups", [])
    return list(element.get("options", [])) + [each for group in groups for each in group["options"]]


def fill(world: World, element: Json, given: Any, offered: list[Json]) -> Json:
    """Read what a person put in, plain or as a state value, into the element's state value."""
    kind = element["type"]
    if isinstance(given, dict) and given.get("type") == kind:
        given = content(given)
    if kind in TEXTS:
        return {"type": kind, "value": _typed(element, given)}
    if kind in ONE_OPTION:
        option = None if given in (None, "") else _option(element, given, offered)
        return {"type": kind, "selected_option": option}
    if kind in MANY_OPTIONS:
        chosen = [_option(element, each, offered) for each in _listed(given)]
        return {"type": kind, "selected_options": chosen}
    if kind not in PICKED:
        raise Denied("not_fillable", f"A {kind} holds no value.")
    return {"type": kind, PICKED[kind][0]: _picked(world, kind, given)}


def fill_in(
    world: World, blocks: list[Json], state: Json, given: Any, offered: Mapping[tuple[str, str], list[Json]]
) -> None:
    """Put values into blocks, by block and action; a block with one element may be given its value alone."""
    if not isinstance(given, Mapping):
        raise Denied("bad_values", "Give values as {block_id: {action_id: value}}.", 400)
    for block_id, inner in given.items():
        here = [each for each in interactive(blocks) if each[0]["block_id"] == block_id]
        if not here:
            raise Denied("no_such_block", f"There is no block {block_id}.", 404)
        actions = {element["action_id"] for _, element in here}
        by_action = inner if isinstance(inner, dict) and set(inner) <= actions else {here[0][1]["action_id"]: inner}
        for action_id, value in by_action.items():
            _, element = find(blocks, block_id, action_id)
            state.setdefault(block_id, {})[action_id] = fill(
                world, element, value, offered.get((block_id, action_id), [])
            )


def _typed(element: Json, given: Any) -> str | None:
    text = "" if given is None else str(given)
    if not element.get("multiline"):
        text = " ".join(text.splitlines())
    return text or None


def _listed(given: Any) -> list[Any]:
    return [] if given in (None, "") else list(given) if isinstance(given, (list, tuple)) else [given]


def _option(element: Json, given: Any, offered: list[Json]) -> Json:
    """Find an option by itself, its value or its text."""
    wanted = given.get("value") if isinstance(given, dict) else str(given)
    there = options(element, offered)
    for each in there:
        if each.get("value") == wanted:
            return each
    for each in there:
        if each["text"]["text"] == wanted:
            return each
    raise Denied("no_such_option", f"{element['action_id']} does not offer {wanted}.")


def _picked(world: World, kind: str, given: Any) -> Any:
    if kind == "file_input":
        return [_file(world, each) for each in _listed(given)]
    if kind.startswith("multi_"):
        return [str(each) for each in _listed(given)]
    if given in (None, ""):
        return None
    if kind == "datetimepicker":
        return _seconds(given)
    if kind == "rich_text_input" and not isinstance(given, dict):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(given)}]}
        return {"type": "rich_text", "elements": [section]}
    return given if kind == "rich_text_input" else str(given)


def _seconds(given: Any) -> int:
    try:
        return int(str(given))
    except ValueError as wrong:
        raise Denied("bad_value", "A date and time is given in Unix seconds.", 400) from wrong


def _file(world: World, given: Any) -> str:
    known = str(given.get("id") if isinstance(given, dict) else given)
    if known not in world.files or world.files[known].deleted:
        raise Denied("file_not_found", f"There is no file {known}.", 404)
    return known
