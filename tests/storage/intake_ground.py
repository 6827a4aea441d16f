"""Files on their way into takedowns, for the tests of storage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage import intakes
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.database import Database, Session
from storage.indicators import Indicator, IndicatorType, Listed
from storage.intakes import Gathered, Intake, Published, Trouble
from storage.reports import Count, Qualifier
from storage.takedowns import Takedown
from tests.storage.seats import NOW

LEASE = timedelta(seconds=30)
PAGES = Asset(Kind.PAGE, Platform.FACEBOOK)


def domain(name: str, **said: str) -> Listed:
    """Say that a file had a domain."""
    return Listed(Indicator(IndicatorType.DOMAIN, name), name.replace(".", "[.]"), **said)


def count(n: int, asset: Asset = PAGES, qualifier: Qualifier = Qualifier.EXACT) -> Count:
    """Say that there were so many."""
    return Count(n, (asset,), qualifier)


def noted(session: Session, who: Speaker, record: Takedown, file: str = "F0FILE", now: datetime = NOW) -> Intake:
    """Note a file."""
    return intakes.note(session, who, record, file_id=file, name="list.csv", way=Way.FORM, now=now)


def claimed(session: Session, now: datetime = NOW) -> Intake:
    """Take what is due."""
    found = intakes.claim(session, lease=LEASE, now=now)
    assert found is not None
    return found


def staged(database: Database, one: Intake, found: Iterable[Listed], *, content: str = "", now: datetime = NOW) -> None:
    """Lay down what a file has, two at a time."""
    rows = list(found)
    sha256 = hashlib.sha256((content or repr(rows)).encode()).hexdigest()
    if one.sha256 is None:
        with database.begin() as session:
            assert intakes.begin(session, one, sha256=sha256, size=9, until=now + LEASE)
    for at in range(0, len(rows), 2):
        with database.begin() as session:
            assert intakes.stage(session, one, rows[at : at + 2], until=now + LEASE)


def published(
    database: Database,
    one: Intake,
    gathered: Gathered | None = None,
    problems: Iterable[Trouble] = (),
    now: datetime = NOW,
) -> Published:
    """Tell what was laid down."""
    with database.begin() as session:
        done = intakes.publish(session, one, gathered or Gathered(), problems=problems, now=now)
    assert done is not None
    return done


def brought(
    database: Database,
    who: Speaker,
    record: Takedown,
    found: Iterable[Listed],
    gathered: Gathered | None = None,
    *,
    file: str = "F0FILE",
    now: datetime = NOW,
) -> Published:
    """Bring a file into a takedown, from its note to its publication."""
    with database.begin() as session:
        noted(session, who, record, file, now)
    with database.begin() as session:
        one = claimed(session, now)
    staged(database, one, found, now=now)
    return published(database, one, gathered, now=now)
