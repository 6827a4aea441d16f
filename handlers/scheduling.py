"""What comes round: schedules that are due become occurrences, and whoever does them is woken.

What did not come round is told to the coordinators, once, with the reference that the log has.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import structlog

from handlers.house import House
from handlers.views import scheduling as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import coalitions, knocks, outbox, schedules
from storage.access import Speaker
from storage.database import Session
from storage.outbox import Address
from storage.schedules import Gap

# So many a transaction, so that no form waits for them.
_BATCH = 500

_log = structlog.get_logger(__name__)


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


def tell(house: House, now: datetime) -> None:
    """Ring for the coordinators of what was missed or given up, once for all of it that is found at a time."""
    with house.database.read() as session:
        more = schedules.any_untold(session)
    while more:
        with house.database.begin() as session:
            found = schedules.take_untold(session, limit=_BATCH)
            for coalition_id, gaps in groupby(sorted(found, key=_of_coalition), key=_of_coalition):
                _ring(session, coalition_id, list(gaps), now)
        for gap in found:
            _log.warning(f"occurrence_{gap.state}", kind=gap.kind, day=str(gap.nominal_day), reference=gap.reference)
        more = len(found) == _BATCH
        house.wake_courier()


def _of_coalition(gap: Gap) -> int:
    return gap.coalition_id


def _ring(session: Session, coalition_id: int, gaps: Sequence[Gap], now: datetime) -> None:
    coalition = coalitions.by_id(session, coalition_id)
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"gap:{gaps[-1].reference}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=views.bell(coalition, language(coalition.language)),
            about="gap",
            now=now,
        )


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for a coordinator what did not come round lately."""
    return views.gaps(schedules.gaps(session, who, now=now), language(who.coalition.language))
