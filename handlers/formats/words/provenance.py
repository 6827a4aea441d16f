"""How it was found: who gave the tip, or that nobody did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.formats.words.dates import When
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows, words
from storage.reports import Found, Source

_INTERNAL = """
    own investigation|internally|en interne|own investigations|our own internal investigation|
    own internal investigation|internal investigation|internal investigations|our internal investigation|
    own research|own analysis|own detection|identified internally|found internally|detected internally|
    identified it internally|proactively found|proactively identified|proactively detected|
    proactive investigation|found it ourselves|found them ourselves|own threat intelligence|own initiative|
    enquête interne|enquêtes internes|propre enquête|propres enquêtes|propres investigations|
    investigations internes|investigation interne|propres recherches|détection interne|propres équipes|
    propre initiative|détecté en interne|identifié en interne|détectés en interne|as part of our investigation|
    as part of our investigations|as a result of our investigation|as part of meta's investigation|
    as a result of meta's investigation|dans le cadre de notre enquête
"""
_CUES = """
    tip from|tips from|with the help of|with help from|
    avec l'aide de|avec l'aide d'|avec l'aide du|
    a tip by|tip by|tip provided by|tip shared by|tipped off by|tipped by|lead from|leads from|
    alerted by|alert from|warned by|information from|information shared by|information provided by|
    information received from|intelligence from|intelligence shared by|shared by|shared with us by|provided by|
    flagged by|reported by|report from|report by|reports by|reports from|reporting by|reporting from|research by|
    research from|research shared by|identified by|discovered by|found by|uncovered by|spotted by|detected by|
    brought to our attention by|notified by|notification from|referral from|referred by|referrals from|thanks to|
    in collaboration with|working with|coordination with|signalement de|signalement d'|signalement du|
    signalement par|signalements de|signalements d'|signalé par|signalés par|signalée par|signalées par|
    alerté par|alertés par|alertée par|alerte de|alerte d'|alerte du|informé par|informés par|informations de|
    informations d'|informations du|information de|information du|information d'|informations fournies par|
    informations transmises par|informations communiquées par|informations partagées par|transmis par|fourni par|
    fournies par|transmises par|repéré par|repérés par|identifié par|identifiés par|identifiées par|découvert par|
    découverts par|découvertes par|repérées par|grâce à|grâce au|grâce aux|piste de|piste fournie par|tuyau de|
    source:|found:|tip:|tipped us off|contacted by
"""
_KINDS = {
    Source.SECURITY_FIRM: """
        security firm|security company|security vendor|cybersecurity firm|cybersecurity company|cyber security firm|
        cyber-security company|security firms|security companies|threat intelligence firm|threat intelligence company|
        société de sécurité|société de cybersécurité|entreprise de sécurité|entreprise de cybersécurité|
        firme de sécurité|cabinet de sécurité|société de sécurité informatique
        """,
    Source.RESEARCHER: """
        researcher|researchers|security researchers|independent researchers|academic|academics|university|think tank|
        academic researchers|open source researchers|research lab|chercheur|chercheurs|chercheuse|
        chercheurs indépendants|université|universitaires|laboratoire de recherche|ong|ngo|civil society
        """,
    Source.JOURNALIST: """
        journalist|journalists|reporter|reporters|newspaper|news organization|news organisation|media outlet|
        investigative journalists|journaliste|journalistes|journal|média|presse|press|public reporting
        """,
    Source.GOVERNMENT: """
        government|governments|law enforcement|police|ministry|authorities|government agency|intelligence agency|
        federal authorities|government partners|gouvernement|forces de l'ordre|ministère|autorités|
        agence gouvernementale|services de renseignement|embassy|ambassade|electoral commission
        """,
    Source.INDUSTRY_PEER: """
        industry peer|industry peers|industry partner|industry partners|peer|peers|another company|other companies|
        another platform|other platforms|fellow company|peer company|peer companies|partner company|coalition member|
        another member|pair de l'industrie|pairs|autre entreprise|autre plateforme|autres plateformes|
        autres entreprises|partenaire de l'industrie|partenaires de l'industrie|entreprise du secteur|
        membre de la coalition
        """,
}
_NAMED = {
    Source.SECURITY_FIRM: """
        FireEye|Mandiant|CrowdStrike|Symantec|Kaspersky|ESET|Recorded Future|Trend Micro|Proofpoint|SentinelOne|
        SentinelLabs|Check Point|ClearSky|Group-IB|Palo Alto Networks|Unit 42|Secureworks|Dragos|Volexity|Bitdefender|
        Sekoia|WithSecure|F-Secure|Cisco Talos|Talos|McAfee|Trellix|Nisos|Alethea|Cyabra|Blackbird AI|
        Recorded Future's Insikt Group|Insikt Group|HarfangLab|Lookout|Zscaler|New Knowledge|Yonder|ZeroFox|Qurium
        """,
    Source.RESEARCHER: """
        Graphika|Citizen Lab|the Citizen Lab|DFRLab|Digital Forensic Research Lab|Atlantic Council|
        Stanford Internet Observatory|Stanford University|EU DisinfoLab|DisinfoLab|Oxford Internet Institute|Amnesty|
        Amnesty International|ISD|Institute for Strategic Dialogue|ASPI|Australian Strategic Policy Institute|Clemson|
        Clemson University|Bellingcat|CheckFirst|Reset Tech|Alliance for Securing Democracy|
        Microsoft Threat Analysis Center
        """,
    Source.JOURNALIST: """
        Reuters|AFP|Associated Press|New York Times|The New York Times|Washington Post|The Washington Post|BuzzFeed|
        BuzzFeed News|BBC|The Guardian|Le Monde|CNN|Wall Street Journal|The Wall Street Journal|Libération|Mediapart|
        Der Spiegel|NBC News|ProPublica|Rappler|Bloomberg|Daily Beast|The Daily Beast|Forbidden Stories|Le Figaro
        """,
    Source.GOVERNMENT: """
        FBI|the FBI|DHS|CISA|NSA|ODNI|State Department|Department of Justice|DOJ|Department of Homeland Security|
        US Cyber Command|Cyber Command|GCHQ|NCSC|VIGINUM|ANSSI|Europol|Interpol|BSI|NCA|Foreign Influence Task Force|
        Secret Service|Global Engagement Center|IMDA|CSIS|ASD|Department of Defense|European External Action Service|
        EEAS|SEAE
        """,
    Source.INDUSTRY_PEER: """
        Facebook|Meta|Google|Twitter|Microsoft|Instagram|YouTube|Snap|Snapchat|Reddit|TikTok|LinkedIn|OpenAI|Apple|
        Amazon|Oath|Yahoo|Pinterest|Cloudflare|Telegram|WhatsApp|Anthropic|Twitch|Discord|Google TAG|Wikimedia|
        Google's Threat Analysis Group|Threat Analysis Group
        """,
}
_FILLERS = words("""
    the a an our another one of us u s united states american british french european independent outside external
    third party well known le la les l un une du de des d notre nos americain americaine britannique francaise
    local partner partners firm company researchers colleagues at from collegues chez societe cabinet agency
    agents cyber security cybersecurity securite research federal national several some entreprise agence
    journalist researcher partenaire
""")
_AT = frozenset({"at", "from", "of", "the", "chez", "de", "d", "du", "la", "le", "l"})
_MOST_FILLERS = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """How it was found, as said in tokens `start` to `end`; `when` are the tokens of a date that belongs to it."""

    start: int
    end: int
    found: Found
    when: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _cues() -> Phrases[bool]:
    """Give every cue; True where it says that nobody outside gave a tip."""
    return Phrases.of([*((p, True) for p in rows(_INTERNAL)), *((p, False) for p in rows(_CUES))])


@lru_cache(maxsize=1)
def _actors() -> Phrases[tuple[Source, bool]]:
    kinds = [(p, (source, False)) for source, names in _KINDS.items() for p in rows(names)]
    return Phrases.of([*kinds, *((p, (source, True)) for source, names in _NAMED.items() for p in rows(names))])


def provenances(tokens: Sequence[Token], text: str, dates: Sequence[When]) -> list[Origin]:
    """Find every word about how it was found."""
    found: list[Origin] = []
    i = 0
    while i < len(tokens):
        cue = _cues().at(tokens, i, loose=True)
        if cue is None or _denied(tokens, i):
            i += 1
            continue
        if cue.value:
            found.append(Origin(i, cue.end, Found(Source.INTERNAL)))
            i = cue.end
            continue
        named = _named(tokens, text, i, cue.end, dates)
        found += named
        i = named[-1].end if named else i + 1
    return sorted([*found, *_alerting(tokens, text, dates)], key=lambda origin: origin.start)


_ALERTED = Phrases.of(
    (p, None)
    for p in rows("""
        alerted us|notified us|informed us|tipped us off|tipped us|warned us|contacted us|told us|
        shared information with us|flagged|nous a alerté|nous a alertés|nous a informé|nous a informés|
        nous a prévenus|nous a signalé|nous ont alertés|nous ont informés|nous ont signalé
        """)
)


def _alerting(tokens: Sequence[Token], text: str, dates: Sequence[When]) -> list[Origin]:
    """Read `after the German government alerted us on 2 April`."""
    found: list[Origin] = []
    for at in range(1, len(tokens)):
        match = _ALERTED.at(tokens, at) if is_plain(tokens[at].gap) else None
        for start in range(max(0, at - 4), at) if match else ():
            actor = _actor(tokens, text, start)
            if match and actor and actor[2] == at:
                when = _day_behind(tokens, match.end, dates) if actor[0] is Source.GOVERNMENT else None
                span = (when.start, when.end) if when else None
                found.append(Origin(start, match.end, Found(actor[0], actor[1], when.day if when else None), span))
                break
    return found


def _denied(tokens: Sequence[Token], at: int) -> bool:
    return any(token.fold in {"no", "not", "without", "aucun", "sans", "pas"} for token in tokens[max(0, at - 2) : at])


def _named(tokens: Sequence[Token], text: str, start: int, at: int, dates: Sequence[When]) -> list[Origin]:
    """Read the one or several who gave the tip, and the day where a government is one."""
    found: list[Origin] = []
    commas = joined = False
    while (actor := _actor(tokens, text, at)) is not None:
        source, who, end = actor
        if found and not who and source is found[-1].found.source:
            break
        when = _day_behind(tokens, end, dates) if source is Source.GOVERNMENT else None
        day = when.day if when else None
        span = (when.start, when.end) if when else None
        found.append(Origin(start, end, Found(source, who, day), span))
        start = end
        joined = end < len(tokens) and tokens[end].fold in {"and", "et"}
        if not joined and not (end < len(tokens) and is_comma(tokens[end].gap)):
            break
        commas = commas or not joined
        at = end + int(joined)
    return found if joined or not commas else found[:1]


def _actor(tokens: Sequence[Token], text: str, at: int) -> tuple[Source, str, int] | None:
    """Read `the US security firm FireEye`, `a journalist`: the kind, the name where one is given, and the end."""
    kind: Source | None = None
    end = at
    for i in range(at, min(len(tokens), at + _MOST_FILLERS)):
        if i > at and not (is_plain(tokens[i].gap) or tokens[i].soft or (kind and is_comma(tokens[i].gap))):
            break
        if i < end:
            continue
        match = _actors().at(tokens, i)
        if match and match.value[1] and tokens[i].text[0].isupper():
            who = text[tokens[i].start : tokens[match.end - 1].end]
            return kind or match.value[0], who, match.end
        if match and not match.value[1] and kind is None:
            kind, end = match.value[0], match.end
        elif tokens[i].fold not in (_AT if kind else _FILLERS):
            break
    return (kind, _proper(tokens, text, end), _proper_end(tokens, end)) if kind else None


def _proper_end(tokens: Sequence[Token], at: int) -> int:
    """Find the end of a name that no table has but its capitals show: `the security firm Foobar`."""
    end = at
    while end < min(len(tokens), at + 3) and tokens[end].gap in {" ", "-"} and tokens[end].text[0].isupper():
        end += 1
    return end


def _proper(tokens: Sequence[Token], text: str, at: int) -> str:
    end = _proper_end(tokens, at)
    return text[tokens[at].start : tokens[end - 1].end] if end > at else ""


def _day_behind(tokens: Sequence[Token], at: int, dates: Sequence[When]) -> When | None:
    """Find a day directly behind the one who gave the tip."""
    for when in dates:
        if at <= when.start <= at + 2 and when.day:
            between = tokens[at : when.start + 1]
            return when if not any(ends_sentence(token.gap) for token in between) else None
    return None
