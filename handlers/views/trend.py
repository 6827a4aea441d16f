"""The trend of the last periods as a chart: what stands in it, and the words that tell the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from handlers.charts import Chart, Panel, Series
from handlers.formats import words
from handlers.views.wording import Language
from storage.figures import Breakdown, Cell, Few, Figures, Number, Sum, platforms_of
from storage.outbox import LONGEST_ALT
from storage.periods import Span

# As many looks as there are that everybody can tell apart; the last one is for all others together.
_MOST_SERIES = 5


def is_flat(trend: Sequence[Figures]) -> bool:
    """Tell whether there is nothing to chart: nothing happened, or nothing of it is told."""
    return not any(_told(cell.number) for each in trend for cell in (Cell("", each.takedowns), *each.by_platform.cells))


def chart(trend: Sequence[Figures], language: Language) -> Chart:
    """Chart takedowns, and what was taken down by platform; the newest period is the last."""
    say, platforms, few = language.say, _platforms(trend, language), _few(trend, language)
    takedowns = Series("", tuple(_told(each.takedowns) for each in trend))
    return Chart(
        periods=tuple(language.short_day(each.period.starts) for each in trend),
        axis=say("Weeks, by their first day") if trend[-1].period.span is Span.WEEK else "",
        panels=(
            Panel(say("Takedowns"), (takedowns,), _together((takedowns,), few, language)),
            Panel(say("Taken down, by platform"), platforms, _together(platforms, few, language)),
        ),
        few=few,
        thousands=language.number(1000)[1:-3],
    )


def alt(trend: Sequence[Figures], language: Language) -> str:
    """Tell what the chart shows: every number as long as there is room, else those of the newest period."""
    drawn = chart(trend, language)
    for last in (len(trend), 1):
        told = " ".join(_sentences(drawn, language, last=last))
        if len(told) <= LONGEST_ALT:
            return told
    return told[: LONGEST_ALT - 1] + "…"


def _sentences(drawn: Chart, language: Language, *, last: int) -> Iterator[str]:
    if last > 1:
        first, newest = drawn.periods[-last], drawn.periods[-1]
        yield language.say("From {first} to {last}, the newest last.", first=first, last=newest)
    else:
        yield f"{drawn.periods[-1]}."
    for panel in drawn.panels:
        if any(each.name for each in panel.series):
            yield f"{panel.title}."
        for each in panel.series or (Series("", (0,)),):
            told = (drawn.few if number is None else language.number(number) for number in each.numbers[-last:])
            yield language.say("{name}: {numbers}.", name=each.name or panel.title, numbers=", ".join(told))


def _platforms(trend: Sequence[Figures], language: Language) -> tuple[Series, ...]:
    """Give the numbers of each platform, the largest first, and of the smaller ones together."""
    sums = Counter({cell.key: 0 for each in trend for cell in each.by_platform.cells})
    for each in trend:
        sums.update({cell.key: _told(cell.number) or 0 for cell in each.by_platform.cells})
    keys = [key for key, _ in sums.most_common()]
    shown = keys if len(keys) <= _MOST_SERIES else keys[: _MOST_SERIES - 1]
    others = keys[len(shown) :]
    series = [Series(_platform(key, language), _numbers(trend, [key])) for key in shown]
    if others:
        said = language.count("{n} other", "{n} others", len(others))
        series.append(Series(said, _numbers(trend, others)))
    if not series and any(each.by_platform.withheld for each in trend):
        series.append(Series("", tuple(None if each.by_platform.withheld else 0 for each in trend)))
    return tuple(series)


def _numbers(trend: Sequence[Figures], keys: Sequence[str]) -> tuple[int | None, ...]:
    return tuple(_of(each.by_platform, keys) for each in trend)


def _of(breakdown: Breakdown, keys: Sequence[str]) -> int | None:
    """Add up what is told of some platforms; None where something of them is not told."""
    numbers = [_told(cell.number) for cell in breakdown.cells if cell.key in keys]
    return None if breakdown.withheld or None in numbers else sum(number or 0 for number in numbers)


def _told(number: Number | None) -> int | None:
    return number.n if isinstance(number, Sum) else None


def _platform(key: str, language: Language) -> str:
    names = [words.platform_name(each) for each in platforms_of(key) if each is not None]
    return language.list(names) if names else language.say("No platform named")


def _together(series: Sequence[Series], few: str, language: Language) -> str:
    newest = [each.numbers[-1] for each in series]
    told = sum(number or 0 for number in newest)
    if None not in newest:
        return language.number(told)
    return f"{language.number(told)} +" if told else few


def _few(trend: Sequence[Figures], language: Language) -> str:
    """Name what is not told: few, or also what would tell a number that is."""
    is_hidden = any(
        each.takedowns is None or each.by_platform.withheld or None in (cell.number for cell in each.by_platform.cells)
        for each in trend
    )
    if is_hidden:
        return language.say("fewer than {n}, or not told", n=Few().below)
    return language.say("fewer than {n}", n=Few().below)
