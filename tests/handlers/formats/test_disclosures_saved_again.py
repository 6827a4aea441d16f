"""A file says the same after a spreadsheet, an editor or a mail program saved it again in another way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers.formats.disclosures import gather, in_json, items

Rows = list[list[str]]


def said(content: bytes, name: str = "list.csv") -> dict[str, Any]:
    """What is read of a file, apart from where it stood."""
    format_, found = items(name, content)
    read: dict[str, Any] = json.loads(in_json(gather(name, format_, found)))
    return read | {"problems": [(one["raw"], one["why"]) for one in read["problems"]]}


def written(rows: Rows, **dialect: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **({"lineterminator": "\r\n"} | dialect)).writerows(rows)
    return text.getvalue()


def _turned(rows: Rows) -> Rows:
    return [row[::-1] for row in rows]


def _renamed(rows: Rows) -> Rows:
    other = {"indicator": "IOC", "comments": "Notes", "tactic": "TACTIC ", "indicator_value": "Indicator Value"}
    return [[other.get(cell.strip().lower(), cell.upper()) for cell in rows[0]], *rows[1:]]


def _wider(rows: Rows) -> Rows:
    return [["No", *rows[0], "Seen"], *([str(n), *row, "2024"] if any(row) else ["", *row, ""] for n, row in enumerate(rows[1:]))]  # fmt: skip  # noqa: E501


SAVED: dict[str, Callable[[Rows], bytes]] = {
    "semicolons": lambda rows: written(rows, delimiter=";").encode(),
    "tabs": lambda rows: written(rows, delimiter="\t").encode("utf-8-sig"),
    "Excel's separator": lambda rows: b"sep=;\r\n" + written(rows, delimiter=";").encode(),
    "Excel's Unicode text": lambda rows: written(rows, delimiter="\t").encode("utf-16"),
    "everything quoted": lambda rows: written(rows, quoting=csv.QUOTE_ALL).encode(),
    "line feeds": lambda rows: written(rows, lineterminator="\n").encode("utf-16-le"),
    "carriage returns": lambda rows: written(rows, lineterminator="\r", quoting=csv.QUOTE_ALL).encode("utf-16-be"),
    "columns turned": lambda rows: written(_turned(rows)).encode(),
    "columns renamed": lambda rows: written(_renamed(rows)).encode(),
    "further columns": lambda rows: written(_wider(rows)).encode(),
}


@pytest.mark.parametrize("saved", SAVED)
def test_a_published_table_saved_again(saved: str, shared_data: Path) -> None:
    for path in (shared_data / "disclosures").glob("*.csv"):
        rows = [row for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) if row]
        assert said(SAVED[saved](rows)) == said(written(rows).encode()), path.name


def test_a_published_list_as_json_and_as_a_table_of_a_report(shared_data: Path) -> None:
    for path in (shared_data / "disclosures").glob("20*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        table = said(path.read_bytes())
        for text in (json.dumps(objects), json.dumps({"iocs": objects}), "\n".join(map(json.dumps, objects))):
            assert said(text.encode(), "list.json")["indicators"] == table["indicators"]
        drawn = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
        report = "# A network\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in drawn)
        assert said(report.encode(), "report.md")["indicators"] == table["indicators"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_published_report_saved_again(encoding: str, end: str, shared_data: Path) -> None:
    for path in (shared_data / "disclosures").glob("*.md"):
        text = path.read_text()
        again = end.join(text.splitlines()).encode(encoding)
        for name in ("report.md", "pasted.txt", ""):
            assert said(again, name) | {"file": ""} == said(text.encode(), "report.md") | {"file": ""}
