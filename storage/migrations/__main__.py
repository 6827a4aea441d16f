"""Write the next version from what the tables are now: `make migration WHY="..."`; for developers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import create_engine

from storage.schema import alembic_config, run_alembic, versions


def write(why: str) -> None:
    """Compare the tables with an empty database brought to the newest version, and write the difference down."""
    number = f"{len(versions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'newest.sqlite3'}")
        with engine.begin() as connection:
            run_alembic(connection, "head")
            script = command.revision(alembic_config(connection), why, autogenerate=True, rev_id=number)
        engine.dispose()
    assert isinstance(script, Script)
    lines = Path(script.path).read_text().splitlines(keepends=True)
    Path(script.path).write_text("".join(line for line in lines if "### " not in line))


write(sys.argv[1])
