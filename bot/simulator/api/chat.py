"""chat.*: post, change, delete and link messages."""

from typing import Any

from bot.simulator import posting
from bot.simulator.api.call import Call
from bot.simulator.errors import Refused, faulty, invalid_arguments
from bot.simulator.identity import message as described
from bot.simulator.limits import POSTED_TEXT, UPDATED_TEXT, check_metadata
from bot.simulator.rates import post_allowed
from bot.simulator.things import Channel, Json, Message

_DRESSED = ("username", "icon_url", "icon_emoji")
_NOT_HERE = ("attachments", "markdown_text", "reply_broadcast", "file_ids")


def post_message(call: Call) -> Json:
    """Post a message to a channel, or to a person's direct message."""
    channel = _place(call)
    text, blocks = _content(call)
    metadata = _metadata(call)
    post_allowed(call.world, channel)
    thread = _thread(call, channel)
    message = posting.authored(call.world, call.copy, text, blocks, thread_ts=thread, metadata=metadata)
    posting.post(call.desk, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": described(call.world, message, metadata=True)}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel."""
    channel = _place(call)
    user = call.needed("user")
    text, blocks = _content(call)
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    thread = _thread(call, channel)
    message = posting.authored(call.world, call.copy, text, blocks, thread_ts=thread, to=user)
    posting.post(call.desk, channel, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change a message that this copy posted."""
    channel, message = _own(call, "cant_update_message")
    if channel.archived:
        raise Refused("is_inactive")
    text, blocks = _content(call, UPDATED_TEXT, message)
    metadata = _metadata(call, message.metadata)
    message.metadata = metadata
    posting.replace(call.desk, channel, message, text, blocks)
    shown = described(call.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Json:
    """Take away a message that this copy posted."""
    channel, message = _own(call, "cant_delete_message")
    posting.delete(call.desk, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """Give the address of a message."""
    channel = call.channel()
    message = _visible(channel, call.needed("message_ts"))
    domain = call.world.workspaces[call.copy.workspace].domain
    address = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def _place(call: Call) -> Channel:
    """Find where to post; a person's id means their direct message with this copy."""
    target = call.needed("channel")
    person = call.world.people.get(target)
    if person is not None and call.method == "chat.postMessage":
        if not call.world.meets(call.copy, person):
            raise Refused("channel_not_found")
        channel = posting.direct(call.world, call.copy, person)
    else:
        channel = call.joined()
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind == "im" and not call.world.app.sends_direct_messages:
        raise Refused("messages_tab_disabled")
    return channel


def _content(call: Call, limit: int = POSTED_TEXT, before: Message | None = None) -> tuple[str, list[Json]]:
    """Read text and blocks; an update that leaves the blocks out keeps those that the message has."""
    if any(call.arguments.get(each) for each in _DRESSED):
        call.require("chat:write.customize")
    if ignored := [each for each in _NOT_HERE if call.arguments.get(each)]:
        raise invalid_arguments(f"the local Slack does not know {', '.join(ignored)}")
    text = call.text("text")
    blocks: Any = call.structure("blocks", "invalid_blocks_format")
    if before is not None and blocks is None:
        # "If you don't include this field, the message's previous blocks will be retained" (chat.update).
        said, _ = posting.content(call.world, call.copy, before.text if text is None else text, None, limit)
        return said, before.blocks
    return posting.content(call.world, call.copy, text, blocks, limit)


def _metadata(call: Call, before: Json | None = None) -> Json | None:
    """Read the metadata; an update that leaves it out keeps what there is, and an empty object takes it away."""
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return before
    if metadata == {}:
        return None
    if faults := check_metadata(metadata):
        raise faulty(faults)
    return dict(metadata)


def _thread(call: Call, channel: Channel) -> str | None:
    """Give the first message of the thread that is answered, whichever of its messages was named."""
    named = call.text("thread_ts")
    parent = channel.message(named) if named else None
    if parent and parent.to is not None:
        raise Refused("cannot_reply_to_message")
    return parent.thread_ts or named if parent else named


def _own(call: Call, otherwise: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = _visible(channel, call.needed("ts"))
    if message.copy != call.copy:
        raise Refused(otherwise)
    return channel, message


def _visible(channel: Channel, ts: str) -> Message:
    """Find a message that is no ephemeral one: those cannot be named afterwards."""
    message = channel.message(ts)
    if message is None or message.to is not None:
        raise Refused("message_not_found")
    return message
