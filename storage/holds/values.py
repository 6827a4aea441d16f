"""The indicators of what is held: put aside with their record, value by value, before they are erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import metadata
from storage.database import Session
from storage.indicators import Indicator, IndicatorType, Listed, indicators
from storage.intakes import State, intakes

held_indicators = Table(
    "held_indicators",
    metadata,
    Column("id", Integer, primary_key=True),
    # What a hold lets go takes its values along.
    Column("held_id", ForeignKey("held.id", ondelete="CASCADE"), nullable=False),
    Column("type", String(8), nullable=False),
    Column("value", Text, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("raw", Text, nullable=False),
    Column("procedure", String(32), nullable=False),
    Column("comment", Text, nullable=False),
    UniqueConstraint("held_id", "digest"),
)
_COPIED = ("type", "value", "digest", "raw", "procedure", "comment")
_SAID = ("type", "value", "raw", "procedure", "comment")


def put_aside(session: Session, held_id: int, takedown_id: int, *, until: datetime | None) -> int:
    """Put aside what a record's files brought, until a moment where one is given; how many there are put aside now.

    What was put aside before stays as it was then.
    """
    its = _told(takedown_id, until, literal(held_id), *(indicators.c[name] for name in _COPIED))
    insert: Any = sqlite.insert if session.dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(held_indicators).from_select(["held_id", *_COPIED], its).on_conflict_do_nothing())
    how_many = select(func.count()).where(held_indicators.c.held_id == held_id)
    return session.execute(how_many).scalar_one()


def of_held(session: Session, held_id: int) -> tuple[Listed, ...]:
    """List the indicators that are put aside with a record."""
    rows = session.execute(
        select(*(held_indicators.c[name] for name in _SAID))
        .where(held_indicators.c.held_id == held_id)
        .order_by(held_indicators.c.id)
    )
    return tuple(_listed(row) for row in rows)


def still_there(session: Session, takedown_id: int, *, until: datetime | None) -> tuple[Listed, ...]:
    """List the indicators of a record that is held and not erased."""
    rows = session.execute(_told(takedown_id, until, *(indicators.c[name] for name in _SAID)).order_by(indicators.c.id))
    return tuple(_listed(row) for row in rows)


def _told(takedown_id: int, until: datetime | None, *columns: Any) -> Select[*tuple[Any, ...]]:
    its = (
        select(*columns)
        .select_from(indicators)
        .join(intakes, intakes.c.id == indicators.c.intake_id)
        .where(intakes.c.takedown_id == takedown_id, intakes.c.state == State.READ)
    )
    return its if until is None else its.where(intakes.c.read_at < until)


def _listed(row: Row[Any]) -> Listed:
    return Listed(Indicator(IndicatorType(row.type), row.value), row.raw, row.procedure, row.comment)
