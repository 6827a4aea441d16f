"""Digests: what a coalition is told of a week or of a day, for one person and, once a period, for the whole channel.

`contents` gathers for a person, `for_channel` for everybody in the members' channel. What stands there is kept with the
records that it tells of: `to_draw` lists what is to be drawn, `drawn` notes that it was, unless it is out of date by
then, and the courier asks `may_be_told` before it goes.
"""

from storage.digests.contents import MOST, contents, for_channel
from storage.digests.keeping import (
    NoPeriod,
    NotOver,
    StandsAlready,
    ask,
    begin,
    drawn,
    has_newcomers,
    holding,
    lately,
    may_be_told,
    of,
    told_before,
)
from storage.digests.records import ABOUT, DAILY, Altered, Contents, Digest, How, Told
from storage.digests.stale import to_draw
from storage.digests.wishes import Ringing, Wish, has_read, holds_more, to_ring, told, wish, wish_of

__all__ = [
    "ABOUT",
    "DAILY",
    "MOST",
    "Altered",
    "Contents",
    "Digest",
    "How",
    "NoPeriod",
    "NotOver",
    "Ringing",
    "StandsAlready",
    "Told",
    "Wish",
    "ask",
    "begin",
    "contents",
    "drawn",
    "for_channel",
    "has_newcomers",
    "has_read",
    "holding",
    "holds_more",
    "lately",
    "may_be_told",
    "of",
    "to_draw",
    "to_ring",
    "told",
    "told_before",
    "wish",
    "wish_of",
]
