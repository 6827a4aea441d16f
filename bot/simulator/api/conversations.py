"""conversations.*: open direct messages, look at channels, their members and their past."""

import base64
from collections.abc import Sequence

from bot.simulator import posting
from bot.simulator.api.call import Call
from bot.simulator.errors import Refused
from bot.simulator.identity import message as described
from bot.simulator.ids import mint
from bot.simulator.things import Channel, Json, Person
from bot.simulator.world import World

MOST_PEOPLE = 8
MEMBERS_PAGE = 100
HISTORY_PAGE = 100
LARGEST_PAGE = 1000


def open_direct(call: Call) -> Json:
    """Open, or find, the direct message with one person or several."""
    if call.text("channel"):
        channel = call.channel()
        if channel.kind == "channel":
            raise Refused("method_not_supported_for_channel_type")
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    people = _people(call)
    call.require("im:write" if len(people) == 1 else "mpim:write")
    before = set(call.world.channels)
    channel = posting.direct(call.world, call.copy, people[0]) if len(people) == 1 else _group(call, people)
    known = {"no_op": True, "already_open": True} if channel.id in before else {}
    full = _description(call, channel) if call.flag("return_im") else {"id": channel.id}
    return {**known, "channel": full}


def info(call: Call) -> Json:
    """Describe a channel."""
    channel = call.channel()
    call.require(channel.scope("read"))
    described_channel = _description(call, channel)
    if call.flag("include_num_members"):
        described_channel["num_members"] = len(_members(call.world, channel))
    return {"channel": described_channel}


def members(call: Call) -> Json:
    """List who is in a channel, a page at a time; people of other companies and bot users too."""
    channel = call.channel()
    call.require(channel.scope("read"))
    limit = call.number("limit", MEMBERS_PAGE, LARGEST_PAGE)
    everybody = _members(call.world, channel)
    start = _start(call)
    page = everybody[start : start + limit]
    return {"members": page, "response_metadata": {"next_cursor": _cursor(start + limit, everybody)}}


def history(call: Call) -> Json:
    """List the messages of a channel, the newest first, answers in threads left out."""
    channel = call.channel()
    call.require(channel.scope("history"))
    if call.copy.workspace not in channel.copies:
        raise Refused("not_in_channel")
    limit = call.number("limit", HISTORY_PAGE, LARGEST_PAGE - 1)
    found = _between(call, channel)
    start = _start(call)
    page = found[start : start + limit]
    answer: Json = {"messages": page, "has_more": len(found) > start + limit, "pin_count": len(channel.pins)}
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": _cursor(start + limit, found)}
    return answer


def replies(call: Call) -> Json:
    """List a thread, its first message and then the answers, the oldest first.

    The first message stands on each page: https://docs.slack.dev/reference/methods/conversations.replies.
    """
    channel = call.channel()
    call.require(channel.scope("history"))
    if call.copy.workspace not in channel.copies:
        raise Refused("not_in_channel")
    parent = channel.message(call.needed("ts"))
    if parent is None or parent.to is not None or parent.deleted:
        raise Refused("thread_not_found")
    limit = call.number("limit", HISTORY_PAGE, LARGEST_PAGE)
    thread = parent.thread_ts or parent.ts
    found = [each for each in reversed(_between(call, channel, thread=thread)) if each["ts"] != thread]
    start = _start(call)
    first = described(call.world, parent, metadata=call.flag("include_all_metadata"))
    page = [first, *found[start : start + limit]]
    answer: Json = {"messages": page, "has_more": len(found) > start + limit}
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": _cursor(start + limit, found)}
    return answer


def _between(call: Call, channel: Channel, *, thread: str | None = None) -> list[Json]:
    oldest, latest = _instant(call, "oldest") or 0.0, _instant(call, "latest") or float("inf")
    edges, metadata = call.flag("inclusive"), call.flag("include_all_metadata")
    found = []
    for each in reversed(channel.messages):
        at = float(each.ts)
        inside = oldest <= at <= latest if edges else oldest < at < latest
        belongs = each.thread_ts in {None, each.ts} if thread is None else each.thread_ts == thread
        if inside and belongs and each.to is None and not each.deleted:
            found.append(described(call.world, each, metadata=metadata))
    return found


def _instant(call: Call, name: str) -> float | None:
    try:
        return float(call.text(name) or 0) or None
    except ValueError as broken:
        raise Refused(f"invalid_ts_{name}") from broken


def _people(call: Call) -> list[Person]:
    named = call.text("users")
    if not named:
        raise Refused("users_list_not_supplied")
    users = [each.strip() for each in named.split(",") if each.strip()]
    if len(users) > MOST_PEOPLE:
        raise Refused("too_many_users")
    if any(each not in call.world.people for each in users):
        raise Refused("user_not_found")
    people = [call.world.people[each] for each in users]
    if not all(call.world.meets(call.copy, each) for each in people):
        raise Refused("user_not_visible" if len(people) == 1 else "invalid_user_combination")
    if len(people) > 1 and not _sit_together(call, people):
        raise Refused("invalid_user_combination")
    return people


def _sit_together(call: Call, people: list[Person]) -> bool:
    """Tell whether all who are of other companies are already in one channel together."""
    outside = {each.id for each in people if each.workspace != call.copy.workspace}
    return any(outside <= set(each.members) for each in call.world.channels.values() if each.kind == "channel")


def _group(call: Call, people: list[Person]) -> Channel:
    """Open a direct message with several people."""
    users = sorted(each.id for each in people)
    for each in call.world.channels.values():
        if each.kind == "mpim" and each.copies == [call.copy.workspace] and sorted(each.members) == users:
            return each
    handles = "--".join(each.handle for each in people)
    made = int(call.world.clock.now())
    channel = Channel(mint("G"), f"mpdm-{handles}-1", call.copy.workspace, "mpim", private=True, created=made)
    channel.members, channel.copies = users, [call.copy.workspace]
    call.world.channels[channel.id] = channel
    call.world.changed()
    return channel


def _description(call: Call, channel: Channel) -> Json:
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": call.copy.workspace,
        "is_ext_shared": call.world.outside(channel),
    }
    if channel.kind == "im":
        return {**common, "user": channel.members[0], "is_open": True, "priority": 0}
    others = [each for each in channel.workspaces if each != call.copy.workspace] if channel.shared else []
    connected = {each: call.world.workspaces[each].enterprise or each for each in others}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.private,
        "is_general": False,
        "is_shared": channel.shared,
        "is_pending_ext_shared": False,
        "is_member": call.copy.workspace in channel.copies,
        "unlinked": 0,
        "creator": "",
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "conversation_host_id": channel.host,
        "internal_team_ids": [call.copy.workspace],
        "shared_team_ids": channel.workspaces,
        # An organisation on Enterprise Grid is connected as a whole and stands here as E….
        "connected_team_ids": list(connected.values()),
        "connected_limited_team_ids": [connected[each] for each in channel.limited if each in connected],
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def _members(world: World, channel: Channel) -> list[str]:
    return [*channel.members, *(each.bot_user for each in world.live_copies(channel))]


def _start(call: Call) -> int:
    cursor = call.text("cursor")
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as broken:
        raise Refused("invalid_cursor") from broken


def _cursor(start: int, everything: Sequence[object]) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode() if start < len(everything) else ""
