"""The trend as a chart and in words: both tell the same, in both languages, and neither tells what is too few."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.charts import Chart
from handlers.views.trend import alt, chart, is_flat
from handlers.views.wording import language
from storage.figures import Breakdown, Cell, Few, Figures, Number, Sum
from storage.outbox import LONGEST_ALT
from storage.periods import Period, week_ending_before
from storage.takedowns import TOGETHER

NEWEST = week_ending_before(date(2018, 8, 27))
EN, FR = language("en"), language("fr")


def week(back: int, takedowns: Number | None, *, withheld: bool = False, **platforms: Number | None) -> Figures:
    cells = tuple(Cell(key.replace("_and_", TOGETHER), number) for key, number in platforms.items())
    return Figures(_before(back), takedowns, by_platform=Breakdown(cells, withheld))


def _before(back: int) -> Period:
    return NEWEST.before(back) if back else NEWEST


TREND = (
    week(2, Sum(1), x=Sum(284)),
    week(1, Sum(0)),
    week(0, Sum(3), facebook=Sum(1652), x=Sum(284), facebook_and_instagram=Sum(58)),
)


def numbers(drawn: Chart) -> dict[str, tuple[int | None, ...]]:
    return {each.name: each.numbers for panel in drawn.panels for each in panel.series}


def test_takedowns_and_platforms_stand_week_by_week() -> None:
    drawn = chart(TREND, EN)
    assert drawn.periods == ("Aug 6", "Aug 13", "Aug 20")
    assert numbers(drawn) == {
        "": (1, 0, 3),
        "Facebook": (0, 0, 1652),
        "X (Twitter)": (284, 0, 284),
        "Facebook and Instagram": (0, 0, 58),
    }
    assert [panel.newest for panel in drawn.panels] == ["3", "1,994"]


def test_the_words_tell_every_number() -> None:
    assert alt(TREND, EN) == (
        "From Aug 6 to Aug 20, the newest last. Takedowns: 1, 0, 3. Taken down, by platform. "
        "Facebook: 0, 0, 1,652. X (Twitter): 284, 0, 284. Facebook and Instagram: 0, 0, 58."
    )
    assert alt(TREND, FR) == (
        "Du 6 août au 20 août, le plus récent en dernier. Retraits\N{NARROW NO-BREAK SPACE}: 1, 0, 3. "
        "Ce qui a été retiré, par plateforme. "
        "Facebook\N{NARROW NO-BREAK SPACE}: 0, 0, 1\N{NARROW NO-BREAK SPACE}652. "
        "X (Twitter)\N{NARROW NO-BREAK SPACE}: 284, 0, 284. "
        "Facebook et Instagram\N{NARROW NO-BREAK SPACE}: 0, 0, 58."
    )
    assert chart(TREND, FR).thousands == "\N{NARROW NO-BREAK SPACE}"


def test_platforms_beyond_the_fifth_stand_together() -> None:
    names = ("facebook", "x", "google", "reddit", "youtube", "instagram", "tumblr")
    some = {name: Sum(100 - at) for at, name in enumerate(names)}
    drawn = numbers(chart((week(0, Sum(1), **some),), EN))
    assert list(drawn) == ["", "Facebook", "X (Twitter)", "Google", "Reddit", "3 others"]
    assert drawn["3 others"] == (96 + 95 + 94,)
    five = numbers(chart((week(0, Sum(1), **dict(list(some.items())[:5])),), EN))
    assert list(five)[1:] == ["Facebook", "X (Twitter)", "Google", "Reddit", "YouTube"]


def test_what_is_few_is_told_as_few() -> None:
    trend = (week(1, Few(), facebook=Few()), week(0, Sum(4), facebook=Few(), x=Sum(284)))
    drawn = chart(trend, EN)
    assert (drawn.few, [panel.newest for panel in drawn.panels]) == ("fewer than 3", ["4", "284 +"])
    assert numbers(drawn) == {"": (None, 4), "X (Twitter)": (0, 284), "Facebook": (None, None)}
    assert "Facebook: fewer than 3, fewer than 3." in alt(trend, EN)


@pytest.mark.parametrize("hidden", [week(0, Sum(4), facebook=None), week(0, Sum(4), withheld=True), week(0, None)])
def test_what_would_tell_a_few_is_not_told(hidden: Figures) -> None:
    drawn = chart((hidden,), EN)
    assert drawn.few == "fewer than 3, or not told"
    assert any(None in each for each in numbers(drawn).values())


def test_quiet_weeks_are_told_as_such() -> None:
    trend = (week(1, Sum(0)), week(0, Sum(0)))
    assert is_flat(trend)
    assert is_flat((week(0, Few(), facebook=None),))
    assert not is_flat(TREND)
    assert chart(trend, EN).panels[1].newest == "0"
    assert alt(trend, EN) == ("From Aug 13 to Aug 20, the newest last. Takedowns: 0, 0. Taken down, by platform: 0.")


def test_the_words_of_a_long_trend_are_those_of_its_newest_week() -> None:
    trend = tuple(week(back, Few(), **{f"facebook{TOGETHER * n}x": None for n in range(1, 6)}) for back in range(60))
    assert len(alt(trend, FR)) <= LONGEST_ALT


def test_a_single_day_has_no_axis() -> None:
    day = Period.of("2018-08-24")
    assert chart((Figures(day, Sum(1)),), EN).axis == ""
