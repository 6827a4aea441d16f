"""What a digest holds for its reader; every record through `storage/access.py`."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from storage import access
from storage.access import Speaker
from storage.coalitions import Coalition
from storage.database import Session
from storage.digests.records import Altered, Contents, How, Told
from storage.periods import Period
from storage.takedowns import Change, State, Takedown, lately, takedowns

# More than this is neither a page of Slack's nor a thread that anybody reads.
MOST = 300


def contents(session: Session, speaker: Speaker, period: Period) -> Contents:
    """Gather what a period held of what the speaker may read; nothing of what was recalled or waits for its hour."""
    since, until = period.instants(speaker.coalition.zone)
    which, reader = access.visible_to(speaker, takedowns), speaker.company.id
    known, in_all = lately.became_known(session, which, reader=reader, since=since, until=until, limit=MOST)
    changed, changes = lately.changed(session, which, reader=reader, since=since, until=until, limit=MOST)
    return Contents(
        period,
        told=tuple(Told(one.takedown, _earlier(one.takedown, speaker.coalition, period)) for one in known),
        altered=tuple(
            Altered(one.takedown, _how(one), one.at, _earlier(one.takedown, speaker.coalition, period))
            for one in changed
        ),
        untold=in_all - len(known),
        unlisted=changes - len(changed),
    )


def _how(moved: lately.Moved) -> How:
    if moved.takedown.state is State.WITHDRAWN:
        return How.WITHDRAWN
    return How.CORRECTED if moved.change is Change.CORRECTED else How.REVISED


def _earlier(takedown: Takedown, coalition: Coalition, period: Period) -> date | None:
    """Say when a takedown was made, where that was before a period."""
    logged_on = takedown.logged_at.astimezone(ZoneInfo(coalition.zone)).date()
    acted_on = takedown.report.acted_on or logged_on
    return acted_on if acted_on < period.starts else None
