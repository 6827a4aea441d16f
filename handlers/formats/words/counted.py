"""Read what one amount counts: `74 Facebook pages`, `652 pages, groups and accounts`, `Pages: 74`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.formats.words import modifiers
from handlers.formats.words.amounts import Amount, amount_at
from handlers.formats.words.assets import Item, is_within, item_at, on_platforms, platforms_at
from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, Token, ends_sentence, is_comma, is_plain, rows, words
from storage.assets import Kind, Platform

JOINTS = words("""
    and et & + plus as well ainsi que along with also mais but aussi or ou together de of d avec puis
""")

_OF = frozenset({"of", "de", "d", "des"})

_SUBSET = frozenset({"the", "these", "those", "our", "its", "their", "them", "ces", "ses", "nos", "leurs", "entre"})

TOTAL_BEFORE = Phrases.of(
    (phrase, None)
    for phrase in rows("""
        in all|in total|a total of|total of|total|overall|altogether|all told|all in all|grand total|combined total|
        bringing the total to|for a total of|the total is now|now totals|au total|en tout|un total de|total de|
        portant le total à|soit un total de|soit|totalling|totaling|headline|stated
        """)
)

_LABEL_VERBS = words("""
    removed suspended disabled deleted taken down blocked terminated seized supprimes supprimees suspendus
    suspendues fermes fermees desactives desactivees retires retirees bloques saisis concernes concernees
""")

_NEGATIONS = words("not never didn hasn haven pas jamais without sans aucun aucune")

# What stands behind one of these is what the operation did, not what was taken down.
_ACTIVITY = words("""
    liked shared sharing posted posting published publishing sent sending tweeted retweeted wrote viewed commented
    followed joined aime partage publie envoye diffuse
""")

_SHARES = words("thirds third half quarter quarters most some many majority part moitie tiers plupart majorite")

FARTHEST = 7


@dataclass(frozen=True, slots=True)
class Counted:
    """One amount with its items; `trailing` are platforms named by `on P` behind it."""

    start: int
    end: int
    amount: Amount
    items: tuple[Item, ...]
    trailing: tuple[Platform, ...] = ()
    total: bool = False
    semicolon: bool = False
    elliptic: bool = False

    @property
    def unknown(self) -> tuple[int, ...]:
        """Give the tokens inside that no word list knows."""
        return tuple(index for item in self.items for index in item.unknown)


def is_of_else(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether the words before deny the count or make it an activity: `did not remove 3 groups`."""
    if start and tokens[start - 1].fold in _ACTIVITY and is_plain(tokens[start].gap):
        return True
    for back in range(start - 1, max(-1, start - 4), -1):
        if not is_plain(tokens[back + 1].gap):
            return False
        if tokens[back].fold in _SHARES and tokens[start - 1].fold in _OF:
            return True
        if tokens[back].fold in _NEGATIONS:
            return tokens[back + 1].fold != "only"
    return False


def is_people(tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    """Tell whether a counted group is a band of people."""
    return any(item.kind is Kind.GROUP and modifiers.names_people(tokens, item.start, item.end) for item in items)


def is_compound(tokens: Sequence[Token], at: int, amount: Amount) -> bool:
    """Tell whether number and kind are one adjective: a `12-page report`."""
    return at == amount.end and tokens[at].gap in {"-", "\u2011", "\u2010"}


def total_before(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """Look for `in all`, `a total of`, `Total:` before an amount; give where the count begins."""
    for back in range(max(0, start - 4), start):
        match = TOTAL_BEFORE.at(tokens, back)
        if match and match.end == start and tokens[start].gap.strip(" :,=\u00a0\u202f\u2013\u2014-'\u2019*(") == "":
            return back, True
    return start, False


def after_of(tokens: Sequence[Token], amount: Amount) -> int | None:
    """Step over `of` and `de` behind a number; None where they begin a share: `12 of these accounts`."""
    at = amount.end
    if at >= len(tokens):
        return at
    word = tokens[at].fold
    if word in _OF and tokens[at].soft:
        ahead = tokens[at + 1].fold if at + 1 < len(tokens) else ""
        return None if ahead in _SUBSET or word == "des" or not amount.number.scaled else at + 1
    if tokens[at].text == "x" and at + 1 < len(tokens) and tokens[at + 1].gap == " ":
        return at + 1
    return None if word in {"or", "ou"} and amount.n == 1 else at


def items_at(tokens: Sequence[Token], at: int, *, opens: bool = False) -> tuple[tuple[Item, ...], int]:
    """Read the kinds that one number counts together: `pages, groups and accounts`; `opens` where no number leads."""
    items: list[Item] = []
    end = at
    while at < len(tokens) and (items or opens or is_within(tokens, at)):
        item = None if number_at(tokens, at) else item_at(tokens, at)
        if item is None or (items and item.unknown):
            break
        items.append(item)
        end = item.end
        at = next_item(tokens, end)
        if at < 0:
            break
    return tuple(items), end


def next_item(tokens: Sequence[Token], end: int) -> int:
    """Step over what joins two kinds of one number; -1 where the list is over."""
    if end >= len(tokens) or not (is_comma(tokens[end].gap) or is_plain(tokens[end].gap)):
        return -1
    at = end
    if tokens[at].fold in {"and", "et", "&", "or", "ou"}:
        at += 1
        if at < len(tokens) and tokens[at].gap == "/":
            at += 2
        return at if at < len(tokens) and is_plain(tokens[at].gap) else -1
    return at if is_comma(tokens[end].gap) else -1


def labelled(tokens: Sequence[Token], amount: Amount, *, line: bool) -> Counted | None:
    """Read `Facebook pages: 74`, and on a line of its own `Pages (74)` and `Pages 74`."""
    gap = tokens[amount.start].gap.strip()
    plural = amount.start and tokens[amount.start - 1].fold.endswith("s")
    if gap not in ({":", "=", "-", "\u2013", "\u2014", "("} if line else {":", "="}) and not (
        line and plural and not gap
    ):
        return None
    behind = on_platforms(tokens, amount.end)
    stop = behind[1] if behind else amount.end
    if stop < len(tokens) and is_plain(tokens[stop].gap) and ")" not in tokens[stop].gap:
        return None
    for back in range(max(0, amount.start - FARTHEST), amount.start):
        begins = back == 0 or ends_sentence(tokens[back].gap) or is_comma(tokens[back].gap)
        begins = begins or tokens[back - 1].fold in JOINTS
        items, end = items_at(tokens, back, opens=True) if begins else ((), 0)
        trailing = on_platforms(tokens, end) if items else None
        end = _over_verb(tokens, trailing[1] if trailing else end, amount.start)
        if items and end == amount.start:
            return Counted(back, stop, amount, items, (behind or trailing or ((), 0))[0])
    return None


def _over_verb(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Step over the `removed` of `Accounts removed: 110`."""
    while at < stop and is_plain(tokens[at].gap) and tokens[at].fold in _LABEL_VERBS:
        at += 1
    return at


def bare_platforms(tokens: Sequence[Token], at: int) -> tuple[tuple[Platform, ...], int] | None:
    """Read the platforms of `6 blogs (2 WordPress, 4 Blogger)`: nothing that they might belong to follows."""
    if at >= len(tokens) or not is_plain(tokens[at].gap):
        return None
    for named, end in platforms_at(tokens, at):
        if end == len(tokens) or tokens[end].gap.strip() or tokens[end].fold in JOINTS:
            return named, end
    return None


def half_at(tokens: Sequence[Token], amount: Amount) -> Counted | None:
    """Read the first count of `12 Facebook and 9 Instagram accounts`, whose kind is still to come."""
    named = None if amount.number.article else bare_platforms(tokens, amount.end)
    kind = kind_ahead(tokens, named[1]) if named else None
    if named is None or kind is None:
        return None
    item = Item(amount.end, named[1], kind, named[0])
    return Counted(amount.start, named[1], amount, (item,))


def kind_ahead(tokens: Sequence[Token], end: int) -> Kind | None:
    """Look along a list for the next count that names its kind."""
    for _ in range(FARTHEST):
        at = next_item(tokens, end)
        amount = amount_at(tokens, at) if 0 <= at < len(tokens) else None
        if amount is None or amount.high is not None:
            return None
        items, _ = items_at(tokens, amount.end)
        if items:
            return None if amount.number.article else items[0].kind
        named = bare_platforms(tokens, amount.end)
        if named is None:
            return None
        end = named[1]
    return None
