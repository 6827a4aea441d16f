"""Days to come, as people write them behind a command."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.formats.coming import read_coming_day

# A Friday.
TODAY = date(2018, 8, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("until 3 September", date(2018, 9, 3)),
        ("until September 3rd", date(2018, 9, 3)),
        ("jusqu’au 3 septembre", date(2018, 9, 3)),
        ("jusqu'au lundi", date(2018, 8, 27)),
        ("until the 1st of August", date(2019, 8, 1)),
        ("1er septembre 2019", date(2019, 9, 1)),
        ("until 2018-09-03", date(2018, 9, 3)),
        ("back on Friday", date(2018, 8, 31)),
        ("tomorrow", date(2018, 8, 25)),
        ("demain", date(2018, 8, 25)),
        ("24 August", date(2019, 8, 24)),
        ("29 February", date(2020, 2, 29)),
        ("3 Août", date(2019, 8, 3)),
    ],
)
def test_a_day_to_come_is_read(typed: str, day: date) -> None:
    assert read_coming_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        *("", "until", "yesterday", "3/9", "31 February", "2018-08-24", "2017-01-01", "3 September 2017", "soon"),
        *("3 September at noon or so", "99999 September", "٣ September", "September September", "0 September"),
    ],
)
def test_what_names_no_day_to_come_is_asked_for_in_the_form(typed: str) -> None:
    assert read_coming_day(typed, TODAY) is None
