"""Which takedowns of a digest matter most where not all have room."""

from __future__ import annotations

from storage.reports import Report, itemised


def size(report: Report) -> int:
    """Say how much a takedown was: what its company stated, or else what it lists."""
    return report.stated.n if report.stated else sum(count.n for count in itemised(report))
