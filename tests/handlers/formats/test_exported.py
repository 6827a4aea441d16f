"""Records as files: no cell starts a formula, all that was said is there, and a copy leads back to its export."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.formats.exported import Format, Marking, Origin, written
from handlers.formats.exported.cells import harmless, said, starts_a_formula
from handlers.formats.exported.csv_file import COLUMNS
from handlers.formats.exported.marking import Certainty, lists_in, traced
from handlers.formats.exported.saved import Unreadable, text_of
from handlers.formats.exported.writing import name
from storage.assets import Asset, Kind, Platform
from storage.indicators import Indicator, IndicatorType, Listed
from storage.reports import Action, AdSpend, Count, Found, Metric, Part, Qualifier, Reach, Report, Source, loaded
from storage.takedowns import Mark, State, Takedown

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
ORIGIN = Origin("Coalition", "Google", "U0GRETA", AT, "7:ab")
MARK = Marking("EX-7KQ4M9TB", "a secret")
PAGES = Count(12, (Asset(Kind.PAGE, Platform.FACEBOOK),))
ALL_THREE = tuple(Asset(kind, Platform.FACEBOOK) for kind in (Kind.PAGE, Kind.GROUP, Kind.ACCOUNT))
FULL = Report(
    summary="Two networks, “as one”\nwith a second line",
    stated=Count(652, ALL_THREE),
    parts=(
        Part(
            (Count(74, ALL_THREE[:1], Qualifier.ABOUT), PAGES),
            name="Liberty Front",
            origins=("IR",),
            targets=("GB", "M49:145"),
            reach=(Reach(155_000, Metric.FOLLOWERS, Qualifier.AT_LEAST, "GB"),),
        ),
        Part((Count(5, (Asset(Kind.DOMAIN),)),)),
    ),
    acted_on=AT.date(),
    origins=("IR", "RU"),
    targets=("US", "GB", "various"),
    ad_spend=AdSpend(6000, Qualifier.ABOUT, ("USD", "AUD")),
    actions=(Action.REMOVED, Action.LABELLED),
    policy="=cmd|'/c calc'!A0",
    found=(Found(Source.GOVERNMENT, "FBI", AT.date()), Found(Source.INTERNAL)),
    link="https://example.org/a",
)

SIGNS = "=+-@＝＋－＠﹢﹣⁼−"
NASTY = st.text(
    st.sampled_from(list(SIGNS + "\t\r\n ,;|'\"“’«\u00a0\u200b\ufeffaé1(")) | st.characters(codec="utf-8"), max_size=30
)


def record(said: Report, number: int = 0, **facts: Any) -> Takedown:
    """Make a takedown that says this."""
    made = Takedown(
        id=number,
        token="t",
        reference=f"TD-{number:05X}",
        company_id=1,
        company="Facebook",
        logged_by="U0FRIDA",
        mark=Mark.AMBER_STRICT,
        state=State.STANDING,
        revision=1,
        logged_at=AT,
        changed_at=AT,
        reason="",
        report=said,
    )
    return replace(made, **facts)


def parsed(data: bytes) -> list[dict[str, str]]:
    """Read a CSV file as any program would."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


HELD = Listed(Indicator(IndicatorType.PHONE, "+49301234"), "=+49 (30) 1234", "0.6.2", "shut, “for good”")


def test_a_file_holds_the_indicators_of_each_record_as_machines_look_for_them() -> None:
    records = [record(FULL, 1), record(Report(), 2)]
    data = written(Format.CSV, records, ORIGIN, MARK, indicators=lambda one: [HELD] * one.id)
    rows = parsed(data)
    assert [row["counted_as"] for row in rows] == [
        *("stated", "itemised", "itemised", "itemised", "indicator"),
        *("uncounted", "indicator", "indicator"),
    ]
    last = rows[-1]
    assert (last["reference"], last["company"], last["indicator_type"], last["n"]) == (
        "TD-00002",
        "Facebook",
        "phone",
        "",
    )
    assert [said(last[name]) for name in ("indicator", "indicator_as_written", "procedure", "comment")] == [
        *("+49301234", "=+49 (30) 1234", "0.6.2", "shut, “for good”"),
    ]
    assert {"indicator", "TD-00002"} < set(last["tags"].split("; "))
    assert (last["indicator"], last["indicator_as_written"]) == ("'+49301234", "'=+49 (30) 1234")
    whole = json.loads(written(Format.JSON, records, ORIGIN, MARK, indicators=lambda one: [HELD] * one.id))
    listed = {"type": "phone", "value": "+49301234", "raw": "=+49 (30) 1234", "procedure": "0.6.2"}
    assert [one["indicators"] for one in whole["records"]] == [[listed | {"comment": HELD.comment}] * n for n in (1, 2)]


def test_a_file_has_a_row_for_each_count_with_all_that_was_said() -> None:
    data = written(Format.CSV, [record(FULL, revision=2, reason="Counted twice.")], ORIGIN, MARK)
    assert data.startswith(b"\xef\xbb\xbfexport_id,reference,")
    assert b"\r\n" in data
    rows = parsed(data)
    assert tuple(rows[0]) == COLUMNS
    assert [(row["counted_as"], row["part"], row["part_name"], row["n"], row["qualifier"]) for row in rows] == [
        ("stated", "", "", "652", "exact"),
        ("itemised", "1", "Liberty Front", "74", "about"),
        ("itemised", "1", "Liberty Front", "12", "exact"),
        ("itemised", "2", "", "5", "exact"),
    ]
    first, second = rows[0], rows[1]
    assert {first["export_id"], second["export_id"]} == {"EX-7KQ4M9TB"}
    assert (first["audit_seal"], second["audit_seal"]) == ("7:ab", "")
    assert (first["company"], first["mark"], first["state"]) == ("Facebook", "TLP:AMBER+STRICT", "standing")
    assert (first["revision"], first["reason"], first["logged_at"]) == ("2", "Counted twice.", "2018-08-24T16:00:00Z")
    assert (first["acted_on"], first["ad_spend_usd"], first["link"]) == ("2018-08-24", "6000", "https://example.org/a")
    assert first["summary"] == FULL.summary
    assert first["policy"] == "'=cmd|''/c calc'!A0"
    assert first["found"] == "government: FBI (2018-08-24) | internal"
    assert set(first["targets"].split("; ")) == {"US", "GB", "various"}
    assert set(first["kind"].split("; ")) == {"page", "group", "account"}
    assert (second["part_origins"], second["part_reach"]) == ("IR", "at_least 155000 followers in GB")
    assert "TD-00000" in first["tags"].split("; ")


def test_a_record_that_counts_nothing_still_has_a_row() -> None:
    assert [(row["counted_as"], row["n"]) for row in parsed(written(Format.CSV, [record(Report())], ORIGIN, MARK))] == [
        ("uncounted", "")
    ]


def test_json_says_for_whom_it_is_and_gives_the_records_as_they_were_said() -> None:
    data = written(Format.JSON, [record(FULL), record(Report(), 1, state=State.WITHDRAWN)], ORIGIN, MARK)
    whole = json.loads(data)
    assert whole["export"] == {
        "shape": "tocsin-export-1",
        "export_id": "EX-7KQ4M9TB",
        "coalition": "Coalition",
        "made_for": {"company": "Google", "person": "U0GRETA"},
        "made_at": "2018-08-24T16:00:00Z",
        "audit_seal": "7:ab",
        "count": 2,
    }
    first, second = whole["records"]
    assert (first["reference"], second["state"]) == ("TD-00000", "withdrawn")
    back = loaded(json.dumps(first["said"]))
    assert back.parts[0].counts == FULL.parts[0].counts
    assert (back.summary, back.stated, set(back.targets)) == (FULL.summary, FULL.stated, set(FULL.targets))
    assert data == written(Format.JSON, [record(FULL), record(Report(), 1, state=State.WITHDRAWN)], ORIGIN, MARK)


def test_a_file_s_name_tells_nothing() -> None:
    assert name(Format.CSV, AT.date()) == "tocsin-2018-08-24.csv"


@given(NASTY)
@example("'=1")
@example("a;=1")
@example('a,"=1')
@example("\u200b =1")
@example("''")
def test_what_stood_in_a_cell_can_be_read_back_and_starts_no_formula(text: str) -> None:
    cell = harmless(text)
    assert cell.startswith("'") or not starts_a_formula(cell)
    assert said(cell) == text


@given(NASTY, NASTY, st.sampled_from([",", ";", "\t", "|"]))
@example('x;"=1+1"', "", ";")
def test_no_cell_of_a_file_begins_with_a_formula_whatever_it_is_split_at(text: str, other: str, delimiter: str) -> None:
    said = replace(
        FULL, summary=text, policy=other, parts=(Part((PAGES,), name=text, found=(Found(Source.JOURNALIST, other),)),)
    )
    data = written(Format.CSV, [record(said, company=other or "x", reason=text)], ORIGIN, MARK)
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    for cell in (cell for row in reader for cell in row):
        bare = cell.lstrip(' \t\r\n\u00a0\u200b\ufeff"“’«')
        assert not bare or bare[0] not in SIGNS, cell


@pytest.mark.parametrize("text", ["Coordinated inauthentic behaviour", "50 % more, 20 - 30 accounts", "a\n\nb", ""])
def test_words_that_harm_nobody_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


# The mark.

PLACES = ("IR", "RU", "US", "GB", "FR", "DE", "M49:145", "various")


def some_records(seed: int, many: int = 40) -> list[Takedown]:
    """Make records as companies really log them: most say little."""
    chance = random.Random(seed)
    made = []
    for _ in range(many):
        assets = tuple(chance.sample(ALL_THREE, chance.randint(1, 2)))
        places = tuple(chance.sample(PLACES, chance.randint(0, 3)))
        parts = (Part((Count(chance.randint(1, 900), assets),), origins=places[:1]),)
        report = Report(summary="Pages; groups, and more; as said", parts=parts, targets=places)
        made.append(record(report, chance.randrange(1 << 20)))
    return made


RECORDS = some_records(1)
EXPORTS = [Marking(f"EX-{number:08X}", f"secret {number}") for number in range(300)]
THE_ONE = EXPORTS[137]
CSV = written(Format.CSV, RECORDS, ORIGIN, THE_ONE)


def table() -> list[list[str]]:
    return list(csv.reader(io.StringIO(CSV.decode("utf-8-sig"), newline="")))


def saved(rows: list[list[str]], **dialect: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    return text.getvalue()


def without(*columns: str) -> list[list[str]]:
    keep = [place for place, column in enumerate(COLUMNS) if column not in columns]
    return [[row[place] for place in keep] for row in table()]


def as_xlsx() -> bytes:
    """Write the part of an .xlsx file that holds the texts, as spreadsheets do: each text once."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = "".join(
            f"<si><t>{escape(text)}</t></si>" for text in {cell for row in without("export_id") for cell in row}
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
    return data.getvalue()


def shuffled(rows: list[list[str]]) -> list[list[str]]:
    chance = random.Random(7)
    return [rows[0], *chance.sample(rows[1:], len(rows) - 1)]


def in_a_letter() -> bytes:
    lines = [row[COLUMNS.index("tags")] for row in table()[1:9]]
    return f"Dear all, {' '.join(lines)}".encode()


SAVED_AGAIN: dict[str, Callable[[], bytes]] = {
    "as it was": lambda: CSV,
    "semicolons": lambda: saved(without("export_id"), delimiter=";").encode(),
    "tabs in UTF-16": lambda: saved(without("export_id"), delimiter="\t", lineterminator="\n").encode("utf-16"),
    "UTF-16 without its mark": lambda: saved(without("export_id")).encode("utf-16-le"),
    "Windows-1252": lambda: saved(without("export_id"), quoting=csv.QUOTE_ALL).encode("cp1252"),
    "old line ends": lambda: saved(without("export_id"), lineterminator="\r").encode(),
    "more columns": lambda: saved([[*row, "", "", "x"] for row in without("export_id")]).encode(),
    "sorted": lambda: saved(sorted(without("export_id"), key=lambda row: row[30:])).encode(),
    "shuffled": lambda: saved(shuffled(without("export_id"))).encode(),
    "half of the rows": lambda: saved(without("export_id")[:21]).encode(),
    "five rows": lambda: saved(without("export_id")[10:15]).encode(),
    "without what names it": lambda: saved(without("export_id", "reference", "audit_seal")).encode(),
    "the tags alone": lambda: "\n".join(row[COLUMNS.index("tags")] for row in table()).encode(),
    "dates as a spreadsheet writes them": lambda: CSV.replace(b"2018-08-24T16:00:00Z", b"24/08/2018 16:00"),
    "a spreadsheet": as_xlsx,
    "in a letter": in_a_letter,
}


@pytest.mark.parametrize("how", SAVED_AGAIN)
def test_a_file_that_was_saved_again_leads_to_its_export_among_hundreds(how: str) -> None:
    first, *others = traced(text_of(SAVED_AGAIN[how]()), EXPORTS)
    assert (first.export_id, first.certainty) == (THE_ONE.export_id, Certainty.SURE)
    assert others == []


def test_without_its_tags_a_file_leads_there_less_surely() -> None:
    first = traced(text_of(saved(without("export_id", "tags")).encode()), EXPORTS)[0]
    assert first.export_id == THE_ONE.export_id
    assert first.certainty is not Certainty.CLAIMED


def test_json_that_was_written_anew_leads_to_its_export_too() -> None:
    whole = json.loads(written(Format.JSON, RECORDS, ORIGIN, THE_ONE))
    for each in whole["records"]:
        del each["export_id"]
    again = json.dumps(list(reversed(whole["records"])), indent=4).encode("utf-16")
    assert [one.export_id for one in traced(text_of(again), EXPORTS)] == [THE_ONE.export_id]


def test_rows_of_two_exports_name_both() -> None:
    other = parsed(written(Format.CSV, RECORDS, ORIGIN, EXPORTS[5]))
    mixed = "\n".join(row["tags"] for row in (*other[:12], *parsed(CSV)[12:24]))
    assert {one.export_id for one in traced(mixed, EXPORTS)} == {EXPORTS[5].export_id, THE_ONE.export_id}


def test_a_visible_id_alone_is_only_a_claim() -> None:
    forged = CSV.replace(THE_ONE.export_id.encode(), EXPORTS[5].export_id.encode())
    one, other = traced(text_of(forged), EXPORTS)
    assert (one.export_id, one.certainty, one.named) == (THE_ONE.export_id, Certainty.SURE, False)
    assert (other.export_id, other.certainty, other.named) == (EXPORTS[5].export_id, Certainty.CLAIMED, True)


def test_what_was_never_exported_leads_nowhere() -> None:
    unknown = written(Format.CSV, RECORDS, ORIGIN, Marking("EX-UNKNOWN", "of another deployment"))
    assert traced(text_of(unknown), EXPORTS) == ()
    assert traced("", EXPORTS) == ()
    assert traced("Nothing; of; ours", EXPORTS) == ()
    assert traced(text_of(CSV), ()) == ()


@pytest.mark.fuzz
@given(st.integers(0, 1 << 30), st.integers(0, 299), st.integers(3, 40))
def test_any_export_is_found_and_no_other_is_blamed(seed: int, which: int, rows: int) -> None:
    lines = parsed(written(Format.CSV, some_records(seed), ORIGIN, EXPORTS[which]))
    chosen = random.Random(seed).sample(lines, rows)
    text = "\n".join(",".join(f'"{cell}"' for name, cell in row.items() if name != "export_id") for row in chosen)
    found = traced(text, EXPORTS)
    assert [one.export_id for one in found] == [EXPORTS[which].export_id]


@given(st.lists(st.sampled_from(PLACES), unique=True, min_size=1), st.integers(0, 99))
def test_the_order_depends_on_the_entries_alone(entries: list[str], key: int) -> None:
    marking = Marking("EX-1", str(key))
    assert marking.order(entries) == marking.order(reversed(entries)) == marking.order(entries * 2)
    assert set(marking.order(entries)) == set(entries)
    if len(entries) > 1:
        assert lists_in(f'x,"{marking.listed(entries)}",y') == {marking.order(entries)}


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", b"PK\x03\x04" + b"\0" * 100])
def test_a_file_that_cannot_be_read_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable):
        text_of(data)


@given(st.binary(max_size=300))
@example(b"[" * 100_000)
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        text = text_of(data)
    except Unreadable:
        return
    assert traced(text, EXPORTS[:3]) == ()
