"""Write what interactions carry, with each kind of person's identity as Slack has it."""

import secrets

from bot.simulator import elements, identity
from bot.simulator.ids import trigger
from bot.simulator.places import Spot
from bot.simulator.things import Channel, Copy, Json, Message, Person, ResponseUrl, Trigger, View
from bot.simulator.world import World

_TOKEN = "legacy-fixed-value"  # noqa: S105 - Slack's old verification token, which nobody should use.


def pull(world: World, copy: Copy, person: Person, view: View | None = None) -> str:
    """Make a trigger_id for what a person just did."""
    made = trigger()
    world.triggers[made] = Trigger(copy, person.id, world.clock.now(), view.id if view else None)
    return made


def response_url(world: World, copy: Copy, person: Person, channel: Channel, spot: Spot | None = None) -> str:
    """Make an address to answer to, five times in 30 minutes."""
    ticket = secrets.token_urlsafe(24)
    answers = ResponseUrl(copy, person.id, channel.id, world.clock.now())
    if spot and spot.message:
        answers.ts, answers.ephemeral = spot.message.ts, spot.message.to is not None
    world.responses[ticket] = answers
    return f"{world.address}/response/{ticket}"


def command(world: World, copy: Copy, person: Person, channel: Channel, *, name: str, text: str) -> Json:
    """Write a slash command; only people whose workspace has the app can send one."""
    home = world.workspaces[person.workspace]
    form = {
        "token": _TOKEN,
        "team_id": home.id,
        "team_domain": home.domain,
        "channel_id": channel.id,
        "channel_name": identity.channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(world, copy, person, channel),
        "trigger_id": pull(world, copy, person),
    }
    if home.enterprise:
        form |= {"enterprise_id": home.enterprise, "enterprise_name": home.enterprise_name or ""}
    return form


def shortcut(world: World, copy: Copy, person: Person, channel: Channel, *, shown: Message, name: str) -> Json:
    """Write message_action; only people whose workspace has the app can send one.

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    home = world.workspaces[copy.workspace]
    return {
        "type": "message_action",
        "token": _TOKEN,
        "action_ts": world.clock.stamp(),
        "team": identity.team(home, grid=True),
        "user": identity.user(world, person),
        "enterprise": identity.enterprise(home),
        "is_enterprise_install": False,
        "api_app_id": world.app.id,
        "callback_id": name,
        "trigger_id": pull(world, copy, person),
        "response_url": response_url(world, copy, person, channel),
        "message_ts": shown.ts,
        "channel": {"id": channel.id, "name": identity.channel_name(channel)},
        "message": identity.message(world, shown),
    }


def actions(world: World, spot: Spot, done: Json) -> Json:
    """Write block_actions: `team` is the app's workspace, the person's is in `user`."""
    home = world.workspaces[spot.copy.workspace]
    payload: Json = {
        "type": "block_actions",
        "user": identity.user(world, spot.person),
        "api_app_id": world.app.id,
        "token": _TOKEN,
        "container": _container(spot),
        "trigger_id": pull(world, spot.copy, spot.person, spot.view),
        "team": identity.team(home, grid=True),
        "enterprise": identity.enterprise(home),
        "is_enterprise_install": False,
        **_where(world, spot),
        "actions": [{**done, "block_id": spot.block["block_id"], "action_ts": world.clock.stamp()}],
    }
    if spot.channel is not None:
        payload["state"] = {"values": identity.stated(world, spot.values, spot.copy)}
        payload["response_url"] = response_url(world, spot.copy, spot.person, spot.channel, spot)
    return payload


def suggestion(world: World, spot: Spot, typed: str) -> Json:
    """Write block_suggestion: what somebody typed into an external select."""
    home = world.workspaces[spot.copy.workspace]
    return {
        "type": "block_suggestion",
        "user": identity.user(world, spot.person),
        "container": _container(spot),
        "api_app_id": world.app.id,
        "token": _TOKEN,
        "action_id": spot.element["action_id"],
        "block_id": spot.block["block_id"],
        "value": typed,
        "team": identity.team(home, grid=True),
        "enterprise": identity.enterprise(home),
        "is_enterprise_install": False,
        **_where(world, spot),
    }


def submission(world: World, person: Person, view: View) -> Json:
    """Write view_submission: `team` is the person's own workspace, on Grid with its organisation."""
    payload = {**_form(world, person, view, "view_submission"), "response_urls": _response_urls(world, person, view)}
    return {**payload, "trigger_id": pull(world, view.copy, person, view)}


def _response_urls(world: World, person: Person, view: View) -> list[Json]:
    """Make an address for every channel that was chosen in a menu with `response_url_enabled`."""
    made = []
    for block, element in elements.interactive(view.blocks):
        chosen = elements.content(view.values.get(block["block_id"], {}).get(element["action_id"], {}))
        if element.get("response_url_enabled") and chosen in world.channels:
            url = response_url(world, view.copy, person, world.channels[chosen])
            named = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": chosen}
            made.append({**named, "response_url": url})
    return made


def closing(world: World, person: Person, view: View, *, cleared: bool) -> Json:
    """Write view_closed."""
    return {**_form(world, person, view, "view_closed"), "is_cleared": cleared}


def _form(world: World, person: Person, view: View, kind: str) -> Json:
    home = world.workspaces[person.workspace]
    return {
        "type": kind,
        "team": identity.team(home, grid=True),
        "user": identity.user(world, person),
        "api_app_id": world.app.id,
        "token": _TOKEN,
        "view": identity.view(world, view, team_id=home.id, filled=kind == "view_submission"),
        "is_enterprise_install": False,
        "enterprise": identity.enterprise(home),
    }


def _container(spot: Spot) -> Json:
    if spot.view is not None:
        return {"type": "view", "view_id": spot.view.id}
    assert spot.message is not None
    assert spot.channel is not None
    container = {"type": "message", "message_ts": spot.message.ts, "channel_id": spot.channel.id}
    if spot.message.thread_ts:
        container["thread_ts"] = spot.message.thread_ts
    return {**container, "is_ephemeral": spot.message.to is not None}


def _where(world: World, spot: Spot) -> Json:
    """Show the view or the message; an ephemeral message is not shown, only named by its container."""
    if spot.view is not None:
        team_id = world.workspaces[spot.person.workspace].id
        return {"view": identity.view(world, spot.view, team_id=team_id, filled=True)}
    assert spot.message is not None
    assert spot.channel is not None
    where: Json = {"channel": {"id": spot.channel.id, "name": identity.channel_name(spot.channel)}}
    if spot.message.to is None:
        where["message"] = identity.message(world, spot.message)
    return where
