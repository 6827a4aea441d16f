"""Which days somebody means, and which a coalition's digest tells of."""

from __future__ import annotations

import re
from datetime import datetime

from storage import digests, periods
from storage.coalitions import Coalition
from storage.database import Session
from storage.periods import Period

# People write a week as 2018-W34, and in French as 2018-S34.
_WEEK = re.compile(r"([0-9]{4})[- ]?[ws]([0-9]{1,2})", re.IGNORECASE)


def read(text: str, coalition: Coalition) -> Period | None:
    """Read the name of a week or a day; None for anything else."""
    week = _WEEK.fullmatch(text.strip())
    key = f"{week[1]}-W{int(week[2]):02}" if week else text.strip()
    try:
        return Period.of(key, first_weekday=coalition.first_weekday)
    except ValueError:
        return None


def running(coalition: Coalition, now: datetime) -> Period:
    """Give the week that is under way: it ends on the eve of the day of the digest."""
    return periods.running(coalition.day_of(now), coalition.first_weekday)


def last(coalition: Coalition, now: datetime) -> Period:
    """Give the newest week that is over."""
    return running(coalition, now).before()


def coming(session: Session, coalition: Coalition, now: datetime) -> Period:
    """Give the week that the channel is told of next: the newest that is over, or if that was told the running one."""
    newest = last(coalition, now)
    return newest if digests.of(session, coalition, newest.key) is None else running(coalition, now)
