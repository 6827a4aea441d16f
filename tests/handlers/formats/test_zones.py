"""Zones are named after places, never written as offsets."""

from __future__ import annotations

import pytest

from handlers.formats.zones import read_zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        (" america/new york ", "America/New_York"),
        ("utc", "UTC"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_read_in_any_case(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize("typed", ["", "Paris", "UTC+2", "Etc/GMT+5", "EST", "../etc/passwd", "<!channel>"])
def test_what_is_no_place_is_no_zone(typed: str) -> None:
    assert read_zone(typed) is None
