"""What comes round: schedules that are due become occurrences, and whoever does them is woken."""

from __future__ import annotations

from datetime import datetime

from handlers.house import House
from storage import schedules

# So many a transaction, so that no form waits for them.
_BATCH = 500


def come_round(house: House, now: datetime) -> None:
    """Turn every schedule that is due into an occurrence, some at a time."""
    with house.database.read() as session:
        more = schedules.is_round(session, now=now)
    came = 0
    while more:
        with house.database.begin() as session:
            found = schedules.come_round(session, now=now, limit=_BATCH)
        came, more = came + found, found == _BATCH
    if came:
        house.wake_clock()


def next_due(house: House) -> datetime | None:
    """Say when something comes round next."""
    with house.database.read() as session:
        return schedules.next_round(session)
