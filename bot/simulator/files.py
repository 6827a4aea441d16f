"""Files: who sees them, when Slack is ready with them, and which may stand as pictures in blocks.

https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from bot.simulator.limits import Fault
from bot.simulator.things import Copy, Json, StoredFile
from bot.simulator.world import World

_ID = r"^[F][A-Z0-9]{8,}$"
"""As Slack tells it: https://github.com/slackapi/python-slack-sdk/issues/1521."""

_BLANKS = re.compile(r"[^\w.-]+")

_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
"""Slack takes png, jpg and gif, by what is in the file and not by its name."""


def is_ready(world: World, stored: StoredFile) -> bool:
    """Tell whether Slack has worked through a file: it goes on with that after it answered the upload."""
    return stored.complete and not stored.deleted and world.clock.now() >= stored.ready_at


def visible(world: World, copy: Copy, stored: StoredFile) -> bool:
    """Tell whether a copy may see a file: its own, given to it in a form, or posted where it is."""
    if copy.workspace in stored.copies:
        return True
    return any(copy.workspace in world.channels[each].copies for each in stored.channels if each in world.channels)


def seen_by(world: World, user: str | None, stored: StoredFile) -> bool:
    """Tell whether a person may see a file: their own, posted where they are, or a picture in what they can read."""
    places = [world.channels[each] for each in stored.channels if each in world.channels]
    return stored.user == user or any(user in each.members for each in places) or _is_before(world, user, stored)


def _is_before(world: World, user: str | None, stored: StoredFile) -> bool:
    messages = (
        each.blocks
        for channel in world.channels.values()
        if user in channel.members
        for each in channel.messages
        if not each.deleted and each.to in {None, user}
    )
    views = (each.blocks for each in world.views.get(user or "", []))
    return any(file_of(world, named) is stored for blocks in (*messages, *views) for named in shown(blocks))


def picture_faults(world: World, copy: Copy, blocks: Sequence[Any], path: str) -> list[Fault]:
    """Tell which pictures Slack would not show: of no file, one that is not ready, no picture, or not to be seen.

    The one sentence for all of these: https://github.com/slackapi/python-slack-sdk/issues/1658.
    """
    return [fault for named, where in _named(blocks, path) for fault in _faults(world, copy, named, where)]


def _faults(world: World, copy: Copy, named: Json, path: str) -> Iterator[Fault]:
    if "id" in named and not re.match(_ID, named["id"]):
        where = f"{path}/id"
        sentence = f"input must match regex pattern: {_ID} [json-pointer:{where}]"
        yield Fault("invalid_blocks", where, sentence)
        return
    stored = file_of(world, named)
    shows = stored is not None and is_ready(world, stored) and visible(world, copy, stored) and _is_picture(stored)
    if not shows:
        yield Fault("invalid_blocks", path, f"invalid slack file [json-pointer:{path}]")


def file_of(world: World, named: Json) -> StoredFile | None:
    """Find the file that a block names by its id, or by an address that this Slack gave it."""
    if "id" in named:
        return world.files.get(named["id"])
    return next((each for each in world.files.values() if address(world, each) == named["url"]), None)


def address(world: World, stored: StoredFile) -> str:
    """Say where a file is fetched from: its name stands there as Slack writes it, in small letters without blanks."""
    return f"{world.address}/files/{stored.id}/{quote(_BLANKS.sub('_', stored.name.lower()), safe='')}"


def shown(blocks: Sequence[Any]) -> Iterator[Json]:
    """Go through the files that blocks name."""
    return (named for named, _ in _named(blocks, ""))


def forget(world: World, stored: StoredFile) -> None:
    """Delete a file, and what stood of it in messages."""
    stored.deleted, stored.content = True, None
    for channel in world.channels.values():
        for message in channel.messages:
            message.files = [each for each in message.files if each != stored.id]
            message.blocks = without(world, message.blocks, stored)


def without(world: World, blocks: Sequence[Json], stored: StoredFile) -> list[Json]:
    """Copy blocks without the pictures of one file."""
    return [_cleared(world, each, stored) for each in blocks if not _shows(world, each, stored)]


def _cleared(world: World, block: Json, stored: StoredFile) -> Json:
    return {
        name: [each for each in value if not _shows(world, each, stored)] if isinstance(value, list) else value
        for name, value in block.items()
        if not _shows(world, value, stored)
    }


def _shows(world: World, thing: Any, stored: StoredFile) -> bool:
    named = thing.get("slack_file") if isinstance(thing, dict) else None
    return isinstance(named, dict) and file_of(world, named) is stored


def _is_picture(stored: StoredFile) -> bool:
    return (stored.content or b"").startswith(_KINDS)


def _named(value: Any, path: str) -> Iterator[tuple[Json, str]]:
    """Find every `slack_file` inside blocks, wherever a block may hold one, with its JSON pointer."""
    if isinstance(value, list):
        for position, each in enumerate(value):
            yield from _named(each, f"{path}/{position}")
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "slack_file" and value.get("type") == "image":
                yield each, f"{path}/{name}"
            else:
                yield from _named(each, f"{path}/{name}")
