"""Words that say how exactly a number was meant.

`up to` and `at most` become LESS_THAN: the nearest of the four that bounds from above. `more than` becomes AT_LEAST.
"""

from __future__ import annotations

from functools import lru_cache

from handlers.formats.words.tokens import Phrases, rows
from storage.reports import Qualifier

_ABOUT = """
    about|around|roughly|some|nearly|almost|approximately|approx|approx.|circa|ca.|close to|just about|something like|
    an estimated|estimated|more or less|near|just over|just under|a little over|a little under|slightly over|
    slightly more than|slightly under|slightly less than|~|\u2248|\u00b1|près de|près d'|environ|env.|env|quelque|
    quelques|autour de|aux alentours de|aux environs de|à peu près|presque|approximativement|un peu plus de|
    un peu plus d'|un peu moins de|un peu moins d'|dans les
    """
_AT_LEAST = """
    at least|more than|over|upwards of|upward of|minimum|a minimum of|min.|no fewer than|no less than|not less than|
    in excess of|well over|well more than|far more than|north of|above|greater than|not fewer than|>|\u2265|>=|> =|
    plus de|plus d'|au moins|au minimum|minimum de|un minimum de|pas moins de|pas moins d'|bien plus de|
    largement plus de|au-delà de
    """
_LESS_THAN = """
    less than|fewer than|under|below|up to|as many as|at most|no more than|not more than|a maximum of|maximum|max.|<|
    \u2264|< =|<=|moins de|moins d'|jusqu'à|au plus|tout au plus|au maximum|un maximum de|pas plus de|pas plus d'
    """
_AFTER = """
    or so|or thereabouts|approximately|roughly|environ|à peu près|plus ou moins
    """
_AFTER_AT_LEAST = """
    or more|at least|at a minimum|minimum|au moins|au minimum|ou plus|et plus|and more|+
    """
_AFTER_LESS_THAN = """
    at most|or fewer|or less|maximum|au plus|au maximum|ou moins
    """


def _entries(words: str, qualifier: Qualifier) -> list[tuple[str, Qualifier]]:
    return [(phrase.strip(), qualifier) for phrase in rows(words) if phrase.strip()]


@lru_cache(maxsize=1)
def before() -> Phrases[Qualifier]:
    """Qualifiers that stand before their number."""
    return Phrases.of(
        _entries(_ABOUT, Qualifier.ABOUT)
        + _entries(_AT_LEAST, Qualifier.AT_LEAST)
        + _entries(_LESS_THAN, Qualifier.LESS_THAN),
    )


@lru_cache(maxsize=1)
def after() -> Phrases[Qualifier]:
    """Qualifiers that stand after their number."""
    return Phrases.of(
        _entries(_AFTER, Qualifier.ABOUT)
        + _entries(_AFTER_AT_LEAST, Qualifier.AT_LEAST)
        + _entries(_AFTER_LESS_THAN, Qualifier.LESS_THAN),
    )


def stronger(first: Qualifier, second: Qualifier) -> Qualifier:
    """Choose what two qualifiers of one number say together: a bound says more than `about`."""
    if first in {Qualifier.EXACT, Qualifier.ABOUT} and second is not Qualifier.EXACT:
        return second
    return first
