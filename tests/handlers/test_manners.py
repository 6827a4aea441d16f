"""Whoever reads a long file gives way every few rows."""

from __future__ import annotations

from dataclasses import replace

from handlers.formats.disclosures import items
from handlers.house import House
from handlers.intake.manners import Manners

FILE = b"indicator_type,indicator_value\n" + b"".join(b"domain,site%d.com\n" % n for n in range(100))


def test_rows_give_way_now_and_then(house: House) -> None:
    given: list[float] = []
    manners = Manners(replace(house, give_way=given.append))
    _, found = items("removed.csv", FILE)
    for each in found:
        manners.after(each)
    assert len(given) == 4
    assert all(0 < seconds < 1 for seconds in given)
