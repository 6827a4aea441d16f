"""What a disclosure says, drawn for somebody at the shell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from handlers.formats import words
from handlers.formats.disclosures import Disclosure
from handlers.views.intake import troubles
from handlers.views.wording import language
from storage.intakes import Rows
from storage.reports import Source

_MOST_PROBLEMS = 50
_SHOWN = 100


def show(read: Disclosure, kinds: Mapping[str, int] | None = None) -> None:
    """Print what was read, and each row that could not be; `kinds` says how many indicators there are of each type."""
    console = Console()
    table = Table(title=Text(plain(read.file), style="bold"), title_justify="left", show_header=False, box=None)
    for name, said in _lines(read, kinds):
        table.add_row(name, Text(said))
    console.print(table)
    english = language("en")
    for problem in read.problems[:_MOST_PROBLEMS]:
        said = f"  Row {problem.row}: {plain(problem.raw)[:_SHOWN]}\n    {troubles.trouble(problem.why, english)}"
        console.print(Text(said, style="yellow"))
    if len(read.problems) > _MOST_PROBLEMS:
        console.print(f"  and {len(read.problems) - _MOST_PROBLEMS} further rows")
    console.print()


def _lines(read: Disclosure, told: Mapping[str, int] | None) -> list[tuple[str, str]]:
    rows = read.rows
    kinds = Counter(found.indicator.type.value for found in read.indicators) if told is None else Counter(told)
    lines = [
        ("format", read.format.value.replace("_", " ")),
        ("title", plain(read.title)),
        ("from", ", ".join(words.place_name(code, "en") for code in read.origins)),
        ("aimed at", ", ".join(words.place_name(code, "en") for code in read.targets)),
        ("counts", "; ".join(words.write_count(one, "en") for one in read.counts)),
        ("reach", "; ".join(words.write_reach([one], "en") for one in read.reach)),
        ("ad spend", words.write_spend(read.ad_spend, "en") if read.ad_spend else ""),
        ("tip", "" if read.source is Source.UNSTATED else read.source.value.replace("_", " ")),
        ("indicators", ", ".join(f"{n:,} {kind}" for kind, n in kinds.most_common()) or "none"),
        ("rows", _became(rows)),
    ]
    return [(name, said) for name, said in lines if said]


def _became(rows: Rows) -> str:
    used = f"{rows.used:,} used, {rows.notes:,} notes, {rows.problems:,} problems, {rows.blank:,} blank"
    return f"{rows.read:,} read: {used}"


def plain(text: str) -> str:
    """Write what somebody else wrote on one line, without anything that a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text).strip()
