"""Agendas: what a meeting will talk about, made of what companies put on it and of what the coalition logged.

`propose`, `support` and `arrange` change what is on it; `contents` gathers it for a reader, a whole channel or one
person. What stands in the channels is kept with the records that it tells of: `to_post` and `to_draw` list what is due,
`drawn` notes that it was drawn, and the courier asks `may_be_told` before it goes.
"""

from storage.agendas.arranging import Arrangement, arrange, find, how_many_to_decide, of, prepared, reached
from storage.agendas.contents import MOST_TAKEDOWNS, Contents, Part, Times, Turn, contents
from storage.agendas.dealing import Slot, dealt
from storage.agendas.folding import folded
from storage.agendas.grouping import Point, grouped
from storage.agendas.keeping import (
    begin,
    by_id,
    drawn,
    has_newcomers,
    last_look,
    looked,
    may_be_told,
    post,
    seen,
)
from storage.agendas.proposing import answered, may_propose, of_form, propose, support, take_off
from storage.agendas.reading import by_token, coalition_of, open_items, own_items, reached_items, supporters, told_to
from storage.agendas.records import (
    ABOUT,
    ITEM,
    LONGEST_LINK,
    LONGEST_MINUTES,
    MOST_CARRIED,
    Agenda,
    Item,
    Kind,
    MustBeDecided,
    NoMeeting,
    Said,
    State,
)
from storage.agendas.rewording import reword
from storage.agendas.stale import next_due, posts_at, to_draw, to_post
from storage.agendas.statements import Statement, state, statement_of

__all__ = [
    "ABOUT",
    "ITEM",
    "LONGEST_LINK",
    "LONGEST_MINUTES",
    "MOST_CARRIED",
    "MOST_TAKEDOWNS",
    "Agenda",
    "Arrangement",
    "Contents",
    "Item",
    "Kind",
    "MustBeDecided",
    "NoMeeting",
    "Part",
    "Point",
    "Said",
    "Slot",
    "State",
    "Statement",
    "Times",
    "Turn",
    "answered",
    "arrange",
    "begin",
    "by_id",
    "by_token",
    "coalition_of",
    "contents",
    "dealt",
    "drawn",
    "find",
    "folded",
    "grouped",
    "has_newcomers",
    "how_many_to_decide",
    "last_look",
    "looked",
    "may_be_told",
    "may_propose",
    "next_due",
    "of",
    "of_form",
    "open_items",
    "own_items",
    "post",
    "posts_at",
    "prepared",
    "propose",
    "reached",
    "reached_items",
    "reword",
    "seen",
    "state",
    "statement_of",
    "support",
    "supporters",
    "take_off",
    "to_draw",
    "to_post",
    "told_to",
]
