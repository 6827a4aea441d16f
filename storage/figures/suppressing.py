"""Keeping small numbers from being told, or worked out from those that are, where a coalition asks for it.

Whatever is told of a breakdown stays true if two of its cells change places, of which one is small and the other is
not the same; so no arithmetic tells the one from the other, whatever else is known of the whole. Where the small cells
are not all alike, they themselves are such two. Where they are, the smallest of the others are named beside them, all
without a number; and where no number is left by that, not even names are told. Of companies, of which everybody knows
which there are, nothing is told as soon as one of them has a small number: it may be any of them, and any small number.
"""

from __future__ import annotations

from dataclasses import replace

from storage.figures.records import NOTHING, Breakdown, Cell, Few, Figures, Number, Sum
from storage.periods import Span

FEW = Few()
_WITHHELD = Breakdown(withheld=True)


def suppressed(figures: Figures) -> Figures:
    """Give figures in which no number below three is told, nor can be worked out from what is."""
    by_company = figures.by_company
    if figures.period.span is Span.DAY:
        return Figures(figures.period, None, None, None, _WITHHELD, _WITHHELD, _WITHHELD, by_company and _WITHHELD)
    takedowns = figures.takedowns if figures.takedowns == NOTHING else _told(figures.takedowns)
    stated, itemised = _told(figures.stated), _told(figures.itemised)
    if takedowns == FEW:
        # Assets that cannot be of one takedown alone would tell that there are two.
        figures = replace(figures, by_platform=_WITHHELD, by_origin=_WITHHELD, by_target=_WITHHELD)
        by_company = by_company and _WITHHELD
    if FEW in {stated, itemised}:
        # What is stated and what is itemised make up the assets by platform.
        figures = replace(figures, by_platform=_WITHHELD)
    return replace(
        figures,
        takedowns=takedowns,
        stated=stated,
        itemised=itemised,
        by_platform=_pooled(figures.by_platform),
        by_origin=_pooled(figures.by_origin),
        by_target=_pooled(figures.by_target),
        by_company=by_company and _all_or_nothing(by_company),
    )


def _told(number: Number | None) -> Number | None:
    return FEW if number and _size(number) < FEW.below else number


def _pooled(breakdown: Breakdown) -> Breakdown:
    """Leave no number in a breakdown that tells a small one; names that have none stand in the order of letters."""
    small = [cell for cell in breakdown.cells if _size(cell.number) < FEW.below]
    large = [cell for cell in breakdown.cells if _size(cell.number) >= FEW.below]
    if len({_size(cell.number) for cell in small}) != 1:
        return Breakdown((*large, *_named(small, FEW)), breakdown.withheld)
    # All of those, or it would tell which is which that one of two alike is named.
    smallest = min((_size(cell.number) for cell in large), default=0)
    shown = [cell for cell in large if _size(cell.number) > smallest]
    hidden = [*small, *(cell for cell in large if _size(cell.number) == smallest)]
    return Breakdown((*shown, *_named(hidden, None))) if shown else _WITHHELD


def _all_or_nothing(breakdown: Breakdown) -> Breakdown:
    return _WITHHELD if any(_size(cell.number) < FEW.below for cell in breakdown.cells) else breakdown


def _named(cells: list[Cell], number: Number | None) -> list[Cell]:
    return [Cell(key, number) for key in sorted(cell.key for cell in cells)]


def _size(number: Number | None) -> int:
    return number.n if isinstance(number, Sum) else 0
