"""The indicators of a record, as CSV: a row an indicator, as programs need it and not defanged."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable

from handlers.formats.exported.cells import harmless
from storage.indicators import Listed

COLUMNS = ("export_id", "reference", "indicator_type", "indicator_value", "procedure", "comment")


def written(listed: Iterable[Listed], reference: str, export_id: str) -> bytes:
    """Write a whole file; each value in its canonical form."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in listed:
        cells = (export_id, reference, one.indicator.type, one.indicator.value, one.procedure, one.comment)
        lines.writerow([harmless(cell) for cell in cells])
    return codecs.BOM_UTF8 + text.getvalue().encode()
