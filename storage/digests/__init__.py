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
    may_be_told,
    of,
    told_before,
)
from storage.digests.records import ABOUT, Altered, Contents, Digest, How, Told
from storage.digests.stale import to_draw

__all__ = [
    "ABOUT",
    "MOST",
    "Altered",
    "Contents",
    "Digest",
    "How",
    "NoPeriod",
    "NotOver",
    "StandsAlready",
    "Told",
    "ask",
    "begin",
    "contents",
    "drawn",
    "for_channel",
    "has_newcomers",
    "holding",
    "may_be_told",
    "of",
    "to_draw",
    "told_before",
]
