"""Where a coalition asks for it, no number below three is told, nor can be worked out from all that is.

Whoever tries knows every rule, and all that is told of a week; and looks through every small world for those of which
the very same would be told. What is below three must not be the same in all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement, product

import pytest

from storage.figures import Breakdown, Cell, Few, Figures, Number, Sum
from storage.figures.suppressing import suppressed
from storage.periods import Period

WEEK, DAY = Period.of("2018-W34"), Period.of("2018-08-24")
FEW, WITHHELD = Few(), Breakdown(withheld=True)


@dataclass(frozen=True)
class Told:
    """A takedown of a small world: what it states and itemises by platform, its origins, its company."""

    stated: tuple[str, int] | None = None
    itemised: tuple[tuple[str, int], ...] = ()
    origins: frozenset[str] = frozenset()
    company: str = ""


World = tuple[Told, ...]


def cells(sums: Mapping[str, int]) -> Breakdown:
    return Breakdown(tuple(Cell(key, Sum(n)) for key, n in sorted(sums.items(), key=lambda each: (-each[1], each[0]))))


def sums(world: World) -> dict[str, dict[str, int]]:
    """Add a world up, each breakdown and the totals; what nobody says of is not in it."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("total", "platform", "origin", "company")}
    found["total"]["takedowns"] = len(world)
    for told in world:
        if told.stated:
            found["total"]["stated"] += told.stated[1]
        if told.itemised:
            found["total"]["itemised"] += sum(n for _, n in told.itemised)
        for platform, n in told.itemised or ((told.stated,) if told.stated else ()):
            found["platform"][platform] += n
        found["origin"].update(told.origins)
        if told.company:
            found["company"][told.company] += 1
    return {name: dict(each) for name, each in found.items()}


def figures(world: World) -> Figures:
    """Lay a world out as figures that tell everything."""
    found = sums(world)
    totals: dict[str, Sum] = {name: Sum(n) for name, n in found["total"].items()}
    return Figures(
        WEEK,
        totals["takedowns"],
        totals.get("stated"),
        totals.get("itemised"),
        by_platform=cells(found["platform"]),
        by_origin=cells(found["origin"]),
        by_company=cells(found["company"]),
    )


def worlds(kinds: Iterable[Told], most: int) -> Iterator[World]:
    listed = list(kinds)
    for n in range(most + 1):
        yield from combinations_with_replacement(listed, n)


def subsets(names: str) -> list[frozenset[str]]:
    return [frozenset(some) for n in range(len(names) + 1) for some in combinations(names, n)]


def origins() -> Iterator[World]:
    return worlds((Told(origins=some) for some in subsets("ABC")), 6)


def companies() -> Iterator[World]:
    # One without a company is under the Chatham House Rule.
    return worlds((Told(company=name) for name in ("", "p", "q", "r")), 9)


def companies_and_origins() -> Iterator[World]:
    return worlds((Told(company=name, origins=some) for name, some in product("pq", subsets("AB"))), 6)


def assets() -> Iterator[World]:
    one = [((platform, n),) for platform, n in product("XY", range(1, 5))]
    both = [(("X", n), ("Y", other)) for n, other in product(range(1, 3), repeat=2)]
    stated = [None, *product("XY", range(1, 4))]
    return worlds((Told(said, counts) for said, counts in product(stated, [(), *one, *both])), 3)


def many_platforms() -> Iterator[World]:
    numbers = [(name, n) for name, n in product("WXYZ", range(1, 6))]
    return worlds((Told(itemised=(each,)) for each in numbers), 4)


# A total at the edge of what is looked through looks certain only because the next world is not there.
INSIDE = 3


@pytest.mark.parametrize("small", [origins, companies, companies_and_origins, assets, many_platforms])
def test_whoever_knows_all_that_is_told_of_a_week_learns_no_number_below_three(
    small: Callable[[], Iterator[World]],
) -> None:
    possible: dict[Figures, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    hidden: dict[Figures, list[tuple[tuple[str, str], World]]] = defaultdict(list)
    listed = [(suppressed(figures(world)), sums(world), world) for world in small()]
    names = {(kind, name) for _, found, _ in listed for kind, each in found.items() for name in each}
    for told, found, world in listed:
        for kind, name in names:
            n = found[kind].get(name, 0)
            possible[told][kind, name].add(n)
            if 0 < n < 3 and (kind != "total" or max(found["total"].values()) <= INSIDE):
                hidden[told].append(((kind, name), world))
    worked_out = [
        (what, world, told) for told, each in hidden.items() for what, world in each if len(possible[told][what]) == 1
    ]
    assert worked_out == []
    assert sum(map(len, hidden.values())) > 100


def numbers(told: Figures) -> Iterator[Number]:
    """List every number that is told."""
    breakdowns = [told.by_platform, told.by_origin, told.by_target, *([told.by_company] if told.by_company else [])]
    yield from (each for each in (told.takedowns, told.stated, told.itemised) if each is not None)
    yield from (cell.number for each in breakdowns for cell in each.cells if cell.number is not None)


@pytest.mark.parametrize("small", [origins, companies, assets])
def test_no_number_below_three_is_told_and_every_number_that_is_told_is_true(
    small: Callable[[], Iterator[World]],
) -> None:
    for world in small():
        told = suppressed(figures(world))
        assert all(isinstance(each, Few) or each.n == 0 or each.n >= 3 for each in numbers(told))
        true = {cell.key: cell.number for cell in figures(world).by_origin.cells}
        for cell in told.by_origin.cells:
            assert cell.number in {true[cell.key], None, FEW}
            size = true[cell.key]
            assert isinstance(size, Sum)
            assert cell.number != FEW or size.n < 3


def by_origin(**places: int) -> Breakdown:
    """Tell a week of ten takedowns."""
    return suppressed(Figures(WEEK, Sum(10), by_origin=cells(places))).by_origin


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ({"IR": 8, "RU": 4}, {"IR": Sum(8), "RU": Sum(4)}),
        # Ten without eight would be two.
        ({"IR": 8, "RU": 2}, None),
        ({"IR": 8, "CN": 5, "RU": 2}, {"IR": Sum(8), "CN": None, "RU": None}),
        # Of two that are alike, both.
        ({"IR": 8, "CN": 5, "SY": 5, "RU": 2}, {"IR": Sum(8), "CN": None, "SY": None, "RU": None}),
        # One of the two has one, and nobody can tell which.
        ({"IR": 7, "RU": 2, "CN": 1}, {"IR": Sum(7), "RU": FEW, "CN": FEW}),
        ({"IR": 1, "RU": 1, "CN": 1}, None),
        ({"IR": 2}, None),
        ({}, {}),
    ],
)
def test_a_small_number_has_another_beside_it_that_it_may_be(
    places: Mapping[str, int], told: Mapping[str, Number | None] | None
) -> None:
    found = by_origin(**places)
    assert found.withheld == (told is None)
    assert {cell.key: cell.number for cell in found.cells} == (told or {})


def test_what_has_no_number_stands_in_the_order_of_letters() -> None:
    assert [cell.key for cell in by_origin(ZA=8, RU=3, CN=2, AM=2).cells] == ["ZA", "AM", "CN", "RU"]


def told(total: int, **facts: Number) -> Figures:
    figures = Figures(
        WEEK,
        Sum(total),
        by_platform=cells({"x": 284}),
        by_origin=cells({"IR": 4}),
        by_target=cells({"US": 4}),
        by_company=cells({"Facebook": 4}),
    )
    return suppressed(replace(figures, **facts))  # type: ignore[arg-type]


def test_of_fewer_than_three_takedowns_nothing_else_is_told_than_their_totals() -> None:
    found = told(2, stated=Sum(652), itemised=Sum(649))
    assert (found.takedowns, found.stated, found.itemised) == (FEW, Sum(652), Sum(649))
    assert {found.by_platform, found.by_origin, found.by_target, found.by_company} == {WITHHELD}


@pytest.mark.parametrize("total", ["stated", "itemised"])
def test_a_small_total_cannot_be_had_from_the_assets_by_platform(total: str) -> None:
    found = told(4, **{total: Sum(2)})
    assert getattr(found, total) == FEW
    assert found.by_platform == WITHHELD
    assert found.by_origin == cells({"IR": 4})


def test_of_no_takedown_it_is_said_that_there_was_none() -> None:
    assert suppressed(Figures(WEEK)) == Figures(WEEK)


def test_the_days_of_a_week_are_not_told_since_together_they_are_the_week() -> None:
    found = suppressed(replace(figures((Told(("X", 5)),) * 7), period=DAY))
    assert found == Figures(DAY, None, None, None, WITHHELD, WITHHELD, WITHHELD, WITHHELD)
