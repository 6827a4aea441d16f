"""Whatever the bytes are, reading says what became of each row, or refuses; it raises nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.formats.disclosures import Found, Unreadable, gather, in_json, items
from storage.indicators import IndicatorType

NAMES = st.sampled_from(
    ["list.csv", "list.tsv", "list.json", "report.md", "list.txt", "", "a & #1 \u00fc.CSV", "x.jsonl"]
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
# What files are made of, so that a few pieces already make one with a head, quotes and tables.
_PIECES = """
    Tactic,Technique,Procedure,Indicator,Comments
    type,value
    indicator_type;indicator_value;comment;ds
    0. Acquiring assets,0.9 Accounts,0.9.1 Facebook,11 accounts,
    domain_name,example[.]com,Iran-based,2021-07-15
    md5,9481f10c51e9ad5b36846978587b4374,,
    About 110 accounts on Facebook and Instagram
    # Indicators of Compromise: a network
    ## Cross-Links
    | Indicator Type | Indicator Value |
    | --- | :---: |
    | Domain | `example[.]com` |
    - [a](https://example.com)
    ```
    We removed 55 Facebook accounts, 36 Pages. No ads.
    [{"type":"domain","value":"a.com"},
    {"indicators": [
    ]}
    ]
    hxxps://x[.]com/a, t[.]/b
    sep=;
    $1,000 in spending for ads
    <stix:STIX_Package
    %PDF-
"""
PIECES = st.sampled_from([line.strip() for line in _PIECES.splitlines()])
DIRT = st.sampled_from([*"\",;\t\n\r\0 |\\\u00fc\U0001f600\ufeff'\x1a{]", '""', "\r\n", "\n\n"])
TEXTS = st.lists(st.one_of(PIECES, DIRT, st.text(max_size=8)), max_size=30).map("".join)


def _read(name: str, content: bytes) -> None:
    try:
        format_, found = items(name, content)
        seen = list(found)
    except Unreadable:
        return
    gathered = gather(name, format_, iter(seen))
    rows = gathered.rows
    assert rows.read == rows.used + rows.notes + rows.problems + rows.blank
    assert rows.read == len({item.row for item in seen if item.row})
    # Each row's items follow one another, and rows come in their order.
    assert [item.row for item in seen if item.row] == sorted(item.row for item in seen if item.row)
    assert all(isinstance(item.indicator.type, IndicatorType) for item in seen if isinstance(item, Found))
    printed = json.loads(in_json(gathered))
    assert printed["rows"]["read"] == rows.read
    json.dumps(printed, ensure_ascii=False).encode()


@pytest.mark.fuzz
@given(NAMES, st.binary(max_size=400))
@example("list.csv", b'"')
@example("list.csv", b'type,value\n"')
@example("list.csv", b"type\rvalue\r\n\r")
@example("list.json", b"[1,2")
@example("list.json", b'{"a":1e999999}')
@example("list.json", b"[" * 3000)
@example("list.json", b'[{"value":' + b"9" * 5000 + b"}]")
@example("report.md", b"|\n|-|\n|")
@example("", b"\xff\xfe\x00")
@example("", b"\x00")
@example("", b"sep=\n")
@example("", b'sep="\ntype"value')
def test_no_bytes_raise_anything_but_the_refusal(name: str, content: bytes) -> None:
    _read(name, content)


@pytest.mark.fuzz
@given(NAMES, TEXTS, ENCODINGS)
def test_no_text_raises_anything_but_the_refusal(name: str, text: str, encoding: str) -> None:
    _read(name, text.encode(encoding, errors="replace"))


@pytest.mark.fuzz
@given(NAMES, TEXTS, st.binary(min_size=1, max_size=4), st.integers(0, 500))
def test_no_damage_raises_anything_but_the_refusal(name: str, text: str, dirt: bytes, at: int) -> None:
    content = text.encode()
    _read(name, content[:at] + dirt + content[at:])


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x1a"), max_size=20).map(str.strip)


@pytest.mark.fuzz
@given(st.lists(CELLS, max_size=20), st.sampled_from(",;\t"))
def test_a_table_that_is_well_written_loses_no_row(comments: list[str], delimiter: str) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    rows = [["type", "value", "comment"]]
    rows += [["domain", f"e{n}.example.com", comment] for n, comment in enumerate(comments)]
    text = "\r\n".join(delimiter.join(map(cell, row)) for row in rows)
    format_, found = items("list.csv", text.encode("utf-8-sig"))
    gathered = gather("list.csv", format_, found)
    assert [found.indicator.value for found in gathered.indicators] == [
        f"e{n}.example.com" for n in range(len(comments))
    ]
    assert gathered.rows.used == gathered.rows.read == len(comments)
