"""files.*: the three-step upload, looking at files and deleting them."""

import mimetypes
import secrets
from typing import Any

from bot.simulator import posting
from bot.simulator.api.call import Call
from bot.simulator.errors import Refused, invalid_arguments
from bot.simulator.files import forget, visible
from bot.simulator.identity import file as described
from bot.simulator.ids import mint
from bot.simulator.things import Json, StoredFile


def upload_url(call: Call) -> Json:
    """Give an address to send a file of a given length to."""
    name = call.needed("filename")
    length = call.text("length") or ""
    if not length.isdigit() or int(length) < 1:
        raise Refused("missing_argument")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    now = int(call.world.clock.now())
    user, home = call.copy.bot_user, call.copy.workspace
    stored = StoredFile(mint("F"), name, name, user, home, now, int(length), mimetype=kind, copies=[home])
    ticket = secrets.token_urlsafe(24)
    call.world.files[stored.id] = stored
    call.world.uploads[ticket] = stored.id
    return {"upload_url": f"{call.world.address}/upload/{ticket}", "file_id": stored.id}


def complete(call: Call) -> Json:
    """Finish uploads, and post the files where a channel is given."""
    stored = [_uploaded(call, each) for each in _listed(call)]
    channel = call.joined("channel_id") if call.text("channel_id") else None
    for each in stored:
        # Slack is not ready with a file when it says OK (https://github.com/slackapi/java-slack-sdk/issues/1349).
        each.complete, each.ready_at = True, call.world.clock.now() + call.world.settings.file_seconds
    if channel is not None:
        if channel.archived:
            raise Refused("is_archived")
        comment, blocks = call.text("initial_comment") or "", call.structure("blocks") or []
        text, blocks = posting.content(call.world, call.copy, comment, blocks) if comment or blocks else ("", [])
        message = posting.authored(call.world, call.copy, text, blocks, thread_ts=call.text("thread_ts"))
        message.files = [each.id for each in stored]
        for each in stored:
            each.channels.append(channel.id)
        posting.post(call.desk, channel, message)
    return {"files": [described(call.world, each) for each in stored]}


def info(call: Call) -> Json:
    """Describe a file that this copy can see."""
    stored = _visible(call)
    return {"file": described(call.world, stored), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> Json:
    """Delete a file that this copy uploaded; wherever it stood as a picture there is nothing then."""
    stored = _visible(call)
    if stored.user != call.copy.bot_user:
        raise Refused("cant_delete_file")
    forget(call.world, stored)
    call.world.changed()
    return {}


def _visible(call: Call) -> StoredFile:
    stored = call.world.files.get(call.needed("file"))
    if stored is None or not stored.complete or not visible(call.world, call.copy, stored):
        raise Refused("file_not_found")
    if stored.deleted:
        raise Refused("file_deleted")
    return stored


def _listed(call: Call) -> list[Json]:
    files: Any = call.structure("files")
    if not isinstance(files, list) or not files:
        raise invalid_arguments("missing required field: files")
    if not all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in files):
        raise invalid_arguments("missing required field: id")
    if call.arguments.get("channels"):
        raise invalid_arguments("the local Slack does not know channels: give one channel_id")
    return files


def _uploaded(call: Call, named: Json) -> StoredFile:
    stored = call.world.files.get(named["id"])
    if stored is None or stored.user != call.copy.bot_user or stored.content is None:
        raise Refused("file_not_found")
    stored.title = str(named.get("title") or stored.title)
    return stored
