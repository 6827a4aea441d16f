"""Lists what a calendar shows of files between two years, as `recurring-ical-events` finds it.

A program of its own, since that package forbids the python-dateutil that ours needs; the Makefile makes its
environment. It reads a JSON list of files, and writes one of their events: UID, SEQUENCE, status, beginning and end.
"""

from __future__ import annotations

import json
import sys

import icalendar
import recurring_ical_events  # type: ignore[import-not-found]  # It is in the other environment only.


def main() -> None:
    """Read the files, and tell what they hold."""
    first, last = int(sys.argv[1]), int(sys.argv[2])
    calendars = [icalendar.Calendar.from_ical(text) for text in json.load(sys.stdin)]
    events = [event for each in calendars for event in recurring_ical_events.of(each).between((first,), (last,))]
    json.dump([_told(event) for event in events], sys.stdout)


def _told(event: icalendar.Event) -> dict[str, str | int]:
    return {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "begins": event["DTSTART"].dt.isoformat(),
        "ends": event["DTEND"].dt.isoformat(),
    }


if __name__ == "__main__":
    main()
