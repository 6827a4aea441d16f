"""Which places an operation was run from, and which it was aimed at.

A place takes the role of the words that lead to it; one without such words has none and stays unread. A denial
(`not linked to Russia`) or a pretence (`posing as Americans`) gives no role.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handlers.formats.words import role_words as table
from handlers.formats.words.places import Mention, special_at
from handlers.formats.words.role_words import ORIGIN, TARGET
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows

# So many places may stand before the last one of a list, which is longer than any such list.
_LISTED = 8
# No name of a place has more words.
_LONGEST = 8
_HYPHENS, _APOSTROPHES = frozenset({"-", "\u2011"}), frozenset({"'", "\u2019"})
_GAP = {ORIGIN: 5, TARGET: 8}
_CUES = Phrases.of([*((p, ORIGIN) for p in rows(table.ORIGIN_CUES)), *((p, TARGET) for p in rows(table.TARGET_CUES))])


@dataclass(frozen=True, slots=True)
class Role:
    """Places in a role, as said from token `start` on; `spans` are the tokens understood."""

    start: int
    codes: tuple[str, ...]
    roles: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def roles(tokens: Sequence[Token], places: dict[int, Mention], taken: Container[int]) -> list[Role]:
    """Find every place that has a role, in the order of the text."""
    places = {at: one for at, one in places.items() if not _is_tongue(tokens, one)}
    found: list[Role] = []
    used: set[int] = set()
    i = 0
    while i < len(tokens):
        role = None if i in taken else _cued(tokens, i, places, taken) or _unknown_origin(tokens, i)
        if role:
            found.append(role)
            used.update(index for start, end in role.spans for index in range(start, end))
        i = max(i + 1, *(end for _, end in role.spans)) if role else i + 1
    found += _arrows(tokens, places, used)
    for at, mention in places.items():
        if at not in used and at not in taken and not mention.sense.ambiguous:
            role = _beside(tokens, mention) or _in_list(tokens, mention, places)
            found += [role] if role else []
    return sorted(found, key=lambda role: role.start)


def _is_tongue(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether an adjective only says what people speak: `Russian-speaking audiences`."""
    after = tokens[mention.end].fold if mention.end < len(tokens) else ""
    return mention.sense.adjective and after in table.TONGUES


def _cued(tokens: Sequence[Token], at: int, places: dict[int, Mention], taken: Container[int]) -> Role | None:
    """Read a cue and the places it leads to; two cues joined by `and` give both roles."""
    match = _CUES.at(tokens, at, loose=True)
    if match is None or _passive(tokens, match.end) or _pretended(tokens, at):
        return None
    named, end = [match.value], match.end
    again = (
        _CUES.at(tokens, end + 1, loose=True)
        if end + 1 < len(tokens) and tokens[end].fold in {"and", "et", "but"}
        else None
    )
    if again and again.value != match.value:
        named.append(again.value)
        end = again.end
    short = end == at + 1 and tokens[at].fold in table.SHORT
    first = _first(tokens, end, places, taken, gap=2 if short else _GAP[match.value], role=named[-1])
    if first is None or not _fits(tokens, at, tokens[end - 1].fold, first, places):
        return None
    codes, spans = _gather(tokens, first, places, taken, TARGET if TARGET in named else ORIGIN)
    lead = [(i, i + 1) for i in range(end, first) if tokens[i].fold in table.CONTINUE]
    if named == [ORIGIN] and _is_aim(tokens, max((end for _, end in spans), default=first)):
        named = [TARGET]
    return Role(at, codes, tuple(named), ((at, end), *lead, *spans)) if codes else None


def _arrows(tokens: Sequence[Token], places: dict[int, Mention], used: set[int]) -> list[Role]:
    """Read `Iran -> US, UK`."""
    found: list[Role] = []
    for at, mention in places.items():
        after = mention.end
        signed = after < len(tokens) and tokens[after].text == ">" and tokens[after].gap.endswith(("-", "="))
        aim = after + 1 if signed else after
        if aim not in places or at in used or not (signed or tokens[aim].gap.strip() in {"\u2192", "\u21d2", "\u27f6"}):
            continue
        codes, spans = _gather(tokens, aim, places, used, TARGET)
        found += [Role(at, mention.sense.codes, (ORIGIN,), ((at, aim),)), Role(aim, codes, (TARGET,), tuple(spans))]
        used.update(range(at, aim), *(range(start, end) for start, end in spans))
    return found


def _unknown_origin(tokens: Sequence[Token], at: int) -> Role | None:
    """Read `of unknown origin`."""
    special = special_at(tokens, at)
    if special is None or special.end >= len(tokens) or tokens[special.end].fold not in {"origin", "origins"}:
        return None
    return Role(at, special.sense.codes, (ORIGIN,), ((at, special.end + 1),))


def _passive(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether the cue is turned round: `targeted by`."""
    return end < len(tokens) and tokens[end].fold in {"by", "par"} and tokens[end - 1].fold != "and"


def _pretended(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the words before deny the role or only claim it."""
    for back in range(at - 1, max(-1, at - 6), -1):
        if ends_sentence(tokens[back + 1].gap):
            return False
        word = tokens[back].fold
        if word in table.PRETENCE or (word in table.NEGATIONS and at - back < 5):  # noqa: PLR2004
            return True
    return False


def _fits(tokens: Sequence[Token], at: int, word: str, first: int, places: dict[int, Mention]) -> bool:
    """Ask of an everyday cue that it really speaks of an origin."""
    before = tokens[at - 1].fold if at else ""
    if tokens[at].fold == "from" and before in table.PEOPLE:
        return False
    if word not in table.OWNED or tokens[at].fold not in table.OWNED:
        return True
    adjective = first in places and places[first].sense.adjective
    return not adjective and any(token.fold in table.ACTORS for token in tokens[max(0, at - 3) : at])


def _first(
    tokens: Sequence[Token], at: int, places: dict[int, Mention], taken: Container[int], *, gap: int, role: str
) -> int | None:
    """Find the first place behind a cue, not farther than so many words in the same breath."""
    for i in range(at, min(len(tokens), at + gap + 1)):
        apart = "," in tokens[i].gap and (i > at or i not in places) and tokens[i].fold not in table.INCLUDING
        if i in taken or ends_sentence(tokens[i].gap) or apart:
            return None
        if i in places or special_at(tokens, i):
            return None if _is_longer_name(tokens, places.get(i)) and role == ORIGIN else i
        cue = None if tokens[i].fold in table.CONTINUE | table.HOLDERS else _CUES.at(tokens, i)
        if tokens[i].fold in table.STOPS or (cue and cue.value != role) or _is_number(tokens, i):
            return None
    return None


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether something is counted here, other than the countries that are named next."""
    return tokens[at].text[0].isdigit() and not (at + 1 < len(tokens) and tokens[at + 1].fold in table.LANDS)


def _is_longer_name(tokens: Sequence[Token], mention: Mention | None) -> bool:
    """Tell whether a name goes on behind its country: Turkey Creek, Russia Today."""
    if mention is None or mention.sense.adjective or mention.end >= len(tokens) or tokens[mention.start].text.isupper():
        return False
    after = tokens[mention.end]
    return after.gap == " " and after.text[0].isupper() and not after.text.isupper()


def _gather(
    tokens: Sequence[Token], at: int, places: dict[int, Mention], taken: Container[int], role: str
) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """Collect the list of places that begins here."""
    codes: dict[str, None] = {}
    spans: list[tuple[int, int]] = []
    last = at
    while at < len(tokens) and at not in taken and (at == last or _in_breath(tokens, at)):
        mention = places.get(at) or (None if codes else special_at(tokens, at))
        if mention:
            passes = _lives_elsewhere(tokens, mention, places) or (role == TARGET and _is_served(tokens, mention))
            if not mention.sense.ambiguous and not passes:
                codes.update(dict.fromkeys(mention.sense.codes))
                spans.append((at, mention.end))
            at = last = mention.end
        elif tokens[at].fold in table.CONTINUE or (role == TARGET and tokens[at].fold in table.HOLDERS):
            at += 1
        else:
            break
    return tuple(codes), [*spans, *_links(tokens, spans)]


def _lives_elsewhere(tokens: Sequence[Token], mention: Mention, places: dict[int, Mention]) -> bool:
    """Tell whether an adjective only says whose people live elsewhere: `Iranian dissidents in Albania`."""
    at = mention.end
    beside = {tokens[i].fold for i in (mention.start - 1, at) if 0 <= i < len(tokens)}
    if mention.sense.adjective and "diaspora" in beside:
        return True
    if not mention.sense.adjective or at + 1 >= len(tokens) or tokens[at].fold not in table.HOLDERS:
        return False
    return tokens[at + 1].fold in {"in", "en", "au", "aux"} and any(i in places for i in (at + 2, at + 3))


def _is_served(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether only a country's interests are spoken of: `Iran's regional interests`."""
    near = tokens[mention.end + 1 : mention.end + 4]
    return _owns(tokens, mention) and any(token.fold in table.SERVED for token in near)


def _owns(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether an apostrophe and an s stand behind a place."""
    at = mention.end
    return at < len(tokens) and tokens[at].fold == "s" and tokens[at].gap in _APOSTROPHES


def _links(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cover the words that only join the places of a list."""
    return [
        (first[1], second[0])
        for first, second in pairwise(spans)
        if all(token.fold in table.CONTINUE for token in tokens[first[1] : second[0]])
    ]


def _in_breath(tokens: Sequence[Token], at: int) -> bool:
    gap = tokens[at].gap
    return not ends_sentence(gap) and (is_plain(gap) or is_comma(gap) or tokens[at].soft)


def _beside(tokens: Sequence[Token], mention: Mention) -> Role | None:
    """Read the role that the word beside gives: `Iran-based`, `Iranian network`, `comptes iraniens`."""
    if _pretended(tokens, mention.start):
        return None
    said = _suffixed(tokens, mention) or _stressed(tokens, mention)
    if said:
        return said
    if _before_actor(tokens, mention) or _behind_actor(tokens, mention):
        return Role(mention.start, mention.sense.codes, (ORIGIN,), ((mention.start, mention.end),))
    return None


def _suffixed(tokens: Sequence[Token], mention: Mention) -> Role | None:
    """Read `Iran-based`, `Hungary-targeting`."""
    after = tokens[mention.end] if mention.end < len(tokens) else None
    suffix = table.SUFFIXES.get(after.fold) if after and after.gap in {*_HYPHENS, " "} else None
    apart = after and after.gap == " " and suffix == TARGET
    if suffix and after and not apart and (after.fold in table.AIMING or _has_actor(tokens, mention.end + 1)):
        return Role(mention.start, mention.sense.codes, (suffix,), ((mention.start, mention.end + 1),))
    return None


def _stressed(tokens: Sequence[Token], mention: Mention) -> Role | None:
    """Read `with France as a primary focus`."""
    at = mention.end + 1
    if at >= len(tokens) or tokens[mention.end].fold != "as":
        return None
    while at + 1 < len(tokens) and tokens[at].fold in table.STRESSED and is_plain(tokens[at + 1].gap):
        at += 1
    aimed = tokens[at].fold in table.AIMS
    return Role(mention.start, mention.sense.codes, (TARGET,), ((mention.start, at + 1),)) if aimed else None


def _is_aim(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what stands behind `of` is aimed at all the same: `of Iraq- and France-targeting pages`."""
    return at < len(tokens) and tokens[at].gap in _HYPHENS and tokens[at].fold in table.AIMING


def _in_list(tokens: Sequence[Token], mention: Mention, places: dict[int, Mention]) -> Role | None:
    """Read the first places of `Togo, Benin and Ghana-based` or `a Belarus, Russia-based`: the last says it of all."""
    at, last = mention.end, None
    for _ in range(_LISTED):
        if at + 1 >= len(tokens) or not (is_comma(tokens[at].gap) and at in places):
            break
        last, at = places[at], places[at].end
    if at + 1 < len(tokens) and tokens[at].fold in {"and", "et"} and at + 1 in places:
        last = places[at + 1]
    elif last and not _begins(tokens, mention, places):
        last = None
    role = _suffixed(tokens, last) if last and not _pretended(tokens, mention.start) else None
    return Role(mention.start, mention.sense.codes, role.roles, ((mention.start, mention.end),)) if role else None


def _begins(tokens: Sequence[Token], mention: Mention, places: dict[int, Mention]) -> bool:
    """Tell whether nothing before a list of places makes it another one: `In Ukraine, Russia-based actors`."""
    start = mention.start
    for _ in range(_LISTED):
        known = [at for at in range(max(0, start - _LONGEST), start) if at in places and places[at].end == start]
        if not (known and is_comma(tokens[start].gap)):
            break
        start = known[0]
    opens = not start or ends_sentence(tokens[start].gap) or ":" in tokens[start].gap
    return opens or tokens[start - 1].fold in {"a", "an", "the", "un", "une"}


def _has_actor(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether `X-based` speaks of those behind an operation, or stands alone, and not of their proxies."""
    if at >= len(tokens) or not is_plain(tokens[at].gap):
        return True
    for token in tokens[at : at + 5]:
        if not (is_plain(token.gap) or token.soft):
            return False
        if token.fold in table.ACTORS or token.fold in table.PERSONS:
            return True
    return tokens[at].fold in {"that", "which", "and", "who", "in"}


def _before_actor(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether an operation or its accounts follow: `Iranian state-backed accounts`."""
    if mention.start and tokens[mention.start - 1].fold in {"fake", "faux", "as", "about", "on", "anti", "pro"}:
        return False
    for at in range(mention.end + int(_owns(tokens, mention)), min(len(tokens), mention.end + 4)):
        token = tokens[at]
        if not (is_plain(token.gap) or token.soft) or (at == mention.end and token.gap in _HYPHENS):
            return False
        if token.fold in table.ACTORS and not (at + 1 < len(tokens) and tokens[at + 1].fold in table.ACTORS):
            plain = mention.sense.adjective or token.fold[:4] in {"netw", "oper", "camp"}
            return plain and not tokens[mention.start].fold.endswith("ns")
        if token.fold not in table.BETWEEN and token.fold not in table.ACTORS:
            return False
    return False


def _behind_actor(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether a French adjective stands behind an operation or its accounts."""
    if not mention.sense.adjective or tokens[mention.start].text[0].isupper():
        return False
    for at in range(mention.start - 1, max(-1, mention.start - 4), -1):
        if not (is_plain(tokens[at + 1].gap) or tokens[at + 1].soft):
            return False
        if tokens[at].fold in table.ACTORS:
            return True
        if tokens[at].fold not in table.BETWEEN:
            return False
    return False
