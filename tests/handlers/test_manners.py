"""Whoever reads a long file gives way every few rows, and each time that it has written."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select

from handlers.formats.disclosures import Item, items
from handlers.house import House
from handlers.intake.laying_down import lay_down
from handlers.intake.manners import Manners
from storage import indicators
from tests.storage.intake_ground import LEASE, claimed, noted
from tests.storage.seats import log, seats

FILE = b"indicator_type,indicator_value\n" + b"".join(b"domain,site%d.com\n" % n for n in range(1100))


def test_the_rows_of_a_long_file_give_way_now_and_then(house: House) -> None:
    passed: list[Item] = []
    given: list[int] = []
    manners = Manners(replace(house, give_way=lambda: given.append(len(passed))))
    _, found = items("removed.csv", FILE)
    for each in found:
        passed.append(each)
        manners.after(each)
    assert given == [1025, 1050, 1075, 1100]


def test_way_is_given_after_each_transaction(house: House) -> None:
    laid: list[int] = []
    with house.database.begin() as session:
        here = seats(session)
        noted(session, here.facebook, log(session, here.facebook))
    with house.database.begin() as session:
        one = claimed(session)

    def give_way() -> None:
        with house.database.read() as session:
            laid.append(session.execute(select(func.count()).select_from(indicators.indicators)).scalar_one())

    lay_down(replace(house, give_way=give_way), one, "removed.csv", FILE, LEASE, batch=40, passing=lambda _: None)
    assert laid == [1000, 1040, 1080]
