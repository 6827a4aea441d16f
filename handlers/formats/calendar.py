"""A meeting as a calendar file (RFC 5545): when it is and nothing else, since calendars are open to others.

Its zone is in it. A newer file of the same meeting has the same UID and a higher SEQUENCE, so that a calendar takes it
for the same event; one that was cancelled says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.meetings import Meeting, MeetingState

# A neutral name: what is on somebody's disk tells nothing.
NAME = "meeting.ics"
# Names no program, since nobody need know which one somebody's company uses.
_MAKER = "-//meeting//EN"
_YEAR = timedelta(days=366)


def written(meeting: Meeting, title: str) -> bytes:
    """Write the file; `title` is the same for every meeting."""
    import icalendar  # noqa: PLC0415  Rarely needed, and slow to load.

    event = icalendar.Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.replace(microsecond=0))
    event.add("dtstart", _wall(meeting.starts_at, meeting.zone))
    event.add("dtend", _wall(meeting.ends_at, meeting.zone))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.state is MeetingState.CANCELLED else "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    # The changes of the clocks around it are in the file; without any, a calendar would know no offset.
    calendar.add_missing_timezones(
        first_date=(meeting.starts_at - _YEAR).date(), last_date=(meeting.ends_at + _YEAR).date()
    )
    return bytes(calendar.to_ical())


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
