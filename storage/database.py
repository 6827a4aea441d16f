"""The database: one engine, short transactions, one writer where the engine has only one."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.errors import Busy

# One transaction; storage functions take it first and never commit it: whoever began it does.
Session: TypeAlias = Connection

# Slack waits three seconds for an answer, so a lock must become a polite refusal before that: at most this long for
# our own writers, and as long again for other processes'.
LOCK_SECONDS = 1.2
_WRITING = "tocsin_writing"
# All that a transaction raises when the database is at fault.
TROUBLE = (Busy, DBAPIError)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOCK_NOT_AVAILABLE = "55P03"


class Database:
    """Begins transactions on the database at `url` (SQLAlchemy's form); `patience` is in seconds, for locks."""

    def __init__(self, url: str, *, patience: float = LOCK_SECONDS) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, patience) if self.is_sqlite else _server_engine(url, patience)
        self._writer = self.engine.execution_options(**{_WRITING: True})
        # PostgreSQL shows each statement its own moment unless it is asked for one of the whole transaction.
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**one_moment)
        self._one_writer = threading.Lock()
        self._patience = patience

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a transaction that writes; commits at the end, rolls back on any exception.

        Raises Busy if another writer keeps SQLite's only place, or PostgreSQL's row, for too long.
        """
        if not self.is_sqlite:
            with _refusing_locks(), self._writer.begin() as session:
                yield session
            return
        # Writers queue here, where waiting costs nothing, rather than in SQLite's sleeping busy handler.
        if not self._one_writer.acquire(timeout=self._patience):
            raise Busy
        try:
            with _refusing_locks(), self._writer.begin() as session:
                yield session
        finally:
            self._one_writer.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads: one consistent moment, no lock taken."""
        with self._reader.begin() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _refusing_locks() -> Iterator[None]:
    """Turn the drivers' word for a lock that did not come free into a refusal."""
    try:
        yield
    except OperationalError as error:
        if _is_lock(error.orig):
            raise Busy from error
        raise


def _is_lock(error: BaseException | None) -> bool:
    sqlite_code, server_state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
    return sqlite_code == sqlite3.SQLITE_BUSY or server_state == _LOCK_NOT_AVAILABLE


# People's words are parameters of our statements, so no error may quote them.
def _server_engine(url: str, patience: float) -> Engine:
    options = {"options": f"-c lock_timeout={int(patience * 1000)}"}
    return create_engine(
        url, hide_parameters=True, connect_args=options, pool_pre_ping=True, pool_size=10, max_overflow=10
    )


def _sqlite_engine(url: str, patience: float) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": patience})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    """Set what SQLite forgets with each connection; https://www.sqlite.org/pragma.html."""
    # Python's own transaction handling starts none before a SELECT and so loses updates; _begin does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(session: Session) -> None:
    """Take the writer's place at once: a lock upgraded later fails without waiting."""
    writing = session.get_execution_options().get(_WRITING, False)
    session.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
