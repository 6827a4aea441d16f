"""When a company is rung before a meeting: asked, then reminded twice, always in somebody's working hours. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from storage.hours import Whereabouts
from storage.prompts.records import DONE, FIRST

# The first reminder comes when so much of the time from the question to the meeting is over.
_REMINDED_AT = 0.8
# Nobody is rung twice within these hours.
_APART = timedelta(hours=4)
_REMEMBERED = 16_384


@lru_cache(maxsize=_REMEMBERED)
def next_ring(
    starts_at: datetime,
    prompt_days: int,
    where: Whereabouts,
    *,
    stage: int,
    rung_at: datetime | None,
    now: datetime,
) -> tuple[int, datetime | None]:
    """Give what comes next from a stage on, and when; `DONE` and None where nothing more comes before the meeting.

    A reminder of the day comes in the last morning before the meeting that somebody works, which is the day itself
    unless it begins before they do. A first reminder that would come together with that one is left out.
    """
    asked = starts_at - timedelta(days=prompt_days)
    morning = where.last_morning(starts_at)
    wanted = (asked, asked + (starts_at - asked) * _REMINDED_AT, morning)
    earliest = now if rung_at is None else max(now, rung_at + _APART)
    for each in range(stage, DONE):
        moment = wanted[each]
        at = None if moment is None else where.next_working(max(moment, earliest))
        if at is None or at >= starts_at:
            continue
        comes_with_the_last = each == FIRST + 1 and morning is not None and at > morning - _APART
        if not comes_with_the_last:
            return each, at
    return DONE, None


def begins_anew(starts_at: datetime, prompt_days: int, now: datetime) -> bool:
    """Tell whether the time to ask for updates has not come yet, or not any more, since a meeting was moved."""
    return starts_at - timedelta(days=prompt_days) > now
