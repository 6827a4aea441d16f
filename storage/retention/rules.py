"""The rules: days per kind of record, set by those who coordinate; what has none is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    false,
    insert,
    not_,
    select,
    update,
)

from storage import access, audit
from storage import coalitions as coalition_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import metadata
from storage.database import Session
from storage.errors import Refusal
from storage.takedowns import takedowns

ABOUT = "retention"
# So long before it goes each owner is told.
NOTICE = timedelta(days=7)
SHORTEST, LONGEST = 14, 36_500


class Kind(StrEnum):
    """What can have a rule. Drafts go after seven days in any case, and the trail stays while the coalition stands."""

    # Counted from when a record was last changed.
    RECORDS = "records"
    # What messages said that are in Slack already, or never came there; not cards and pinned messages.
    MESSAGES = "messages"
    # What an export was narrowed to and which records it held; its mark stays, so that a copy can be traced.
    EXPORTS = "exports"
    # Who read in bulk.
    READINGS = "readings"
    # What guests were shown.
    SHOWINGS = "showings"


rules_table = Table(
    "retention_rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("days", Integer, nullable=False),
    UniqueConstraint("coalition_id", "kind"),
)


class Overtaken(Refusal):
    """Somebody else changed the same rule since the form was opened."""


def rules(session: Session, coalition_id: int) -> dict[Kind, int]:
    """Give the days of each kind that has a rule."""
    rows = session.execute(
        select(rules_table.c.kind, rules_table.c.days)
        .where(rules_table.c.coalition_id == coalition_id)
        .order_by(rules_table.c.kind),
    )
    return {Kind(kind): days for kind, days in rows}


def standing(session: Session, kind: Kind) -> tuple[tuple[int, int], ...]:
    """List the coalitions that have a rule of a kind, with its days."""
    rows = session.execute(
        select(rules_table.c.coalition_id, rules_table.c.days)
        .where(rules_table.c.kind == kind)
        .order_by(rules_table.c.coalition_id),
    )
    return tuple((row[0], row[1]) for row in rows)


def change(
    session: Session,
    speaker: Speaker,
    wanted: Mapping[Kind, int],
    *,
    shown: Mapping[Kind, int],
    way: Way,
    now: datetime,
) -> tuple[dict[Kind, int], dict[Kind, int]]:
    """Change what a form changed of the rules it had `shown`; the rules before, and the rules now. Twice is once.

    What somebody else changed meanwhile stays, and Overtaken is raised where both changed the same; NotCoordinator for
    all but coordinators.
    """
    access.must_coordinate(speaker)
    coalition_page.hold(session, speaker.coalition.id)
    before = rules(session, speaker.coalition.id)
    changed = [kind for kind in Kind if shown.get(kind) != wanted.get(kind) != before.get(kind)]
    for kind in changed:
        if before.get(kind) != shown.get(kind):
            raise Overtaken
    for kind in changed:
        _write(session, speaker.coalition.id, kind, wanted.get(kind))
        detail = f"retention {kind}: {before.get(kind, 'kept')} -> {wanted.get(kind, 'kept')}"
        audit.note(session, speaker, Act.CHANGED, ABOUT, None, way=way, now=now, detail=detail)
    if Kind.RECORDS in changed:
        _let_stay(session, speaker.coalition.id, wanted.get(Kind.RECORDS), now=now)
    return before, rules(session, speaker.coalition.id)


def _write(session: Session, coalition_id: int, kind: Kind, days: int | None) -> None:
    its = (rules_table.c.coalition_id == coalition_id, rules_table.c.kind == kind)
    session.execute(delete(rules_table).where(*its))
    if days is not None:
        session.execute(insert(rules_table).values(coalition_id=coalition_id, kind=kind, days=days))


def _let_stay(session: Session, coalition_id: int, days: int | None, *, now: datetime) -> None:
    """Let those records stay that were announced and are not due any more."""
    is_due = takedowns.c.changed_at <= now + NOTICE - timedelta(days=days) if days is not None else false()
    announced = (takedowns.c.coalition_id == coalition_id, takedowns.c.leaves_at.is_not(None))
    session.execute(update(takedowns).where(*announced, not_(is_due)).values(leaves_at=None))
