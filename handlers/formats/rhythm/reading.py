"""Read a rhythm: every word of it is either understood or told, and nothing is guessed.

A weekday alone means every week, an ordinal with a weekday the month (`third Thursday`); `every second Tuesday` is
every two weeks. An interval that says no `from` counts from the first such day, today included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time

from handlers.formats.rhythm.dates import since_at, year_day_at
from handlers.formats.rhythm.days import month_days_at, of_month_at, weekdays_at
from handlers.formats.rhythm.facts import Found, Mark, Place, Problem, Trouble
from handlers.formats.rhythm.hours import hour_at
from handlers.formats.rhythm.making import Heard
from handlers.formats.rhythm.remarks import remark_at
from handlers.formats.rhythm.turns import turn_at
from handlers.formats.words.slack_text import unwrap
from handlers.formats.words.tokens import Token, tokenize, words
from storage.rhythms import Rhythm

LONGEST = 400
_FILLERS = words("""
    at on the of and every each a le la les l de du des d et chaque tous toutes @ & +
""")
# What may stand between words without meaning anything.
_PUNCTUATION = re.compile(r"(?!.*\.\.)[\s,.;:/()'\"\u2018\u2019\u201c\u201d\u00ab\u00bb\u2010-\u2014*_!-]*")
_READERS: Sequence[Callable[[Place], Found | None]] = (
    remark_at, hour_at, since_at, weekdays_at, of_month_at, turn_at, year_day_at, month_days_at,
)  # fmt: skip


def read_rhythm(typed: str, *, today: date, at: time | None = None) -> Rhythm | Problem:
    """Read a rhythm, or say what was not understood; `at` is its hour where the words say none."""
    text = unwrap(typed)
    if len(text) > LONGEST:
        return Problem(Trouble.TOO_LONG)
    tokens = tokenize(text)
    heard = Heard(today)
    strange = _listen(text, tokens, heard)
    return strange or heard.rhythm(at)


def _listen(text: str, tokens: Sequence[Token], heard: Heard) -> Problem | None:
    """Read the text from its beginning to its end; give the first words that mean nothing."""
    behind = text[tokens[-1].end :] if tokens else text
    for gap in (*(token.gap for token in tokens), behind):
        if not _PUNCTUATION.fullmatch(gap):
            return Problem(Trouble.UNKNOWN, gap.strip())
    at = 0
    while at < len(tokens):
        found = _found(Place(tokens, at, heard.today))
        if found is None:
            stop = at + 1
            while stop < len(tokens) and tokens[stop].soft and not _found(Place(tokens, stop, heard.today)):
                stop += 1
            return Problem(Trouble.UNKNOWN, text[tokens[at].start : tokens[stop - 1].end])
        for piece in found.pieces:
            heard.take(piece, text[tokens[at].start : tokens[found.end - 1].end])
        at = found.end
    return None


def _found(place: Place) -> Found | None:
    """Find what begins at a token; None where it means nothing."""
    if place.tokens[place.at].url:
        return None
    for reader in _READERS:
        found = reader(place)
        if found:
            return found
    return Found(place.at + 1, (Mark.FILLER,)) if place.word() in _FILLERS else None
