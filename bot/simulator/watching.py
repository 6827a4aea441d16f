"""Wake those who wait for the world to change, without asking it again and again."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.simulator.world import World


@contextmanager
def watching(world: World) -> Iterator[asyncio.Event]:
    """Give an event of this loop that is set at every change of the world."""
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        # The loop may have ended between the change and its telling.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(rung.set)

    with world.lock:
        world.listeners.add(ring)
    try:
        yield rung
    finally:
        with world.lock:
            world.listeners.discard(ring)


async def later(world: World, seconds: float) -> None:
    """Wait so many seconds, or until the world ends."""
    with watching(world) as rung, suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not world.closed:
                await rung.wait()
                rung.clear()


async def beyond(world: World, version: int, seconds: float) -> None:
    """Wait until the world's version is above a given one, or so many seconds."""
    with watching(world) as rung, suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while world.version <= version and not world.closed:
                await rung.wait()
                rung.clear()
