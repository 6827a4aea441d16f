"""The currencies that advertisements were paid in: `Hong Kong Dollars`, `roubles`, `dollars australiens`, `PKR`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from handlers.formats.words.places import Mention
from handlers.formats.words.tokens import Phrases, Token, fold, is_comma, is_plain, rows, words

# In capitals these are codes of currencies; else they are what everybody means by them.
_EVERYDAY = words("all top try mad sos bam gel cup pen cop ron mop real mark gold sol sum")


def unit(token: Token) -> str | None:
    """Give the currency of a word behind a number that is its unit or its code; None for any other."""
    return _meant(token, _units())


def _meant(token: Token, known: dict[str, str]) -> str | None:
    return known.get(token.fold) if token.fold not in _EVERYDAY or token.text.isupper() else None


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """Name the units that only one currency has, and the ISO codes; a unit of several needs its country."""
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    known = {
        "euro": "EUR", "euros": "EUR", "yuan": "CNY", "yuans": "CNY", "renminbi": "CNY", "rmb": "CNY", "yen": "JPY",
        "yens": "JPY", "rubles": "RUB", "ruble": "RUB", "roubles": "RUB", "rouble": "RUB", "hryvnia": "UAH",
        "hryvnias": "UAH", "zloty": "PLN", "zlotys": "PLN", "shekels": "ILS", "shekel": "ILS", "baht": "THB",
        "ringgit": "MYR", "taka": "BDT", "takas": "BDT", "naira": "NGN", "forint": "HUF", "forints": "HUF",
        "dong": "VND", "kyat": "MMK", "kyats": "MMK", "real": "BRL", "reais": "BRL", "rand": "ZAR", "lari": "GEL",
        "tenge": "KZT", "rupiah": "IDR", "rupiahs": "IDR", "birr": "ETB", "cedi": "GHS", "cedis": "GHS",
        "dollars": "USD", "dollar": "USD", "rands": "ZAR", "nairas": "NGN", "bahts": "THB", "dongs": "VND",
        "ringgits": "MYR", "laris": "GEL", "tenges": "KZT", "birrs": "ETB",
    }  # fmt: skip
    codes = {str(code) for place in map(str, Locale("en").territories) for code in get_territory_currencies(place)}
    return known | {fold(code): code for code in codes}


@lru_cache(maxsize=1)
def _listed_units() -> dict[str, str]:
    """Name, for a list of currencies, each unit besides that one country alone has; elsewhere it may be any word."""
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import get_currency_name, get_territory_currencies  # noqa: PLC0415

    places = map(str, Locale("en").territories)
    codes = {str(code) for place in places for code in get_territory_currencies(place, tender=True)}
    named: dict[str, set[str]] = {}
    for code in codes:
        for count in (1, 2):
            # English has the country before the unit, French behind it.
            named.setdefault(fold(get_currency_name(code, count, "en").split()[-1]), set()).add(code)
            named.setdefault(fold(get_currency_name(code, count, "fr").split()[0]), set()).add(code)
    alone = {unit: of.pop() for unit, of in named.items() if len(of) == 1}
    # As they are called at home.
    at_home = {"quetzales": "GTQ", "guaranies": "PYG", "colones": "CRC", "soles": "PEN", "bolivares": "VES"}
    return alone | at_home | _units()


_SHARED = Phrases.of(
    (p, p.split()[-1])
    for p in rows("""
        dollars|dollar|new dollars|new dollar|nouveaux dollars|pounds|pound|livres|livre|rupees|rupee|roupies|roupie|
        pesos|peso|francs|franc|dinars|dinar|dirhams|dirham|rials|rial|riyals|riyal|won|wons|lira|liras|lire|
        shillings|shilling|krona|kronor|krone|kroner|couronnes|couronne|lei|leu|lev|leva|kuna|manat|som|sum|yuan|
        yuans|rubles|ruble|roubles|rouble|yen|hryvnia|zloty|shekels|taka|naira|euros|euro|reais|real|rand|currency|
        monnaie|afghani|afghanis|kwacha|kwachas|pula|quetzal|guarani|lempira|colones|bolivares|bolivars|soles|sol|
        new shekels|new shekel
        """)
)
PAID = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        paid for in|paid in|paid using|paid with|paid for with|payé en|payés en|payée en|payées en|réglé en|réglés en|
        réglée en|réglées en|payées pour l'essentiel en|réglé pour l'essentiel en|réglées pour l'essentiel en
    """)
)
_JOINTS = frozenset({"and", "et", "or", "ou", "the", "les", "en", "in", "mostly", "&"})


def currency_list(tokens: Sequence[Token], at: int, places: dict[int, Mention]) -> tuple[dict[str, None], int]:
    """Read a list of currencies; `US and Australian dollars` are two."""
    codes: dict[str, None] = {}
    waiting: list[str] = []
    end = at
    while at < len(tokens) and (at == end or is_comma(tokens[at].gap) or is_plain(tokens[at].gap)):
        if at in places and not places[at].sense.ambiguous:
            waiting += places[at].sense.codes
            at = places[at].end
            continue
        shared, alone = _SHARED.at(tokens, at), _meant(tokens[at], _listed_units())
        if shared and (waiting or alone is None):
            owner = _owner(tokens, shared.end, places) if not waiting else None
            named = waiting or (list(owner.sense.codes) if owner else [])
            codes.update(dict.fromkeys(code for place in named if (code := currency_of(place))))
            at = _more_owners(tokens, owner.end, places, codes) if owner else shared.end
            waiting, end = [], at
        elif alone:
            # Only one country has bahts, so that `Thai baht` says nothing more than `baht`.
            owner = _owner(tokens, at + 1, places) if not waiting else None
            codes[(currency_of(owner.sense.codes[0]) if owner else None) or alone] = None
            at = end = _more_owners(tokens, owner.end, places, codes) if owner else at + 1
            waiting = []
        elif tokens[at].fold in _JOINTS:
            at += 1
        else:
            break
    return codes, end


def _more_owners(tokens: Sequence[Token], at: int, places: dict[int, Mention], codes: dict[str, None]) -> int:
    """Read the further countries of `dollars américains et australiens`."""
    while at + 1 < len(tokens) and tokens[at].fold in _JOINTS and at + 1 in places:
        mention = places[at + 1]
        found = currency_of(mention.sense.codes[0])
        if not mention.sense.adjective or found is None or _SHARED.at(tokens, mention.end):
            break
        codes[found] = None
        at = mention.end
    return at


def currencies_at(tokens: Sequence[Token], at: int, places: dict[int, Mention]) -> tuple[dict[str, None], int]:
    """Read the currencies in brackets, or behind `paid in`, right behind the money."""
    paid = PAID.at(tokens, at, loose=True)
    codes, end = currency_list(tokens, paid.end if paid else at, places)
    return (codes, end) if codes else ({}, at)


def _owner(tokens: Sequence[Token], at: int, places: dict[int, Mention]) -> Mention | None:
    """Read the country behind a French unit: `dollars australiens`, `dollars de Hong Kong`."""
    start = at + 1 if at < len(tokens) and tokens[at].fold in {"de", "d", "du"} else at
    if start in places and is_plain(tokens[start].gap) and len(places[start].sense.codes) == 1:
        return places[start]
    return None


@lru_cache(maxsize=512)
def currency_of(place: str) -> str | None:
    """Give the one currency that is tender in a country today."""
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    current = get_territory_currencies(place, tender=True) if len(place) == 2 else []  # noqa: PLR2004
    return current[0] if current else None
