"""A company with one service, as the one who acts: `Twitter suspended 284 accounts` are accounts on Twitter."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.formats.words.actions import acts
from handlers.formats.words.assets import platform_matches
from handlers.formats.words.tokens import Token, ends_sentence, is_plain, words
from storage.assets import Platform

# Facebook, Google and Microsoft act on several services: nothing follows from their name.
_ONE_SERVICE = frozenset(
    {
        Platform.X, Platform.YOUTUBE, Platform.TIKTOK, Platform.REDDIT, Platform.SNAPCHAT, Platform.LINKEDIN,
        Platform.PINTEREST, Platform.TUMBLR, Platform.TWITCH, Platform.DISCORD, Platform.TELEGRAM, Platform.INSTAGRAM,
    },
)  # fmt: skip
_FAR = 40
_MIDDLE = words("""
    has have had also today yesterday said it says that inc a ont avait aussi hier aujourd hui recently now
    permanently
""")


def subject(tokens: Sequence[Token], start: int) -> tuple[Platform, ...]:
    """Find the one-service company whose action the count at this token is the object of."""
    first = start
    while first and start - first < _FAR and not ends_sentence(tokens[first].gap):
        first -= 1
    for at in range(first, start):
        found = platform_matches(tokens, at)
        if found and found[0].value in _ONE_SERVICE and _acts(tokens, found[0].end, start):
            return (found[0].value,)
    return ()


def _acts(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Tell whether a verb of action follows the name before the count does."""
    while at < start and tokens[at].fold in _MIDDLE and is_plain(tokens[at].gap):
        at += 1
    verb = acts(tokens[at : at + 4]) if at < start and is_plain(tokens[at].gap) else []
    return bool(verb) and verb[0].start == 0
