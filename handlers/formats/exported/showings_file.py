"""The register of what guests were shown, as CSV: a row a showing, newest first."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from datetime import UTC

from handlers.formats.exported.cells import harmless
from storage.showings import Showing

COLUMNS = ("export_id", "at", "reference", "owner", "guest", "person", "shown", "way")


def written(showings: Iterable[Showing], export_id: str) -> bytes:
    """Write a whole file; `person` is a Slack id, empty where it was a card in the open channel."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in showings:
        at = one.at.astimezone(UTC).isoformat(timespec="seconds")
        cells = (export_id, at, one.reference, one.owner, one.company, one.user_id, one.shown, one.way)
        lines.writerow([harmless(cell) for cell in cells])
    return codecs.BOM_UTF8 + text.getvalue().encode()
