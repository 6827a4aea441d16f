"""Change who is where: members, companies, copies of the app, ids, time and faults."""

from typing import Any

from bot.simulator import events
from bot.simulator.errors import Denied
from bot.simulator.events import Desk
from bot.simulator.ids import mint
from bot.simulator.things import DOWNLOAD_FAULTS, Channel, Copy, Fault, Json

FAULTS = {"error", "http", "slow", "drop_before", "drop_after", "twice", "lost", *DOWNLOAD_FAULTS}


def join(desk: Desk, said: Json) -> Json:
    """Let a person into a channel of theirs."""
    world = desk.world
    channel, person = world.channel(said["channel"]), world.person(said["as"])
    if person.workspace not in channel.workspaces:
        raise Denied("not_connected", f"{channel.name} is not shared with the company of {person.name}.")
    if person.id not in channel.members:
        channel.members.append(person.id)
        events.membership(desk, channel, person.id, joined=True)
    return {"ok": True}


def leave(desk: Desk, said: Json) -> Json:
    """Let a person go out of a channel."""
    channel, person = desk.world.channel(said["channel"]), desk.world.person(said["as"])
    if person.id not in channel.members:
        raise Denied("not_in_channel", f"{person.name} is not in {channel.name}.")
    channel.members.remove(person.id)
    events.membership(desk, channel, person.id, joined=False)
    return {"ok": True}


def share(desk: Desk, said: Json) -> Json:
    """Connect one more company to a channel."""
    channel, workspace = desk.world.channel(said["channel"]), _workspace(desk, said)
    if workspace not in channel.workspaces:
        channel.connected.append(workspace)
        events.room(desk, channel, "channel_shared", connected_team_id=workspace, channel=channel.id)
    return {"ok": True}


def unshare(desk: Desk, said: Json) -> Json:
    """Disconnect a company from a channel; its people and its copy of the app are out."""
    world = desk.world
    channel, workspace = world.channel(said["channel"]), _workspace(desk, said)
    if workspace not in channel.connected:
        raise Denied("not_connected", f"{channel.name} is not shared with that company.")
    channel.connected.remove(workspace)
    gone = [each for each in channel.members if world.people[each].workspace == workspace]
    channel.members = [each for each in channel.members if each not in gone]
    channel.copies = [each for each in channel.copies if each != workspace]
    fields = {"previously_connected_team_id": workspace, "is_ext_shared": channel.shared}
    events.room(desk, channel, "channel_unshared", channel=channel.id, **fields)
    return {"ok": True}


def rename_id(desk: Desk, said: Json) -> Json:
    """Give a channel another id, as happens when its sharing begins."""
    world = desk.world
    channel = world.channel(said["channel"])
    old, channel.id = channel.id, mint("C")
    world.channels[channel.id] = world.channels.pop(old)
    for stored in world.files.values():
        stored.channels = [channel.id if each == old else each for each in stored.channels]
    for url in world.responses.values():
        url.channel = channel.id if url.channel == old else url.channel
    events.room(desk, channel, "channel_id_changed", old_channel_id=old, new_channel_id=channel.id)
    return {"ok": True, "id": channel.id}


def archive(desk: Desk, said: Json) -> Json:
    """Archive a channel, or bring it back."""
    desk.world.channel(said["channel"]).archived = bool(said.get("archived", True))
    return {"ok": True}


def invite_app(desk: Desk, said: Json) -> Json:
    """Add a workspace's copy of the app to a channel; `as` is who invites it."""
    channel, copy = desk.world.channel(said["channel"]), _copy(desk, said)
    if copy.workspace not in channel.workspaces:
        raise Denied("not_connected", f"{channel.name} is not shared with that company.")
    inviter = _inviter(desk, channel, said["as"]) if said.get("as") else None
    if copy.workspace not in channel.copies:
        channel.copies.append(copy.workspace)
        events.membership(desk, channel, copy.bot_user, joined=True, copy=copy, inviter=inviter)
    return {"ok": True}


def _inviter(desk: Desk, channel: Channel, user: str) -> str:
    """Let somebody invite who is in the channel; companies that may only post add no apps."""
    person = desk.world.person(user)
    if person.id not in channel.members:
        raise Denied("not_in_channel", f"{person.name} is not in {channel.name}.", 403)
    if person.workspace in channel.limited:
        raise Denied("restricted_action", f"The company of {person.name} may only post in {channel.name}.", 403)
    return person.id


def remove_app(desk: Desk, said: Json) -> Json:
    """Take a workspace's copy of the app out of a channel; it hears of that itself."""
    channel, copy = desk.world.channel(said["channel"]), _copy(desk, said)
    if copy.workspace in channel.copies:
        channel.copies.remove(copy.workspace)
        events.membership(desk, channel, copy.bot_user, joined=False, copy=copy)
    return {"ok": True}


def uninstall(desk: Desk, said: Json) -> Json:
    """Remove the app from a workspace: its token is dead, its bot user gone."""
    copy = _copy(desk, said)
    events.departed(desk, copy, uninstalled=True)
    desk.world.gone[copy.token] = "account_inactive"
    for channel in desk.world.channels.values():
        if channel.kind == "channel":
            channel.copies = [each for each in channel.copies if each != copy.workspace]
    return {"ok": True}


def revoke(desk: Desk, said: Json) -> Json:
    """Revoke a copy's token."""
    copy = _copy(desk, said)
    events.departed(desk, copy, uninstalled=False)
    desk.world.gone[copy.token] = "token_revoked"
    return {"ok": True}


def advance(desk: Desk, said: Json) -> Json:
    """Move the world's clock forward."""
    desk.world.clock.advance(float(said["advance"]))
    return {"ok": True, "clock": desk.world.clock.moment().isoformat()}


def connect(desk: Desk, said: Json) -> Json:
    """Say where the app listens."""
    try:
        desk.postman.connect(said["app_url"])
    except ValueError as wrong:
        raise Denied("bad_app_url", str(wrong), 400) from wrong
    return {"ok": True}


def fault(desk: Desk, said: Json) -> Json:
    """Make the next matching call or delivery fail."""
    known: dict[str, Any] = {key: said[key] for key in Fault.__dataclass_fields__ if said.get(key) is not None}
    if known.get("kind") not in FAULTS or ("method" in known) == ("delivery" in known):
        raise Denied("bad_fault", f"Give a method or a delivery, and one of: {', '.join(sorted(FAULTS))}.", 400)
    if known["kind"] in DOWNLOAD_FAULTS and known.get("method") != "download":
        raise Denied("bad_fault", f"Only a download can fail like {known['kind']}.", 400)
    desk.world.faults.append(Fault(**known))
    return {"ok": True}


def _workspace(desk: Desk, said: Json) -> str:
    workspace: str = said["workspace"]
    if workspace not in desk.world.workspaces:
        raise Denied("workspace_not_found", f"There is no workspace {workspace}.", 404)
    return workspace


def _copy(desk: Desk, said: Json) -> Copy:
    copy = desk.world.live(_workspace(desk, said))
    if copy is None:
        raise Denied("not_installed", "The app is not installed there.")
    return copy
