"""Figures: what the takedowns of a period add up to, for a channel or for one person."""

from storage.figures.comparing import of_period
from storage.figures.records import NOTHING, Breakdown, Cell, Few, Figures, Number, Sum, platforms_of

__all__ = [
    "NOTHING",
    "Breakdown",
    "Cell",
    "Few",
    "Figures",
    "Number",
    "Sum",
    "of_period",
    "platforms_of",
]
