"""What a takedown adds to the figures of its period: its numbers, each platform's apart, and the places it names.

All of it follows from the newest revision, and is written anew with each; so that a million takedowns are added up
without reading what any of them says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
)

from storage import reports
from storage.base import metadata
from storage.database import Session
from storage.reports import Count, Part, Qualifier, Report

# Between the platforms of one number that was said of several together.
TOGETHER = "+"
ORIGIN, TARGET = "origin", "target"
# A number past that counts as at least that many, so that no sum outgrows its column.
LARGEST = 10**12

# One row for all that a takedown says of one platform, stated and itemised apart.
tallies = Table(
    "tallies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takedown_id", ForeignKey("takedowns.id"), nullable=False),
    Column("stated", Boolean, nullable=False),
    # Several where one number was said of them together, none where no platform was named.
    Column("platforms", String(1000), nullable=False),
    # Whether it is what the takedown adds to the figures by platform.
    Column("by_platform", Boolean, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("qualifier", String(16), nullable=False),
    UniqueConstraint("takedown_id", "stated", "platforms"),
)

tally_places = Table(
    "tally_places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takedown_id", ForeignKey("takedowns.id"), nullable=False),
    Column("role", String(8), nullable=False),
    Column("code", String(16), nullable=False),
    UniqueConstraint("takedown_id", "role", "code"),
)

_PAST = {Qualifier.EXACT: Qualifier.AT_LEAST, Qualifier.LESS_THAN: Qualifier.ABOUT}


def day_of(said: Report, zone: str, logged_at: datetime) -> date:
    """Give the day on which a takedown took place: the day it says, or that on which it was logged."""
    return said.acted_on or logged_at.astimezone(ZoneInfo(zone)).date()


def together(one: Qualifier, other: Qualifier) -> Qualifier:
    """Say how exactly the sum of two numbers is meant."""
    if Qualifier.EXACT in {one, other}:
        return other if one is Qualifier.EXACT else one
    return one if one is other else Qualifier.ABOUT


def tally(session: Session, takedown_id: int, said: Report, *, chatham: bool) -> None:
    """Write down what a takedown that was just logged adds to the figures.

    Under the Chatham House Rule that is no more than others read of it, and in the totals alone.
    """
    if chatham:
        said = reports.unattributed(said)
    itemised = _by_platforms(reports.itemised(said))
    stated = _by_platforms((said.stated,) if said.stated else ())
    rows = [
        {
            "takedown_id": takedown_id,
            "stated": is_stated,
            "platforms": platforms,
            "by_platform": not chatham and not (is_stated and itemised),
            "n": n,
            "qualifier": qualifier,
        }
        for is_stated, sums in ((True, stated), (False, itemised))
        for platforms, (n, qualifier) in sums.items()
    ]
    if rows:
        session.execute(_TALLY, rows)
    places = [] if chatham else list(_places(takedown_id, said))
    if places:
        session.execute(_PLACE, places)


_TALLY, _PLACE = insert(tallies), insert(tally_places)


def tally_anew(session: Session, takedown_id: int, said: Report, *, chatham: bool) -> None:
    """Write down what a takedown adds to the figures since it was revised."""
    forget(session, takedown_id)
    tally(session, takedown_id, said, chatham=chatham)


def forget(session: Session, takedown_id: int) -> None:
    """Let a takedown add nothing to any figure."""
    for table in (tallies, tally_places):
        session.execute(delete(table).where(table.c.takedown_id == takedown_id))


def _by_platforms(counts: Iterable[Count]) -> dict[str, tuple[int, Qualifier]]:
    """Add up what is said of the same platforms; a number over several stays one number over just these."""
    sums: dict[str, tuple[int, Qualifier]] = {}
    for count in counts:
        key = TOGETHER.join(sorted({asset.platform or "" for asset in count.assets}))
        n, qualifier = sums.get(key, (0, Qualifier.EXACT))
        sums[key] = _bounded(n + count.n, together(qualifier, count.qualifier))
    return sums


def _bounded(n: int, qualifier: Qualifier) -> tuple[int, Qualifier]:
    return (n, qualifier) if n <= LARGEST else (LARGEST, _PAST.get(qualifier, qualifier))


def _places(takedown_id: int, said: Report) -> Iterable[dict[str, int | str]]:
    said_of: tuple[Report | Part, ...] = (said, *said.parts)
    for role, codes in (
        (ORIGIN, {code for each in said_of for code in each.origins}),
        (TARGET, {code for each in said_of for code in each.targets}),
    ):
        for code in sorted(codes):
            yield {"takedown_id": takedown_id, "role": role, "code": code}
