"""Open, push, update and close modals: a stack of at most three for each person."""

import secrets

from bot.simulator.elements import identify, interactive, settled, values
from bot.simulator.errors import Refused, faulty
from bot.simulator.files import picture_faults
from bot.simulator.ids import mint
from bot.simulator.limits import check_view
from bot.simulator.things import Copy, Json, View
from bot.simulator.world import World

STACK = 3


def checked(world: World, copy: Copy, body: Json, *, but: View | None = None) -> Json:
    """Refuse a view that Slack would refuse."""
    if faults := check_view(body) or picture_faults(world, copy, body["blocks"], "/view/blocks"):
        raise faulty(faults)
    if "files:read" not in copy.scopes and _asks_for_files(body["blocks"]):
        # https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
        raise Refused("missing_scope", needed="files:read", provided=",".join(copy.scopes))
    if body["type"] != "modal":
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] only modals can be opened here"]})
    taken = [each for stack in world.views.values() for each in stack if each.copy == copy and each is not but]
    if body.get("external_id") and any(each.body.get("external_id") == body["external_id"] for each in taken):
        raise Refused("duplicate_external_id")
    return body


def _asks_for_files(blocks: list[Json]) -> bool:
    return any(element["type"] == "file_input" for _, element in interactive(identify(blocks)))


def opened(world: World, copy: Copy, person: str, body: Json) -> View:
    """Open a view as the only one of a person's stack."""
    view = _made(world, copy, person, body)
    world.views[person] = [view]
    return view


def pushed(world: World, copy: Copy, person: str, body: Json) -> View:
    """Put a view on top of a person's stack."""
    stack = world.views.get(person, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= STACK:
        raise Refused("push_limit_reached")
    view = _made(world, copy, person, body)
    view.root, view.previous = stack[0].root, stack[-1].id
    stack.append(view)
    return view


def updated(world: World, view: View, body: Json) -> View:
    """Replace what a view shows; what was typed in an element that stays, stays."""
    view.body = {**settled(body), "blocks": identify(body["blocks"])}
    view.values = values(view.blocks, view.values)
    view.hash = _hash(world)
    view.errors, view.trouble = {}, None
    return view


def _made(world: World, copy: Copy, person: str, body: Json) -> View:
    own = {**settled(body), "blocks": identify(body["blocks"])}
    view_id = mint("V")
    return View(view_id, person, copy, own, _hash(world), view_id, values=values(own["blocks"]))


def _hash(world: World) -> str:
    return f"{int(world.clock.now())}.{secrets.token_hex(4)}"


def closed(world: World, view: View) -> None:
    """Take one view off its person's stack, with all that lie on it."""
    stack = world.views.get(view.owner, [])
    if view in stack:
        del stack[stack.index(view) :]


def cleared(world: World, person: str) -> None:
    """Close all that a person has open."""
    world.views[person] = []
