"""Meetings: one alone or a series of them by one rule, who is invited and who comes.

`plan` makes one, or a series whose next ones `keep_planned` keeps planned; `move`, `cancel`, `pause` and their sisters
change what was planned, and exceptions stay exceptions. `by_token`, `next_of`, `coming` and `past` read for somebody
who may know of a meeting: members, and observers and guests of those that they are invited to.
"""

from storage.meetings.answering import answer, attendance
from storage.meetings.attending import may_attend
from storage.meetings.changing import cancel, close, end, move, touch
from storage.meetings.departing import company_left
from storage.meetings.planning import keep_planned, next_look, plan, to_look_after
from storage.meetings.reading import before, by_id, by_token, coalition_of, coming, next_of, officers, past
from storage.meetings.records import (
    ABOUT,
    LONGEST_MINUTES,
    SERIES,
    Attendance,
    Meeting,
    MeetingState,
    Officer,
    Officers,
    Over,
    Passed,
    Plan,
    Reply,
    Series,
    SeriesState,
    Word,
)
from storage.meetings.serial import (
    change_rhythm,
    end_series,
    pause,
    resume,
    series_by_id,
    series_by_token,
    series_coalition_of,
    series_of,
)
from storage.meetings.telling import (
    changed,
    has_file,
    is_invited,
    next_telling,
    seen,
    to_tell,
    told,
    took_file,
    unanswered,
    whom_to_tell,
)

__all__ = [
    "ABOUT",
    "LONGEST_MINUTES",
    "SERIES",
    "Attendance",
    "Meeting",
    "MeetingState",
    "Officer",
    "Officers",
    "Over",
    "Passed",
    "Plan",
    "Reply",
    "Series",
    "SeriesState",
    "Word",
    "answer",
    "attendance",
    "before",
    "by_id",
    "by_token",
    "cancel",
    "change_rhythm",
    "changed",
    "close",
    "coalition_of",
    "coming",
    "company_left",
    "end",
    "end_series",
    "has_file",
    "is_invited",
    "keep_planned",
    "may_attend",
    "move",
    "next_look",
    "next_of",
    "next_telling",
    "officers",
    "past",
    "pause",
    "plan",
    "resume",
    "seen",
    "series_by_id",
    "series_by_token",
    "series_coalition_of",
    "series_of",
    "to_look_after",
    "to_tell",
    "told",
    "took_file",
    "touch",
    "unanswered",
    "whom_to_tell",
]
