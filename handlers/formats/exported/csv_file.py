"""Takedowns as CSV (RFC 4180, UTF-8 with a mark): a row for each count and each indicator, to sum and to filter.

https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from handlers.formats.exported.cells import harmless
from handlers.formats.exported.marking import Marking
from storage.indicators import Listed
from storage.reports import Count, Found, Part, Qualifier, Reach, Report
from storage.takedowns import Takedown

Cell: TypeAlias = str | int | None
# Gives the indicators of a record, as far as its reader may know of them.
Indicators: TypeAlias = Callable[[Takedown], Iterable[Listed]]
# fmt: off
COLUMNS = (
    "export_id", "reference", "company", "mark", "state", "revision", "logged_at", "changed_at", "reason", "acted_on",
    "counted_as", "part", "part_name", "n", "qualifier", "platform", "kind", "assets", "actions", "policy", "origins",
    "targets", "active_since", "active_until", "reach", "ad_spend_usd", "ad_spend_qualifier", "ad_spend_currencies",
    "found", "part_origins", "part_targets", "part_active_since", "part_active_until", "part_reach",
    "part_ad_spend_usd", "part_ad_spend_qualifier", "part_ad_spend_currencies", "part_found", "summary", "link",
    "indicator_type", "indicator", "indicator_as_written", "procedure", "comment", "tags", "audit_seal",
)
# fmt: on
# Between entries whose order is the company's own.
_AS_SAID = " | "


@dataclass(frozen=True, slots=True)
class Row:
    """One count of a record: its stated total, or one that is listed in a part; neither where nothing was counted.

    Of an indicator it has none.
    """

    record: Takedown
    what: str
    count: Count | None = None
    part: Part | None = None
    part_number: int | None = None


def none_of(record: Takedown) -> Iterable[Listed]:  # noqa: ARG001
    """Give no indicators, for files without them."""
    return ()


def written(
    records: Iterable[Takedown], marking: Marking, *, seal: str = "", indicators: Indicators = none_of
) -> bytes:
    """Write a whole file; the trail's seal stands in the first row."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for record in records:
        for row in rows(record):
            lines.writerow(_line({**_cells(row, marking), "audit_seal": seal}))
            seal = ""
        for listed in indicators(record):
            lines.writerow(_line(_indicated(record, listed, marking)))
    return codecs.BOM_UTF8 + text.getvalue().encode()


def rows(record: Takedown) -> Iterator[Row]:
    """List the rows of a record: its stated total first, then its parts in their order."""
    said, before = record.report, False
    if said.stated:
        yield Row(record, "stated", said.stated)
        before = True
    for number, part in enumerate(said.parts, 1):
        for count in part.counts:
            yield Row(record, "itemised", count, part, number)
            before = True
    if not before:
        yield Row(record, "uncounted")


def _line(cells: dict[str, Cell]) -> list[Cell]:
    return [_written(cells.get(name)) for name in COLUMNS]


def _indicated(record: Takedown, listed: Listed, marking: Marking) -> dict[str, Cell]:
    """Write an indicator, and which record it is of; what is said of the record stands in the rows above."""
    row = Row(record, "indicator")
    return {
        **_named(row, marking),
        "indicator_type": listed.indicator.type,
        "indicator": listed.indicator.value,
        "indicator_as_written": listed.raw,
        "procedure": listed.procedure,
        "comment": listed.comment,
        "tags": marking.listed(tags(row)),
    }


def tags(row: Row) -> list[str]:
    """Collect the codes that one may filter a row by."""
    said, of_part = row.record.report, row.part or Part(())
    return [
        row.record.reference,
        f"TLP:{row.record.mark}",
        row.record.state,
        row.what,
        f"{row.record.logged_at.astimezone(UTC):%Y-%m}",
        *_platforms(row.count),
        *_kinds(row.count),
        *said.actions,
        *(found.source for found in (*said.found, *of_part.found)),
        *said.origins,
        *said.targets,
        *of_part.origins,
        *of_part.targets,
    ]


def _named(row: Row, marking: Marking) -> dict[str, Cell]:
    """Write which record a row is of."""
    return {
        "export_id": marking.export_id,
        "reference": row.record.reference,
        "company": row.record.company,
        "mark": f"TLP:{row.record.mark}",
        "state": row.record.state,
        "revision": row.record.revision,
        "counted_as": row.what,
    }


def _cells(row: Row, marking: Marking) -> dict[str, Cell]:
    record, said = row.record, row.record.report
    return {
        **_named(row, marking),
        "logged_at": _moment(record.logged_at),
        "changed_at": _moment(record.changed_at),
        "reason": record.reason,
        "acted_on": _text(said.acted_on),
        "part": row.part_number,
        "part_name": row.part.name if row.part else "",
        "n": row.count.n if row.count else None,
        "qualifier": row.count.qualifier if row.count else "",
        "platform": marking.listed(_platforms(row.count)),
        "kind": marking.listed(_kinds(row.count)),
        "assets": marking.listed(map(str, row.count.assets)) if row.count else "",
        "actions": marking.listed(said.actions),
        "policy": said.policy,
        **_said_of(said, marking, ""),
        **_said_of(row.part or Part(()), marking, "part_"),
        "summary": said.summary,
        "link": said.link,
        "tags": marking.listed(tags(row)),
    }


def _said_of(said: Report | Part, marking: Marking, prefix: str) -> dict[str, Cell]:
    """Write what may be said of the whole, or of a part of it."""
    spend = said.ad_spend
    cells: dict[str, Cell] = {
        "origins": marking.listed(said.origins),
        "targets": marking.listed(said.targets),
        "active_since": _text(said.active_since),
        "active_until": _text(said.active_until),
        "reach": _AS_SAID.join(map(_reach, said.reach)),
        "ad_spend_usd": spend.usd if spend else None,
        "ad_spend_qualifier": spend.qualifier if spend else "",
        "ad_spend_currencies": marking.listed(spend.currencies) if spend else "",
        "found": _AS_SAID.join(map(_found, said.found)),
    }
    return {f"{prefix}{name}": cell for name, cell in cells.items()}


def _written(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _platforms(count: Count | None) -> list[str]:
    return [asset.platform for asset in count.assets if asset.platform] if count else []


def _kinds(count: Count | None) -> list[str]:
    return [asset.kind for asset in count.assets] if count else []


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _reach(reach: Reach) -> str:
    number = str(reach.n) if reach.qualifier is Qualifier.EXACT else f"{reach.qualifier} {reach.n}"
    return f"{number} {reach.metric}{f' in {reach.place}' if reach.place else ''}"


def _found(found: Found) -> str:
    return f"{found.source}{f': {found.who}' if found.who else ''}{f' ({found.on})' if found.on else ''}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
