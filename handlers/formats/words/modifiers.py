"""Words that may stand between a number and the kind it counts, or behind a French noun."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.formats.words.tokens import Token, words

_KNOWN = words("""
    fake false bogus phony phoney sham inauthentic authentic coordinated automated real unique distinct separate
    different individual various such similar same more other further additional extra new newly old older
    remaining related linked associated affiliated connected suspected suspicious malicious deceptive misleading
    abusive active inactive dormant public private verified unverified user social media network networked online
    web state backed sponsored based run owned operated controlled language speaking personal business spam spammy
    political news recently created registered compromised hijacked stolen identified known phishing single total
    combined duplicate lookalike spoofed imposter impostor english french persian farsi russian chinese arabic
    spanish the these those all its their our faux fausse fausses nouveaux nouvelles nouveau nouvelle autres autre
    ces les leurs nos differents differentes supplementaires additionnels
""")
_ENDINGS = ("ed", "ing", "ive", "ous", "ic", "al", "ful", "ble", "ary", "ent", "ian", "ish", "ese", "ique", "iques")
_FOLLOW = words("""
    inauthentique inauthentiques authentique authentiques faux fausse fausses coordonne coordonnes coordonnees
    automatise automatises automatisees supplementaire supplementaires distinct distincts distinctes differents
    differentes frauduleux frauduleuse frauduleuses malveillant malveillants malveillante malveillantes trompeur
    trompeurs trompeuse trompeuses suspect suspects suspecte suspectes actif actifs active actives public publics
    publique publiques prive prives privee privees uniques nouveaux nouvelles
""")
# With one of these, a "group" is a band of people.
_BANDS = words("""
    hacking hacker hackers threat activist activists opposition political ethnic minority advocacy rights
    terrorist terror espionage militant hacktivist criminal cybercriminal extremist intelligence mercenary apt
    armed civil religious backed sponsored aligned spyware surveillance ransomware
""")


def is_modifier(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether this word is known to stand before a kind without changing what is counted."""
    token = tokens[at]
    if token.fold in _KNOWN:
        return True
    hyphened = token.gap in {"-", "\u2011"} or (at + 1 < len(tokens) and tokens[at + 1].gap in {"-", "\u2011"})
    return hyphened and not token.text[0].isdigit()


def may_modify(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an unknown word looks like an adjective or a name; it stays unread."""
    token = tokens[at]
    if token.url or not token.text[0].isalpha() or len(token.text) == 1:
        return False
    if token.text[0].isupper():
        return not (token.fold.endswith("s") and not token.text.isupper())
    return token.fold.endswith(_ENDINGS) and len(token.fold) > 3  # noqa: PLR2004


def may_follow(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether this word is a French adjective behind its noun: `comptes inauthentiques`, `comptes iraniens`."""
    word = tokens[at].fold
    return word in _FOLLOW or word.endswith(("ien", "iens", "ienne", "iennes", "russe", "russes", "ois", "ais"))


def names_people(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the words before a "group" make it a band of people."""
    return any(token.fold in _BANDS for token in tokens[start:end])
