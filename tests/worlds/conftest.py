"""The stage on which worlds are played."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures_database import opened
from tests.worlds.stage import Stage, staged


@pytest.fixture(scope="module")
def stage(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stage on a SQLite database, on which one world follows the other."""
    path = tmp_path_factory.mktemp("worlds") / "worlds.sqlite3"
    shutil.copyfile(migrated_file, path)
    with opened(f"sqlite:///{path}") as database, staged(database) as stage:
        yield stage
