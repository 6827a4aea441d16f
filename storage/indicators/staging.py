"""Laying down the indicators of a file, some at a time, before anybody is told of them; and clearing them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.indicators.records import Finding, digest_of, indicators
from storage.intakes.records import LONGEST_COMMENT, LONGEST_PROCEDURE, LONGEST_RAW, State, intakes, plain

# So many rows a transaction, where nobody who waits for the writer feels it.
BATCH = 1000

# A row as it is inserted, in the order of `_COLUMNS`; a hundred thousand mappings would cost more than the insert.
_Row: TypeAlias = tuple[int, str, str, bytes, str, str, str]
_COLUMNS = ("intake_id", "type", "value", "digest", "raw", "procedure", "comment")


def lay(session: Session, takedown_id: int | None, intake_id: int, founds: Iterable[Finding]) -> None:
    """Insert those that neither this file nor an older one of the same takedown has brought."""
    rows: dict[bytes, _Row] = {}
    for found in founds:
        digest = digest_of(found.indicator)
        # Of two spellings of one value the first one stays.
        if digest not in rows:
            rows[digest] = _row(intake_id, digest, found)
    for known in _known(session, takedown_id, list(rows)):
        del rows[known]
    if not rows:
        return
    given = list(rows.values())
    if session.dialect.name == "sqlite":
        session.exec_driver_sql(_EACH, given)
        return
    session.execute(_ALL_AT_ONCE, dict(zip(_COLUMNS, map(list, zip(*given, strict=True)), strict=True)))


def _row(intake_id: int, digest: bytes, found: Finding) -> _Row:
    return (
        intake_id,
        str(found.indicator.type),
        plain(found.indicator.value),
        digest,
        plain(found.raw[:LONGEST_RAW]),
        plain(found.procedure[:LONGEST_PROCEDURE]),
        plain(found.comment[:LONGEST_COMMENT]),
    )


_READ_BEFORE = select(intakes.c.id).where(intakes.c.takedown_id == bindparam("takedown"), intakes.c.state == State.READ)
_KNOWN = select(indicators.c.digest).where(
    indicators.c.intake_id.in_(bindparam("before", expanding=True)),
    indicators.c.digest.in_(bindparam("digests", expanding=True)),
)


def _known(session: Session, takedown_id: int | None, digests: list[bytes]) -> set[bytes]:
    """Tell which of these a takedown has by another file."""
    if takedown_id is None or not digests:
        return set()
    before = session.execute(_READ_BEFORE, {"takedown": takedown_id}).scalars().all()
    if not before:
        return set()
    return set(session.execute(_KNOWN, {"before": before, "digests": digests}).scalars())


# The insert of one row, written once; SQLite's driver takes the rows as they are.
_EACH = str(
    sqlite.insert(indicators).on_conflict_do_nothing().compile(dialect=sqlite.dialect(), column_keys=list(_COLUMNS))
)
# PostgreSQL takes a column of a thousand values as one, and all of them in one statement.
_ALL_AT_ONCE = (
    postgresql.insert(indicators)
    .from_select(
        list(_COLUMNS),
        select(
            *(func.unnest(bindparam(name, type_=postgresql.ARRAY(indicators.c[name].type))) for name in _COLUMNS),
        ),
    )
    .on_conflict_do_nothing()
)


def how_many(session: Session, intake_id: int) -> int:
    """Count what an intake laid down."""
    return session.execute(select(func.count()).where(indicators.c.intake_id == intake_id)).scalar_one()


def clear(session: Session, intake_id: int, *, limit: int = BATCH) -> bool:
    """Delete some rows that an intake laid down; False where none is left."""
    some = select(indicators.c.id).where(indicators.c.intake_id == intake_id).limit(limit)
    gone = delete(indicators).where(indicators.c.id.in_(some)).returning(indicators.c.id)
    return len(session.execute(gone).all()) == limit
