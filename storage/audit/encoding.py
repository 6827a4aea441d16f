"""What is hashed of a line of the trail, written down so that anybody can hash it again; docs/audit.md tells it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# What the first line of a chain follows.
BEGINNING = "0" * 64
NEWEST = 1
# Every column of the trail but those of the seal itself, in this order for ever; a new order is a new version.
_COLUMNS: Mapping[int, tuple[str, ...]] = {
    1: ("id", "coalition_id", "at", "company_id", "person_id", "way", "act", "about", "about_id", "detail"),
}
VERSIONS = frozenset(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail with its place in the chain, as it is hashed; `columns` are all of the row's."""

    sequence: int
    columns: Mapping[str, Any]


def encoded(line: Line, previous: str, version: int = NEWEST) -> bytes:
    """Write a line as a JSON array in ASCII without spaces, in one of the `VERSIONS`.

    It holds the version's name, the hash before it, its place in the chain, and its columns; moments are in UTC to the
    microsecond.
    """
    columns = [_plain(line.columns[name]) for name in _COLUMNS[version]]
    whole = [f"tocsin-audit-{version}", previous, line.sequence, *columns]
    return json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def chained(line: Line, previous: str, version: int = NEWEST) -> str:
    """Hash a line behind the hash of the one before it: SHA-256, in lower-case hexadecimal."""
    return hashlib.sha256(encoded(line, previous, version)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    # SQLite keeps whatever somebody forces into a column: it shall be told, not stumbled on.
    return value if value is None or isinstance(value, int | str) else repr(value)
