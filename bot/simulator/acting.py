"""Do what a person does: write, type a command, click, choose, send a form, close it."""

import base64
import mimetypes

from bot.simulator import checks, composing, elements, files, modals, outcomes, payloads, places, posting
from bot.simulator.errors import Denied
from bot.simulator.events import Desk
from bot.simulator.ids import mint
from bot.simulator.places import Spot
from bot.simulator.postman import Parcel, Reply
from bot.simulator.things import Json, Message, Person, StoredFile, View
from bot.simulator.world import World


def say(desk: Desk, said: Json) -> Json:
    """Write into a channel, a thread or a direct message."""
    world = desk.world
    with world.lock:
        person = world.person(said["as"])
        channel = places.room(world, person, said["channel"])
        if channel.archived:
            raise Denied("is_archived", f"{channel.name} is archived.")
        if channel.kind == "im" and not world.app.hears_direct_messages:
            raise Denied("messages_tab_disabled", "Sending messages to this app has been turned off.")
        text = composing.said(world, person, channel, said.get("text") or "")
        brought = [_file(world, each) for each in said.get("files") or []]
        if not text and not brought:
            raise Denied("no_text", "There is nothing to say.", 400)
        for each in brought:
            each.channels.append(channel.id)
        message = Message(world.clock.stamp(), person.id, text, composing.rich_text(text) if text else [])
        message.thread_ts, message.files = said.get("thread_ts"), [each.id for each in brought]
        posting.post(desk, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def _file(world: World, file_id: str) -> StoredFile:
    stored = world.files.get(file_id)
    if stored is None or stored.deleted:
        raise Denied("file_not_found", f"There is no file {file_id}.", 404)
    return stored


def upload(desk: Desk, said: Json) -> Json:
    """Bring a file along; with a channel, post it there."""
    world = desk.world
    try:
        content = base64.b64decode(said["content_base64"], validate=True)
    except ValueError as broken:
        raise Denied("bad_content", "The content is not base64.", 400) from broken
    with world.lock:
        person = world.person(said["as"])
        kind = mimetypes.guess_type(said["name"])[0] or "application/octet-stream"
        made = int(world.clock.now())
        stored = StoredFile(mint("F"), said["name"], said["name"], person.id, person.workspace, made, len(content))
        stored.content, stored.complete, stored.mimetype = content, True, kind
        world.files[stored.id] = stored
    posted = (
        say(desk, {"as": person.id, "channel": said["channel"], "files": [stored.id]}) if said.get("channel") else {}
    )
    file = {"id": stored.id, "name": stored.name, "size": len(content), "mimetype": kind}
    return {**posted, "ok": True, "file": file}


def delete_file(desk: Desk, said: Json) -> Json:
    """Delete a file of one's own; where it was posted nothing of it is left."""
    world = desk.world
    with world.lock:
        person, stored = world.person(said["as"]), _file(world, said["id"])
        if stored.user != person.id:
            raise Denied("cant_delete_file", f"{stored.name} is not a file of {person.name}.")
        files.forget(world, stored)
        world.changed()
    return {"ok": True}


def command(desk: Desk, said: Json) -> Json:
    """Type a slash command; without the app in one's own workspace it is none."""
    world = desk.world
    name = said["command"]
    with world.lock:
        person = world.person(said["as"])
        channel = places.room(world, person, said["channel"])
        if channel.archived:
            raise Denied("is_archived", f"{channel.name} is archived.")
        copy = world.live(person.workspace)
        known = next((each for each in world.app.commands if each["command"] == name), None)
        if copy is None or known is None or "commands" not in copy.scopes:
            sentence = f"{name} is not a valid command"
            world.notify(person.id, sentence, channel.id)
            raise Denied("invalid_command", sentence)
        text = (said.get("text") or "").strip()
        escaped = composing.command(world, person, channel, text) if known.get("should_escape") else text
        parcel = Parcel(
            "command", copy.workspace, payloads.command(world, copy, person, channel, name=name, text=escaped)
        )
    reply = desk.postman.send(parcel)
    with world.lock:
        outcomes.of_command(desk, copy, person, channel, name=name, reply=reply)
    return _told(reply)


def shortcut(desk: Desk, said: Json) -> Json:
    """Use a message shortcut; without the app in one's own workspace there is none."""
    world = desk.world
    with world.lock:
        person = world.person(said["as"])
        channel, shown = places.message(world, person, said["channel"], said["ts"])
        copy = world.live(person.workspace)
        known = next((each for each in world.app.shortcuts if each["callback_id"] == said["name"]), None)
        if copy is None or known is None or known["type"] != "message" or "commands" not in copy.scopes:
            raise Denied("no_such_shortcut", f"{person.name} has no shortcut {said['name']}.")
        payload = payloads.shortcut(world, copy, person, channel, shown=shown, name=said["name"])
        parcel = Parcel("message_action", copy.workspace, payload)
    return _told(desk.postman.send(parcel))


def click(desk: Desk, said: Json) -> Json:
    """Press a button."""
    world = desk.world
    with world.lock:
        spot = _spot(world, said, said.get("value"))
        if spot.element["type"] not in {"button", "icon_button", "workflow_button"}:
            raise Denied("not_a_button", f"{spot.element['action_id']} is a {spot.element['type']}: choose instead.")
        keys = ("type", "action_id", "text", "value", "style", "url", "confirm", "accessibility_label")
        parcel = _used(desk, spot, {key: spot.element[key] for key in keys if key in spot.element})
    return _dispatch(desk, spot, parcel)


def choose(desk: Desk, said: Json) -> Json:
    """Use any other element; what it then holds is kept, and delivered where the element dispatches."""
    world = desk.world
    with world.lock:
        spot = _spot(world, said)
        if spot.element["type"] == "overflow":
            option = elements.fill(world, {**spot.element, "type": "static_select"}, said.get("value"), [])
            done = {"type": "overflow", "action_id": spot.element["action_id"], **_chosen(option)}
            parcel = _used(desk, spot, done)
        else:
            value = elements.fill(world, spot.element, said.get("value"), spot.offered)
            spot.values.setdefault(spot.key[0], {})[spot.key[1]] = value
            world.changed()
            if spot.block["type"] == "input" and not spot.block.get("dispatch_action"):
                return {"ok": True, "dispatched": False}
            parcel = _used(desk, spot, {**_beside(spot.element), **value})
    return {**_dispatch(desk, spot, parcel), "dispatched": True}


def _spot(world: World, said: Json, value: str | None = None) -> Spot:
    """Find the element that a person uses, and take in what they typed around it before (`values`)."""
    spot = places.spot(world, world.person(said["as"]), said, value)
    if said.get("values"):
        elements.fill_in(world, spot.blocks, spot.values, said["values"], spot.everything_offered)
        world.changed()
    return spot


def _beside(element: Json) -> Json:
    """Give what an action tells of its element besides the value."""
    told = ("action_id", "placeholder", "confirm")
    return {key: value for key, value in element.items() if key in told or key.startswith("initial_")}


def _chosen(option: Json) -> Json:
    return {"selected_option": option["selected_option"]}


def _used(desk: Desk, spot: Spot, done: Json) -> Parcel:
    if not desk.world.app.interactivity.get("is_enabled"):
        raise Denied("not_interactive", "The manifest does not enable interactivity.")
    if desk.world.live(spot.copy.workspace) is None:
        raise Denied("app_gone", "The app that posted this is no longer installed.")
    return Parcel("block_actions", spot.copy.workspace, payloads.actions(desk.world, spot, done))


def _dispatch(desk: Desk, spot: Spot, parcel: Parcel) -> Json:
    reply = desk.postman.send(parcel)
    if not reply.acked and reply.error != "lost":
        outcomes.of_silence(desk, spot, reply)
    return _told(reply)


def suggest(desk: Desk, said: Json) -> Json:
    """Type into an external select, and read what the app offers."""
    world = desk.world
    with world.lock:
        spot = _spot(world, said)
        if spot.element["type"] not in elements.EXTERNAL:
            raise Denied("not_external", f"{spot.element['action_id']} has options of its own.")
        if not world.app.interactivity.get("message_menu_options_url"):
            raise Denied("no_options_url", "The manifest names no message_menu_options_url.")
        typed = str(said.get("value") or "")
        if len(typed) < spot.element.get("min_query_length", 3):
            return {"ok": True, "options": [], "option_groups": []}
        parcel = Parcel("block_suggestion", spot.copy.workspace, payloads.suggestion(world, spot, typed))
    reply = desk.postman.send(parcel)
    read = checks.offered(reply.json()) if reply.acked else ([], [])
    options, groups = read or ([], [])
    with world.lock:
        if read is None:
            outcomes.complain(desk, reply, "invalid_options")
        spot.offered.extend([*options, *(each for group in groups for each in group["options"])])
    return {**_told(reply), "options": options, "option_groups": groups}


def submit(desk: Desk, said: Json) -> Json:
    """Send a form: checked by the client first, then by the app."""
    world = desk.world
    with world.lock:
        person = world.person(said["as"])
        view = places.top(world, person, said.get("view_id"))
        if view.body.get("submit") is None and not any(each["type"] == "input" for each in view.blocks):
            raise Denied("no_submit", "This form has nothing to send.")
        elements.fill_in(world, view.blocks, view.values, said.get("values") or {}, view.offered)
        view.errors, view.trouble = checks.refused(world, view), None
        world.changed()
        if view.errors:
            return {"ok": False, "status": 0, "error": "field_errors", "errors": dict(view.errors)}
        _hand_over(world, view)
        view.pending = True
        parcel = Parcel("view_submission", view.copy.workspace, payloads.submission(world, person, view))
    reply = desk.postman.send(parcel)
    with world.lock:
        view.pending = False
        outcomes.of_submission(desk, view, reply)
        world.changed()
    return {**_told(reply), "errors": dict(view.errors), **({"trouble": view.trouble} if view.trouble else {})}


def _hand_over(world: World, view: View) -> None:
    """Let the app see the files that are put into its form."""
    for inner in view.values.values():
        for value in inner.values():
            for each in value.get("files", []) if value["type"] == "file_input" else []:
                world.files[each].copies.append(view.copy.workspace)


def close(desk: Desk, said: Json) -> Json:
    """Close the form on top, or all of them; the app hears of it where it asked to."""
    world = desk.world
    with world.lock:
        person = world.person(said["as"])
        view = places.top(world, person, said.get("view_id"))
        everything = bool(said.get("all")) or bool(view.body.get("clear_on_close"))
        closing = list(reversed(world.views[person.id])) if everything else [view]
        parcels = [_farewell(world, person, each, everything) for each in closing if each.body.get("notify_on_close")]
        if everything:
            modals.cleared(world, person.id)
        else:
            modals.closed(world, view)
        world.changed()
    for parcel in parcels:
        desk.postman.send(parcel)
    return {"ok": True}


def _farewell(world: World, person: Person, view: View, cleared: bool) -> Parcel:  # noqa: FBT001 - It is private.
    return Parcel("view_closed", view.copy.workspace, payloads.closing(world, person, view, cleared=cleared))


def dismiss(desk: Desk, said: Json) -> Json:
    """Forget notices, and with them what only this person saw."""
    world = desk.world
    with world.lock:
        person = world.person(said["as"])
        kept = [each for each in world.notices.get(person.id, []) if said.get("id") not in {None, each["id"]}]
        world.notices[person.id] = kept
        for channel in world.channels.values() if not said.get("id") else ():
            for message in channel.messages:
                message.deleted = message.deleted or message.to == person.id
        world.changed()
    return {"ok": True}


def _told(reply: Reply) -> Json:
    error = reply.error or (None if reply.acked else "http_error")
    return {"ok": reply.acked, "status": reply.status, "error": error}
