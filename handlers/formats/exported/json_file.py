"""Takedowns as JSON: a head that says what this is and for whom, and the records as they were said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from handlers.formats.exported import csv_file
from handlers.formats.exported.csv_file import Indicators, none_of
from handlers.formats.exported.marking import Marking
from storage.indicators import Listed
from storage.reports import dumped
from storage.takedowns import Takedown

SHAPE = "tocsin-export-1"
# Lists in which order means nothing, so that it can carry the mark.
_UNORDERED = frozenset({"origins", "targets", "actions", "currencies"})


def written(
    records: Iterable[Takedown], marking: Marking, head: Mapping[str, Any], *, indicators: Indicators = none_of
) -> bytes:
    """Write a whole file: the head on the first lines, then a record a line."""
    lines = [_line(_record(record, marking, indicators(record))) for record in records]
    whole = {"shape": SHAPE, "export_id": marking.export_id, **head, "count": len(lines)}
    body = ",\n".join(lines)
    return f'{{\n"export": {_line(whole)},\n"records": [\n{body}\n]\n}}\n'.encode()


def moment(when: datetime) -> str:
    """Write a moment in UTC, to the second."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _record(record: Takedown, marking: Marking, indicators: Iterable[Listed]) -> dict[str, Any]:
    return {
        "reference": record.reference,
        "company": record.company,
        "mark": f"TLP:{record.mark}",
        "state": record.state,
        "revision": record.revision,
        "logged_at": moment(record.logged_at),
        "changed_at": moment(record.changed_at),
        "reason": record.reason,
        "said": _ordered(json.loads(dumped(record.report)), marking),
        "indicators": [_indicated(listed) for listed in indicators],
        "tags": [list(marking.order(csv_file.tags(row))) for row in csv_file.rows(record)],
        "export_id": marking.export_id,
    }


def _indicated(listed: Listed) -> dict[str, str]:
    """Write an indicator as a machine looks for it, and how it was written."""
    return {
        "type": listed.indicator.type,
        "value": listed.indicator.value,
        "raw": listed.raw,
        "procedure": listed.procedure,
        "comment": listed.comment,
    }


def _ordered(value: Any, marking: Marking) -> Any:
    if isinstance(value, list):
        return [_ordered(inner, marking) for inner in value]
    if isinstance(value, dict):
        return {
            name: list(marking.order(inner)) if name in _UNORDERED else _ordered(inner, marking)
            for name, inner in value.items()
        }
    return value


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
