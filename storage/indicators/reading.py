"""Asking for indicators: of a record that the asker may read, or which of those records hold one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from storage import access, audit, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.indicators.records import PAGE, Indicator, IndicatorType, Listed, Page, digest_of, indicators
from storage.intakes.records import State, intakes
from storage.takedowns import Takedown
from storage.takedowns.reading import chosen, made

_ORDER = {each: place for place, each in enumerate(IndicatorType)}
_type = case(_ORDER, value=indicators.c.type, else_=len(_ORDER))


def told_to(speaker: Speaker) -> ColumnElement[bool]:
    """Say, as a condition on takedowns, of which of them this person may read indicators.

    Under the Chatham House Rule nobody but its owner does: a value is published elsewhere, and tells whose record it
    is (docs/decisions/0016).
    """
    there = takedowns.takedowns
    own = there.c.company_id == speaker.company.id
    return and_(access.visible_to(speaker, there), or_(~there.c.chatham, own))


def of_takedown(
    session: Session,
    speaker: Speaker,
    token: str,
    *,
    search: str = "",
    start: int = 0,
    limit: int = PAGE,
) -> Page:
    """List a takedown's indicators, each type's together, a page at a time, `start` of them left out before.

    `search` is a part of the value, of how it was written, of a comment or a procedure. Unknown unless the speaker may
    read the record; of one under the Chatham House Rule others are told none.
    """
    record = takedowns.by_token(session, speaker, token)
    which = and_(_of_one(record, speaker), *_holding(search))
    counts = {
        IndicatorType(type_): n
        for type_, n in session.execute(
            select(indicators.c.type, func.count()).where(which).group_by(indicators.c.type)
        ).all()
    }
    rows = session.execute(_SHOWN.where(which).order_by(_type, indicators.c.id).offset(max(start, 0)).limit(limit))
    listed = tuple(_listed(*row) for row in rows)
    return Page(listed, tuple(sorted(counts.items(), key=lambda each: _ORDER[each[0]])), max(start, 0))


def every(session: Session, speaker: Speaker, record: Takedown) -> Iterator[Listed]:
    """Give all indicators of a record that the speaker has read, for a file."""
    for row in session.execute(_SHOWN.where(_of_one(record, speaker)).order_by(_type, indicators.c.id)):
        yield _listed(*row)


def how_many(session: Session, record: Takedown) -> int:
    """Count the indicators of a record that somebody has read, or that a channel is shown, by its row.

    One that does not tell its reader whose it is has none.
    """
    if not record.company_id:
        return 0
    return int(session.execute(_HOW_MANY, {"record": record.id}).scalar_one())


# Written once, since every card asks it.
_HOW_MANY = select(func.coalesce(func.sum(intakes.c.indicators), 0)).where(
    intakes.c.takedown_id == bindparam("record"), intakes.c.state == State.READ
)


def find(
    session: Session, speaker: Speaker, indicator: Indicator, *, limit: int = takedowns.PAGE
) -> tuple[Takedown, ...]:
    """Find the records that hold an indicator, newest first, of those that the speaker may read.

    What was recalled is found by nothing, not even by its own company.
    """
    there = takedowns.takedowns
    held_by = and_(there.c.id.in_(_HOLDING.where(indicators.c.digest == digest_of(indicator))), told_to(speaker))
    newest_first = (
        chosen(held_by).where(there.c.recalled_at.is_(None)).order_by(there.c.logged_at.desc(), there.c.id.desc())
    )
    return tuple(made(row, speaker.company.id) for row in session.execute(newest_first.limit(limit)))


_HOLDING = (
    select(intakes.c.takedown_id)
    .join(indicators, indicators.c.intake_id == intakes.c.id)
    .where(intakes.c.state == State.READ)
)


def note_shown(session: Session, speaker: Speaker, record: Takedown, *, way: Way, now: datetime) -> None:
    """Note that somebody reads the indicators of a record."""
    audit.note(session, speaker, Act.READ_INDICATORS, takedowns.ABOUT, record.id, way=way, now=now)


def note_sent(session: Session, speaker: Speaker, record: Takedown, *, way: Way, now: datetime) -> None:
    """Note that somebody is sent the indicators of a record as a file."""
    audit.note(session, speaker, Act.SENT_INDICATORS, takedowns.ABOUT, record.id, way=way, now=now)


_SHOWN = select(
    indicators.c.type, indicators.c.value, indicators.c.raw, indicators.c.procedure, indicators.c.comment
).select_from(indicators)


def _of_one(record: Takedown, speaker: Speaker) -> ColumnElement[bool]:
    there = takedowns.takedowns
    its = (
        select(intakes.c.id)
        .join(there, there.c.id == intakes.c.takedown_id)
        .where(there.c.id == record.id, told_to(speaker), intakes.c.state == State.READ)
    )
    return indicators.c.intake_id.in_(its)


def _holding(search: str) -> list[ColumnElement[bool]]:
    columns = (indicators.c.value, indicators.c.raw, indicators.c.comment, indicators.c.procedure)
    words = search.lower().split()
    return [or_(*(func.lower(each).contains(word, autoescape=True) for each in columns)) for word in words]


def _listed(type_: str, value: str, raw: str, procedure: str, comment: str) -> Listed:
    return Listed(Indicator(IndicatorType(type_), value), raw, procedure, comment)
