"""Charts: asked for in plain numbers and words, drawn by `handlers/chart_worker.py` in a process that ends with it."""

from __future__ import annotations

import atexit
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from storage.errors import Refusal
from storage.outbox import Picture, words_for_picture

# A slow machine under load needs a few of these; whoever waits for longer goes without.
SECONDS = 10.0
# Of one to three hundred thousand bytes it takes a hundred; what is larger is no chart of ours.
LARGEST = 1_000_000

_WORKER = Path(__file__).with_name("chart_worker.py")
# A file's name tells nothing.
_NAME = "tocsin.png"
_log = structlog.get_logger(__name__)
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one name, period by period; None where a number is not told. One without a name is in no legend."""

    name: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars, one a period, stacked of its series in their order; `newest` says what the last one adds up to."""

    title: str
    series: tuple[Series, ...]
    newest: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One or two panels over the same periods, the newest last; `few` says what a hollow bar stands for."""

    periods: tuple[str, ...]
    axis: str
    panels: tuple[Panel, ...]
    few: str
    # What stands between thousands.
    thousands: str


class Reason(StrEnum):
    """Why there is no chart."""

    TOO_SLOW = "too_slow"
    NOT_STARTED = "not_started"
    FAILED = "failed"
    NO_PICTURE = "no_picture"


class NotDrawn(Refusal):
    """The chart could not be drawn; whatever it was for goes on in words."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Pictured:
    """A chart for a letter: the block for its body, and the picture to want it with, None where words stand for it."""

    block: dict[str, Any]
    picture: Picture | None


def pictured(chart: Chart, alt: str) -> Pictured:
    """Draw a chart for a letter; where that fails, the log is told, and the letter says the same in words.

    It never keeps an earlier picture then: that may show what is not to be told any more.
    """
    try:
        picture = Picture(_NAME, drawn(chart), alt)
    except NotDrawn as refusal:
        reference = secrets.token_hex(4)
        _log.error("chart not drawn", reason=refusal.reason, detail=refusal.detail, reference=reference)
        return Pictured(words_for_picture(alt), None)
    return Pictured(picture.block, picture)


def drawn(chart: Chart, *, seconds: float = SECONDS) -> bytes:
    """Draw a chart as PNG, the same chart as the same bytes; raises NotDrawn, and never takes longer than said."""
    request = json.dumps(asdict(chart)).encode()
    # Its own folder of the interpreter only, nothing of ours: neither tokens nor language nor zone.
    environment = {"MPLCONFIGDIR": _cache(), "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603  Our own program, by its path.
            [sys.executable, "-I", str(_WORKER)],
            input=request,
            capture_output=True,
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotDrawn(Reason.TOO_SLOW) from late
    except OSError as broken:
        raise NotDrawn(Reason.NOT_STARTED, type(broken).__name__) from broken
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(Reason.FAILED, f"{done.returncode}: {last}"[:200])
    if not done.stdout.startswith(_PNG) or len(done.stdout) > LARGEST:
        raise NotDrawn(Reason.NO_PICTURE)
    return done.stdout


@cache
def _cache() -> str:
    """Give the folder in which the worker remembers which fonts there are: made once, and gone with this process."""
    folder = tempfile.mkdtemp(prefix="tocsin-charts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
