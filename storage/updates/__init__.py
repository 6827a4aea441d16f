"""Updates: what a company says before a meeting, or with one tap that it has nothing to say, or cannot come.

There is one a company and meeting, for its audience under its mark like a takedown; it can be said anew until the
meeting is closed. That a company answered, those who coordinate always know; what it said, only its audience does.
"""

from storage.updates.reading import (
    OFFERED,
    by_token,
    coalition_of,
    is_open,
    may_answer,
    mine,
    must_be_asked,
    of_meeting,
    said_by_name,
    scope_of,
    to_keep_or_strike,
    was_sent,
    who_answered,
)
from storage.updates.records import (
    ABOUT,
    Closed,
    CompanyStanding,
    Content,
    Kind,
    MembersOnly,
    NoDeputy,
    NoMeeting,
    SaidAlready,
    SaidByName,
    Standing,
    Update,
    revisions,
    updates,
)
from storage.updates.saving import deputies, reword, save, tap

__all__ = [
    "ABOUT",
    "OFFERED",
    "Closed",
    "CompanyStanding",
    "Content",
    "Kind",
    "MembersOnly",
    "NoDeputy",
    "NoMeeting",
    "SaidAlready",
    "SaidByName",
    "Standing",
    "Update",
    "by_token",
    "coalition_of",
    "deputies",
    "is_open",
    "may_answer",
    "mine",
    "must_be_asked",
    "of_meeting",
    "revisions",
    "reword",
    "said_by_name",
    "save",
    "scope_of",
    "tap",
    "to_keep_or_strike",
    "updates",
    "was_sent",
    "who_answered",
]
