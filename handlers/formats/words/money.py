"""What was spent on advertisements, in US dollars, and the currencies that it was paid in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.formats.words.amounts import Amount, amount_at
from handlers.formats.words.places import Mention
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, fold, is_comma, is_plain, rows, words
from storage.reports import AdSpend

_DOLLARS = Phrases.of(
    (p, None)
    for p in rows("""
        US dollars|US dollar|U.S. dollars|U.S. dollar|dollars US|dollar US|dollars américains|american dollars|USD|
        US$|$ US|$|dollars|dollar|$US
        """)
)
_OTHER_MONEY = frozenset({"\u20ac", "\u00a3", "a", "c", "hk", "nz", "nt", "s", "aud", "cad", "hkd", "sgd", "au", "ca"})
_ADS = words("""
    ad ads advert adverts advertisement advertisements advertising advertiser publicite publicites publicitaire
    publicitaires pub pubs annonces annonceur sponsorise sponsorises sponsorisees promoted boosted boosting
""")
_NONE = Phrases.of(
    (p, None)
    for p in rows("""
        no ad spend|no ad spending|no advertising spend|no spending on ads|no spending for ads|no ads|
        no paid advertising|no advertising|did not run ads|did not run any ads|did not buy ads|did not buy any ads|
        did not engage in paid advertising|did not engage in advertising|did not spend on ads|did not purchase ads|
        didn't run any ads|did not advertise|without any ad spend|ran no ads|aucune dépense publicitaire|
        aucune publicité|pas de publicité|sans publicité|pas de dépense publicitaire|pas de dépenses publicitaires|
        sans dépense publicitaire|aucune annonce publicitaire|aucun achat publicitaire
        """)
)
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Spent:
    """An ad spend that was found; `spans` are the tokens that say it."""

    start: int
    spend: AdSpend
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money in the text; `dollars` where it is in US dollars."""

    start: int
    end: int
    amount: Amount
    dollars: bool


def moneys(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Money]:
    """Find every amount of money, whatever it was spent on."""
    return [money for amount in amounts if (money := _money(tokens, amount))]


def _money(tokens: Sequence[Token], amount: Amount) -> Money | None:
    if amount.number.article:
        return None
    before = amount.first - 1
    if before >= 0 and (tokens[before].text in {"$", "\u20ac", "\u00a3"} or tokens[before].fold in {"usd", "us"}):
        return _signed(tokens, amount, before)
    after = _skip_of(tokens, amount.end)
    match = _DOLLARS.at(tokens, after)
    if match and is_plain(tokens[after].gap) and amount.high is None:
        return Money(amount.start, match.end, amount, dollars=True)
    other = after < len(tokens) and (tokens[after].text in {"\u20ac", "\u00a3"} or tokens[after].fold in _units())
    return Money(amount.start, after + 1, amount, dollars=False) if other and is_plain(tokens[after].gap) else None


def _signed(tokens: Sequence[Token], amount: Amount, sign: int) -> Money | None:
    """Read `$6,000`, `US$6,000`, `A$6,000`, with the qualifier that stands before the sign."""
    start = sign
    dollars = tokens[sign].text == "$" or tokens[sign].fold == "usd"
    if tokens[sign].fold == "us":
        return None
    if sign and tokens[sign].gap == "" and tokens[sign - 1].fold in _OTHER_MONEY | {"us"}:
        start -= 1
        dollars = tokens[start].fold == "us"
    shifted = _qualified(tokens, start, amount)
    end = amount.end
    if end < len(tokens) and tokens[end].fold in {"usd", "us"} and dollars:
        end += 1
    return Money(shifted.start, end, shifted, dollars=dollars and amount.high is None)


def _qualified(tokens: Sequence[Token], start: int, amount: Amount) -> Amount:
    """Look for the qualifier before a currency sign by reading the amount as if the sign were not there."""
    for back in range(max(0, start - 4), start):
        joined = [*tokens[back:start], tokens[amount.first]._replace(gap=" "), *tokens[amount.first + 1 : amount.end]]
        found = amount_at(joined, 0)
        if found and found.end == len(joined) and found.first == start - back:
            return Amount(back, amount.first, amount.end, amount.n, found.qualifier, amount.number)
    return Amount(start, amount.first, amount.end, amount.n, amount.qualifier, amount.number)


def _skip_of(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].fold in {"de", "of"} else at


def spendings(tokens: Sequence[Token], found: Iterable[Money], places: dict[int, Mention]) -> list[Spent]:
    """Find the ad spends: money in a sentence that speaks of advertisements, or `no ads`."""
    spends: list[Spent] = []
    for money in found:
        near = _near_ads(tokens, money) if money.dollars else None
        if near is not None:
            paid, spans = _paid_in(tokens, near[1], places)
            spend = AdSpend(money.amount.n, money.amount.qualifier, tuple(paid))
            spends.append(Spent(money.start, spend, ((money.start, money.end), near, *spans)))
    for at in range(len(tokens)):
        match = _NONE.at(tokens, at)
        if match:
            spends.append(Spent(at, AdSpend(0), ((at, match.end),)))
    return sorted(spends, key=lambda spent: spent.start)


def _near_ads(tokens: Sequence[Token], money: Money) -> tuple[int, int] | None:
    """Find the word of the same sentence that says that the money went into advertisements."""
    for at in range(money.end, min(len(tokens), money.end + _NEAR)):
        if ends_sentence(tokens[at].gap):
            break
        if tokens[at].fold in _ADS:
            return _over_spending(tokens, money.end, at)
    for at in range(money.start - 1, max(-1, money.start - _NEAR), -1):
        if ends_sentence(tokens[at + 1].gap):
            break
        if tokens[at].fold in _ADS:
            return at, at + 1
    return None


_SPENDING = words("""
    in of spending spend spent for on ad worth de d en depenses depense achats achat pour des les
""")


def _over_spending(tokens: Sequence[Token], start: int, at: int) -> tuple[int, int]:
    """Cover the words between the money and the advertisements where they say nothing else."""
    plain = all(token.fold in _SPENDING for token in tokens[start:at])
    return (start if plain else at), at + 1


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
        "dollars": "USD", "dollar": "USD",
    }  # fmt: skip
    codes = {str(code) for place in map(str, Locale("en").territories) for code in get_territory_currencies(place)}
    return known | {fold(code): code for code in codes}


_SHARED = Phrases.of(
    (p, p.split()[-1])
    for p in rows("""
        dollars|dollar|new dollars|new dollar|nouveaux dollars|pounds|pound|livres|livre|rupees|rupee|roupies|roupie|
        pesos|peso|francs|franc|dinars|dinar|dirhams|dirham|rials|rial|riyals|riyal|won|wons|lira|liras|lire|
        shillings|shilling|krona|kronor|krone|kroner|couronnes|couronne|lei|leu|lev|leva|kuna|manat|som|sum|yuan|
        yuans|rubles|ruble|roubles|rouble|yen|hryvnia|zloty|shekels|taka|naira|euros|euro|reais|real|rand|currency|
        monnaie|afghani|afghanis|kwacha|pula|quetzal|guarani|lempira|colones|bolivares|bolivars|soles|sol
        """)
)
_PAID = Phrases.of(
    (p, None)
    for p in rows("""
        paid for in|paid in|paid using|paid with|payé en|payés en|payée en|payées en|réglé en|réglés en|réglées en|
        réglée en|paid for with
        """)
)
_JOINTS = frozenset({"and", "et", "or", "ou", "the", "les", "en", "in", "mostly", "&"})


def _paid_in(
    tokens: Sequence[Token], at: int, places: dict[int, Mention]
) -> tuple[dict[str, None], list[tuple[int, int]]]:
    """Read `paid for mostly in Hong Kong Dollars, Chinese Yuan and euros` shortly behind the money."""
    codes, end = (
        _currencies(tokens, at + 1, places) if at < len(tokens) and tokens[at].fold in {"in", "en"} else ({}, at)
    )
    if codes:
        return codes, [(at, end)]
    for start in range(at, min(len(tokens), at + _NEAR)):
        if ends_sentence(tokens[start].gap):
            break
        match = _PAID.at(tokens, start, loose=True)
        if match:
            codes, end = _currencies(tokens, match.end, places)
            return codes, ([(start, end)] if codes else [])
    return {}, []


def _currencies(tokens: Sequence[Token], at: int, places: dict[int, Mention]) -> tuple[dict[str, None], int]:
    """Read a list of currencies; `US and Australian dollars` are two."""
    codes: dict[str, None] = {}
    waiting: list[str] = []
    end = at
    while at < len(tokens) and (at == end or is_comma(tokens[at].gap) or is_plain(tokens[at].gap)):
        if at in places and not places[at].sense.ambiguous:
            waiting += places[at].sense.codes
            at = places[at].end
            continue
        unit = _SHARED.at(tokens, at)
        if unit and (waiting or tokens[at].fold not in _units()):
            owner = _owner(tokens, unit.end, places) if not waiting else None
            codes.update(dict.fromkeys(c for place in waiting or [owner or ""] if (c := currency_of(place))))
            at = _more_owners(tokens, unit.end + 1, places, codes) if owner else unit.end
            waiting, end = [], at
        elif tokens[at].fold in _units() and not waiting:
            owner = _owner(tokens, at + 1, places)
            codes[(currency_of(owner) if owner else None) or _units()[tokens[at].fold]] = None
            at = end = at + (2 if owner else 1)
            if owner:
                at = end = _more_owners(tokens, at, places, codes)
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
    paid = _PAID.at(tokens, at, loose=True)
    codes, end = _currencies(tokens, paid.end if paid else at, places)
    return (codes, end) if codes else ({}, at)


def _owner(tokens: Sequence[Token], at: int, places: dict[int, Mention]) -> str | None:
    """Read the country behind a French unit: `dollars australiens`, `dollars de Hong Kong`."""
    start = at + 1 if at < len(tokens) and tokens[at].fold in {"de", "d", "du"} else at
    if start in places and is_plain(tokens[start].gap) and places[start].end == start + 1:
        return places[start].sense.codes[0] if len(places[start].sense.codes) == 1 else None
    return None


@lru_cache(maxsize=512)
def currency_of(place: str) -> str | None:
    """Give the one currency that is tender in a country today."""
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    current = get_territory_currencies(place, tender=True) if len(place) == 2 else []  # noqa: PLR2004
    return current[0] if current else None
