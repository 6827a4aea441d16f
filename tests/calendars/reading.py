"""Asks the other environment what a calendar shows of some files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.conftest import PROJECT

_INTERPRETER = PROJECT / ".venv" / "calendars" / "bin" / "python"


def occurrences(files: Sequence[bytes], first_year: int, last_year: int) -> list[dict[str, Any]]:
    """List the events that a calendar shows of files, from the beginning of one year to the beginning of another."""
    told = subprocess.run(
        [_INTERPRETER, PROJECT / "tests" / "calendars" / "occurrences.py", str(first_year), str(last_year)],
        input=json.dumps([file.decode() for file in files]),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found
