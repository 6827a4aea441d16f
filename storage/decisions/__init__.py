"""Decisions: what the members decided about their own running, by consensus or by votes, one voice a company.

    decide ────────► decided
    put_to_vote ──► voting ──close──► closed, or void: a secret one with too few voices
                      │ └──withdraw─► withdrawn
                      └vote┘  a voice that is given again takes the place of the one before

Of a secret vote is known who has given a voice, and once it is closed the sum; nothing here reads what was chosen, and
closing deletes it.
"""

from storage.decisions.deciding import (
    MayNotVote,
    NoChoice,
    NothingToDecide,
    NotYet,
    TooFewVoices,
    VoteIsOver,
    close,
    close_due,
    decide,
    put_to_vote,
    reword,
    vote,
    withdraw,
)
from storage.decisions.reading import (
    by_id,
    by_token,
    coalition_of,
    is_asked,
    lately,
    may_run,
    may_vote,
    may_write,
    members,
    next_close,
    of_meeting,
    to_close,
    told,
    voting,
    was_put,
)
from storage.decisions.records import (
    ABOUT,
    FEWEST_SECRET,
    LONGEST,
    LONGEST_OPTION,
    MOST_OPTIONS,
    Decision,
    How,
    Option,
    State,
    Voice,
    decisions,
    votes,
)

__all__ = [
    "ABOUT",
    "FEWEST_SECRET",
    "LONGEST",
    "LONGEST_OPTION",
    "MOST_OPTIONS",
    "Decision",
    "How",
    "MayNotVote",
    "NoChoice",
    "NotYet",
    "NothingToDecide",
    "Option",
    "State",
    "TooFewVoices",
    "Voice",
    "VoteIsOver",
    "by_id",
    "by_token",
    "close",
    "close_due",
    "coalition_of",
    "decide",
    "decisions",
    "is_asked",
    "lately",
    "may_run",
    "may_vote",
    "may_write",
    "members",
    "next_close",
    "of_meeting",
    "put_to_vote",
    "reword",
    "to_close",
    "told",
    "vote",
    "votes",
    "voting",
    "was_put",
    "withdraw",
]
