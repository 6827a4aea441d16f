"""The operator reads files at the shell, and nothing is kept of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main

Shell = Callable[..., tuple[int, str, str]]
FIELDS = [
    "file", "format", "title", "origins", "targets", "counts", "reach", "ad_spend", "tip_source", "indicators",
    "notes", "problems", "rows",
]  # fmt: skip


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Type `tocsin import …` where no database is; the exit code, what was printed, and what was complained of."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.db")
    # Wide enough for a row of the table.
    monkeypatch.setenv("COLUMNS", "200")

    def type_(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["tocsin", "import", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return type_


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a list, one with a problem in it, and something that is no list."""
    (tmp_path / "a & \u00fc #1 .csv").write_text("type,value\ndomain,example[.]com\n")
    (tmp_path / "second.csv").write_text("type,value\nmd5,example.com\ndomain,\x1b[31mred\n")
    (tmp_path / "old.xml").write_text('<stix:STIX_Package version="1.2"/>')
    return tmp_path


def test_one_object_a_line_and_file(shell: Shell, files: Path) -> None:
    code, out, _ = shell("--dry-run", "--json", str(files / "a & \u00fc #1 .csv"), str(files / "second.csv"))
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert list(first) == FIELDS
    assert first["file"] == "a & \u00fc #1 .csv"
    assert first["indicators"] == [{"type": "domain", "value": "example.com", "raw": "example[.]com", "procedure": ""}]
    assert (second["problems"][0]["row"], second["problems"][0]["why"]) == (2, "type_differs")
    assert second["rows"]["read"] == 2


def test_a_refused_file_says_why_and_the_others_are_still_read(shell: Shell, files: Path) -> None:
    why = "This is STIX 1 XML. Convert it to STIX 2.1, or attach the list as CSV."
    code, out, err = shell(
        "--dry-run", "--json", *(str(files / name) for name in ("old.xml", "none.csv", "second.csv"))
    )
    refused, missing, read = map(json.loads, out.splitlines())
    assert code == 1
    assert (refused["file"], refused["error"]) == ("old.xml", why)
    assert refused["rows"]["read"] == 0
    assert missing["error"] == "There is no such file. Check its name."
    assert read["rows"]["read"] == 2
    assert why in err


def test_a_summary_for_people(shell: Shell, files: Path) -> None:
    code, out, _ = shell("--dry-run", *(str(path) for path in sorted(files.glob("*.csv"))))
    assert code == 0
    assert "1 domain" in out
    assert "1 read: 1 used, 0 notes, 0 problems, 0 blank" in out
    assert "Row 2: example.com" in out
    assert "The value is not of the type that the row says. Correct one of the two." in out
    assert "\x1b[31mred" not in out
