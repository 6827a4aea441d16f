"""Files that companies publish, each kind with its own dirt; no row of any vanishes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from handlers.formats.disclosures import Disclosure, Format, Trouble, Unreadable, Unusable, gather, in_json, items
from storage.reports import AdSpend, Metric, Qualifier, Source

SUMMARIES = "expected_summaries.json"
HEAD = "Tactic,Technique,Procedure,Indicator,Comments\n"
DOMAINS = "0. Acquiring assets,0.6 Acquiring domains,0.6.2 Acquiring domains to support influence operations,"
FACEBOOK = "0. Acquiring assets,0.9 Acquiring social media accounts,0.9.1 Acquiring Facebook assets,"
INSTAGRAM = "0. Acquiring assets,0.9 Acquiring social media accounts,0.9.2 Acquiring Instagram accounts,"


def read(content: str | bytes, name: str = "list.csv") -> Disclosure:
    content = content if isinstance(content, bytes) else content.encode()
    format_, found = items(name, content)
    gathered = gather(name, format_, found)
    rows = gathered.rows
    assert rows.read == rows.used + rows.notes + rows.problems + rows.blank
    return gathered


def refusal(content: str | bytes, name: str = "list.csv") -> Unusable:
    with pytest.raises(Unreadable) as refused:
        read(content, name)
    return refused.value.why


def values(read: Disclosure) -> list[str]:
    return [found.indicator.value for found in read.indicators]


def counts(read: Disclosure) -> list[tuple[str, int, str]]:
    return [("+".join(map(str, one.assets)), one.n, one.qualifier.value) for one in read.counts]


def test_every_published_file_is_read_and_every_row_accounted_for(shared_data: Path) -> None:
    files = [path for path in (shared_data / "disclosures").iterdir() if path.suffix in {".csv", ".json", ".md"}]
    for path in files:
        if path.name == SUMMARIES:
            continue
        said = read(path.read_bytes(), path.name)
        assert said.rows.used > 0
        if path.suffix == ".csv":
            records = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
            assert said.rows.read == len(records) - 1
            assert said.rows.blank == sum(not any(cell.strip() for cell in record) for record in records)
        if path.suffix == ".json":
            assert said.rows.read == len(json.loads(path.read_text()))


def test_a_published_file_of_stix_1_is_sent_back(shared_data: Path) -> None:
    (path,) = (shared_data / "disclosures").glob("*.xml")
    assert refusal(path.read_bytes(), path.name) is Unusable.STIX_1


def test_the_published_summaries(shared_data: Path) -> None:
    for expected in json.loads((shared_data / "disclosures" / SUMMARIES).read_text()):
        path = shared_data / "disclosures" / f"{expected['file']}.md"
        said = json.loads(in_json(read(path.read_bytes(), path.name)))
        counted = {count["asset"]: count["n"] for count in said["counts"]}
        reach = {one["metric"]: one["n"] for one in said["reach"]}
        assert said["origins"] == expected["origin"]
        assert said["targets"] == expected["targets"]
        assert counted.get("facebook_account", 0) == expected["facebook_accounts"]
        assert counted.get("facebook_page", 0) == expected["pages"]
        assert counted.get("facebook_group", 0) == expected["groups"]
        assert counted.get("instagram_account", 0) == expected["instagram_accounts"]
        assert reach.get("page_followers") == expected["page_followers"]
        assert reach.get("group_members") == expected["group_members"]
        assert reach.get("instagram_followers") == expected["instagram_followers"]
        assert (said["ad_spend"] or {}).get("usd") == expected["ad_spend_usd"]
        assert (said["ad_spend"] or {}).get("currencies", []) == expected["ad_currencies"]
        assert said["tip_source"] == expected["tip_source"]


@pytest.mark.parametrize(
    "head",
    [
        "Tactic,Technique,Procedure,Indicator,Comments",
        "Tactic ,Technique,Procedure,Indicator,Notes",
        "TACTIC,TECHNIQUE,PROCEDURE,INDICATOR,NOTES",
        '"Tactic","Technique","Procedure","Indicators","Comments"',
        "\ufeffTactic,Technique ,  Procedure,IOC,Comment",
        "Tatic,Tecnique,Proceedure,Indicater,Coments",
        "Tactic,Technique,Procedure,Value,",
        "Tactic,Technique,Procedure,Observables (defanged),Notes",
        "A list of what we removed,,,,\n,,,,\nTactic,Technique,Procedure,Indicators of Compromise,Notes",
        "sep=,\nTactic,Technique,Procedure,Indicator,Notes",
        "Tactic,Technique,Procedure,What we saw,Notes",
    ],
)
def test_the_kill_chain_under_every_spelling_of_its_head(head: str) -> None:
    said = read(f"{head}\n{DOMAINS}example[.]com,\n{FACEBOOK}11 accounts,\n{INSTAGRAM}12 accounts,\n,,,,\n")
    assert said.format is Format.KILL_CHAIN
    assert values(said) == ["example.com"]
    assert counts(said) == [("facebook_account", 11, "exact"), ("instagram_account", 12, "exact")]
    assert said.rows.blank >= 1


def test_columns_in_another_order_and_further_ones() -> None:
    said = read(
        "No,Indicator,Seen,Procedure,Notes\n"
        "1,example[.]com,2024,0.6.2 Acquring domians,first\n"
        "2,7 accounts,2024,0.9.2 whatever,\n"
    )
    (found,) = said.indicators
    assert (found.procedure, found.comment) == ("0.6.2", "first")
    assert counts(said) == [("instagram_account", 7, "exact")]


def test_the_number_of_the_procedure_counts_and_never_its_text() -> None:
    said = read(f"{HEAD}0 Aquiring asets,0.9 Accounts,0.9.2 Acquiring Facebook assets,11 accounts,\n")
    assert counts(said) == [("instagram_account", 11, "exact")]


def test_a_combined_count_in_two_rows_counts_once() -> None:
    both = "About 110 accounts on Facebook and Instagram,"
    said = read(f"{HEAD}{FACEBOOK}{both}\n{INSTAGRAM}{both}\n")
    assert counts(said) == [("facebook_account+instagram_account", 110, "about")]
    assert said.rows.used == 2


def test_a_cell_of_several_lines_holds_several_values() -> None:
    said = read(f'{HEAD}{DOMAINS}"one[.]com\ntwo[.]org\n\nthree[.]net \n",\n')
    assert values(said) == ["one.com", "two.org", "three.net"]
    assert said.rows.read == said.rows.used == 1


def test_names_in_a_cell_of_several_lines_are_one_note() -> None:
    said = read(
        f'{HEAD}1. Disguising,1.3 Posing,1.3.1 Creating fictitious news outlet,"first-media\nother-today\n\n",\n'
    )
    assert values(said) == []
    assert said.rows.used == 0
    assert said.rows.read == 1


def test_a_procedure_without_anything_said_of_it_is_a_note() -> None:
    said = read(f"{HEAD}1. Disguising assets,1.1 Adopting visual disguise,1.1.1 Copying profile pictures ,,\n")
    assert said.rows.notes == 1
    assert said.notes[0].procedure == "1.1.1"


def test_a_flat_list_with_all_sorts_of_types() -> None:
    said = read(
        "indicator_type,indicator_value,comment,ds\n"
        "domain_name,example.com,One,2024-01-01\n"
        "Domain,second[.]net,,\n"
        "phishing_url,example.net/login,,\n"
        "URL,hxxps://example[.]org/a,,\n"
        "MD5,9481f10c51e9ad5b36846978587b4374,,\n"
        "FileHash-MD5,1481f10c51e9ad5b36846978587b4374,,\n"
        "sha256,35552112fcf0190c882e35de55f4b9c11e30e8144c39571c620da75fe5c70135,,\n"
        "ipv4,45[.]141[.]152[.]19,,\n"
        "ip-address,45.141.152.20,,\n"
        "email,somebody[at]example.com,,\n"
        "Social Media Account,https://x[.]com/somebody,,\n"
    )
    assert said.format is Format.FLAT
    assert said.problems == ()
    assert [found.indicator.type.value for found in said.indicators] == [
        "domain", "domain", "url", "url", "md5", "md5", "sha256", "ip", "ip", "email", "handle",
    ]  # fmt: skip
    assert said.indicators[0].comment == "One"


def test_a_type_that_disagrees_with_its_value_is_a_problem_and_no_guess() -> None:
    said = read("type,value\nmd5,example.com\ndomain,45.141.152.19\nemail,example.com\ndomain,example.com\n")
    assert [(one.row, one.why) for one in said.problems] == [
        (2, Trouble.TYPE_DIFFERS),
        (3, Trouble.TYPE_DIFFERS),
        (4, Trouble.TYPE_DIFFERS),
    ]
    assert values(said) == ["example.com"]


def test_a_type_that_nobody_knows_is_read_where_the_value_is_plain() -> None:
    said = read("type,value\nwombat,example[.]com\nwombat,burrow\n")
    assert values(said) == ["example.com"]
    assert [one.why for one in said.problems] == [Trouble.UNKNOWN_TYPE]


def test_a_type_without_a_value_and_a_value_that_is_broken() -> None:
    said = read("type,value,comment\ndomain,,see above\nhandle,t[.]/RGUD_bot,\n,,\n")
    assert [one.why for one in said.problems] == [Trouble.NO_VALUE, Trouble.BROKEN_VALUE]
    assert said.rows.blank == 1


def test_a_remark_names_an_origin_only_where_it_says_so() -> None:
    flat = "indicator_type,indicator_value,comment\n"
    assert read(flat + 'domain,example.com,"CIB: Russia, Ukraine"\n').origins == ()
    assert read(flat + "domain,example.com,Iran: a group's domain\n").origins == ()
    assert read(flat + "domain,example.com,Iran-based network\n").origins == ("IR",)


@pytest.mark.parametrize(
    ("remark", "targets"),
    [
        ("France-targeting CIB domain", ("FR",)),
        ("Spoofs a newspaper; registered 02-10-2022; country likely targeted: USA", ("US",)),
        ("Multiple-targeting CIB domain", ()),
        ("Hosted in Germany", ()),
        ("Ukraine: phishing", ()),
    ],
)
def test_a_remark_names_a_target_only_where_it_says_so(remark: str, targets: tuple[str, ...]) -> None:
    said = read(f'indicator_type,indicator_value,comment\ndomain,example.com,"{remark}"\n')
    assert (said.origins, said.targets) == ((), targets)


def test_the_name_of_a_kill_chain_s_file_says_where_its_network_was_based() -> None:
    table = f"{HEAD}{DOMAINS}example[.]com,\n"
    assert read(table, "Q2 2024 FRANCE-BASED CIB NETWORK #1 .csv").origins == ("FR",)
    assert read(table, "Q2_2024_T\u00fcrkiye_based_CIB_network_&_more.csv").origins == ("TR",)
    assert read(table, "list.csv").origins == ()


def test_columns_that_are_called_as_types() -> None:
    said = read(
        "domain,md5,first seen\n"
        "example.com,,2024\n"
        ",9481f10c51e9ad5b36846978587b4374,2024\n"
        "b.net,1481f10c51e9ad5b36846978587b4374,\n"
    )
    assert len(said.indicators) == 4
    assert said.rows.used == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_every_way_of_saving_a_table(delimiter: str, end: str, encoding: str) -> None:
    lines = [
        ["Type", "Value", "Comment"],
        ["domain", "example[.]com", "G\u00f6n\u00fcl"],
        ["domain", "b[.]net", ""],
    ]
    text = end.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines) + end
    said = read(text.encode(encoding))
    assert values(said) == ["example.com", "b.net"]
    assert said.indicators[0].comment == "G\u00f6n\u00fcl"
    assert said.rows.read == 2


def test_excel_s_own_separator() -> None:
    said = read("sep=;\r\nType;Value\r\ndomain;example.com\r\n")
    assert values(said) == ["example.com"]
    assert said.rows.read == 1


def test_a_quote_that_nobody_closes_swallows_no_row() -> None:
    flat = "type,value,comment\n"
    rest = "".join(f"domain,e{n}.example.com,\n" for n in range(50))
    assert len(read(f'{flat}domain,a.com,"not closed\n{rest}').indicators) == 51
    assert len(read(f'{flat}"domain,a.com,not closed\n{rest}').indicators) >= 50
    quoted = "".join(f'domain,e{n}.example.com,"one, two"\n' for n in range(50))
    said = read(f'{flat}domain,a.com,"not closed\n{quoted}')
    assert len(said.indicators) == 51
    assert said.indicators[-1].comment == "one, two"
    both = read(f'{flat}domain,a.com,"not closed\n{rest}domain,b.com,closed here"\n{rest}')
    assert len(both.indicators) == 102


def test_a_quote_in_the_middle_of_a_cell_and_a_quoted_line_break() -> None:
    said = read(
        'type,value,comment\ndomain,a.com,5" wide\ndomain,b.com,"two ""quoted""\n\nlines, one cell"\ndomain,c.com,\n'
    )
    assert values(said) == ["a.com", "b.com", "c.com"]
    assert said.indicators[1].comment == 'two "quoted"\n\nlines, one cell'


def test_zeros_and_a_line_without_end() -> None:
    said = read(b"type,value\ndomain,exa\x00mple.com\ndomain," + b"a" * 300_000 + b"\ndomain,b.example.com\n")
    assert values(said) == ["example.com", "b.example.com"]
    assert [(one.row, one.why) for one in said.problems] == [(3, Trouble.ROW_TOO_LONG)]
    assert len(said.problems[0].raw) < 1000


def test_a_head_that_is_repeated_is_a_note() -> None:
    said = read("type,value\ndomain,a.com\nType,Value\ndomain,b.com\n")
    assert (said.rows.used, said.rows.notes) == (2, 1)


def test_lines_before_the_head() -> None:
    said = read("Indicators of a network\nPublished in 2024\n\ntype,value\ndomain,a.com\n")
    assert said.title == "Indicators of a network"
    assert (said.rows.used, said.rows.notes, said.rows.blank) == (2, 1, 1)


FLAT_JSON = [{"indicator_type": "domain_name", "indicator_value": "a.com"}, {"type": "md5", "value": "x"}, {}, None]


def test_json_as_a_list_in_an_object_and_an_object_a_line() -> None:
    for text in (
        json.dumps(FLAT_JSON),
        json.dumps({"title": "A network", "indicators": FLAT_JSON}),
        json.dumps({"data": {"iocs": FLAT_JSON}}, indent=2),
        "\n".join(json.dumps(each) for each in FLAT_JSON[:2]) + "\n\nnull\n",
    ):
        said = read(text, "list.json")
        assert said.format is Format.JSON
        assert values(said) == ["a.com"]
        assert said.rows.read == 4
        assert said.rows.problems >= 1


def test_json_of_the_kill_chain_of_texts_and_of_named_lists() -> None:
    kill_chain = [{"Tactic ": "0.", "Procedure": "0.9.2 Instagram", "Indicator": "11 accounts"}]
    assert counts(read(json.dumps(kill_chain), "a.json")) == [("instagram_account", 11, "exact")]
    assert values(read(json.dumps(["a[.]com", "b.example.com"]), "a.json")) == ["a.com", "b.example.com"]
    named = {"domains": ["a.com"], "ips": ["45.141.152.19"], "md5": ["a.com"]}
    said = read(json.dumps(named), "a.json")
    assert values(said) == ["a.com", "45.141.152.19"]
    assert [one.why for one in said.problems] == [Trouble.TYPE_DIFFERS]
    assert read(json.dumps({"title": "T", "iocs": ["a.com"]}), "a.json").title == "T"


def test_what_stix_1_is_converted_to_is_read() -> None:
    bundle = {
        "type": "bundle",
        "objects": [
            {"type": "indicator", "pattern": "[domain-name:value = 'a.com']"},
            {"type": "indicator", "pattern": "[file:hashes.'MD5' = '9481f10c51e9ad5b36846978587b4374']"},
            {"type": "ipv4-addr", "value": "45.141.152.19"},
            {"type": "identity", "name": "Somebody"},
        ],
    }
    said = read(json.dumps(bundle), "bundle.json")
    assert len(said.indicators) == 3
    assert said.rows.notes == 1


def test_json_keeps_nothing_that_no_database_takes() -> None:
    said = read('[{"type": "domain", "value": "a.com", "comment": "\\u0000half \\ud83d"}]', "a.json")
    assert said.indicators[0].comment.encode() == b"half ?"


REPORT = """
# Indicators: Freedonia-like network, based in France, targeting Belgium

We removed 55 Facebook accounts, 36 Pages, 23 Groups
and one Instagram account. About 49,000 accounts followed one or more of these Pages. The network did not engage in
paid advertising. We found this network after information shared by an industry peer.

Later, 3 Facebook accounts posed as journalists. See example.com and **bad-example[.]com**.

## Indicators of Compromise

| Indicator Type | Indicator Value |
| :--- | :--- |
| Domain | `first[.]net` |
| Social Media Account | [https://x[.]com/somebody](https://example.com) |
| Domain | t[.]/broken |

- `member[.]example.com`

```
code[.]example.com
```

*No further IOCs associated with this report.*

## Cross-Links

- **Full report:** [Somewhere](https://elsewhere.example.com/taiwan-based)
"""


def test_a_report() -> None:
    said = read(REPORT, "report.md")
    assert said.format is Format.MARKDOWN
    assert said.title == "Indicators: Freedonia-like network, based in France, targeting Belgium"
    assert (said.origins, said.targets) == (("FR",), ("BE",))
    assert counts(said) == [
        ("facebook_account", 55, "exact"),
        ("facebook_page", 36, "exact"),
        ("facebook_group", 23, "exact"),
        ("instagram_account", 1, "exact"),
    ]
    assert [(one.metric, one.n, one.qualifier) for one in said.reach] == [
        (Metric.PAGE_FOLLOWERS, 49_000, Qualifier.ABOUT)
    ]
    assert said.ad_spend == AdSpend(0)
    assert said.source is Source.INDUSTRY_PEER
    assert values(said)[:2] == ["bad-example.com", "first.net"]
    assert values(said)[3:] == ["member.example.com", "code.example.com"]
    assert [one.why for one in said.problems] == [Trouble.BROKEN_VALUE]


def test_a_report_that_says_nothing_of_money_leaves_it_open() -> None:
    assert read("# A network\n\nWe removed 5 Facebook accounts.\n", "a.md").ad_spend is None


def test_a_table_of_numbers_counts() -> None:
    said = read("# A network\n\nAsset | Number\n--- | ---\nFacebook Pages | 1,204\nInstagram accounts | 12\n", "a.md")
    assert counts(said) == [("facebook_page", 1204, "exact"), ("instagram_account", 12, "exact")]


def test_a_plain_list() -> None:
    said = read(
        "# What we removed\n\na[.]com\nb.example.com, c.example.com\n - d[.]net  # the last\nt[.]/broken\n", "a.txt"
    )
    assert said.format is Format.LIST
    assert values(said) == ["a.com", "b.example.com", "c.example.com", "d.net"]
    assert said.indicators[-1].comment == "the last"
    assert (said.rows.read, said.rows.used, said.rows.notes, said.rows.problems, said.rows.blank) == (6, 3, 1, 1, 1)


def test_a_list_that_calls_itself_a_table() -> None:
    assert values(read("a[.]com\nb[.]com\n", "list.csv")) == ["a.com", "b.com"]
    assert values(read("indicator\na[.]com\nb[.]com\n", "list.csv")) == ["a.com", "b.com"]


@pytest.mark.parametrize("name", ["", "pasted", "text.txt"])
def test_pasted_text_of_every_kind(name: str) -> None:
    assert read("type\tvalue\ndomain\ta.com\n", name).format is Format.FLAT
    assert read("a[.]com b[.]com\n", name).format is Format.LIST
    assert counts(read("We removed 55 Facebook accounts and 36 Pages.", name)) == [
        ("facebook_account", 55, "exact"),
        ("facebook_page", 36, "exact"),
    ]
    assert read('[{"type":"domain","value":"a.com"}]', name).format is Format.JSON


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unusable.EMPTY),
        (b"\xef\xbb\xbf \r\n\t\n", Unusable.EMPTY),
        (b"\xff\xfe", Unusable.EMPTY),
        (b"a" * (10 * 1024 * 1024 + 1), Unusable.TOO_LARGE),
        (b"type,value\n" + b"domain,a.com\n" * 200_001, Unusable.TOO_MANY_ROWS),
        (b"colour,size,price\nred,5,7\nblue,6,8\n", Unusable.NO_KNOWN_COLUMN),
        (b"<html><body>a.com</body></html>", Unusable.NO_KNOWN_COLUMN),
        (b'[{"indicator_type": "domain", "indicator_value": "a.com"},', Unusable.NOT_JSON),
        (b'[{"colour": "red"}]', Unusable.NO_KNOWN_COLUMN),
        (b"[" * 100_000, Unusable.NOT_JSON),
        (b"PK\x03\x04" + bytes(30), Unusable.ARCHIVE),
        (b"\x1f\x8b\x08\x00" + bytes(30), Unusable.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Unusable.ARCHIVE),
        (b"Rar!\x1a\x07\x00", Unusable.ARCHIVE),
        (b"list.csv".ljust(257, b"\0") + b"ustar\x0000", Unusable.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), Unusable.PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(30), Unusable.PICTURE),
        (b"GIF89a" + bytes(30), Unusable.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Unusable.PICTURE),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', Unusable.PICTURE),
        (b"%PDF-1.7\n", Unusable.PDF),
        (bytes(range(256)) * 20, Unusable.NOT_TEXT),
        ('<?xml version="1.0"?>\n<stix:STIX_Package version="1.2">'.encode("utf-16"), Unusable.STIX_1),
    ],
)
def test_what_is_refused(content: bytes, why: Unusable) -> None:
    assert refusal(content, "list.json" if content[:1] == b"[" else "list.csv") is why


def test_200_000_rows_are_as_many_as_there_may_be() -> None:
    assert read(b"type,value\n" + b",\n" * 200_000).rows.blank == 200_000


def test_a_disclosure_as_a_line_of_json() -> None:
    both = "About 110 accounts on Facebook and Instagram,"
    said = json.loads(in_json(read(f"{HEAD}{FACEBOOK}{both}\n{DOMAINS}a[.]com,\n", "a & \u00fc #1 .csv")))
    assert said == {
        "file": "a & \u00fc #1 .csv",
        "format": "kill_chain",
        "title": "",
        "origins": [],
        "targets": [],
        "counts": [{"asset": "facebook_account+instagram_account", "n": 110, "qualifier": "about"}],
        "reach": [],
        "ad_spend": None,
        "tip_source": "unstated",
        "indicators": [{"type": "domain", "value": "a.com", "raw": "a[.]com", "procedure": "0.6.2"}],
        "notes": [],
        "problems": [],
        "rows": {"read": 2, "used": 2, "notes": 0, "problems": 0, "blank": 0},
    }


def test_cells_that_were_merged_stand_in_the_first_of_their_rows() -> None:
    said = read(f"{HEAD}{INSTAGRAM}11 accounts,\n,,,12 accounts,\n,,,,\n,,,13 Facebook accounts,\n")
    assert counts(said) == [
        ("instagram_account", 11, "exact"),
        ("instagram_account", 12, "exact"),
        ("facebook_account", 13, "exact"),
    ]


def test_a_type_or_a_column_that_names_the_platform_of_a_bare_name() -> None:
    typed = read("type,value\nX account,@Somebody\ntwitter_handle,https://twitter.com/other\naccount,nobody\n")
    assert values(typed) == ["x:somebody", "x:other"]
    assert [one.why for one in typed.problems] == [Trouble.BROKEN_VALUE]
    assert values(read("Platform,Handle\nTwitter,@Somebody\nX,other\n")) == ["x:somebody", "x:other"]


def test_two_values_in_one_as_another_tool_writes_them() -> None:
    said = read("type,value\nfilename|md5,a.exe|9481f10c51e9ad5b36846978587b4374\ndomain|ip,a.com|45.141.152.19\n")
    assert values(said) == ["9481f10c51e9ad5b36846978587b4374", "a.com", "45.141.152.19"]


def test_pages_that_only_one_named_platform_has_are_there() -> None:
    said = read("# A network\n\n- 55 Facebook accounts\n- 36 Pages\n- 3 Groups\n", "a.md")
    assert [asset for asset, _, _ in counts(said)] == ["facebook_account", "facebook_page", "facebook_group"]


def test_a_type_beside_the_kill_chain_and_beside_a_column_that_is_called_as_one() -> None:
    said = read(
        "Procedure,Indicator Type,Indicator\n0.6.2 x,domain,a[.]com\n0.6.2 x,md5,a[.]com\n0.9.2 x,n/a,11 accounts\n"
    )
    assert [(found.indicator.value, found.procedure) for found in said.indicators] == [("a.com", "0.6.2")]
    assert [one.why for one in said.problems] == [Trouble.TYPE_DIFFERS]
    assert counts(said) == [("instagram_account", 11, "exact")]
    assert values(read("Domain,Type\na.com,phishing\n")) == ["a.com"]


def test_a_sentence_about_defanging_is_no_value() -> None:
    text = "# A network\n\n*Replace `[.]` with `.`, or [.] with . if you like.* See _one[.]com_ and t[.]/broken.\n"
    said = read(text, "a.md")
    assert values(said) == ["one.com"]
    assert [one.raw for one in said.problems] == ["t[.]/broken"]


def test_apps_of_both_stores() -> None:
    said = read("type,value\nandroid_package_name,al.puik.cus\nios_app_id,1555651942\niOS App Store ID,id1555651943\n")
    assert values(said) == ["android:al.puik.cus", "ios:1555651942", "ios:1555651943"]


CASES = """
# A Benin and Togo-based network targeting Ghana

## Case study 1
We removed 67 Facebook accounts and 70 Pages. About 600 accounts followed one or more of these Pages. The network
engaged in around $100 in spending for ads, paid for mostly in US dollars, South African Rands, and Nigerian Nairas.

Of these, 3 Facebook accounts posed as journalists, likely on behalf of individuals in France.

## Case study 2
We removed 10 Facebook accounts. About 200 accounts followed one or more of these Pages.
"""


def test_a_report_of_several_campaigns() -> None:
    said = read(CASES, "report.md")
    assert (said.origins, said.targets) == (("BJ", "TG"), ("GH",))
    assert [(asset, n) for asset, n, _ in counts(said)] == [
        ("facebook_account", 67),
        ("facebook_page", 70),
        ("facebook_account", 10),
    ]
    assert [one.n for one in said.reach] == [600, 200]
    assert said.ad_spend == AdSpend(100, Qualifier.ABOUT, ("USD", "ZAR", "NGN"))


@pytest.mark.parametrize(
    ("name", "origins"),
    [
        ("Q1_2023_ Togo _ Burkina Faso-based_CIB_network.csv", ("TG", "BF")),
        ("Q1_2023_Venezuela_US-based_CIB_network.csv", ("VE", "US")),
        ("h2-2026-ukraine-and-bulgaria-cib-based-network.csv", ("UA", "BG")),
        ("SOUTH_KOREA_BASED.csv", ("KR",)),
        ("hackers_in_iran.csv", ()),
        ("web-based tools.csv", ()),
        ("based.csv", ()),
    ],
)
def test_names_of_files(name: str, origins: tuple[str, ...]) -> None:
    assert read(f"{HEAD}{DOMAINS}example[.]com,\n", name).origins == origins


@pytest.mark.parametrize("name", ["list.txt", "list.csv"])
@pytest.mark.parametrize("sign", [",", "\t", "; "])
def test_a_list_without_a_head_with_types_or_remarks(name: str, sign: str) -> None:
    typed = read(f"domain{sign}a.com{sign}seen in May\nmd5{sign}b.com\nemail{sign}c[at]d.com\n", name)
    assert [(found.indicator.value, found.comment) for found in typed.indicators] == [
        ("a.com", "seen in May"),
        ("c@d.com", ""),
    ]
    assert [one.why for one in typed.problems] == [Trouble.TYPE_DIFFERS]
    remarked = read(f"a[.]com{sign}phishing\nb[.]com{sign}malware, too\n", name)
    assert [(found.indicator.value, found.comment) for found in remarked.indicators] == [
        ("a.com", "phishing"),
        ("b.com", "malware, too"),
    ]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("X: @one, @two; @three", ["x:one", "x:two", "x:three"]),
        ("Telegram: @one_channel, phishing", ["telegram:one_channel"]),
        ("X: @one, https://t[.]me/two", ["x:one", "telegram:two"]),
        ("+49 30 1234567, +49 30 1234568", ["+49301234567", "+49301234568"]),
    ],
)
def test_names_share_the_label_of_the_first(line: str, wanted: list[str]) -> None:
    assert values(read(f"a[.]com\n{line}\n", "list.txt"))[1:] == wanted


def test_an_archive_of_accounts_is_read_by_their_names() -> None:
    head = "userid,user_display_name,user_screen_name,user_reported_location,user_profile_url,follower_count\n"
    said = read(f"{head}12,Some Name,Some_Name,Moscow,https://example.com/x,1200\n13,x,qZ+hIDJqVb5=,,,3\n")
    assert values(said) == ["x:some_name"]
    assert [(one.row, one.why) for one in said.problems] == [(3, Trouble.TYPE_DIFFERS)]


def test_names_in_a_report_share_the_label_of_the_first() -> None:
    said = read("# A network\n\nIt is gone now.\n\n- X accounts: @one, @two\n- Domains: a[.]com, b[.]com\n", "a.md")
    assert values(said) == ["x:one", "x:two", "a.com", "b.com"]


def test_an_event_of_misp_is_read_with_its_objects() -> None:
    account = {"type": "twitter-id", "value": "some_name"}
    event = {
        "info": "Iran-based network targeting France",
        "Attribute": [{"type": "domain", "value": "a.com", "comment": "seen"}, {"type": "text", "value": "Some words"}],
        "Object": [{"name": "account", "Attribute": [account, {"type": "url", "value": "http://b.com/x"}]}],
    }
    said = read(json.dumps({"Event": event}), "event.json")
    assert (said.title, said.origins, said.targets) == ("Iran-based network targeting France", ("IR",), ("FR",))
    assert values(said) == ["a.com", "x:some_name", "b.com/x"]
    assert (said.rows.used, said.rows.notes, said.rows.read) == (2, 1, 3)


def test_a_list_in_json_may_be_called_as_a_platform() -> None:
    said = read(json.dumps({"domains": ["a.com"], "telegram": ["@some_name", "quiet since May"]}), "a.json")
    assert values(said) == ["a.com", "telegram:some_name"]
    assert said.rows.notes == 1


def test_captions_in_a_list_are_no_head_of_a_table() -> None:
    said = read("Domains:\na[.]com\n\nHandles:\nhttps://x.com/somebody\n", "")
    assert said.format is Format.LIST
    assert values(said) == ["a.com", "x:somebody"]
    assert read("# IOCs\n\n* a[.]com\n", "").format is Format.LIST


def test_a_tip_counts_before_one_s_own_investigation() -> None:
    said = read("# A network\n\nWe found it as part of our investigation into a tip shared by FireEye.\n", "a.md")
    assert said.source is Source.SECURITY_FIRM


@pytest.mark.parametrize(
    "aim", ["domestic audiences", "people in that country", "local audiences", "audiences in the same country"]
)
def test_whom_it_aimed_at_may_be_where_it_was_run_from(aim):
    said = read(f"# A network\n\nThis network originated in Romania and targeted {aim}.\n", "a.md")
    assert (said.origins, said.targets) == (("RO",), ("RO",))


def test_pages_beside_accounts_on_facebook_are_facebooks():
    told = "We removed 658 accounts on Facebook, 14 Pages and two accounts on Instagram."
    said = read(f"# A network\n\n{told}\n", "a.md")
    assert counts(said) == [
        ("facebook_account", 658, "exact"),
        ("facebook_page", 14, "exact"),
        ("instagram_account", 2, "exact"),
    ]


def test_a_table_repeats_or_itemises_what_the_report_counted():
    head = "# A network\n\nWe removed 17 Facebook accounts.\n\n| Procedure | Indicator |\n|---|---|\n"
    facebook = "| 0.9.1 Facebook | 12 accounts |\n| 0.9.1 Facebook | 5 accounts |\n"
    said = read(f"{head}{facebook}| 0.9.2 Instagram | 3 accounts |\n| 0.9.2 Instagram | 4 accounts |\n", "a.md")
    assert counts(said) == [
        ("facebook_account", 17, "exact"),
        ("instagram_account", 3, "exact"),
        ("instagram_account", 4, "exact"),
    ]
    assert said.rows.used == 6
