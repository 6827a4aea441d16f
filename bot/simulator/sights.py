"""Show the world: to one person what that person sees, to a test everything."""

import dataclasses
from urllib.parse import quote

from bot.simulator.identity import stated
from bot.simulator.things import Channel, Copy, Json, Message, Person, StoredFile, View
from bot.simulator.world import World


def people(world: World) -> Json:
    """List everybody, by company."""
    return {
        "workspaces": [
            {
                "id": home.id,
                "name": home.name,
                "colour": home.colour,
                "installed": world.live(home.id) is not None,
                "enterprise": home.enterprise,
                "people": [
                    {"id": each.id, "name": each.name, "title": each.title, "guest": each.guest}
                    for each in world.people.values()
                    if each.workspace == home.id
                ],
            }
            for home in world.workspaces.values()
        ]
    }


def before(world: World, person: Person) -> Json:
    """Show what one person sees."""
    home = world.workspaces[person.workspace]
    installed = world.live(home.id)
    keys = ("command", "description", "usage_hint")
    commands = [{key: each.get(key, "") for key in keys} for each in world.app.commands]
    return {
        **_head(world),
        "me": {
            "id": person.id,
            "name": person.name,
            "title": person.title,
            "guest": person.guest,
            "tz": person.tz,
            "locale": person.locale,
            "workspace": home.id,
            "workspace_name": home.name,
            "colour": home.colour,
            "installed": installed is not None,
        },
        "channels": _channels(world, person),
        "views": [_view(world, each) for each in world.views.get(person.id, [])],
        "commands": commands if installed and "commands" in installed.scopes else [],
        "notices": world.notices.get(person.id, []),
    }


def everything(world: World) -> Json:
    """Show all there is, for tests."""
    return {
        **_head(world),
        "channels": [_channel(world, each, None) for each in world.channels.values()],
        "views": {user: [_view(world, each) for each in stack] for user, stack in world.views.items() if stack},
        "notices": world.notices,
        "files": [_file(each) for each in world.files.values()],
        "calls": list(world.calls),
        "deliveries": list(world.deliveries),
        "unknown": world.unknown,
        "faults": [dataclasses.asdict(each) for each in world.faults],
    }


def _head(world: World) -> Json:
    app = {"id": world.app.id, "name": world.app.name}
    return {"version": world.version, "clock": world.clock.moment().isoformat(), "app": app}


def _channels(world: World, person: Person) -> list[Json]:
    seen = [_channel(world, each, person) for each in world.channels.values() if person.id in each.members]
    return seen + [
        _unopened(world, copy, person)
        for copy in world.copies.values()
        if world.live(copy.workspace) and world.meets(copy, person) and not world.direct(copy, person)
    ]


def _unopened(world: World, copy: Copy, person: Person) -> Json:
    """Show a direct message that nobody has begun yet, under the bot user's id."""
    members = [_member(world, each) for each in (person.id, copy.bot_user)]
    shared = copy.workspace != person.workspace
    common = {"private": True, "shared": shared, "archived": False, "pins": [], "messages": []}
    return {
        "id": copy.bot_user,
        "name": _title(world, copy),
        "kind": "im",
        "with": copy.bot_user,
        "members": members,
        **common,
    }


def _title(world: World, copy: Copy) -> str:
    """Name a copy; with its company where there are several."""
    if len(world.copies) == 1:
        return world.app.name
    return f"{world.app.name} ({world.workspaces[copy.workspace].name})"


def _channel(world: World, channel: Channel, person: Person | None) -> Json:
    copies = [world.copies[each] for each in channel.copies]
    direct = channel.kind == "im"
    return {
        "id": channel.id,
        "name": _title(world, copies[0]) if direct else channel.name,
        "kind": "im" if direct else "channel",
        "with": copies[0].bot_user if direct else None,
        "private": channel.private,
        "shared": world.outside(channel),
        "archived": channel.archived,
        "members": [_member(world, each) for each in [*channel.members, *(each.bot_user for each in copies)]],
        "pins": channel.pins,
        "messages": [_message(world, each, person) for each in channel.messages if _visible(each, person)],
    }


def _visible(message: Message, person: Person | None) -> bool:
    return person is None or (not message.deleted and message.to in {None, person.id})


def _member(world: World, user: str) -> Json:
    home = world.workspace_of(user)
    assert home is not None
    person = world.people.get(user)
    return {
        "id": user,
        "name": person.name if person else world.app.name,
        "title": person.title if person else "",
        "workspace": home.id,
        "workspace_name": home.name,
        "colour": home.colour,
        "bot": person is None,
    }


def _message(world: World, message: Message, person: Person | None) -> Json:
    author = _member(world, message.author)
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.author,
        **{key: author[key] for key in ("name", "title", "workspace", "workspace_name", "colour", "bot")},
        "text": message.text,
        "blocks": message.blocks,
        "edited": message.edited is not None,
        "ephemeral": message.to is not None,
        "files": [_file(world.files[each]) for each in message.files],
        "metadata": message.metadata,
        "deleted": message.deleted,
        "values": stated(world, message.values.get(person.id, {})) if person else {},
        **({} if person else {"to": message.to}),
    }


def _file(stored: StoredFile) -> Json:
    return {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title,
        "size": len(stored.content or b""),
        "mimetype": stored.mimetype,
        "url": f"/files/{stored.id}/{quote(stored.name, safe='')}",
        "user": stored.user,
        "deleted": stored.deleted,
    }


def _view(world: World, view: View) -> Json:
    texts = {key: (view.body.get(key) or {}).get("text") for key in ("title", "submit", "close")}
    return {
        "id": view.id,
        "hash": view.hash,
        "type": "modal",
        "callback_id": view.body.get("callback_id", ""),
        **texts,
        "blocks": view.blocks,
        "values": stated(world, view.values),
        "errors": view.errors,
        "trouble": view.trouble,
        "pending": view.pending,
        "private_metadata": view.body.get("private_metadata", ""),
        "workspace": view.copy.workspace,
    }
