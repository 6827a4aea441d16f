"""Thinning what is no record: words of messages, lists of exports, who read in bulk, the register of showings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select, update

from storage import exports, outbox
from storage.agendas import ABOUT as AGENDA
from storage.bulk import bulk
from storage.companies import companies
from storage.database import Session
from storage.digests import ABOUT as DIGEST
from storage.holds import holds
from storage.minutes import ABOUT as MINUTES
from storage.retention.rules import Kind, standing
from storage.showings import showings
from storage.takedowns import ABOUT as TAKEDOWN

# So many rows of each kind a transaction, so that nobody waits long.
BATCH = 500
# What stands in a channel keeps its words: they are changed there, or taken down with what they speak of.
_STANDS = (TAKEDOWN, DIGEST, AGENDA, MINUTES, "grave", "stub", "door")
_DONE = (
    exports.State.SENT,
    exports.State.EMPTY,
    exports.State.DROPPED,
    exports.State.FAILED,
    exports.State.TAKEN_BACK,
)
# Who holds everything keeps what was exported and read by its people.
_HOLDERS = select(holds.c.company_id).where(
    holds.c.lifted_at.is_(None), holds.c.everything, holds.c.company_id.is_not(None)
)


def thin(session: Session, *, now: datetime) -> bool:
    """Thin some of what is over its days, of every kind but records; True if there may be more."""
    more = False
    for kind, thinned in _THINNED.items():
        for coalition_id, days in standing(session, kind):
            more = thinned(session, coalition_id, now - timedelta(days=days)) == BATCH or more
    return more


def _messages(session: Session, coalition_id: int, before: datetime) -> int:
    return outbox.forget_old_words(session, coalition_id, before=before, but=_STANDS, limit=BATCH)


def _exports(session: Session, coalition_id: int, before: datetime) -> int:
    table, lists = exports.exports, exports.export_records
    has_list = select(lists.c.id).where(lists.c.export_id == table.c.id).exists()
    old = select(table.c.id).where(
        table.c.coalition_id == coalition_id,
        table.c.state.in_(_DONE),
        table.c.changed_at <= before,
        table.c.company_id.not_in(_HOLDERS),
        has_list | (table.c.words != "[]"),
    )
    ids = _some(session, old)
    session.execute(delete(lists).where(lists.c.export_id.in_(ids)))
    session.execute(update(table).where(table.c.id.in_(ids)).values(words="[]"))
    return len(ids)


def _readings(session: Session, coalition_id: int, before: datetime) -> int:
    its = select(companies.c.id).where(companies.c.coalition_id == coalition_id)
    old = select(bulk.c.id).where(bulk.c.company_id.in_(its), bulk.c.at <= before, bulk.c.company_id.not_in(_HOLDERS))
    ids = _some(session, old)
    session.execute(delete(bulk).where(bulk.c.id.in_(ids)))
    return len(ids)


def _showings(session: Session, coalition_id: int, before: datetime) -> int:
    ids = _some(session, select(showings.c.id).where(showings.c.coalition_id == coalition_id, showings.c.at <= before))
    session.execute(delete(showings).where(showings.c.id.in_(ids)))
    return len(ids)


def _some(session: Session, which: Select[*tuple[Any, ...]]) -> list[int]:
    # SQLite has one writer and leaves the lock out.
    return list(session.execute(which.limit(BATCH).with_for_update(skip_locked=True)).scalars())


_THINNED = {Kind.MESSAGES: _messages, Kind.EXPORTS: _exports, Kind.READINGS: _readings, Kind.SHOWINGS: _showings}
