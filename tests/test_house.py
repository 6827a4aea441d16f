"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

import handlers
from bot import doctor

PROJECT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "storage")
LONGEST_FILE = 450

MANIFEST: dict[str, Any] = yaml.safe_load((PROJECT / "manifest.yml").read_text())
README = (PROJECT / "README.md").read_text()


def pages(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    for floor in floors or FLOORS:
        for path in sorted((PROJECT / floor).rglob("*.py")):
            yield str(path.relative_to(PROJECT)), ast.parse(path.read_text())


def test_the_manifest_s_commands_are_those_that_are_heard_and_described() -> None:
    declared = {entry["command"] for entry in MANIFEST["features"]["slash_commands"]}
    assert declared == set(handlers.PAGES.commands)
    assert declared == set(re.findall(r"^\| `(/[a-z]+)", README, re.MULTILINE))


def test_people_s_names_reach_us_as_ids() -> None:
    assert all(entry["should_escape"] for entry in MANIFEST["features"]["slash_commands"])


def test_every_scope_is_explained() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    rows = re.findall(r"^\| (`[a-z_:`, ]+) \|", README.partition("### Scopes")[2].partition("\n## ")[0], re.MULTILINE)
    explained = [scope for row in rows for scope in re.findall(r"`([a-z_:]+)`", row)]
    assert sorted(explained) == sorted(scopes["bot"] + scopes["bot_optional"])


def test_the_doctor_asks_for_the_scopes_of_the_manifest() -> None:
    assert sorted(doctor.SCOPES) == sorted(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_slack_would_take_the_manifest(shared_data: Path) -> None:
    schemas = {
        path.name: json.loads(path.read_text()) for path in (shared_data / "slack-manifest-schema").glob("*.json")
    }
    schema = schemas["manifest.schema.2.0.0.json"]
    registry: Registry[Any] = Registry().with_resources(
        [(name, Resource.from_contents(each)) for name, each in schemas.items()]
    )
    jsonschema.validate(MANIFEST, schema, registry=registry)


def test_the_environment_is_read_at_the_door_only() -> None:
    readers = {
        name
        for name, page in pages()
        for node in ast.walk(page)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and "bench" not in name
    }
    assert readers == {"bot/cli.py", "bot/demo/playing.py"}


def test_the_clock_is_read_at_the_edge_only() -> None:
    readers = {
        name
        for name, page in pages("handlers", "storage")
        for node in ast.walk(page)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "time"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date", "time"}
    }
    assert readers == set()


def test_anything_may_go_wrong_in_two_places_only() -> None:
    def catches_anything(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})

    places = {name for name, page in pages() for node in ast.walk(page) if catches_anything(node)}
    # Around a job and around a delivery; what fails where a person waits for an answer, Bolt hands to handlers/errors.
    assert places == {"bot/scheduler.py", "bot/courier/delivery.py"}


def test_no_file_becomes_a_drawer() -> None:
    names = {Path(name).stem for name, _ in pages()}
    assert not names & {"utils", "util", "helpers", "common", "manager", "misc"}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_file_swallows_the_others(floor: str) -> None:
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in (PROJECT / floor).rglob("*.py")
        # A migration is written by a program, and as long as what changed.
        if path.parent.name != "versions" and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}
