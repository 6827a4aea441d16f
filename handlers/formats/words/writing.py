"""Write facts as words, English or French, that the readers read again to the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from handlers.formats.words import asset_names
from handlers.formats.words.assets import NO_PLATFORM
from handlers.formats.words.facts import Line
from handlers.formats.words.lines import read_counts
from handlers.formats.words.places import names
from storage.assets import Asset, Kind, Platform
from storage.reports import UNKNOWN_PLACE, VARIOUS_PLACES, AdSpend, Count, Metric, Part, Qualifier, Reach

_QUALIFIERS = {
    "en": {
        Qualifier.EXACT: "{}", Qualifier.ABOUT: "about {}", Qualifier.AT_LEAST: "at least {}",
        Qualifier.LESS_THAN: "less than {}",
    },
    "fr": {
        Qualifier.EXACT: "{}", Qualifier.ABOUT: "environ {}", Qualifier.AT_LEAST: "au moins {}",
        Qualifier.LESS_THAN: "moins de {}",
    },
}  # fmt: skip
_AND = {"en": "and", "fr": "et"}
_TOTAL = {"en": "Total: {}", "fr": "Total\u00a0: {}"}
_OF_WHICH = {"en": "Of which: {}", "fr": "Dont\u00a0: {}"}
_COLON = {"en": "{}: {}", "fr": "{}\u00a0: {}"}
# Announcements say "Middle East" where M49 says "Western Asia"; people are shown the word that they use.
_PLACE_WORDS = {
    "en": {UNKNOWN_PLACE: "unknown", VARIOUS_PLACES: "various", "M49:145": "Middle East"},
    "fr": {UNKNOWN_PLACE: "inconnu", VARIOUS_PLACES: "divers", "M49:145": "Moyen-Orient"},
}
_METRICS = {
    "en": {
        Metric.FOLLOWERS: ("follower", "followers"), Metric.PAGE_FOLLOWERS: ("page follower", "page followers"),
        Metric.INSTAGRAM_FOLLOWERS: ("Instagram follower", "Instagram followers"),
        Metric.GROUP_MEMBERS: ("group member", "group members"), Metric.SUBSCRIBERS: ("subscriber", "subscribers"),
        Metric.VIEWS: ("view", "views"), Metric.IMPRESSIONS: ("impression", "impressions"),
        Metric.LIKES: ("like", "likes"), Metric.INTERESTED: ("person interested", "people interested"),
    },
    "fr": {
        Metric.FOLLOWERS: ("abonné", "abonnés"),
        Metric.PAGE_FOLLOWERS: ("abonné à des pages", "abonnés à des pages"),
        Metric.INSTAGRAM_FOLLOWERS: ("abonné Instagram", "abonnés Instagram"),
        Metric.GROUP_MEMBERS: ("membre de groupes", "membres de groupes"),
        Metric.SUBSCRIBERS: ("abonné de chaînes", "abonnés de chaînes"),
        Metric.VIEWS: ("vue", "vues"), Metric.IMPRESSIONS: ("impression", "impressions"),
        Metric.LIKES: ("mention J\u2019aime", "mentions J\u2019aime"),
        Metric.INTERESTED: ("personne intéressée", "personnes intéressées"),
    },
}  # fmt: skip
# Reading a line again asks for a day only where the line has a date in it; what is written here has none.
_ANY_DAY = date(2018, 8, 24)


# A card says each of its numbers several times, and formatting one costs as much as storing a row.
_REMEMBERED = 1024


@lru_cache(maxsize=_REMEMBERED)
def _is_one(language: str, n: int) -> bool:
    from babel import Locale  # noqa: PLC0415

    return str(Locale.parse(language).plural_form(n)) == "one"


@lru_cache(maxsize=_REMEMBERED)
def write_number(n: int, language: str) -> str:
    """Write a number with its thousands parted as the language does."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    return format_decimal(n, locale=language)


def write_amount(n: int, qualifier: Qualifier, language: str) -> str:
    """Write a number with the word that says how exactly it was meant."""
    return _QUALIFIERS[language][qualifier].format(write_number(n, language))


def platform_name(platform: Platform) -> str:
    """Name a platform as it names itself."""
    return asset_names.PLATFORMS[platform].split("|")[0]


def kind_name(kind: Kind, language: str, *, one: bool = False) -> str:
    """Name a kind of asset, in the plural unless it is one."""
    singular, plural = asset_names.KINDS[kind][language == "fr"].split("|")[:2]
    return singular if one else plural


def write_asset(asset: Asset, language: str, *, one: bool = False) -> str:
    """Name an asset: `Facebook pages`, `pages Facebook`."""
    kind = kind_name(asset.kind, language, one=one)
    if asset.platform is None:
        return kind
    platform = platform_name(asset.platform)
    return f"{platform} {kind}" if language == "en" else f"{kind} {platform}"


def write_count(count: Count, language: str) -> str:
    """Write one count: `about 652 Facebook pages, groups and accounts`."""
    one = len(count.assets) == 1 and _is_one(language, count.n)
    amount = write_amount(count.n, count.qualifier, language)
    return f"{amount} {_assets(count.assets, language, one=one)}"


def _assets(assets: Sequence[Asset], language: str, *, one: bool) -> str:
    """Name the assets of one count, the platform once where it is of all of them."""
    platforms = {asset.platform for asset in assets}
    shared = next(iter(platforms)) if len(platforms) == 1 else None
    if shared and len(assets) > 1 and all(asset_names.has(shared, asset.kind) for asset in assets):
        kinds = [kind_name(asset.kind, language) for asset in assets]
        first, last = (f"{platform_name(shared)} ", "") if language == "en" else ("", f" {platform_name(shared)}")
        return f"{first}{_listed(kinds, language)}{last}"
    words = [write_asset(asset, language, one=one) for asset in assets]
    for index, asset in enumerate(assets):
        if asset.platform is None and any(other.platform for other in assets):
            words[index] += f" {NO_PLATFORM[language]}"
    return _listed(words, language)


def _listed(words: Sequence[str], language: str) -> str:
    """Join words as a list: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} {_AND[language]} {words[-1]}"


def write_counts(counts: Sequence[Count], language: str) -> str:
    """Write counts as one list; a semicolon where a platform must not carry on to the next."""
    words = [write_count(count, language) for count in counts]
    if len(counts) < 2:  # noqa: PLR2004
        return "".join(words)
    listed = _listed(words, language)
    plain = all(len(count.assets) == 1 for count in counts)
    wanted = Part(tuple(counts))
    return listed if plain and _reads(listed, part=wanted) else "; ".join(words)


def write_stated(stated: Count, language: str) -> str:
    """Write the headline as a line of *What and how many*."""
    words = write_count(stated, language)
    return words if _reads(words, stated=stated) else _TOTAL[language].format(words)


def write_line(said: Part | Count, language: str) -> str:
    """Write the headline, or the counts of one part with its name, as one line; other facts of a part are left out."""
    if isinstance(said, Count):
        return write_stated(said, language)
    wanted = Part(said.counts, name=said.name)
    counts = write_counts(said.counts, language)
    if not said.name:
        return counts if _reads(counts, part=wanted) else _OF_WHICH[language].format(counts)
    plain = _COLON[language].format(said.name, counts).rstrip()
    if _reads(plain, part=wanted):
        return plain
    quoted = '"' + said.name.replace('"', '""') + '"'
    return _COLON[language].format(quoted, counts).rstrip()


def _reads(words: str, *, stated: Count | None = None, part: Part | None = None) -> bool:
    """Tell whether a line reads again as meant."""
    return read_counts(words, today=_ANY_DAY) == (Line(words, stated, part),)


def write_lines(stated: Count | None, parts: Iterable[Part], language: str) -> str:
    """Write the whole field *What and how many*."""
    lines = [write_stated(stated, language)] if stated else []
    lines += [write_line(part, language) for part in parts if part.counts or part.name]
    return "\n".join(lines)


def place_name(code: str, language: str) -> str:
    """Name one place; a code that nobody knows is given as it is."""
    return _PLACE_WORDS[language].get(code) or names(language).get(code, code)


def write_places(codes: Iterable[str], language: str) -> str:
    """Write places as their field holds them."""
    return ", ".join(place_name(code, language) for code in codes)


def write_reach(reach: Iterable[Reach], language: str) -> str:
    """Write a reach a line: `about 13,500 views (United States)`."""
    return "\n".join(_one_reach(one, language) for one in reach)


def _one_reach(reach: Reach, language: str) -> str:
    words = _METRICS[language][reach.metric][0 if _is_one(language, reach.n) else 1]
    place = f" ({place_name(reach.place, language)})" if reach.place else ""
    return f"{write_amount(reach.n, reach.qualifier, language)} {words}{place}"


def write_spend(spend: AdSpend, language: str) -> str:
    """Write an ad spend: `about 6,000 USD (RUB, AUD)`."""
    paid = f" ({', '.join(spend.currencies)})" if spend.currencies else ""
    return f"{write_amount(spend.usd, spend.qualifier, language)} USD{paid}"
