"""What was done, and under which policy, by the verbs of the announcement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.formats.words.tokens import Phrases, Token, ends_sentence, rows, words
from storage.reports import Action

_VERBS = {
    Action.REMOVED: """
        remove removes removed removing removal removals delete deletes deleted deleting deletion purge purged
        purging terminate terminates terminated terminating termination take_down takes_down took_down taken_down
        taking_down shut_down shutting_down shuts_down closed closing pulled_down removed_from supprimer supprime
        supprimé supprimée supprimés supprimées suppression supprimons supprimant retirer retiré retirée retirés
        retirées retrait retirons retirant fermer fermé fermée fermés fermées fermeture effacé effacés effacées
        banned banning bannis bannies banni
    """,
    Action.DISABLED: """
        disable disables disabled disabling deactivate deactivated deactivating deactivates désactiver désactivé
        désactivée désactivés désactivées désactivation désactivons désactivant
    """,
    Action.SUSPENDED: """
        suspend suspends suspended suspending suspension suspensions suspendre suspendu suspendue suspendus
        suspendues suspendons suspendant
    """,
    Action.LABELLED: """
        labelled labeled labelling labeling étiqueté étiquetée étiquetés étiquetées étiquetage labellisé labellisés
        labellisées
    """,
    Action.DEMOTED: """
        demote demoted demoting downranked down-ranked downranking deprioritized deprioritised rétrogradé
        rétrogradés rétrogradées déclassé déclassés déclassées déréférencé déréférencés reduced_the_distribution
        reduced_distribution
    """,
    Action.RESTRICTED: """
        geo-blocked geoblocked rate-limited restricted restricting restreint restreinte restreints restreintes
    """,
}
_DOMAIN_VERBS = {
    Action.DOMAINS_SEIZED: """
        seize seizes seized seizing seizure took_control taken_control taking_control take_control sinkholed
        transferred_control transfer_control disrupted_and_transferred saisi saisie saisis saisies saisir
        a_pris_le_contrôle pris_le_contrôle prendre_le_contrôle prise_de_contrôle confisqué confisqués took_over
        taken_over
    """,
    Action.DOMAINS_BLOCKED: """
        block blocks blocked blocking bloquer bloqué bloquée bloqués bloquées blocage bloquons
    """,
}
_AD_VERBS = words("""
    refuse refused rejected disapproved rejecting refusing refusé refusée refusés refusées rejeté rejetées
    """)
_DOMAINS = words("""
    domain domains website websites site sites url urls domaine domaines web hostname hostnames lien liens
""")
_ADS = words("ad ads advertisement advertisements adverts publicite publicites annonces pubs")
_NEGATIONS = words("not never no without didn haven hasn nor pas jamais aucun aucune sans")
_EARLIER = words("previously earlier already auparavant precedemment deja formerly")
_FAR = 10


@dataclass(frozen=True, slots=True)
class Acted:
    """An action that was said, tokens `start` to `end`."""

    start: int
    end: int
    action: Action


@lru_cache(maxsize=1)
def _verbs() -> Phrases[Action | str]:
    meanings: list[tuple[str, Action | str]] = [(word, "ads") for word in _AD_VERBS]
    for action, verbs in (_VERBS | _DOMAIN_VERBS).items():
        meanings += [(verb.replace("_", " "), action) for verb in verbs.split()]
    return Phrases.of(meanings)


def acts(tokens: Sequence[Token]) -> list[Acted]:
    """Find what was done; a denial, or what had been done before, is no action."""
    found: list[Acted] = []
    i = 0
    while i < len(tokens):
        match = _verbs().at(tokens, i) or _took_down(tokens, i)
        if match is None:
            i += 1
            continue
        action, end = match[1], match[0]
        fitting = _fitting(tokens, i, end, action)
        if fitting and not _denied(tokens, i):
            found.append(Acted(i, end, fitting))
        i = end
    return found


def _took_down(tokens: Sequence[Token], at: int) -> tuple[int, Action] | None:
    """Read `took six pages down`."""
    if tokens[at].fold not in {"took", "take", "taking", "taken", "shut", "pulled"}:
        return None
    for end in range(at + 1, min(len(tokens), at + 7)):
        if tokens[end].gap.strip():
            return None
        if tokens[end].fold == "down":
            return (end + 1, Action.REMOVED) if end < at + 4 else None
    return None


def _fitting(tokens: Sequence[Token], at: int, end: int, action: Action | str) -> Action | None:
    """Ask what was seized, blocked or refused, where only that tells the action."""
    if action == "ads":
        return Action.ADS_REFUSED if _near(tokens, at, end, _ADS) else None
    if action in _DOMAIN_VERBS:
        return Action(action) if _near(tokens, at, end, _DOMAINS) else None
    return Action(action)


def _near(tokens: Sequence[Token], start: int, end: int, words: frozenset[str]) -> bool:
    """Look for one of these words in the same sentence, close by."""
    for at in range(end, min(len(tokens), end + _FAR)):
        if ends_sentence(tokens[at].gap):
            break
        if tokens[at].fold in words:
            return True
    for at in range(start - 1, max(-1, start - _FAR), -1):
        if ends_sentence(tokens[at + 1].gap):
            break
        if tokens[at].fold in words:
            return True
    return False


def _denied(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the verb is denied, spoken of as past, or still to come."""
    before = []
    for back in range(at - 1, max(-1, at - 4), -1):
        if ends_sentence(tokens[back + 1].gap) or "," in tokens[back + 1].gap:
            break
        before.append(tokens[back].fold)
    if any(word in _NEGATIONS or word in _EARLIER for word in before):
        return True
    return "will" in before or before[:1] in (["to"], ["would"], ["may"], ["could"])


_POLICIES = Phrases.of(
    (p, None)
    for p in rows("""
        coordinated inauthentic behavior|coordinated inauthentic behaviour|inauthentic behavior|inauthentic behaviour|
        coordinated manipulation|platform manipulation|coordinated influence operation|
        coordinated influence operations|coordinated manipulation campaign|comportement inauthentique coordonné|
        comportements inauthentiques coordonnés|manipulation coordonnée|foreign interference|
        foreign or government interference|content manipulation|by court order|court order|court orders|
        under a court order|pursuant to a court order|décision de justice|ordonnance du tribunal|
        ordonnance d'un tribunal|sur décision de justice|décision judiciaire|mandat judiciaire|
        manipulation de la plateforme|covert influence operations|ingérence étrangère
        """)
)


def policy_in(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Find the first policy or legal ground that is named; its tokens."""
    for at in range(len(tokens)):
        match = _POLICIES.at(tokens, at)
        if match:
            return at, match.end
    return None
