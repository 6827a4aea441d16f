"""Laying down the indicators of a file, some at a time, before anybody is told of them; and clearing them away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.indicators.records import Finding, digest_of, indicators
from storage.intakes.records import LONGEST_COMMENT, LONGEST_PROCEDURE, LONGEST_RAW, State, intakes, plain

# So many rows a transaction, so that nobody waits long for the writer.
BATCH = 1000


def lay(session: Session, takedown_id: int | None, intake_id: int, founds: Iterable[Finding]) -> int:
    """Insert those that neither this file nor an older one of the same takedown has brought; how many these are."""
    rows: dict[bytes, dict[str, Any]] = {}
    for found in founds:
        # Of two spellings of one value the first one stays.
        rows.setdefault(digest := digest_of(found.indicator), _row(intake_id, digest, found))
    for known in _known(session, takedown_id, list(rows)):
        del rows[known]
    if not rows:
        return 0
    given = list(rows.values())
    if session.dialect.name == "sqlite":
        return session.execute(_EACH, given).rowcount
    return session.execute(_ALL_AT_ONCE, {name: [row[name] for row in given] for name in given[0]}).rowcount


def _row(intake_id: int, digest: bytes, found: Finding) -> dict[str, Any]:
    return {
        "intake_id": intake_id,
        "type": found.indicator.type.value,
        "value": plain(found.indicator.value),
        "digest": digest,
        "raw": plain(found.raw[:LONGEST_RAW]),
        "procedure": plain(found.procedure[:LONGEST_PROCEDURE]),
        "comment": plain(found.comment[:LONGEST_COMMENT]),
    }


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


_COLUMNS = tuple(column for column in indicators.c if column.name != "id")
_EACH = sqlite.insert(indicators).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
# PostgreSQL counts the rows of one statement, and takes a column of a thousand values as one.
_ALL_AT_ONCE = (
    postgresql.insert(indicators)
    .from_select(
        [column.name for column in _COLUMNS],
        select(*(func.unnest(bindparam(column.name, type_=postgresql.ARRAY(column.type))) for column in _COLUMNS)),
    )
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
)


def clear(session: Session, intake_id: int, *, limit: int = BATCH) -> bool:
    """Delete some rows that an intake laid down; False where none is left."""
    some = select(indicators.c.id).where(indicators.c.intake_id == intake_id).limit(limit)
    gone = delete(indicators).where(indicators.c.id.in_(some)).returning(indicators.c.id)
    return len(session.execute(gone).all()) == limit
