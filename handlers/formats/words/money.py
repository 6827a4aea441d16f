"""What was spent on advertisements, in US dollars, and the currencies that it was paid in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.formats.words.amounts import Amount, amount_at
from handlers.formats.words.currencies import PAID, currency_list, unit
from handlers.formats.words.places import Mention
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_plain, rows, words
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
    other = after < len(tokens) and (tokens[after].text in {"\u20ac", "\u00a3"} or unit(tokens[after]))
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
            if not paid:
                paid, spans = _paid_in(tokens, money.end, places)
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


def _paid_in(
    tokens: Sequence[Token], at: int, places: dict[int, Mention]
) -> tuple[dict[str, None], list[tuple[int, int]]]:
    """Read `paid for mostly in Hong Kong Dollars, Chinese Yuan and euros` shortly behind the money."""
    codes, end = (
        currency_list(tokens, at + 1, places) if at < len(tokens) and tokens[at].fold in {"in", "en"} else ({}, at)
    )
    if codes:
        return codes, [(at, end)]
    for start in range(at, min(len(tokens), at + _NEAR)):
        if ends_sentence(tokens[start].gap):
            break
        match = PAID.at(tokens, start, loose=True)
        if match:
            codes, end = currency_list(tokens, match.end, places)
            return codes, ([(start, end)] if codes else [])
    return {}, []
