"""Which places an operation was run from, and which it was aimed at.

A place takes the role of the words that lead to it; one without such words has none and stays unread. A denial
(`not linked to Russia`) or a pretence (`posing as Americans`) gives no role.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from handlers.formats.words.places import Mention, special_at
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows, words

ORIGIN, TARGET = "origin", "target"
_ORIGIN = """
        from|originating in|originating from|originated in|originated from|originates in|originates from|
        which originated in|based in|operated from|operating from|operating out of|operated out of|run from|
        run out of|ran from|managed from|directed from|controlled from|coming from|out of|located in|linked to|
        tied to|connected to|with ties to|ties to|with links to|links to|link to|associated with|attributed to|
        attributable to|affiliated with|linked back to|traced to|traced back to|backed by|sponsored by|on behalf of|
        run by|operated by|controlled by|working for|conducted by|orchestrated by|carried out by|directed by|origin|
        origins|origin:|origin in|origins in|individuals in|actors in|operators in|people in|connections to|
        acting for|emanating from|stemming from|posted from|behind it was|of|by|conducted from|sourced to|
        coordinated from|en provenance de|en provenance d'|en provenance du|en provenance des|provenir de|provenir d'|
        proviennent de|proviennent d'|proviennent du|provenir du|provenant de|provenant d'|provenant du|venant de|
        venant d'|venant du|venus de|venus d'|venu de|depuis|basé|basés|basée|basées|lié|liés|liée|liées|
        originaire de|originaires de|originaire d'|originaires d'|originaires du|originaire du|piloté depuis|
        pilotés depuis|pilotée depuis|pilotées depuis|opéré depuis|opérés depuis|opérée depuis|opérant depuis|
        opérant à partir de|géré depuis|gérés depuis|gérée depuis|gérées depuis|à partir de|à partir d'|à partir du|
        attribué|attribués|attribuée|attribuées|rattaché|rattachés|rattachée|rattachées|d'origine|origine|origines|
        issus de|issu de|issus d'|issus du|menée depuis|mené depuis|menée par|menées depuis|soutenu par|soutenus par|
        soutenue par|pour le compte de|pour le compte d'|pour le compte du|pilotée par|orchestrée par|
        orchestrée depuis|situés|situé|située|situées|de|d'|du|des
        """
_TARGET = """
        aimed at|aiming at|aim at|aims at|directed at|directed to|directed toward|directed towards|directed against|
        targeting|targeted|target|targets|which targeted|that targeted|focused on|focusing on|focussed on|focus on|
        geared to|geared toward|geared towards|against|intended for|seeking to influence|sought to influence|
        to influence|influencing|interfere in|interfering in|interference in|meddling in|meddle in|to reach|
        trying to reach|audiences in|audience in|audiences across|targets:|aimed:|aimed primarily at|visant|visaient|
        visait|visent|visé les|vise|ont visé|a visé|ayant visé|visant à influencer|ciblant|ciblaient|ciblait|ciblent|
        ont ciblé|a ciblé|ayant ciblé|cible|cibles|à destination de|à destination d'|à destination des|
        à destination du|destiné|destinés|destinée|destinées|contre|à l'encontre de|à l'encontre des|à l'encontre du|
        dirigé contre|dirigés contre|dirigée contre|dirigées contre|dirigé vers|dirigés vers|dirigée vers|
        dirigées vers|s'adressant|s'adressaient|pour cible|pour cibles|prenant pour cible|orienté vers|orientés vers|
        tourné vers|tournés vers|à l'attention de|public en|publics en|influencer
        """
# These everyday words lead to an origin only where the place follows at once.
_SHORT = frozenset({"of", "by", "de", "d", "du", "des", "depuis", "from", "out"})
# Behind a bare `of` or `de` a place is an origin only where what it belongs to is an operation.
_OWNED = frozenset({"of", "de", "d", "du", "des", "by"})
_ACTORS = words("""
        network networks operation operations campaign campaigns account accounts page pages actor actors hackers
        trolls cluster clusters group team hacker spies channels bots blogs groups personas propaganda disinformation
        influence effort assets reseau reseaux campagne campagnes compte comptes acteurs pirates chaines groupes
        ingerence desinformation propagande site sites domaines domains websites troll
        """)
_BETWEEN = words("""
        hacking threat hackers apt backed state government military linked sponsored influence disinformation
        propaganda inauthentic covert coordinated information cyber espionage social media fake affiliated aligned
        facebook instagram twitter youtube google telegram tiktok reddit blogger actif d de des troll operation
        operations inauthentiques coordonnes coordonnee clandestine numerique informationnelle manipulation
        """)
_PRETENCE = words("""
        posed posing pose impersonated impersonating impersonate pretending pretended claiming claimed purporting
        purported appear appeared appearing masquerading masqueraded supposedly fictitious passer passant passaient
        feignant
        """)
_PERSONS = words("""
        individual individuals person people operators group company firm entity entities hackers farm media
        influencers agency organization organisation threat apt adversary adversaries contractor contractors
        """)
_NEGATIONS = words("not no nor never without neither pas sans aucun aucune ni jamais cannot")
_PEOPLE = words("""
        people users audiences viewers visitors followers voters readers individuals views tip tips information lead
        reports money donations traffic utilisateurs internautes personnes electeurs vues votes report
        """)
_SUFFIXES = {
    "based": ORIGIN, "linked": ORIGIN, "backed": ORIGIN, "origin": ORIGIN, "originated": ORIGIN, "run": ORIGIN,
    "sponsored": ORIGIN, "affiliated": ORIGIN, "operated": ORIGIN, "nexus": ORIGIN, "aligned": ORIGIN,
    "originating": ORIGIN, "focused": TARGET, "targeted": TARGET, "facing": TARGET, "targeting": TARGET,
}  # fmt: skip
_STOPS = words("""
        that which who while after before using but because when where whose until since through with via clients
        customers qui que dont tandis apres avant mais parce lorsque avec pour posing posed claiming on
        """)
_CONTINUE = words("""
        and or & as well the in across both especially particularly mainly primarily also including other parts of
        from to et ou ainsi que le la les l en au aux de du des d dans notamment surtout plus principalement vers
        contre a
        """)
_HOLDERS = words("""
        audience audiences people users voters citizens countries country elections election dissidents journalists
        government governments senate congress midterm presidential politics politicians activists officials
        institutions diaspora public readers internautes utilisateurs electeurs citoyens pays publics gouvernement
        senat journalistes population populations residents organizations think tanks regions region
        """)
_GAP = {ORIGIN: 5, TARGET: 8}
_CUES = Phrases.of([*((p, ORIGIN) for p in rows(_ORIGIN)), *((p, TARGET) for p in rows(_TARGET))])


@dataclass(frozen=True, slots=True)
class Role:
    """Places in a role, as said from token `start` on; `spans` are the tokens understood."""

    start: int
    codes: tuple[str, ...]
    roles: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def roles(tokens: Sequence[Token], places: dict[int, Mention], taken: Container[int]) -> list[Role]:
    """Find every place that has a role, in the order of the text."""
    found: list[Role] = []
    used: set[int] = set()
    i = 0
    while i < len(tokens):
        role = None if i in taken else _cued(tokens, i, places, taken) or _unknown_origin(tokens, i)
        if role:
            found.append(role)
            used.update(index for start, end in role.spans for index in range(start, end))
        i = max(i + 1, max(end for _, end in role.spans)) if role else i + 1
    found += _arrows(tokens, places, used)
    for at, mention in places.items():
        if at not in used and at not in taken and not mention.sense.ambiguous:
            role = _beside(tokens, mention)
            found += [role] if role else []
    return sorted(found, key=lambda role: role.start)


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
    short = end == at + 1 and tokens[at].fold in _SHORT
    first = _first(tokens, end, places, taken, 2 if short else _GAP[match.value], named[-1])
    if first is None or not _fits(tokens, at, tokens[end - 1].fold, first, places):
        return None
    codes, spans = _gather(tokens, first, places, taken, TARGET if TARGET in named else ORIGIN)
    lead = [(i, i + 1) for i in range(end, first) if tokens[i].fold in _CONTINUE]
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
    return end < len(tokens) and tokens[end].fold in {"by", "par"} and tokens[end - 1].fold not in {"and"}


def _pretended(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the words before deny the role or only claim it."""
    for back in range(at - 1, max(-1, at - 6), -1):
        if ends_sentence(tokens[back + 1].gap):
            return False
        word = tokens[back].fold
        if word in _PRETENCE or (word in _NEGATIONS and at - back < 5):  # noqa: PLR2004
            return True
    return False


def _fits(tokens: Sequence[Token], at: int, word: str, first: int, places: dict[int, Mention]) -> bool:
    """Ask of an everyday cue that it really speaks of an origin."""
    before = tokens[at - 1].fold if at else ""
    if tokens[at].fold == "from" and before in _PEOPLE:
        return False
    if word not in _OWNED or tokens[at].fold not in _OWNED:
        return True
    adjective = first in places and places[first].sense.adjective
    return not adjective and any(token.fold in _ACTORS for token in tokens[max(0, at - 3) : at])


def _first(
    tokens: Sequence[Token], at: int, places: dict[int, Mention], taken: Container[int], gap: int, role: str
) -> int | None:
    """Find the first place behind a cue, not farther than so many words in the same breath."""
    for i in range(at, min(len(tokens), at + gap + 1)):
        if i in taken or ends_sentence(tokens[i].gap) or ("," in tokens[i].gap and (i > at or i not in places)):
            return None
        if i in places or special_at(tokens, i):
            return None if _is_longer_name(tokens, places.get(i)) and role == ORIGIN else i
        cue = None if tokens[i].fold in _CONTINUE | _HOLDERS else _CUES.at(tokens, i)
        if tokens[i].fold in _STOPS or (cue and cue.value != role):
            return None
    return None


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
            if not mention.sense.ambiguous and not _lives_elsewhere(tokens, mention, places):
                codes.update(dict.fromkeys(mention.sense.codes))
                spans.append((at, mention.end))
            at = last = mention.end
        elif tokens[at].fold in _CONTINUE or (role == TARGET and tokens[at].fold in _HOLDERS):
            at += 1
        else:
            break
    return tuple(codes), [*spans, *_links(tokens, spans)]


def _lives_elsewhere(tokens: Sequence[Token], mention: Mention, places: dict[int, Mention]) -> bool:
    """Tell whether an adjective only says whose people live in the place that follows: `Iranian dissidents in Albania`."""
    at = mention.end
    if not mention.sense.adjective or at + 1 >= len(tokens) or tokens[at].fold not in _HOLDERS:
        return False
    return tokens[at + 1].fold in {"in", "en", "au", "aux"} and any(i in places for i in (at + 2, at + 3))


def _links(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cover the words that only join the places of a list."""
    return [
        (first[1], second[0])
        for first, second in zip(spans, spans[1:], strict=False)
        if all(token.fold in _CONTINUE for token in tokens[first[1] : second[0]])
    ]


def _in_breath(tokens: Sequence[Token], at: int) -> bool:
    gap = tokens[at].gap
    return not ends_sentence(gap) and (is_plain(gap) or is_comma(gap) or tokens[at].soft)


def _beside(tokens: Sequence[Token], mention: Mention) -> Role | None:
    """Read the role that the word beside gives: `Iran-based`, `Iranian network`, `comptes iraniens`."""
    if _pretended(tokens, mention.start):
        return None
    after = tokens[mention.end] if mention.end < len(tokens) else None
    suffix = _SUFFIXES.get(after.fold) if after and after.gap in {"-", " ", "\u2011"} else None
    if suffix and after and (after.gap != " " or suffix == ORIGIN) and _has_actor(tokens, mention.end + 1):
        return Role(mention.start, mention.sense.codes, (suffix,), ((mention.start, mention.end + 1),))
    if _before_actor(tokens, mention) or _behind_actor(tokens, mention):
        return Role(mention.start, mention.sense.codes, (ORIGIN,), ((mention.start, mention.end),))
    return None


def _has_actor(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether `X-based` speaks of those behind an operation, or stands alone, and not of their proxies."""
    if at >= len(tokens) or not is_plain(tokens[at].gap):
        return True
    for token in tokens[at : at + 5]:
        if not (is_plain(token.gap) or token.soft):
            return False
        if token.fold in _ACTORS or token.fold in _PERSONS or token.fold in {"that", "which", "and", "who", "in"}:
            return True
    return False


def _before_actor(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether an operation or its accounts follow: `Iranian state-backed accounts`."""
    if mention.start and tokens[mention.start - 1].fold in {"fake", "faux", "as", "about", "on", "anti", "pro"}:
        return False
    owner = mention.end < len(tokens) and tokens[mention.end].fold == "s" and tokens[mention.end].gap in {"'", "\u2019"}
    for at in range(mention.end + int(owner), min(len(tokens), mention.end + 4)):
        token = tokens[at]
        if not (is_plain(token.gap) or token.soft) or (at == mention.end and token.gap in {"-", "\u2011"}):
            return False
        if token.fold in _ACTORS and not (at + 1 < len(tokens) and tokens[at + 1].fold in _ACTORS):
            plain = mention.sense.adjective or token.fold[:4] in {"netw", "oper", "camp"}
            return plain and not tokens[mention.start].fold.endswith("ns")
        if token.fold not in _BETWEEN and token.fold not in _ACTORS:
            return False
    return False


def _behind_actor(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether a French adjective stands behind an operation or its accounts."""
    if not mention.sense.adjective or tokens[mention.start].text[0].isupper():
        return False
    for at in range(mention.start - 1, max(-1, mention.start - 4), -1):
        if not (is_plain(tokens[at + 1].gap) or tokens[at + 1].soft):
            return False
        if tokens[at].fold in _ACTORS:
            return True
        if tokens[at].fold not in _BETWEEN:
            return False
    return False
