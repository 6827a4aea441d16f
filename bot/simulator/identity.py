"""Say who somebody is, in each payload's own way (docs.slack.dev/apis/slack-connect)."""

from bot.simulator.files import address, is_ready
from bot.simulator.things import Channel, Copy, Json, Message, Person, StoredFile, View, Workspace
from bot.simulator.world import World


def user(world: World, person: Person) -> Json:
    """Name a person as interactions do; their team is their own company's."""
    home = world.workspaces[person.workspace]
    return {"id": person.id, "username": person.handle, "name": person.handle, "team_id": home.shown}


def team(workspace: Workspace, *, grid: bool) -> Json:
    """Name a workspace; with its organisation where the payload carries that."""
    named: Json = {"id": workspace.id, "domain": workspace.domain}
    if grid and workspace.enterprise:
        named |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise_name}
    return named


def enterprise(workspace: Workspace) -> Json | None:
    """Name a workspace's organisation on Enterprise Grid."""
    return {"id": workspace.enterprise, "name": workspace.enterprise_name} if workspace.enterprise else None


def bot_profile(world: World, copy: Copy) -> Json:
    """Describe a copy of the app as messages do."""
    return {
        "id": copy.bot,
        "deleted": False,
        "name": world.app.name,
        "updated": int(world.clock.now()),
        "app_id": world.app.id,
        "icons": {f"image_{size}": f"{world.address}/static/bot.png" for size in (36, 48, 72)},
        "team_id": copy.workspace,
    }


def message(world: World, said: Message, *, metadata: bool = False) -> Json:
    """Describe a message as the Web API and interactions do."""
    home = world.workspace_of(said.author)
    body: Json = {"user": said.author, "type": "message", "ts": said.ts, "text": said.text}
    if said.copy:
        body |= {"bot_id": said.copy.bot, "app_id": world.app.id, "bot_profile": bot_profile(world, said.copy)}
    if home:
        body["team"] = home.id
    if said.blocks:
        body["blocks"] = said.blocks
    if said.thread_ts:
        body["thread_ts"] = said.thread_ts
    if said.edited:
        body["edited"] = {"user": said.author, "ts": said.edited}
    if said.files:
        body["files"] = [file(world, world.files[each]) for each in said.files]
    if metadata and said.metadata:
        body["metadata"] = said.metadata
    return body


def view(world: World, shown: View, *, team_id: str | None = None, filled: bool = False) -> Json:
    """Describe a view; `team_id` is the person's in payloads and the app's in answers.

    Only what a person does in it tells what is `filled` in: neither an answer to the app nor a closing does.
    """
    body = {key: value for key, value in shown.body.items() if key != "blocks"}
    texts = {key: body.get(key) for key in ("title", "submit", "close")}
    return {
        "id": shown.id,
        "team_id": team_id or shown.copy.workspace,
        "type": body["type"],
        "blocks": shown.blocks,
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": stated(world, shown.values, shown.copy) if filled else {}},
        "hash": shown.hash,
        **texts,
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": shown.previous,
        "root_view_id": shown.root,
        "app_id": world.app.id,
        "external_id": body.get("external_id") or "",
        "app_installed_team_id": shown.copy.workspace,
        "bot_id": shown.copy.bot,
    }


def stated(world: World, values: dict[str, Json], told: Copy | None = None) -> dict[str, Json]:
    """State values with files rather than their ids: in full, or as stubs where a copy is told of another company's."""
    return {
        block_id: {action_id: _stated(world, each, told) for action_id, each in inner.items()}
        for block_id, inner in values.items()
    }


def _stated(world: World, value: Json, told: Copy | None) -> Json:
    if value["type"] != "file_input":
        return value
    held = [world.files[each] for each in value["files"]]
    return {**value, "files": [_told(world, each, told) for each in held]}


def _told(world: World, stored: StoredFile, told: Copy | None) -> Json:
    return file(world, stored) if told is None or stored.workspace == told.workspace else stub(stored)


def file(world: World, stored: StoredFile) -> Json:
    """Describe a file in full; of what kind it is, Slack knows when it is ready with it."""
    where, ready = address(world, stored), is_ready(world, stored)
    kind = stored.name.rpartition(".")[2].lower() if "." in stored.name else "text"
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype if ready else "",
        "filetype": kind if ready else "",
        "pretty_type": kind.upper() if ready else "",
        "user": stored.user,
        "user_team": stored.workspace,
        "editable": False,
        "size": len(stored.content or b""),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": where,
        "url_private_download": where,
        "permalink": where,
        "file_access": "visible",
        "channels": stored.channels,
    }


def stub(stored: StoredFile) -> Json:
    """Describe a file as events in a Slack Connect channel do: ask files.info for the rest."""
    return {"id": stored.id, "mode": "file_access", "file_access": "check_file_info"}


def channel_name(channel: Channel) -> str:
    """Name a channel as commands and interactions do: only public ones have a name."""
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.private or channel.kind == "mpim" else channel.name
