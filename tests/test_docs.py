"""The documents name only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handlers.agenda import opening as agenda
from handlers.coalition import opening as coalition
from handlers.digest import opening as digest
from handlers.meeting import opening as meeting
from handlers.takedown import opening as takedown
from handlers.update import opening as update

PROJECT = Path(__file__).parents[1]
PAGES = (*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"))
TESTS = {name for path in (PROJECT / "tests").rglob("*.py") for name in re.findall(r"def (test_\w+)", path.read_text())}
PARTS = ["The matter", "Decided", "What follows", "The check"]
# What CONTRIBUTING shows how to add.
SHOWN = {"tests/journeys/test_who_read_it.py", "test_the_owner_finds_who_opened_the_record"}


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_file_that_is_named_is_there() -> None:
    missing = [
        f"{page.name}: {name}"
        for page in PAGES
        for name in re.findall(r"`((?:bot|handlers|storage|tests|docs)/[\w/.-]+)`", page.read_text())
        if name not in SHOWN and not (PROJECT / name).exists()
    ]
    assert missing == []


def test_every_test_that_is_named_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"`?\b(test_\w{12,})\b(?!\.py)", page.read_text())}
    files = {path.stem for path in (PROJECT / "tests").rglob("*.py")}
    assert named - TESTS - files - SHOWN - {Path(name).stem for name in SHOWN} == set()


def test_every_target_of_make_that_is_named_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:`|^    )make ([a-z]+)", page.read_text(), re.MULTILINE)}
    assert named
    assert named - targets == set()


@pytest.mark.parametrize(
    ("command", "verbs"),
    [
        ("takedown", takedown.VERBS),
        ("coalition", coalition.VERBS),
        ("digest", digest.VERBS),
        ("agenda", agenda.VERBS),
        ("meeting", meeting.VERBS),
        ("update", update.VERBS),
    ],
    ids=["takedown", "coalition", "digest", "agenda", "meeting", "update"],
)
def test_the_readme_names_verbs_that_are_heard(command: str, verbs: dict[str, str]) -> None:
    readme = (PROJECT / "README.md").read_text()
    rows = re.findall(rf"^\| `/{command} ([a-z]+)[^`]*` \| `(\w+)` \|", readme, re.MULTILINE)
    assert len(rows) == len(set(verbs.values()))
    assert [row for row in rows if verbs.get(row[0]) is None or verbs[row[0]] != verbs.get(row[1])] == []


def test_every_decision_is_listed_and_says_how_it_is_held() -> None:
    folder = PROJECT / "docs" / "decisions"
    pages = sorted(folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\(([^)]+)\)", (folder / "README.md").read_text())
    assert listed == [page.name for page in pages]
    for page in pages:
        text = page.read_text()
        assert re.findall(r"^\*\*([\w ]+)\.\*\*", text, re.MULTILINE) == PARTS, page.name
        assert len(text.split()) < 350, page.name
