"""Figures: what the takedowns of a period add up to, for a channel or for one person; and against what is usual."""

from storage.figures.agreeing import Agreement, MayNotAgree, agree, agreement
from storage.figures.comparing import TREND, comparison, of_period, trend, usual
from storage.figures.records import (
    NOTHING,
    Breakdown,
    Cell,
    Comparison,
    Few,
    Figures,
    Number,
    Sum,
    Usual,
    platforms_of,
)

__all__ = [
    "NOTHING",
    "TREND",
    "Agreement",
    "Breakdown",
    "Cell",
    "Comparison",
    "Few",
    "Figures",
    "MayNotAgree",
    "Number",
    "Sum",
    "Usual",
    "agree",
    "agreement",
    "comparison",
    "of_period",
    "platforms_of",
    "trend",
    "usual",
]
