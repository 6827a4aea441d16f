"""Countries and regions by their names, adjectives and abbreviations, in English and French.

Unicode's CLDR gives the names (https://cldr.unicode.org/translation/displaynames/countryregion-territory-names);
`place_names.py` what it lacks. In running text a name that is also a common word needs its capital, `US` both of them;
in a field of places any spelling counts. Names of several places (Congo, Korea) are never resolved by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from handlers.formats.words import place_names
from handlers.formats.words.facts import Places, UnknownPlace
from handlers.formats.words.tokens import Match, Phrases, Token, fold, is_comma, is_plain, rows, tokenize, words
from storage.reports import UNKNOWN_PLACE, VARIOUS_PLACES

# CLDR also names these, which are no places of ISO 3166 or hold no people to speak of as one.
_NOT_ISO = words("AC CP CQ DG EA EZ IC QO TA UN XA XB ZZ")
_ARTICLES = words("the le la les l un une in en au aux a de du des d of from dans depuis contre and et")
_THE = frozenset({"the", "les", "la", "l", "le"})
_MOST_JOINTS = 2
_WHERE = words("""
    origin origins origine origines location locations country countries place places region regions pays lieu
    """)
# No other word is written so, in either language.
_LOWER = frozenset({"uk", "usa", "uae", "prc", "dprk", "drc", "rdc", "mena"})
# Looking for likenesses is slow: a field full of other words gets no more than these.
_MOST_SUGGESTED = 12
_JOINTS = frozenset({"and", "et", "&", "or", "ou", "as", "well", "ainsi", "que", "plus", "mainly", "mostly"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name may mean: the codes of one place (or of two named at once), or of several to choose from."""

    codes: tuple[str, ...]
    adjective: bool = False
    ambiguous: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text, tokens `start` to `end`."""

    start: int
    end: int
    sense: Sense


@lru_cache(maxsize=4)
def names(language: str) -> dict[str, str]:
    """Give the name of every code that may be stored, in one language."""
    # Babel is imported on use: its tables are not needed to start.
    from babel import Locale  # noqa: PLC0415

    territories = Locale.parse(language).territories
    named = {code: str(name) for code, name in territories.items() if code not in _NOT_ISO}
    return {(f"M49:{code}" if code.isdigit() else code): name for code, name in named.items()}


def codes() -> frozenset[str]:
    """Give every code that a place may have, `unknown` and `various` among them."""
    return frozenset(names("en")) | {UNKNOWN_PLACE, VARIOUS_PLACES}


def _french_forms(adjective: str) -> list[str]:
    """Derive feminine and plurals of a French adjective."""
    if adjective.endswith(("en", "el")):
        feminine = adjective + adjective[-1] + "e"
    elif adjective.endswith("e"):
        feminine = adjective
    else:
        feminine = {"grec": "grecque", "turc": "turque"}.get(adjective, adjective + "e")
    plural = adjective if adjective.endswith("s") else adjective + "s"
    return [adjective, feminine, plural, feminine + "s"]


# These two-word adjectives are one name: the rows of `place_names` part words by spaces.
_TWO_WORDS = re.compile(
    r"((?:North|South|East|West|Central|Latin|Middle|Northern|Southern|Eastern|Western|Southeast|Costa|Puerto|Sri|New|"
    r"Saudi|Sierra|Cape|Hong|Papua New) (?:Koreans?|Sudanese|Africans?|Americans?|Europeans?|Asians?|Eastern|Ricans?|"
    r"Lankans?|Zealanders?|Leoneans?|Verdean|Kongers?|Guinean|Arabian|Macedonian))"
)


def _words_of(row: str) -> list[str]:
    """Part the adjectives of a row, keeping those of two words together."""
    return [
        word for word in re.split(r"\s{1,8}(?!\x00)", _TWO_WORDS.sub(lambda m: m[1].replace(" ", "_"), row)) if word
    ]


@lru_cache(maxsize=1)
def gazetteer() -> Phrases[Sense]:
    """Build the table of all names, once."""
    entries: dict[str, Sense] = {}
    for language in ("fr", "en"):
        for code, name in names(language).items():
            _enter(entries, name, Sense((code,)))
    for line in re.sub(r"\n {1,8}", " ", place_names.COUNTRIES).strip().splitlines():
        code, english, french, *rest = (cell.strip() for cell in line.split(";"))
        for word in _words_of(english):
            _enter(entries, word.replace("_", " "), Sense((code,), adjective=True))
        for word in french.split():
            for form in _french_forms(word):
                _enter(entries, form, Sense((code,), adjective=True))
        for name in "".join(rest).split(","):
            _enter(entries, name, Sense((code,)))
    for name, several in place_names.SEVERAL.items():
        _enter(entries, name, Sense(several))
    for name, choices in place_names.AMBIGUOUS.items():
        _enter(entries, name, Sense(choices, ambiguous=True))
    return Phrases.of(entries.items())


def _enter(entries: dict[str, Sense], name: str, sense: Sense) -> None:
    """Note a name with the spellings it may have: St. and Saint, `&` and `and`."""
    key = " ".join(token.fold for token in tokenize(name))
    if not key:
        return
    entries[key] = sense
    for spelling in ("& :and ", "& :et ", "st :saint "):
        old, new = spelling.split(":")
        if old in key:
            entries.setdefault(key.replace(old, new), sense)


def mention_at(tokens: Sequence[Token], at: int) -> Mention | None:
    """Find the place that is named at this token of running text."""
    if at and tokens[at - 1].text in {"New", "Nouveau", "Nouvelle"} and tokens[at].gap == " ":
        return None
    for match in _named_at(tokens, at):
        if _is_name(tokens, at, match.end, match.value):
            return Mention(at, match.end, match.value)
    return None


def _named_at(tokens: Sequence[Token], at: int) -> list[Match[Sense]]:
    """Find every name that begins here, the longest first; `E.U.` is not the French `É.-U.`."""
    found = gazetteer().all_at(tokens, at)
    return [
        Match(match.end, Sense(("EU",))) if tokens[at].fold == "e" and tokens[match.end - 1].gap == "." else match
        for match in found
    ]


def _is_name(tokens: Sequence[Token], at: int, end: int, sense: Sense) -> bool:
    """Tell by its case whether a word is the name of a place."""
    first = tokens[at]
    if end - at == 1 and len(first.text) <= 3 and _is_abbreviation(first.fold, sense):  # noqa: PLR2004
        return first.text.isupper() or first.fold in _LOWER or (first.fold == "us" and _leads_list(tokens, end))
    if end - at > 1 and all(len(token.text) == 1 for token in tokens[at:end]):
        return all(token.gap in {".", ".-", "-"} for token in tokens[at + 1 : end]) and first.text.isupper()
    if end - at == 1 and first.fold in place_names.COMMON_WORDS:
        return first.text[0].isupper()
    return True


def _leads_list(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether another place follows as in a list: `us and uk`."""
    while at < len(tokens) and tokens[at].fold in {"and", "&", "the", "et"} and is_plain(tokens[at].gap):
        at += 1
    listed = at < len(tokens) and (is_comma(tokens[at].gap) or tokens[at - 1].fold != "us")
    return listed and tokens[at].fold != "us" and mention_at(tokens, at) is not None


@lru_cache(maxsize=512)
def _is_abbreviation(word: str, sense: Sense) -> bool:
    full = {fold(name) for language in ("en", "fr") for code in sense.codes for name in [names(language).get(code, "")]}
    return word not in full and not sense.adjective


def mentions(tokens: Sequence[Token]) -> dict[int, Mention]:
    """Find every place named in running text, by the token at which it begins."""
    found: dict[int, Mention] = {}
    i = 0
    while i < len(tokens):
        mention = mention_at(tokens, i) or (found and _in_list(tokens, i, found)) or None
        if mention:
            found[i] = mention
        i = mention.end if mention else i + 1
    return found


def _in_list(tokens: Sequence[Token], at: int, found: dict[int, Mention]) -> Mention | None:
    """Read a bare code or a lower-case name that stands in a list behind another place: `iran, us, uk`."""
    last = next(reversed(found.values()))
    between = tokens[last.end : at]
    if len(between) > _MOST_JOINTS or not all(token.fold in _JOINTS | _THE for token in between):
        return None
    if not (is_comma(tokens[last.end].gap) or last.end < at):
        return None
    if tokens[at].text.isupper() and tokens[at].text in names("en") and tokens[at].text not in place_names.NOT_CODES:
        return Mention(at, at + 1, Sense((tokens[at].text,)))
    match = gazetteer().at(tokens, at)
    return Mention(at, match.end, match.value) if match else None


def read_places(text: str) -> Places:
    """Read a field that holds nothing but places: names, adjectives, codes, parted by commas, `and` or lines."""
    tokens = tokenize(text)
    read: dict[str, None] = {}
    unknown: list[UnknownPlace] = []
    at, stray = 0, -1
    while at < len(tokens):
        end, sense = _field_place(tokens, at)
        parted = not is_plain(tokens[at].gap) and not tokens[at].soft
        if stray >= 0 and (end or parted or tokens[at].fold in _JOINTS):
            unknown.append(_unknown(text, tokens, stray, at, suggest=len(unknown) < _MOST_SUGGESTED))
            stray = -1
        if sense and sense.ambiguous:
            unknown.append(UnknownPlace(text[tokens[at].start : tokens[end - 1].end], sense.codes))
        elif sense:
            read.update(dict.fromkeys(sense.codes))
        elif stray < 0 and tokens[at].fold not in _ARTICLES | _JOINTS:
            stray = at
        at = end or at + 1
    if stray >= 0:
        unknown.append(_unknown(text, tokens, stray, len(tokens), suggest=len(unknown) < _MOST_SUGGESTED))
    return Places(tuple(read), tuple(unknown))


@lru_cache(maxsize=1)
def _special() -> Phrases[Sense]:
    unknown = [(word, Sense((UNKNOWN_PLACE,))) for word in rows(place_names.UNKNOWN_WORDS)]
    various = [(word, Sense((VARIOUS_PLACES,))) for word in rows(place_names.VARIOUS_WORDS)]
    return Phrases.of(unknown + various)


def special_at(tokens: Sequence[Token], at: int) -> Mention | None:
    """Read `various countries`, `unknown location` in running text; the bare words say nothing of places there."""
    match = _special().at(tokens, at)
    if match is None:
        return None
    alone = (
        match.end == at + 1
        and not (at and tokens[at - 1].fold in _WHERE)
        and not (match.end < len(tokens) and tokens[match.end].fold in _WHERE)
    )
    return None if alone and tokens[at].fold not in {"inconnue", "inconnues"} else Mention(at, match.end, match.value)


def _field_place(tokens: Sequence[Token], at: int) -> tuple[int, Sense | None]:
    """Read one place of a field; 0 where none is named."""
    special = _special().at(tokens, at)
    if special:
        return special.end, special.value
    m49 = tokens[at].text.upper() == "M49" and at + 1 < len(tokens) and f"M49:{tokens[at + 1].text}"
    if m49 and m49 in names("en"):
        return at + 2, Sense((m49,))
    match = next(iter(_named_at(tokens, at)), None)
    alone = (at == 0 or not is_plain(tokens[at].gap)) and (
        at + 1 == len(tokens) or not (is_plain(tokens[at + 1].gap) or tokens[at + 1].soft)
    )
    if match and (match.end > at + 1 or tokens[at].fold not in {"us", "car"} or alone or tokens[at].text.isupper()):
        return match.end, match.value
    code = tokens[at].text.upper()
    written = tokens[at].text.isupper() or (alone and tokens[at].fold not in _ARTICLES)
    return (at + 1, Sense((code,))) if code in names("en") and written else (0, None)


def _unknown(text: str, tokens: Sequence[Token], start: int, end: int, *, suggest: bool) -> UnknownPlace:
    """Note words that are no place, with up to three places whose names are written much like them."""
    words = text[tokens[start].start : tokens[end - 1].end]
    near = suggest and get_close_matches(fold(words)[:60], _spellings(), n=3, cutoff=0.75)
    return UnknownPlace(words, tuple(dict.fromkeys(_spellings()[name] for name in near or ())))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {fold(name): code for language in ("fr", "en") for code, name in names(language).items()}
