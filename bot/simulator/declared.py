"""Read the file that declares a world."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.simulator.clock import Clock
from bot.simulator.things import App, Channel, Copy, Json, Person, Settings, Workspace
from bot.simulator.world import World

COLOURS = ("#1d6fb8", "#b3401f", "#2f7d4f", "#7a4fa3", "#a3702a", "#1f8a8a", "#8f2f5c", "#55606e")


def read(declared: Path | str | Mapping[str, Any] | World) -> World:
    """Make a world of a file, or of the mapping that such a file holds."""
    if isinstance(declared, World):
        return declared
    if isinstance(declared, Mapping):
        return _world(declared, Path.cwd())
    path = Path(declared)
    return _world(_loaded(path), path.resolve().parent)


def _loaded(path: Path) -> Any:
    # libyaml's loader is as safe, and ten times as fast; the package may have been built without it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506


def _world(said: Mapping[str, Any], base: Path) -> World:
    app = _app(said["app"], base)
    clock = Clock(_instant(said.get("clock")))
    workspaces = {each["id"]: _workspace(each, number) for number, each in enumerate(said["workspaces"])}
    copies = {each["id"]: _copy(each, app) for each in said["workspaces"] if each.get("installed")}
    people = {each["id"]: _person(each) for each in said.get("people", [])}
    channels = {each["id"]: _channel(each, int(clock.now())) for each in said.get("channels", [])}
    world = World(app, workspaces, people, copies, channels, clock, _settings(said))
    _check(world)
    return world


def _settings(said: Mapping[str, Any]) -> Settings:
    limits = said.get("rate_limits", True)
    delays = tuple(float(each) for each in said.get("retry_delays", Settings.retry_delays))
    ack, file = (float(said.get(each, getattr(Settings, each))) for each in ("ack_seconds", "file_seconds"))
    return Settings(limits not in {False, "off"}, delays, ack, file)


def _instant(said: Any) -> datetime | None:
    if said is None:
        return None
    instant = said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _app(said: Mapping[str, Any], base: Path) -> App:
    manifest = said["manifest"]
    if not isinstance(manifest, Mapping):
        manifest = _loaded(base / manifest)
    name = said.get("name") or manifest["display_information"]["name"]
    return App(said["id"], name, said["signing_secret"], dict(manifest))


def _workspace(said: Mapping[str, Any], number: int) -> Workspace:
    return Workspace(
        id=said["id"],
        name=said["name"],
        domain=said.get("domain") or handle(said["name"]),
        colour=said.get("colour") or COLOURS[number % len(COLOURS)],
        enterprise=said.get("enterprise"),
        enterprise_name=said.get("enterprise_name") or (said["name"] if said.get("enterprise") else None),
        shows_enterprise=bool(said.get("shows_enterprise")),
    )


def _copy(said: Mapping[str, Any], app: App) -> Copy:
    installed = said["installed"]
    scopes: Json = app.manifest.get("oauth_config", {}).get("scopes", {})
    granted = [each for each in scopes.get("bot_optional", []) if each in installed.get("optional_scopes", [])]
    bot = installed.get("bot") or "B" + installed["bot_user"][1:]
    return Copy(said["id"], installed["token"], installed["bot_user"], bot, (*scopes.get("bot", []), *granted))


def _person(said: Mapping[str, Any]) -> Person:
    return Person(
        id=said["id"],
        workspace=said["workspace"],
        name=said["name"],
        handle=said.get("handle") or handle(said["name"]),
        title=said.get("title", ""),
        tz=said.get("tz", "America/Los_Angeles"),
        locale=said.get("locale", "en-US"),
        guest=bool(said.get("guest")),
    )


def _channel(said: Mapping[str, Any], created: int) -> Channel:
    return Channel(
        id=said["id"],
        name=said.get("name", said["id"].lower()),
        host=said["host"],
        private=bool(said.get("private")),
        connected=list(said.get("connected", [])),
        limited=list(said.get("limited", [])),
        members=list(said.get("members", [])),
        copies=list(said.get("copies", [])),
        archived=bool(said.get("archived")),
        created=created,
    )


def handle(name: str) -> str:
    """Make a short name without spaces or accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(each if each.isalnum() else " " for each in plain).split())


def _check(world: World) -> None:
    """Refuse a world that names what it does not declare."""
    wrong = [
        f"{each.id} is of {each.workspace}" for each in world.people.values() if each.workspace not in world.workspaces
    ]
    for channel in world.channels.values():
        wrong += [f"{channel.id} names {each}" for each in channel.workspaces if each not in world.workspaces]
        wrong += [f"{channel.id} has the copy of {each}" for each in channel.copies if each not in world.copies]
        wrong += [f"{channel.id} has the member {each}" for each in channel.members if each not in world.people]
        wrong += [
            f"{each} is in {channel.id}, their workspace is not"
            for each in channel.members
            if each in world.people and world.people[each].workspace not in channel.workspaces
        ]
    if wrong:
        raise ValueError("The world does not hold together: " + "; ".join(wrong))
