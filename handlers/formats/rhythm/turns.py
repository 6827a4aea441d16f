"""How often something comes round: `daily`, `every two weeks`, `every other Tuesday`, `un mardi sur deux`."""

from __future__ import annotations

from handlers.formats.rhythm.days import weekday_of
from handlers.formats.rhythm.facts import Found, Piece, Place, Trouble, Turn, Weekdays
from handlers.formats.words.numbers import number_at
from handlers.formats.words.tokens import Phrases, rows
from storage.rhythms import Every

_PLAIN: Phrases[Piece] = Phrases.of(
    (phrase, piece)
    for row, piece in (
        (
            """
            daily|every day|each day|once a day|chaque jour|tous les jours|quotidien|quotidienne|quotidiennement|
            une fois par jour
            """,
            Turn(Every.DAILY),
        ),
        (
            """
            weekly|every week|each week|once a week|chaque semaine|toutes les semaines|hebdomadaire|
            une fois par semaine
            """,
            Turn(Every.WEEKLY),
        ),
        ("fortnightly|every fortnight|once a fortnight|tous les quinze jours|tous les 15 jours", Turn(Every.WEEKLY, 2)),
        (
            """
            monthly|every month|each month|once a month|chaque mois|tous les mois|mensuel|mensuelle|mensuellement|
            une fois par mois
            """,
            Turn(Every.MONTHLY),
        ),
        (
            """
            yearly|annually|every year|each year|once a year|chaque année|tous les ans|toutes les années|annuel|
            annuelle|annuellement|une fois par an
            """,
            Turn(Every.YEARLY),
        ),
        # Twice a week or every two weeks; twice a month or every two months.
        (
            """
            biweekly|bi-weekly|bimonthly|bi-monthly|bihebdomadaire|bimensuel|bimensuelle|bimestriel|bimestrielle
            """,
            Trouble.TWO_MEANINGS,
        ),
    )
    for phrase in rows(row)
)
_UNITS = {
    name: every
    for row, every in (
        ("day days jour jours", Every.DAILY),
        ("week weeks semaine semaines", Every.WEEKLY),
        ("month months mois", Every.MONTHLY),
        ("year years an ans annee annees", Every.YEARLY),
    )
    for name in row.split()
}


def turn_at(place: Place) -> Found | None:
    """Read how often something comes round; of `every other Tuesday`, the weekday is left to be read."""
    found = _PLAIN.at(place.tokens, place.at)
    if found:
        return Found(found.end, (found.value,))
    return _every_other(place) or _every_so_many(place) or _one_in(place)


def _every_other(place: Place) -> Found | None:
    if place.word() != "every" or place.word(1) != "other" or not place.follows(1):
        return None
    return _counted(place.past(place.at + 2), 2)


def _every_so_many(place: Place) -> Found | None:
    """Read the number behind `every` or `tous les`, and what it counts."""
    number = number_at(place.tokens, place.at) if place.each() else None
    if number is None or number.article or number.scaled:
        return None
    return _counted(place.past(number.end), number.value)


def _one_in(place: Place) -> Found | None:
    """Read `un mardi sur deux`, `une semaine sur trois`."""
    if place.word() not in {"un", "une", "1"} or place.word(2) != "sur" or not (place.follows(1) and place.follows(2)):
        return None
    counted = _counted(place.past(place.at + 1), 1)
    number = number_at(place.tokens, place.at + 3)
    if counted is None or number is None or number.article or number.scaled:
        return None
    weekday = weekday_of(place.word(1))
    if weekday is not None:
        return Found(number.end, (Turn(Every.WEEKLY, number.value, weekday), Weekdays((weekday,))))
    return Found(number.end, (Turn(_UNITS[place.word(1)], number.value),))


def _counted(place: Place, n: int) -> Found | None:
    """Read the days, weeks, months or years that are counted; weekdays are weeks, and left to be read."""
    if n < 1 or not place.follows(0):
        return None
    if weekday_of(place.word()) is not None:
        return Found(place.at, (Turn(Every.WEEKLY, n),))
    unit = _UNITS.get(place.word())
    return Found(place.at + 1, (Turn(unit, n),)) if unit else None
