"""A disclosure as one line of JSON, as `tocsin import --json` prints it."""

from __future__ import annotations

import json
from typing import Any

from handlers.formats.disclosures.facts import Disclosure
from storage.intakes import Rows
from storage.reports import Source


def in_json(disclosure: Disclosure) -> str:
    """Write a disclosure as one line."""
    said = disclosure
    spend = said.ad_spend
    return _line(
        said.file,
        format=said.format,
        title=said.title,
        origins=said.origins,
        targets=said.targets,
        counts=[
            {"asset": "+".join(map(str, one.assets)), "n": one.n, "qualifier": one.qualifier} for one in said.counts
        ],
        reach=[{"metric": one.metric, "n": one.n, "qualifier": one.qualifier} for one in said.reach],
        ad_spend={"usd": spend.usd, "qualifier": spend.qualifier, "currencies": spend.currencies} if spend else None,
        tip_source=said.source,
        indicators=[
            {"type": one.indicator.type, "value": one.indicator.value, "raw": one.raw, "procedure": one.procedure}
            for one in said.indicators
        ],
        notes=[note.raw for note in said.notes],
        problems=[{"row": one.row, "raw": one.raw, "why": one.why} for one in said.problems],
        rows=_rows(said.rows),
    )


def refused_in_json(file: str, error: str) -> str:
    """Write a file that was refused as one line: nothing of it, and why."""
    return _line(file, tip_source=Source.UNSTATED, rows=_rows(Rows()), error=error)


def _rows(rows: Rows) -> dict[str, int]:
    return {
        "read": rows.read,
        "used": rows.used,
        "notes": rows.notes,
        "problems": rows.problems,
        "blank": rows.blank,
    }


def _line(file: str, **said: Any) -> str:
    """Write the fields in their order; what is not given is empty."""
    empty: dict[str, Any] = {"format": None, "title": "", "origins": [], "targets": [], "counts": [], "reach": []}
    empty |= {"ad_spend": None, "tip_source": None, "indicators": [], "notes": [], "problems": [], "rows": None}
    return json.dumps({"file": file} | empty | said)
