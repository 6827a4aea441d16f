"""Charts as they are drawn: their size, their contrast, whether their words fit, and what happens when they fail."""

from __future__ import annotations

import itertools
import os
import pickle
import resource
import struct
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib import rc_context
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from structlog.testing import capture_logs

from handlers import chart_worker, charts
from handlers.charts import Chart, NotDrawn, Panel, Pictured, Reason, Series, drawn, pictured
from storage.outbox import Picture, words_for_picture
from tests.conftest import PROJECT

# As narrow as Slack shows a picture on a telephone, in points; and the smallest letters that are read there.
PHONE, LEGIBLE = 320, 9
# WCAG 2.2: 1.4.3 for words, 1.4.11 for what is drawn.
WORDS, SHAPES = 4.5, 3.0

WEEKS = ("4 Jun", "11 Jun", "18 Jun", "25 Jun", "2 Jul", "9 Jul", "16 Jul", "23 Jul", "30 Jul", "6 Aug", "13 Aug")
STORY = Chart(
    periods=(*WEEKS, "20 Aug"),
    axis="Weeks, by their first day",
    panels=(
        Panel("Takedowns", (Series("", (2, 1, 0, 3, 2, 4, 1, 0, 2, 5, 3, 7)),), "7"),
        Panel(
            "Taken down, by platform",
            (
                Series("Facebook", (120, 80, 0, 300, 150, 400, 20, 0, 100, 32, 90, 652)),
                Series("Twitter", (10, 0, 0, 284, 40, 10, 0, 0, 20, 5, 12, 284)),
                Series("YouTube", (0, 0, 0, 39, 12, 3, 0, 0, None, 5, 12, 58)),
            ),
            "994",
        ),
    ),
    few="fewer than 3",
    thousands=",",
)
FRENCH = replace(
    STORY,
    periods=tuple(f"{day} juil." for day in range(1, 13)),
    axis="Semaines, par leur premier jour",
    panels=(
        replace(STORY.panels[0], title="Retraits"),
        replace(STORY.panels[1], title="Ce qui a été retiré, par plateforme", newest="1\u202f234\u202f567 +"),
    ),
    few="moins de 3, ou non dit",
    thousands="\u202f",
)
QUIET = replace(
    STORY,
    panels=(Panel("Takedowns", (Series("", (0,) * 12),), "0"), Panel("Taken down, by platform", (), "0")),
)
ONE = replace(STORY, panels=(STORY.panels[0], replace(STORY.panels[1], series=STORY.panels[1].series[:1])))
MANY = replace(
    STORY,
    panels=(
        STORY.panels[0],
        Panel(
            "Taken down, by platform, a title that is far too long for any telephone to show",
            tuple(
                Series(f"{name} and $another_one$", (*range(100_000, 1_200_000, 100_000), 1_234_567))
                for name in ("Odnoklassniki", "Facebook, Instagram", "VKontakte", "A very long name", "12 others")
            ),
            "6,172,835",
        ),
    ),
)
FEW = replace(
    STORY,
    panels=(
        Panel("Takedowns", (Series("", (None, None, 0, None, 3, 0, 0, None, 3, 4, None, None)),), "fewer than 3"),
        Panel(
            "Taken down, by platform",
            (
                Series("Facebook", (None, 12, 0, None, 5, 0, 0, None, 30, 44, None, None)),
                Series("Twitter", (None,) * 12),
            ),
            "fewer than 3",
        ),
    ),
)
FIRST = replace(
    STORY,
    periods=("20 Aug",),
    panels=tuple(
        replace(panel, series=tuple(replace(each, numbers=each.numbers[-1:]) for each in panel.series))
        for panel in STORY.panels
    ),
)
CHARTS = {"story": STORY, "french": FRENCH, "quiet": QUIET, "one": ONE, "many": MANY, "few": FEW, "first": FIRST}


def figure(chart: Chart) -> Figure:
    request: Any = asdict(chart)
    with rc_context(chart_worker._STYLE):
        return chart_worker.figure(request)


def texts(laid_out: Figure) -> Iterator[tuple[Text, Bbox]]:
    laid_out.canvas.draw()
    for text in chart_worker.texts_of(laid_out):
        box = text.get_window_extent()
        if box.width:
            yield text, box


def light(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_week_of_the_story_is_drawn() -> None:
    png = drawn(STORY)
    assert struct.unpack(">II", png[16:24]) == (chart_worker.WIDTH, chart_worker.HEIGHT) == (1200, 1000)
    assert len(png) < 200_000
    assert b"matplotlib" not in png
    assert drawn(STORY) == png
    assert drawn(replace(STORY, few="few")) != png


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_its_words_fit_and_are_legible_on_a_telephone(chart: Chart) -> None:
    placed = list(texts(figure(chart)))
    sheet = Bbox([[0, 0], [chart_worker.WIDTH, chart_worker.HEIGHT]])
    for text, box in placed:
        assert sheet.x0 <= box.x0 <= box.x1 <= sheet.x1, text
        assert sheet.y0 <= box.y0 <= box.y1 <= sheet.y1, text
        pixels = float(text.get_fontsize()) * chart_worker.DPI / 72
        assert pixels * PHONE / chart_worker.WIDTH >= LEGIBLE, text
    for (one, box), (other, further) in itertools.combinations(placed, 2):
        assert not box.padded(-3).overlaps(further.padded(-3)), (one, other)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_it_names_the_newest_period_and_what_it_adds_up_to(chart: Chart) -> None:
    said = [text.get_text() for text, _ in texts(figure(chart))]
    assert chart.periods[-1] in said
    for panel in chart.panels:
        assert panel.newest in said


def test_contrast_is_enough_for_words_and_for_shapes() -> None:
    for words in (chart_worker.INK, chart_worker.QUIET):
        assert contrast(words, chart_worker.PAPER) >= WORDS
    for shape in (*(colour for colour, _ in chart_worker.LOOKS), chart_worker.PLAIN[0], chart_worker.INK):
        assert contrast(shape, chart_worker.PAPER) >= SHAPES
        assert contrast(shape, chart_worker.BAND) >= SHAPES


def test_no_two_looks_are_told_apart_by_colour_alone() -> None:
    hatches = [hatch for _, hatch in chart_worker.LOOKS]
    assert len(set(hatches)) == len(hatches)


def test_what_is_not_told_is_as_high_as_always() -> None:
    told = [patch.get_height() for axes in figure(FEW).axes for patch in axes.patches if patch.get_hatch() == "////"]  # type: ignore[attr-defined]
    assert len(told) == 6 + 12
    assert len(set(told)) == 2
    smaller = replace(FEW, panels=(FEW.panels[0],))
    (height,) = {patch.get_height() for patch in figure(smaller).axes[0].patches if patch.get_hatch() == "////"}  # type: ignore[attr-defined]
    assert height == 4 * chart_worker._CAP


def test_a_number_that_is_told_is_seen_beside_a_large_one() -> None:
    numbers = (Series("", (1, 1_000_000)),)
    beside = replace(STORY, periods=("a", "b"), panels=(Panel("Takedowns", numbers, "1,000,000"),))
    bars = [patch for patch in figure(beside).axes[0].patches if patch.get_facecolor()[:3] == to_rgb("#44474f")]
    assert bars[0].get_height() >= 10_000  # type: ignore[attr-defined]


def test_the_language_and_the_zone_of_the_machine_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    png = drawn(STORY)
    for name, value in {
        "LC_ALL": "fr_FR.UTF-8",
        "TZ": "Asia/Tokyo",
        "MPLBACKEND": "nonsense",
        "PYTHONPATH": "/",
    }.items():
        monkeypatch.setenv(name, value)
    assert drawn(STORY) == png


def worker(folder: Path, program: str) -> Path:
    path = folder / "worker.py"
    path.write_text(textwrap.dedent(program))
    return path


@pytest.mark.parametrize(
    ("program", "reason", "detail"),
    [
        ("import time; time.sleep(60)", Reason.TOO_SLOW, ""),
        ("raise ValueError('no such thing')", Reason.FAILED, "1: ValueError: no such thing"),
        ("import os; os.abort()", Reason.FAILED, "-6: "),
        ("print('hello')", Reason.NO_PICTURE, ""),
        (r"import sys; sys.stdout.buffer.write(b'\x89PNG\r\n\x1a\n' + bytes(2_000_000))", Reason.NO_PICTURE, ""),
    ],
)
def test_a_chart_that_fails_is_refused_with_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, reason: Reason, detail: str
) -> None:
    monkeypatch.setattr(charts, "_WORKER", worker(tmp_path, program))
    with pytest.raises(NotDrawn) as refused:
        drawn(STORY, seconds=3)
    assert (refused.value.reason, refused.value.detail) == (reason, detail)


def test_where_nothing_can_be_started_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotDrawn) as refused:
        drawn(STORY)
    assert refused.value.reason is Reason.NOT_STARTED


def test_a_letter_gets_its_picture_or_its_words_and_the_log_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    picture = Picture("tocsin.png", drawn(STORY), "Two takedowns")
    assert pictured(STORY, "Two takedowns") == Pictured(picture.block, picture)
    monkeypatch.setattr(charts, "_WORKER", worker(tmp_path, "raise ValueError('no such thing')"))
    with capture_logs() as lines:
        assert pictured(STORY, "Two takedowns") == Pictured(words_for_picture("Two takedowns"), None)
    assert [(line["event"], line["detail"]) for line in lines] == [("chart not drawn", "1: ValueError: no such thing")]


def test_nonsense_is_refused() -> None:
    with pytest.raises(NotDrawn) as refused:
        drawn(replace(STORY, periods=STORY.periods[1:]))
    assert refused.value.detail == "1: ValueError: there is not one number for each period"


def test_the_worker_may_take_so_much_memory_and_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    greedy = f"""
        import sys
        sys.path.insert(0, {str(PROJECT)!r})
        from handlers import chart_worker
        chart_worker.draw = lambda request: bytes(2 << 30)
        chart_worker.main()
    """
    monkeypatch.setattr(charts, "_WORKER", worker(tmp_path, greedy))
    with pytest.raises(NotDrawn) as refused:
        drawn(STORY)
    assert refused.value.detail == "1: MemoryError"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != chart_worker._MEMORY


def test_nothing_of_ours_is_told_to_the_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    told = "import os, sys; sys.exit(' '.join(sorted(os.environ)))"
    monkeypatch.setattr(charts, "_WORKER", worker(tmp_path, told))
    with pytest.raises(NotDrawn) as refused:
        drawn(STORY)
    assert refused.value.detail == "1: LC_ALL MPLCONFIGDIR OPENBLAS_NUM_THREADS"


def test_drawing_leaves_matplotlib_out_of_the_process_that_asks() -> None:
    asks = (
        "import sys, pickle; from handlers.charts import drawn; chart = pickle.load(sys.stdin.buffer); drawn(chart);"
        "sys.exit('matplotlib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asks], input=pickle.dumps(STORY), cwd=PROJECT, env={**os.environ}, check=False
    )
    assert done.returncode == 0
