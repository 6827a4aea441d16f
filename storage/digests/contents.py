"""What a digest holds for its reader, a whole channel or one person; every record through `storage/access.py`."""

from __future__ import annotations

from datetime import date

from storage import access, figures
from storage.access import Reader, Speaker
from storage.coalitions import Coalition
from storage.database import Session
from storage.digests.records import Altered, Contents, How, Told
from storage.people import Room
from storage.periods import Period
from storage.takedowns import Change, State, Takedown, lately, takedowns

# More than this is neither a page of Slack's nor a thread that anybody reads.
MOST = 300


def contents(session: Session, speaker: Speaker, period: Period) -> Contents:
    """Gather what a period held of what the speaker may read; nothing of what was recalled or waits for its hour."""
    return _gathered(session, speaker.coalition, speaker, period)


def for_channel(session: Session, coalition: Coalition, period: Period) -> Contents:
    """Gather what a period held of what everybody in the members' channel may know at this moment."""
    return _gathered(session, coalition, Room.MEMBERS, period)


def within(coalition: Coalition, period: Period) -> lately.Stretch:
    """Say when the days of a period begin and are over for a coalition."""
    return lately.Stretch(coalition.id, period.starts, period.ends, *period.instants(coalition.zone))


def _gathered(session: Session, coalition: Coalition, reader: Reader, period: Period) -> Contents:
    which, days = access.may_be_told(reader, coalition, takedowns), within(coalition, period)
    company_id = reader.company.id if isinstance(reader, Speaker) else None
    known, in_all = lately.became_known(session, which, days, reader=company_id, limit=MOST)
    changed, changes = lately.changed(session, which, days, reader=company_id, limit=MOST)
    return Contents(
        period,
        told=tuple(Told(one.takedown, _earlier(one.takedown, coalition, period)) for one in known),
        altered=tuple(
            Altered(one.takedown, _how(one), one.at, _earlier(one.takedown, coalition, period)) for one in changed
        ),
        untold=in_all - len(known),
        unlisted=changes - len(changed),
        compared=figures.comparison(session, coalition, reader, period),
    )


def _how(moved: lately.Moved) -> How:
    if moved.takedown.state is State.WITHDRAWN:
        return How.WITHDRAWN
    return How.CORRECTED if moved.change is Change.CORRECTED else How.REVISED


def _earlier(takedown: Takedown, coalition: Coalition, period: Period) -> date | None:
    """Say when a takedown was made, where that was before a period."""
    logged_on = coalition.day_of(takedown.logged_at)
    acted_on = takedown.report.acted_on or logged_on
    return acted_on if acted_on < period.starts else None
