"""The chart's words, with all that can stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.answers import Whisper
from handlers.views import trend
from handlers.views.wording import Language
from storage.assets import Platform
from storage.figures import Breakdown, Cell, Few, Figures, Sum
from storage.outbox import place_for_picture
from storage.periods import Period

WEEK = Period.of("2018-W34")
PLATFORMS = ("", Platform.FACEBOOK, Platform.INSTAGRAM, Platform.REDDIT, Platform.TUMBLR, Platform.X, Platform.YOUTUBE)


def messages(spoken: Language) -> Iterator[Whisper]:
    """A trend in which everything is told, one where some is few, and one where that hides more."""
    cells = tuple(Cell(key, Sum(100 - at)) for at, key in enumerate(PLATFORMS))
    for number in (Sum(1), Few(), None):
        weeks = [Figures(WEEK.before(back), Sum(1), by_platform=Breakdown(cells)) for back in range(11, 0, -1)]
        told = (*weeks, Figures(WEEK, Few(), by_platform=Breakdown((*cells, Cell(Platform.TWITCH, number)))))
        yield Whisper(trend.chart(told, spoken).axis, [place_for_picture(trend.alt(told, spoken))])
