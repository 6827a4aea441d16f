"""views.*: open, push and update modals."""

from typing import Any

from bot.simulator import modals
from bot.simulator.api.call import Call
from bot.simulator.errors import Refused, invalid_arguments
from bot.simulator.identity import view as described
from bot.simulator.things import Json, Trigger, View

TRIGGER_SECONDS = 3.0


def open_view(call: Call) -> Json:
    """Open a modal for whoever pulled the trigger."""
    body = modals.checked(call.world, call.copy, _body(call))
    trigger = _trigger(call)
    view = modals.opened(call.world, call.copy, trigger.person, body)
    trigger.used = True
    return _answer(call, view)


def push(call: Call) -> Json:
    """Put a modal on top of the one that the trigger came from."""
    body = modals.checked(call.world, call.copy, _body(call))
    trigger = _trigger(call)
    if trigger.view is None or call.world.view(trigger.view) is None:
        raise Refused("not_found")
    view = modals.pushed(call.world, call.copy, trigger.person, body)
    trigger.used = True
    return _answer(call, view)


def update(call: Call) -> Json:
    """Replace what an open modal shows, unless it changed since its hash was read."""
    view = _named(call)
    body = modals.checked(call.world, call.copy, _body(call), but=view)
    if call.text("hash") not in {None, "", view.hash}:
        raise Refused("hash_conflict")
    return _answer(call, modals.updated(call.world, view, body))


def _answer(call: Call, view: View) -> Json:
    call.world.changed()
    return {"view": described(call.world, view)}


def _body(call: Call) -> Json:
    body: Any = call.structure("view")
    if not isinstance(body, dict):
        raise invalid_arguments("missing required field: view" if body is None else "must provide an object: view")
    return body


def _trigger(call: Call) -> Trigger:
    trigger = call.world.triggers.get(call.needed("trigger_id"))
    if trigger is None or trigger.copy != call.copy:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if call.world.clock.now() - trigger.born > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    return trigger


def _named(call: Call) -> View:
    view_id, external = call.text("view_id"), call.text("external_id")
    if not view_id and not external:
        raise invalid_arguments("missing required field: view_id or external_id")
    for stack in call.world.views.values():
        for view in stack:
            named = view.id == view_id if view_id else view.body.get("external_id") == external
            if named and view.copy == call.copy:
                return view
    raise Refused("not_found")
