"""How many people followed, joined, saw or liked: a reach, never a count of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.formats.words.amounts import Amount
from handlers.formats.words.assets import platforms_at
from handlers.formats.words.places import Mention
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_plain, rows, words
from storage.assets import Platform
from storage.reports import Metric, Reach

_PEOPLE = words("""
    accounts account people users user persons person profiles individuals viewers fans unique comptes compte
    personnes personne utilisateurs utilisatrices internautes profils gens
""")
_VERBS = Phrases.of(
    (phrase, metric)
    for metric, row in {
        Metric.FOLLOWERS: """
            followed|follow|following|were following|had followed|have followed|suivaient|suivent|ont suivi|
            avaient suivi|suivant|étaient abonnés|étaient abonnées
            """,
        Metric.GROUP_MEMBERS: """
            joined|join|had joined|have joined|were members of|belonged to|ont rejoint|avaient rejoint|
            étaient membres|avaient adhéré|ont adhéré|rejoignaient|appartenaient
            """,
        Metric.SUBSCRIBERS: """
            subscribed|had subscribed|were subscribed|subscribe
            """,
        Metric.LIKES: """
            liked|had liked|have liked|aimaient|ont aimé
            """,
        Metric.INTERESTED: """
            expressed interest|had expressed interest|were interested|showed interest|interested|
            marked themselves as interested|intéressées|intéressés|étaient intéressées|s'étaient dites intéressées|
            s'étaient déclarées intéressées|ont manifesté leur intérêt
            """,
    }.items()
    for phrase in rows(row)
)
_NOUNS = Phrases.of(
    (phrase, metric)
    for metric, row in {
        Metric.FOLLOWERS: """
            followers|follower|abonnés|abonné|abonnées|suiveurs
            """,
        Metric.PAGE_FOLLOWERS: """
            page followers|page follower|followers of pages|abonnés à des pages|abonné à des pages|abonnés de pages|
            abonnés aux pages|abonnés des pages
            """,
        Metric.INSTAGRAM_FOLLOWERS: """
            instagram followers|instagram follower|abonnés instagram|abonné instagram|abonnés sur instagram|
            abonné sur instagram
            """,
        Metric.GROUP_MEMBERS: """
            group members|group member|members|member|membres de groupes|membre de groupes|membres|members of groups|
            membres des groupes|membre
            """,
        Metric.SUBSCRIBERS: """
            subscribers|subscriber|channel subscribers|channel subscriber|abonnés de chaînes|abonné de chaînes|
            abonnés youtube|abonnés à des chaînes|abonnés aux chaînes|abonnés à la chaîne|abonnés telegram|
            abonnés sur youtube|abonnés sur telegram|abonnés des chaînes
            """,
        Metric.VIEWS: """
            views|view|video views|page views|pageviews|vues|vue|visionnages|visionnage|visionnements|visionnement|
            visualisations|lectures de vidéos
            """,
        Metric.IMPRESSIONS: "impressions|impression|affichages",
        Metric.LIKES: """
            likes|like|page likes|mentions j'aime|mention j'aime|j'aime
            """,
        Metric.INTERESTED: """
            people interested|person interested|personnes intéressées|personne intéressée
            """,
    }.items()
    for phrase in rows(row)
)
_PASSIVE = Phrases.of(
    (phrase, metric)
    for metric, row in {
        Metric.FOLLOWERS: """
            followed by|suivi par|suivis par|suivie par|suivies par
            """,
        Metric.GROUP_MEMBERS: """
            joined by|rejoint par|rejoints par|rejointe par|rejointes par
            """,
        Metric.LIKES: """
            liked by|aimé par|aimés par|aimée par|aimées par
            """,
    }.items()
    for phrase in rows(row)
)
_TIMES = {
    "viewed": Metric.VIEWS, "watched": Metric.VIEWS, "seen": Metric.VIEWS, "liked": Metric.LIKES, "vues": Metric.VIEWS,
    "vue": Metric.VIEWS, "vus": Metric.VIEWS, "vu": Metric.VIEWS, "visionnees": Metric.VIEWS, "visionnes": Metric.VIEWS,
    "visionnee": Metric.VIEWS, "regardees": Metric.VIEWS, "displayed": Metric.IMPRESSIONS,
    "affichees": Metric.IMPRESSIONS,
}  # fmt: skip
_MIDDLE = words("""
    total combined unique collective cumulative aggregate english-language youtube facebook twitter instagram
    tiktok telegram linkedin x cumules cumulees that who which qui had have video of de d
""")
_LINKS = words("""
    one or more at least of these those the this that our its their a an any to in au moins une un de des ces
    cette d l la le les ou plusieurs plus entre elles eux aux such via part each leurs ses
""")
_OBJECTS: dict[Metric, dict[str, Metric]] = {
    Metric.FOLLOWERS: {
        "page": Metric.PAGE_FOLLOWERS, "pages": Metric.PAGE_FOLLOWERS, "group": Metric.GROUP_MEMBERS,
        "groups": Metric.GROUP_MEMBERS, "groupe": Metric.GROUP_MEMBERS, "groupes": Metric.GROUP_MEMBERS,
        "channel": Metric.SUBSCRIBERS, "channels": Metric.SUBSCRIBERS, "chaine": Metric.SUBSCRIBERS,
        "chaines": Metric.SUBSCRIBERS,
    },
}  # fmt: skip
_PLACE_LINKS = frozenset(
    {"in", "from", "within", "across", "inside", "aux", "en", "au", "depuis", "dans", "the", "les", "la"}
)
_FARTHEST = 8


@dataclass(frozen=True, slots=True)
class Reached:
    """A reach that was found, tokens `start` to `end`."""

    start: int
    end: int
    reach: Reach


def reaches(tokens: Sequence[Token], amounts: Sequence[Amount], places: dict[int, Mention]) -> list[Reached]:
    """Find every amount that counts people or their looks."""
    found: list[Reached] = []
    for amount in amounts:
        if amount.high is not None or amount.number.article or (found and amount.start < found[-1].end):
            continue
        reached = _passive(tokens, amount) or _active(tokens, amount, places) or _noun(tokens, amount, places)
        if reached:
            found.append(_placed(tokens, reached, places))
    return found


def _made(amount: Amount, start: int, end: int, metric: Metric, place: str | None = None) -> Reached:
    return Reached(start, end, Reach(amount.n, metric, amount.qualifier, place))


def _passive(tokens: Sequence[Token], amount: Amount) -> Reached | None:
    """Read `followed by about 155,000 accounts`, `viewed 13,500 times`."""
    end = amount.end
    word = tokens[end].fold if end < len(tokens) else ""
    before = tokens[amount.start - 1].fold if amount.start else ""
    if word in {"times", "fois"} and before in _TIMES:
        return _made(amount, amount.start - 1, end + 1, _TIMES[before])
    for start in (amount.start - 2, amount.start - 3):
        match = _PASSIVE.at(tokens, start) if start >= 0 else None
        if match and match.end == amount.start:
            return _made(amount, start, _over_people(tokens, amount), _subject(tokens, start, match.value))
    return None


def _subject(tokens: Sequence[Token], start: int, metric: Metric) -> Metric:
    """Tell whose followers they are by what stands before: `Pages followed by`."""
    for back in range(start - 1, max(-1, start - 4), -1):
        if not is_plain(tokens[back + 1].gap):
            break
        if metric is Metric.FOLLOWERS and tokens[back].fold in _OBJECTS[metric]:
            return _OBJECTS[metric][tokens[back].fold]
    return metric


def _over_people(tokens: Sequence[Token], amount: Amount) -> int:
    """Step over `of`, adjectives and the people that an amount counts."""
    end = amount.end
    while end < min(len(tokens), amount.end + 5) and is_plain(tokens[end].gap):
        if tokens[end].fold in _PEOPLE:
            return end + 1
        end += 1
    return amount.end


def _active(tokens: Sequence[Token], amount: Amount, places: dict[int, Mention]) -> Reached | None:
    """Read `155,000 accounts followed one or more of these Pages`, `2,300 people joined`."""
    at = amount.end
    limit = min(len(tokens), at + _FARTHEST)
    people, place = False, None
    while at < limit and is_plain(tokens[at].gap):
        verb = _VERBS.at(tokens, at)
        if verb and (people or at == amount.end):
            metric, end = _object(tokens, verb.end, verb.value)
            return _made(amount, amount.start, end, metric, place)
        if tokens[at].fold in _PEOPLE:
            people = True
        elif at in places:
            place = _one(places[at])
        elif tokens[at].fold not in _MIDDLE | _PLACE_LINKS:
            return None
        at += 1
    return None


def _object(tokens: Sequence[Token], at: int, metric: Metric) -> tuple[Metric, int]:
    """Read what was followed or joined, which tells whose followers they are."""
    end, limit = at, min(len(tokens), at + 11)
    instagram = False
    while at < limit and not ends_sentence(tokens[at].gap) and (is_plain(tokens[at].gap) or tokens[at].soft):
        word = tokens[at].fold
        named = next(platforms_at(tokens, at), None)
        if named:
            instagram = Platform.INSTAGRAM in named[0]
            at = end = named[1]
            continue
        if word in _OBJECTS[Metric.FOLLOWERS] and metric is Metric.FOLLOWERS:
            return _OBJECTS[Metric.FOLLOWERS][word], at + 1
        if word in {"account", "accounts", "compte", "comptes", "event", "events", "evenement", "evenements"} or (
            metric is not Metric.FOLLOWERS and word in _OBJECTS[Metric.FOLLOWERS]
        ):
            end = _over_instagram(tokens, at + 1)
            instagram = instagram or end > at + 1
            break
        if word not in _LINKS:
            break
        at += 1
    return (Metric.INSTAGRAM_FOLLOWERS if instagram and metric is Metric.FOLLOWERS else metric), end


def _over_instagram(tokens: Sequence[Token], at: int) -> int:
    """Step over the Instagram of `comptes Instagram` or `accounts on Instagram`."""
    start = at + 1 if at < len(tokens) and tokens[at].fold in {"on", "sur"} else at
    return (
        start + 1 if start < len(tokens) and tokens[start].fold == "instagram" and is_plain(tokens[start].gap) else at
    )


def _noun(tokens: Sequence[Token], amount: Amount, places: dict[int, Mention]) -> Reached | None:
    """Read `48,000 Instagram followers`, `13.500 vues`, `13,466 US views`."""
    at, place = amount.end, None
    platforms: tuple[Platform, ...] = ()
    while at < min(len(tokens), amount.end + 5) and is_plain(tokens[at].gap):
        noun = _NOUNS.at(tokens, at)
        if noun:
            metric, end = _refined(tokens, noun.end, noun.value, platforms)
            return _made(amount, amount.start, end, metric, place)
        named = next(platforms_at(tokens, at), None)
        if named:
            platforms, at = named
        elif at in places:
            place, at = _one(places[at]), places[at].end
        elif tokens[at].fold in _MIDDLE or tokens[at].fold in _PEOPLE:
            at += 1
        else:
            return None
    return None


def _refined(tokens: Sequence[Token], end: int, metric: Metric, platforms: tuple[Platform, ...]) -> tuple[Metric, int]:
    """Tell followers on Instagram and subscribers of a channel from followers of anything else."""
    if end + 1 < len(tokens) and tokens[end].fold in {"on", "sur"} and is_plain(tokens[end].gap):
        named = next(platforms_at(tokens, end + 1), None)
        if named:
            platforms, end = named
    if metric is Metric.FOLLOWERS and platforms == (Platform.INSTAGRAM,):
        return Metric.INSTAGRAM_FOLLOWERS, end
    if metric is Metric.FOLLOWERS and platforms in {(Platform.YOUTUBE,), (Platform.TELEGRAM,)}:
        return Metric.SUBSCRIBERS, end
    return metric, end


def _one(mention: Mention) -> str | None:
    """Give the code of a mention that names one place."""
    return mention.sense.codes[0] if len(mention.sense.codes) == 1 and not mention.sense.ambiguous else None


def _placed(tokens: Sequence[Token], reached: Reached, places: dict[int, Mention]) -> Reached:
    """Add the place that stands behind: `views in the United States`."""
    at = reached.end
    if reached.reach.place or at >= len(tokens) or tokens[at].fold not in _PLACE_LINKS:
        return reached
    while at < len(tokens) and tokens[at].fold in _PLACE_LINKS and is_plain(tokens[at].gap) and at not in places:
        at += 1
    code = _one(places[at]) if at in places else None
    if code is None:
        return reached
    reach = reached.reach
    return Reached(reached.start, places[at].end, Reach(reach.n, reach.metric, reach.qualifier, code))
