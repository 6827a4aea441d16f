"""Whoever reads a long file gives way every few rows."""

from __future__ import annotations

from datetime import datetime

from slack_sdk import WebClient

from handlers.formats.disclosures import items
from handlers.house import House
from handlers.intake.manners import Manners
from storage.cipher import Cipher
from storage.database import Database

FILE = b"indicator_type,indicator_value\n" + b"".join(b"domain,site%d.com\n" % n for n in range(100))


def test_rows_give_way_now_and_then(sqlite_database: Database, now: datetime) -> None:
    given: list[float] = []
    house = House(
        database=sqlite_database,
        clock=lambda: now,
        slack=lambda _: WebClient(),
        slack_with=WebClient,
        wake_courier=lambda: None,
        cipher=Cipher(None),
        give_way=given.append,
    )
    manners = Manners(house)
    _, found = items("removed.csv", FILE)
    for each in found:
        manners.after(each)
    assert len(given) == 4
    assert all(0 < seconds < 1 for seconds in given)
