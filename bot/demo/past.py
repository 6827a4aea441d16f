"""Plays the past at once: each chapter happens at its own time, and its messages stand before the next begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from bot.demo.scene import Line, Scene
from bot.running import Running
from bot.simulator import Simulator
from handlers import story
from storage import outbox
from storage.coalitions import Coalition
from storage.story import FOUNDED_AT, OPENS_AT, announcements

_LONGEST_WAIT = 30
_LOOK_EACH = 0.05

Chapter = Callable[[datetime], None]


class Past:
    """What happened until the demo opens, told through the running bot and the local Slack."""

    def __init__(
        self, simulator: Simulator, tocsin: Running, scene: Scene, language: str, stop: threading.Event
    ) -> None:
        self._simulator = simulator
        self._clock = simulator.world.clock
        self._tocsin = tocsin
        self._scene = scene
        self._language = language
        self._stop = stop
        self._changed = threading.Event()

    def play(self) -> None:
        """Play every chapter; the clock of both then stands at the opening."""
        self._simulator.world.listeners.add(self._changed.set)
        try:
            self._wait(lambda: self._tocsin.clients.identity is not None)
            cast = self._scene.cast(self._tocsin.house.cipher)
            coalition = story.found(self._tocsin.house, cast, language=self._language, now=FOUNDED_AT)
            self._wait(self._nothing_is_owed)
            for at, chapter in self._chapters(coalition):
                self._go_to(at)
                chapter(at)
                self._wait(self._nothing_is_owed)
            self._go_to(OPENS_AT)
            # What the clock looks up each minute, such as where links lead, is there when somebody looks.
            self._tocsin.house.wake_clock()
        finally:
            self._simulator.world.listeners.discard(self._changed.set)

    def _chapters(self, coalition: Coalition) -> list[tuple[datetime, Chapter]]:
        house = self._tocsin.house
        logged = [(each.at, partial(story.log, house, coalition, each)) for each in announcements(self._language)]
        said = [(each.at, partial(self._say, each)) for each in self._scene.said]
        return sorted([*logged, *said], key=lambda chapter: chapter[0])

    def _say(self, line: Line, _now: datetime) -> None:
        self._simulator.switchboard.say(line.by, line.channel, line.text)

    def _go_to(self, moment: datetime) -> None:
        self._clock.advance((moment - self._clock.moment()) / timedelta(seconds=1))

    def _nothing_is_owed(self) -> bool:
        with self._tocsin.house.database.read() as session:
            return outbox.next_due(session, now=self._clock.moment()) is None

    def _wait(self, is_so: Callable[[], bool]) -> None:
        """Wait for the bot; each change in the local Slack is a reason to look again."""
        until = monotonic() + _LONGEST_WAIT
        while not is_so() and not self._stop.is_set():
            if monotonic() > until:
                raise RuntimeError("The bot did not tell its past within half a minute.")
            self._changed.wait(_LOOK_EACH)
            self._changed.clear()
