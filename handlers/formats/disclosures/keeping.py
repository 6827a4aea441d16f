"""What a disclosure says besides its indicators, as storage keeps it."""

from __future__ import annotations

from handlers.formats.disclosures.facts import Disclosure
from storage.intakes import Gathered, Trouble, joined
from storage.reports import Report


def gathered(of: Disclosure) -> Gathered:
    """Give what the record of a disclosure is completed with."""
    return Gathered(
        format=of.format,
        title=of.title,
        counts=of.counts,
        reach=of.reach,
        ad_spend=of.ad_spend,
        origins=of.origins,
        targets=of.targets,
        source=of.source,
        rows=of.rows,
    )


def troubles(of: Disclosure) -> tuple[Trouble, ...]:
    """Give the rows that could not be used, as they are kept for whoever sent the file."""
    return tuple(Trouble(one.row, one.raw, one.why) for one in of.problems)


def report(of: Disclosure) -> Report:
    """Say what a disclosure says as the report of a takedown of its own, its title as the summary."""
    said, _ = joined(Report(), gathered(of))
    return said
