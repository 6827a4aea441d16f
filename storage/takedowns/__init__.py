"""Takedowns: what a company announces that it did; revised with a reason, never edited silently."""

from storage.takedowns.changing import report, revise, withdraw
from storage.takedowns.reading import (
    by_id,
    by_reference,
    by_token,
    coalition_of,
    count,
    history,
    of_person,
    recent,
    row_of,
    to_change,
    was_sent,
)
from storage.takedowns.records import (
    ABOUT,
    PAGE,
    Mark,
    Page,
    Revision,
    State,
    Takedown,
    revisions,
    takedowns,
)

__all__ = [
    "ABOUT",
    "PAGE",
    "Mark",
    "Page",
    "Revision",
    "State",
    "Takedown",
    "by_id",
    "by_reference",
    "by_token",
    "coalition_of",
    "count",
    "history",
    "of_person",
    "recent",
    "report",
    "revise",
    "revisions",
    "row_of",
    "takedowns",
    "to_change",
    "was_sent",
    "withdraw",
]
