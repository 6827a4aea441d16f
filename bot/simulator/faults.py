"""Fail a call of the app in the way that was ordered."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.simulator.api.methods import Answer
from bot.simulator.things import DOWNLOAD_FAULTS, Fault
from bot.simulator.watching import later
from bot.simulator.world import World

LOST_SECONDS = 30.0

Run = Callable[[], Answer]
Write = Callable[[Answer | None], Response]
Note = Callable[[Answer], None]
Spoil = Callable[[Fault, Answer], Response]


def _unnoted(_: Answer) -> None:
    """Note nothing."""


async def failing(
    world: World, name: str, run: Run, write: Write, note: Note = _unnoted, *, spoil: Spoil | None = None
) -> Response:
    """Run a call, unless a fault waits for it.

    `note` remembers what was answered without being done, `spoil` answers as only this kind of call can fail.
    """
    with world.lock:
        fault = world.fault(method=name)
    if fault is None:
        return write(await run_in_threadpool(run))
    if fault.kind in {"error", "http", "drop_before", "lost"}:
        return await _undone(world, fault, write, note)
    done = await run_in_threadpool(run)
    if spoil is not None and fault.kind in DOWNLOAD_FAULTS:
        return spoil(fault, done)
    if fault.kind == "twice":
        await run_in_threadpool(run)
    if fault.kind == "slow":
        await later(world, fault.seconds or 0)
    return write(None if fault.kind == "drop_after" else done)


async def _undone(world: World, fault: Fault, write: Write, note: Note) -> Response:
    """Do nothing, and answer so, or not at all."""
    error = fault.error
    if fault.kind == "http":
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        error = "ratelimited" if fault.status == HTTPStatus.TOO_MANY_REQUESTS else error
        answer = Answer({"ok": False, "error": error}, fault.status, headers)
        note(answer)
        return write(answer)
    if fault.kind == "error":
        answer = Answer({"ok": False, "error": error})
        note(answer)
        return write(answer)
    note(Answer({"ok": False, "error": fault.kind}, 0))
    if fault.kind == "lost":
        await later(world, LOST_SECONDS if fault.seconds is None else fault.seconds)
    return write(None)
