"""Figure (b): how long a chart takes, and what drawing it leaves in the memory of the process that asks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

CHARTS = 15


@dataclass(frozen=True, slots=True)
class Drawing:
    """The first chart of a process and a usual one; what the process held before the first and after the last."""

    first: float
    usual: float
    before: float
    after: float


def measure() -> Drawing:
    """Draw in a process that has loaded all that the bot has."""
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True)  # noqa: S603  Ourselves.
    return Drawing(**json.loads(done.stdout))


def told(drawing: Drawing) -> str:
    """Say so in a sentence of the README."""
    held = f"holds {drawing.before:.0f} MB before and {drawing.after:.0f} MB after {CHARTS} of them"
    first = f"the first one of a process in {drawing.first:.2f} s"
    return f"A chart of twelve weeks is drawn in {drawing.usual:.2f} s, {first}. The process that asks for it {held}."


def _draw_some() -> Drawing:
    from bot import running  # noqa: F401, PLC0415  What `tocsin run` holds.
    from handlers.charts import Chart, Panel, Series, drawn  # noqa: PLC0415

    names = ("Facebook", "Twitter", "Google", "Reddit", "7 others")
    series = tuple(
        Series(name, tuple((at * 37 + week * 91) % 400 for week in range(12))) for at, name in enumerate(names)
    )
    panels = (
        Panel("Takedowns", (Series("", tuple(range(12))),), "11"),
        Panel("Taken down, by platform", series, "994"),
    )
    chart = Chart(tuple(f"{week} Aug" for week in range(12)), "Weeks", panels, "fewer than 3", ",")
    before, took = _resident(), []
    for _ in range(CHARTS):
        began = time.perf_counter()
        drawn(chart)
        took.append(time.perf_counter() - began)
    return Drawing(took[0], median(took[1:]), before, _resident())


def _resident() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(_draw_some())))
