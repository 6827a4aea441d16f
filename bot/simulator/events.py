"""Tell the app what happened: each event once, whatever the number of copies."""

import uuid
from dataclasses import dataclass

from bot.simulator import identity
from bot.simulator.ids import mint
from bot.simulator.postman import Parcel, Postman
from bot.simulator.things import Channel, Copy, Json, Message, Workspace
from bot.simulator.world import World

_READ = {
    *("member_joined_channel", "member_left_channel"),
    *("channel_shared", "channel_unshared", "channel_id_changed"),
}
"""Heard with the read scope of that kind of channel (docs.slack.dev/reference/events/member_joined_channel)."""


@dataclass(frozen=True)
class Desk:
    """What an act needs: the world, and who carries its consequences to the app."""

    world: World
    postman: Postman


def hearing(world: World, channel: Channel, name: str) -> Copy | None:
    """Pick the one copy that an event in a channel names: of those that may hear it, the one that joined last."""
    needed = _scope(name, channel)
    copies = [each for each in world.live_copies(channel) if needed is None or needed in each.scopes]
    return copies[-1] if copies else None


def _scope(name: str, channel: Channel | None) -> str | None:
    """Name the scope without which an event is not heard."""
    if name == "app_mention":
        return "app_mentions:read"
    if channel is not None and name.startswith("message."):
        return channel.scope("history")
    return channel.scope("read") if channel is not None and name in _READ else None


def raise_event(
    desk: Desk, name: str, event: Json, copy: Copy | None, outer: Json, *, channel: Channel | None = None
) -> None:
    """Send an event if a copy is there, the app subscribed to it and its scope was granted."""
    world = desk.world
    needed = _scope(name, channel)
    if copy is None or name not in world.app.events or (needed and needed not in copy.scopes):
        return
    enterprise = world.workspaces[copy.workspace].enterprise
    authorization = {
        "enterprise_id": enterprise,
        "team_id": copy.workspace,
        "user_id": copy.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    payload = {
        "token": "legacy-fixed-value",
        **outer,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": mint("Ev"),
        "event_time": int(world.clock.now()),
        "authorizations": [authorization],
        "event_context": f"4-{uuid.uuid4().hex}",
    }
    desk.postman.post(Parcel("event", copy.workspace, payload, name))


def _from(workspace: Workspace) -> Json:
    """Name the workspace that an event comes from; its organisation only on Grid."""
    return {"team_id": workspace.id, **({"enterprise_id": workspace.enterprise} if workspace.enterprise else {})}


def _context(world: World, channel: Channel, hears: Copy, *preferred: str) -> Json:
    """Name the workspace through which the app hears of it.

    With several copies in a channel this is not the one in `authorizations`: where Slack was seen with two, it was the
    person's own for those who come and go, and always the same for messages, taken here to be the host's
    (bolt-python, tests/slack_bolt/request/test_internals.py).
    """
    there = {hears.workspace, *(each.workspace for each in world.live_copies(channel))}
    chosen = next((each for each in (*preferred, channel.host) if each in there), hears.workspace)
    return {"context_team_id": chosen, "context_enterprise_id": world.workspaces[chosen].enterprise}


def spoken(desk: Desk, channel: Channel, message: Message) -> None:
    """Tell of a new message: to those who hear the channel, and to a copy that is mentioned in it."""
    world = desk.world
    home = world.workspace_of(message.author)
    if home is None:
        return
    if copy := hearing(world, channel, _kind(channel)):
        outer = _message_outer(world, channel, home, copy)
        raise_event(desk, _kind(channel), _message(world, channel, message), copy, outer, channel=channel)
    mentioned = next((each for each in world.live_copies(channel) if f"<@{each.bot_user}>" in message.text), None)
    if mentioned and channel.kind == "channel" and message.copy is None:
        # The copy that is mentioned stands in `team_id`, whichever copy the event is authorised by.
        outer = {**_from(world.workspaces[mentioned.workspace]), "is_ext_shared_channel": channel.shared}
        hears = hearing(world, channel, "app_mention")
        raise_event(desk, "app_mention", _mention(channel, message, mentioned, home), hears, outer)


def _message_outer(world: World, channel: Channel, home: Workspace, copy: Copy) -> Json:
    return {**_from(home), **_context(world, channel, copy), "is_ext_shared_channel": world.outside(channel)}


def _kind(channel: Channel) -> str:
    if channel.kind != "channel":
        return f"message.{channel.kind}"
    return "message.groups" if channel.private else "message.channels"


def _channel_type(channel: Channel) -> str:
    return channel.kind if channel.kind != "channel" else "group" if channel.private else "channel"


def _message(world: World, channel: Channel, message: Message) -> Json:
    body = identity.message(world, message)
    body |= {"channel": channel.id, "event_ts": message.ts, "channel_type": _channel_type(channel)}
    if message.copy is None:
        home = world.workspaces[world.people[message.author].workspace]
        body |= {"client_msg_id": str(uuid.uuid4()), "team": home.shown}
    if message.files:
        files = [world.files[each] for each in message.files]
        stubs = world.outside(channel)
        body["files"] = [identity.stub(each) if stubs else identity.file(world, each) for each in files]
        body |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
    return body


def _mention(channel: Channel, message: Message, copy: Copy, home: Workspace) -> Json:
    event: Json = {
        "client_msg_id": str(uuid.uuid4()),
        "type": "app_mention",
        "text": message.text,
        "user": message.author,
        "ts": message.ts,
        "team": copy.workspace,
        "blocks": message.blocks,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if home.id != copy.workspace:
        # On Enterprise Grid the person's organisation stands where others have their workspace.
        theirs = home.enterprise or home.id
        event |= {"user_team": theirs, "source_team": theirs, "user_profile": {"team": theirs}}
    return event


def altered(desk: Desk, channel: Channel, message: Message, before: Json) -> None:
    """Tell of a message that was changed or deleted."""
    world = desk.world
    copy = hearing(world, channel, _kind(channel))
    home = world.workspace_of(message.author)
    if copy is None or home is None:
        return
    stamp = world.clock.stamp()
    event: Json = {"type": "message", "hidden": True, "channel": channel.id, "ts": stamp, "event_ts": stamp}
    event |= {"channel_type": _channel_type(channel), "previous_message": before}
    if message.deleted:
        event |= {"subtype": "message_deleted", "deleted_ts": message.ts}
    else:
        event |= {"subtype": "message_changed", "message": identity.message(world, message)}
    raise_event(desk, _kind(channel), event, copy, _message_outer(world, channel, home, copy), channel=channel)


def membership(
    desk: Desk, channel: Channel, user: str, *, joined: bool, copy: Copy | None = None, inviter: str | None = None
) -> None:
    """Tell of somebody who came or went; `copy` where it is not the usual one that hears.

    Who was invited is told with their `inviter`, who came by themselves without one
    (docs.slack.dev/reference/events/member_joined_channel).
    """
    world = desk.world
    name = "member_joined_channel" if joined else "member_left_channel"
    hears = copy or hearing(world, channel, name)
    home = world.workspace_of(user)
    if hears is None or home is None:
        return
    event = {
        "type": name,
        "user": user,
        "channel": channel.id,
        # The first letter of the id: private channels made since 2021 have a C, too.
        "channel_type": channel.id[0],
        # Who leaves was seen to be named with their organisation on Grid, who joins with their workspace.
        "team": home.id if joined else home.enterprise or home.id,
        **({"enterprise": home.enterprise} if home.enterprise else {}),
        **({"inviter": inviter} if inviter else {}),
        "event_ts": world.clock.stamp(),
    }
    context = _context(world, channel, hears, *([copy.workspace] if copy else []), home.id)
    outer = {**_from(world.workspaces[channel.host]), **context, "is_ext_shared_channel": channel.shared}
    raise_event(desk, name, event, hears, outer, channel=channel)


def room(desk: Desk, channel: Channel, name: str, /, **fields: object) -> None:
    """Tell of a change to a channel itself."""
    copy = hearing(desk.world, channel, name)
    if copy is None:
        return
    event = {"type": name, **fields, "event_ts": desk.world.clock.stamp()}
    outer = {**_from(desk.world.workspaces[copy.workspace]), "is_ext_shared_channel": channel.shared}
    raise_event(desk, name, event, copy, outer, channel=channel)


def departed(desk: Desk, copy: Copy, *, uninstalled: bool) -> None:
    """Tell that a copy's token died; Slack promises no order, so the token's end comes first."""
    outer = _from(desk.world.workspaces[copy.workspace])
    tokens = {"oauth": [], "bot": [copy.bot_user]}
    raise_event(desk, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens}, copy, outer)
    if uninstalled:
        raise_event(desk, "app_uninstalled", {"type": "app_uninstalled"}, copy, outer)
