"""The demo's world file, read in one language: for the local Slack, for Tocsin, and what people say meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from storage.cipher import Cipher
from storage.companies import Seat
from storage.installations import Installation
from storage.people import Role, Room
from storage.story import FOUNDED_AT, Cast, Party, Player

LANGUAGES = ("en", "fr")
_WORLD = Path(__file__).parent / "world.yml"
_LOCALES = {"en": "en-US", "fr": "fr-FR"}


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody writes into a channel, and when."""

    at: datetime
    by: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The world in one language; `declared` is what the local Slack reads."""

    declared: dict[str, Any]
    said: tuple[Line, ...]

    @property
    def signing_secret(self) -> str:
        """The secret that the local Slack signs with."""
        return str(self.declared["app"]["signing_secret"])

    @property
    def token(self) -> str:
        """The token of the host's installation."""
        return str(self._host["installed"]["token"])

    @property
    def _host(self) -> dict[str, Any]:
        host = self.declared["channels"][0]["host"]
        found: dict[str, Any] = next(each for each in self.declared["workspaces"] if each["id"] == host)
        return found

    def cast(self, cipher: Cipher) -> Cast:
        """Say who plays; the further workspaces' tokens are sealed."""
        world = self.declared
        return Cast(
            coalition=world["coalition"]["name"],
            channel=world["coalition"]["channel"],
            open_channel=world["coalition"]["open_channel"],
            parties=tuple(self._party(each) for each in world["workspaces"]),
            installations=tuple(
                _installation(each, cipher)
                for each in world["workspaces"]
                if "installed" in each and each is not self._host
            ),
        )

    def _party(self, workspace: Mapping[str, Any]) -> Party:
        people = [each for each in self.declared["people"] if each["workspace"] == workspace["id"]]
        return Party(
            name=workspace["name"],
            team_ids=tuple(filter(None, (workspace["id"], workspace.get("enterprise")))),
            seat=Seat(workspace.get("seat", Seat.MEMBER)),
            players=tuple(self._player(each) for each in people),
        )

    def _player(self, person: Mapping[str, Any]) -> Player:
        channels = {Room.MEMBERS: "channel", Room.OPEN: "open_channel"}
        members = {each["id"]: each["members"] for each in self.declared["channels"]}
        return Player(
            user_id=person["id"],
            role=Role(person["role"]) if "role" in person else None,
            guest_account=bool(person.get("guest")),
            rooms=frozenset(
                room for room, name in channels.items() if person["id"] in members[self.declared["coalition"][name]]
            ),
        )


def read(language: str) -> Scene:
    """Read the world file in a language."""
    said = _in(language, yaml.safe_load(_WORLD.read_text(encoding="utf-8")))
    said["clock"] = FOUNDED_AT.isoformat()
    said["app"]["manifest"] = str((_WORLD.parent / said["app"]["manifest"]).resolve())
    for person in said["people"]:
        person["locale"] = _LOCALES[language]
    lines = tuple(Line(each["at"], each["by"], each["channel"], each["text"]) for each in said.pop("said"))
    return Scene(said, lines)


def _in(language: str, said: Any) -> Any:
    """Take the language's words wherever the file has them in each."""
    if isinstance(said, dict):
        if set(said) == set(LANGUAGES):
            return said[language]
        return {key: _in(language, each) for key, each in said.items()}
    return [_in(language, each) for each in said] if isinstance(said, list) else said


def _installation(workspace: Mapping[str, Any], cipher: Cipher) -> Installation:
    installed = workspace["installed"]
    return Installation(
        team_id=workspace["id"],
        enterprise_id=workspace.get("enterprise"),
        sealed_token=cipher.seal(installed["token"]),
        bot_user_id=installed["bot_user"],
        bot_id=installed["bot"],
    )
