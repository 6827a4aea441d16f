"""Turn what a person types into what Slack sends: mentions, channels and links as tokens."""

import re
from collections.abc import Callable
from html import unescape

from bot.simulator.things import Channel, Json, Person
from bot.simulator.world import World

_TOKEN = re.compile(r"<(?:[@#!][^<>\s]+|(?:https?|mailto):[^<>\s]+)>")
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]'\"]")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|example|io|dev|gov|edu|fr|ir|ru)(?![\w-])(?:/[^\s<>]*[^\s<>.,;:!?)])?",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"(?<!\w)@(here|channel|everyone)\b")


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def command(world: World, person: Person, channel: Channel, text: str) -> str:
    """Write a command's text as `should_escape: true` has it: ids with their names."""
    return _tokens(text, lambda user, name: f"<@{user}|{name}>", world, person, channel)


def said(world: World, person: Person, channel: Channel, text: str) -> str:
    """Write a message's text as events carry it: bare ids."""
    return _tokens(text, lambda user, _name: f"<@{user}>", world, person, channel)


def _tokens(text: str, mention: Callable[[str, str], str], world: World, person: Person, channel: Channel) -> str:
    names = _names(world, person, channel)
    rooms = {
        each.name: each.id for each in world.channels.values() if each.kind == "channel" and person.id in each.members
    }
    patterns = [_TOKEN, _URL, _MAIL, _SPECIAL, *_alternatives("@", names), *_alternatives("#", rooms), _DOMAIN]
    anything = re.compile("|".join(f"(?:{each.pattern})" for each in patterns), re.IGNORECASE)
    pieces, end = [], 0
    for match in anything.finditer(text):
        pieces += [escape(text[end : match.start()]), _token(match.group(), names, rooms, mention)]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _token(
    found: str, names: dict[str, tuple[str, str]], rooms: dict[str, str], mention: Callable[[str, str], str]
) -> str:
    if found.startswith("<"):
        return found
    if found.startswith("@"):
        whom = names.get(found[1:].lower())
        return mention(*whom) if whom else f"<!{found[1:].lower()}>"
    if found.startswith("#"):
        name = found[1:].lower()
        return f"<#{rooms[name]}|{name}>"
    if found.lower().startswith("http"):
        return f"<{escape(found)}>"
    scheme = "mailto:" if "@" in found else "http://"
    return f"<{scheme}{escape(found)}|{escape(found)}>"


def _alternatives(mark: str, names: dict[str, str] | dict[str, tuple[str, str]]) -> list[re.Pattern[str]]:
    longest = sorted(names, key=len, reverse=True)
    return [re.compile(rf"{mark}(?:{'|'.join(map(re.escape, longest))})(?!\w)")] if longest else []


def _names(world: World, person: Person, channel: Channel) -> dict[str, tuple[str, str]]:
    """Map every name that the client would offer here to an id and a handle."""
    near = [each for each in world.people.values() if each.id in channel.members or each.workspace == person.workspace]
    names = {name.lower(): (each.id, each.handle) for each in near for name in (each.name, each.handle)}
    copies = world.live_copies(channel)
    own = next((each for each in copies if each.workspace == person.workspace), None)
    if chosen := own or next(
        (each for each in copies if each.workspace == channel.host), copies[0] if copies else None
    ):
        names[world.app.name.lower()] = (chosen.bot_user, world.app.name)
    return names


def rich_text(text: str) -> list[Json]:
    """Give the block that accompanies a person's message."""
    elements: list[Json] = []
    end = 0
    for match in _TOKEN.finditer(text):
        elements += [*_plain(text[end : match.start()]), _element(match.group()[1:-1])]
        end = match.end()
    elements += _plain(text[end:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "said", "elements": [section]}]


def _plain(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _element(token: str) -> Json:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": unescape(target), **({"text": unescape(label)} if label else {})}
