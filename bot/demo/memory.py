"""What a demo keeps of its local Slack, so that it goes on where it was: channels, messages, files, the time."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.simulator.things import Channel, Message, StoredFile
from bot.simulator.world import World

_AT_MOST_EACH = 0.5


class Memory:
    """A file that holds a world's past, written anew after every change."""

    def __init__(self, path: Path, language: str) -> None:
        self._path = path
        self.language = language
        self._kept: dict[str, Any] | None = None
        if path.exists():
            self._kept = json.loads(path.read_text(encoding="utf-8"))
            self.language = self._kept["language"]

    @property
    def clock(self) -> datetime | None:
        """The time at which the demo was left; None if there was none."""
        return datetime.fromisoformat(self._kept["clock"]) if self._kept else None

    def recall(self, world: World) -> None:
        """Give a world back what happened in it."""
        if self._kept:
            world.channels = {each["id"]: _channel(each, world) for each in self._kept["channels"]}
            world.files = {each["id"]: _file(each) for each in self._kept["files"]}
            world.notices = self._kept["notices"]
            world.gone = self._kept["gone"]

    @contextlib.contextmanager
    def keeping(self, world: World) -> Iterator[None]:
        """Write the world down after each change, a moment later, and at the end."""
        changed, over = threading.Event(), threading.Event()

        def follow() -> None:
            while not over.is_set():
                changed.wait()
                changed.clear()
                self.keep(world)
                over.wait(_AT_MOST_EACH)

        thread = threading.Thread(target=follow, name="memory")
        world.listeners.add(changed.set)
        thread.start()
        try:
            yield
        finally:
            world.listeners.discard(changed.set)
            over.set()
            changed.set()
            thread.join()
            self.keep(world)

    def keep(self, world: World) -> None:
        """Write the world down; the file is whole at every moment."""
        with world.lock:
            written = json.dumps(self._seen(world), ensure_ascii=False)
        beside = self._path.with_suffix(".new")
        beside.write_text(written, encoding="utf-8")
        beside.replace(self._path)

    def _seen(self, world: World) -> dict[str, Any]:
        return {
            "language": self.language,
            "clock": world.clock.moment().isoformat(),
            "channels": [_seen_channel(each) for each in world.channels.values()],
            "files": [_seen_file(each) for each in world.files.values()],
            "notices": world.notices,
            "gone": world.gone,
        }


def _seen_channel(channel: Channel) -> dict[str, Any]:
    return {**vars(channel), "messages": [_seen_message(each) for each in channel.messages]}


def _seen_message(message: Message) -> dict[str, Any]:
    said = {key: each for key, each in vars(message).items() if key != "offered"}
    return {**said, "copy": message.copy.workspace if message.copy else None}


def _channel(kept: dict[str, Any], world: World) -> Channel:
    return Channel(**{**kept, "messages": [_message(each, world) for each in kept["messages"]]})


def _message(kept: dict[str, Any], world: World) -> Message:
    return Message(**{**kept, "copy": world.copies.get(kept["copy"])})


def _seen_file(file: StoredFile) -> dict[str, Any]:
    content = None if file.content is None else base64.b64encode(file.content).decode()
    return {**asdict(file), "content": content}


def _file(kept: dict[str, Any]) -> StoredFile:
    content = None if kept["content"] is None else base64.b64decode(kept["content"])
    return StoredFile(**{**kept, "content": content})
