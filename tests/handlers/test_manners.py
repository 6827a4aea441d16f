"""Whoever reads a long file gives way every few rows."""

from __future__ import annotations

from dataclasses import replace

from handlers.formats.disclosures import Item, items
from handlers.house import House
from handlers.intake.manners import Manners

FILE = b"indicator_type,indicator_value\n" + b"".join(b"domain,site%d.com\n" % n for n in range(100))


def test_rows_give_way_now_and_then(house: House) -> None:
    passed: list[Item] = []
    given: list[int] = []
    manners = Manners(replace(house, give_way=lambda: given.append(len(passed))))
    _, found = items("removed.csv", FILE)
    for each in found:
        passed.append(each)
        manners.after(each)
    assert given == [25, 50, 75, 100]
