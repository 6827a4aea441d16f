"""Words that lead to the places of an operation, English and French."""

from __future__ import annotations

from handlers.formats.words.tokens import words

ORIGIN, TARGET = "origin", "target"
ORIGIN_CUES = """
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
TARGET_CUES = """
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
SHORT = frozenset({"of", "by", "de", "d", "du", "des", "depuis", "from", "out"})
# Behind a bare `of` or `de` a place is an origin only where what it belongs to is an operation.
OWNED = frozenset({"of", "de", "d", "du", "des", "by"})
ACTORS = words("""
    network networks operation operations campaign campaigns account accounts page pages actor actors hackers
    trolls cluster clusters group team hacker spies channels bots blogs groups personas propaganda disinformation
    influence effort assets reseau reseaux campagne campagnes compte comptes acteurs pirates chaines groupes
    ingerence desinformation propagande site sites domaines domains websites troll
""")
BETWEEN = words("""
    hacking threat hackers apt backed state government military linked sponsored influence disinformation
    propaganda inauthentic covert coordinated information cyber espionage social media fake affiliated aligned
    facebook instagram twitter youtube google telegram tiktok reddit blogger actif d de des troll operation
    operations inauthentiques coordonnes coordonnee clandestine numerique informationnelle manipulation
""")
PRETENCE = words("""
    posed posing pose impersonated impersonating impersonate pretending pretended claiming claimed purporting
    purported appear appeared appearing masquerading masqueraded supposedly fictitious passer passant passaient
    feignant
""")
PERSONS = words("""
    individual individuals person people operators group company firm entity entities hackers farm media
    influencers agency organization organisation threat apt adversary adversaries contractor contractors
""")
NEGATIONS = words("not no nor never without neither pas sans aucun aucune ni jamais cannot")
PEOPLE = words("""
    people users audiences viewers visitors followers voters readers individuals views tip tips information lead
    reports money donations traffic utilisateurs internautes personnes electeurs vues votes report
""")
SUFFIXES = {
    "based": ORIGIN, "linked": ORIGIN, "backed": ORIGIN, "origin": ORIGIN, "originated": ORIGIN, "run": ORIGIN,
    "sponsored": ORIGIN, "affiliated": ORIGIN, "operated": ORIGIN, "nexus": ORIGIN, "aligned": ORIGIN,
    "originating": ORIGIN, "focused": TARGET, "targeted": TARGET, "facing": TARGET, "targeting": TARGET,
}  # fmt: skip
# With these behind it a place is aimed at, whatever does that.
AIMING = frozenset({"targeting", "targeted"})
STOPS = words("""
    that which who while after before using but because when where whose until since through with via clients
    customers qui que dont tandis apres avant mais parce lorsque avec pour posing posed claiming on
""")
# `With France as a primary focus`.
STRESSED = words("a an the its their our primary main key principal particular central chief major secondary")
AIMS = frozenset({"focus", "target", "targets"})
# A country's interests are served, not aimed at.
SERVED = words("interest interests agenda objectives goals policy policies narratives messaging")
# Behind a number: `in about 20 countries, including Chad`.
LANDS = frozenset({"countries", "nations", "states", "pays"})
# What people speak is not where they live.
TONGUES = words("speaking language languages speakers")
# Behind a comma they go on to say where: `the diaspora, including in Canada`.
INCLUDING = words("including particularly especially notably mainly primarily namely notamment")
CONTINUE = words("""
    and or & as well the in across both especially particularly mainly primarily also including other parts of
    from to et ou ainsi que le la les l en au aux de du des d dans notamment surtout plus principalement vers
    contre a several numerous many various
""")
HOLDERS = words("""
    audience audiences people users voters citizens countries country nations nation elections election dissidents
    journalists
    government governments senate congress midterm presidential politics politicians activists officials
    institutions diaspora public readers internautes utilisateurs electeurs citoyens pays publics gouvernement
    senat journalistes population populations residents organizations think tanks regions region
""")
