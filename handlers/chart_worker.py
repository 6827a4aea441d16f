"""Draws one chart: JSON on stdin, PNG on stdout. Run as a program of its own by `handlers/charts.py`, never imported.

Everything that it says was put into words before, and nothing of where it runs, its language or its zone, shows.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text

# Shown 320 to 600 points wide, so that the smallest letters have 9 points on a telephone.
WIDTH, HEIGHT, DPI = 1200, 1000, 200
SMALLEST = 34.0
_SIZE = 36 * 72 / DPI
_LARGE = 44 * 72 / DPI

# An opaque sheet of its own: the same in Slack's light and dark.
PAPER, INK, QUIET, BAND = "#ffffff", "#1d1c1d", "#4a4a4d", "#e7e9ee"
# Okabe and Ito's, without those that are too pale for paper, darkened where need be; and what else tells them apart.
LOOKS = (("#0072b2", ""), ("#d55e00", "//"), ("#00805c", ".."), ("#a8487f", "xx"), ("#5f6368", "\\\\"))
# Bars that are made of one thing.
PLAIN = ("#44474f", "")
_FEW_HATCH = "////"

_MEMORY = 1 << 30
_SECONDS = 10
_STYLE: Any = {"font.family": "DejaVu Sans", "text.parse_math": False, "hatch.linewidth": 1.2, "timezone": "UTC"}
_BAR = 0.74
_MARGIN = 8
# What is too few to be told has this share of the height, whatever it is.
_CAP = 0.05
# And what is told has at least this one.
_LEAST = 0.012


class Series(TypedDict):
    """Numbers of one name, period by period; null is a number that is not told."""

    name: str
    numbers: list[int | None]


class Panel(TypedDict):
    """Bars over the periods: what they count, of what they are made, and what stands over the newest."""

    title: str
    series: list[Series]
    newest: str


class Request(TypedDict):
    """One chart; the newest period is the last."""

    periods: list[str]
    axis: str
    panels: list[Panel]
    few: str
    thousands: str


def draw(request: Request) -> bytes:
    """Draw a chart as PNG; the same request gives the same bytes."""
    with rc_context(_STYLE):
        chart = figure(request)
        written = io.BytesIO()
        chart.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def figure(request: Request) -> Figure:
    """Lay a chart out."""
    numbers = [each["numbers"] for panel in request["panels"] for each in panel["series"]]
    if not request["periods"] or any(len(each) != len(request["periods"]) for each in numbers):
        raise ValueError("there is not one number for each period")
    chart = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(chart)
    names = [each["name"] for panel in request["panels"] for each in panel["series"] if each["name"]]
    looks = dict(zip(dict.fromkeys(names), LOOKS, strict=False))
    keys = _keys(request, looks)
    rows = math.ceil(len(keys) / 2)
    below = 0.08 + 0.055 * rows + (0.055 if request["axis"] else 0)
    shares = [2, 3] if len(request["panels"]) > 1 else [1]
    grid = chart.add_gridspec(
        len(request["panels"]), 1, height_ratios=shares, left=0.02, right=0.98, top=0.925, bottom=below, hspace=0.42
    )
    for number, panel in enumerate(request["panels"]):
        axes = chart.add_subplot(grid[number])
        _bars(axes, panel, len(request["periods"]), looks, request["thousands"])
        _frame(axes, panel["title"], panel["newest"])
    _name(chart.axes[-1], request["periods"], request["axis"])
    _legend(chart, keys)
    return chart


def _bars(axes: Axes, panel: Panel, weeks: int, looks: dict[str, tuple[str, str]], thousands: str) -> None:
    top = max([1, *(sum(each["numbers"][week] or 0 for each in panel["series"]) for week in range(weeks))])
    axes.set_ylim(0, top * 1.3)
    axes.set_xlim(-0.5, weeks - 0.5)
    axes.add_patch(Rectangle((weeks - 1.5, 0), 1, top * 1.3, facecolor=BAND, edgecolor="none", zorder=0))
    reached = [0.0] * weeks
    for series in panel["series"]:
        colour, hatch = looks.get(series["name"], PLAIN)
        # A number that is told is seen, however small it is beside the others.
        numbers = [max(each, top * _LEAST) if each else 0 for each in series["numbers"]]
        axes.bar(
            range(weeks), numbers, _BAR, reached, color=colour, hatch=hatch, hatchcolor=PAPER, linewidth=0, zorder=2
        )
        reached = [before + number for before, number in zip(reached, numbers, strict=True)]
        seams = [(week, at) for week, at, number in zip(range(weeks), reached, numbers, strict=True) if number]
        for week, at in seams:
            axes.hlines(at, week - _BAR / 2, week + _BAR / 2, color=PAPER, linewidth=0.7, zorder=2.5)
    for week in range(weeks):
        if any(each["numbers"][week] is None for each in panel["series"]):
            _cap(axes, week, reached[week], top)
    _scale(axes, top, max(reached, default=0), thousands)


def _cap(axes: Axes, week: int, at: float, top: float) -> None:
    """Draw what is too few to be told: as high as always, hollow and hatched."""
    where = (week - _BAR / 2, at)
    axes.add_patch(
        Rectangle(where, _BAR, top * _CAP, facecolor=PAPER, edgecolor=INK, hatch=_FEW_HATCH, linewidth=1, zorder=3)
    )


def _scale(axes: Axes, top: int, highest: float, thousands: str) -> None:
    """Draw one line at the height of the highest bar, and say how high that is."""
    axes.axhline(0, color=INK, linewidth=1.2, zorder=3)
    if not highest:
        return
    axes.axhline(top, color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    said = f"{top:,}".replace(",", thousands)
    axes.text(-0.45, top * 1.02, said, ha="left", va="bottom", fontsize=_SIZE, color=QUIET, zorder=4)


def _frame(axes: Axes, title: str, newest: str) -> None:
    """Put the panel's title over it, and what the newest bar adds up to over the newest bar."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    room = WIDTH * 0.94 - 1.15 * _width(newest, _LARGE)
    bold: dict[str, Any] = {"fontsize": _LARGE, "fontweight": "bold", "color": INK, "pad": 6}
    axes.set_title(_fitted(title, room / 1.15, _LARGE), loc="left", **bold)
    axes.set_title(newest, loc="right", **bold)


def _name(axes: Axes, weeks: Sequence[str], axis: str) -> None:
    """Name the newest period, and of the others as many as have room."""
    free = math.inf
    for week in reversed(range(len(weeks))):
        newest = week == len(weeks) - 1
        label = axes.annotate(
            weeks[week], (week, 0), (0, -6), textcoords="offset points", ha="center", va="top", annotation_clip=False,
            fontsize=_SIZE, fontweight="bold" if newest else "normal", color=INK if newest else QUIET,
        )  # fmt: skip
        box = label.get_window_extent()
        over = max(0.0, box.x1 - (WIDTH - _MARGIN))
        if newest and over:
            label.set_x(-over * 72 / DPI)
            box = label.get_window_extent()
        if box.x1 > free - 24 or box.x0 < _MARGIN:
            label.remove()
        else:
            free = box.x0
    if axis:
        axes.annotate(
            axis, (0, 0), (0, -26), xycoords="axes fraction", textcoords="offset points", ha="left", va="top",
            fontsize=_SIZE, color=QUIET,
        )  # fmt: skip


def _keys(request: Request, looks: dict[str, tuple[str, str]]) -> list[Patch]:
    keys = [
        Patch(facecolor=colour, hatch=hatch, hatchcolor=PAPER, linewidth=0, label=_fitted(name, WIDTH * 0.385, _SIZE))
        for name, (colour, hatch) in looks.items()
    ]
    if any(None in each["numbers"] for panel in request["panels"] for each in panel["series"]):
        few = _fitted(request["few"], WIDTH * 0.385, _SIZE)
        keys.append(Patch(facecolor=PAPER, hatch=_FEW_HATCH, edgecolor=INK, label=few))
    return keys


def _legend(chart: Figure, keys: list[Patch]) -> None:
    if keys:
        chart.legend(
            handles=keys, loc="lower left", bbox_to_anchor=(0.01, 0.0), ncols=2, frameon=False, fontsize=_SIZE,
            labelcolor=INK, handlelength=1.4, handleheight=1.0, columnspacing=1.2, labelspacing=0.35, borderpad=0.2,
        )  # fmt: skip


def _fitted(said: str, width: float, size: float) -> str:
    """Cut words that are wider than their room."""
    if _width(said, size) <= width:
        return said
    cut = next(end for end in range(len(said), 0, -1) if _width(f"{said[:end].rstrip()}…", size) <= width)
    return f"{said[:cut].rstrip()}…"


def _width(said: str, size: float) -> float:
    font = get_font(findfont(FontProperties(family="DejaVu Sans")))
    font.set_size(size, DPI)
    font.set_text(said)
    return float(font.get_width_height()[0]) / 64


def texts_of(chart: Figure) -> Iterator[Text]:
    """Go through every text that a chart shows."""
    return (each for each in chart.findobj(Text) if isinstance(each, Text) and each.get_visible() and each.get_text())


def main() -> None:
    """Draw what stdin asks for, within bounds of memory and time; what is wrong stands in the last line of stderr."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    request: Any = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(request))


if __name__ == "__main__":
    main()
