"""Erasing words from what the files of a record brought."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import bindparam, delete, select, update

from storage.database import Session
from storage.indicators.records import indicators

# So many are looked at in one question.
_SOME = 1000


def reword(session: Session, intake_id: int, text: Callable[[str], str]) -> int:
    """Write what a file brought anew, by `text`, and leave out each value that would change; how many these are.

    A value with other words in it would be one that nobody ever had.
    """
    columns = (indicators.c.id, indicators.c.value, indicators.c.raw, indicators.c.comment)
    last, gone = 0, 0
    while True:
        rows = session.execute(
            select(*columns)
            .where(indicators.c.intake_id == intake_id, indicators.c.id > last)
            .order_by(indicators.c.id)
            .limit(_SOME)
        ).all()
        if not rows:
            return gone
        last = rows[-1].id
        lost = {row.id for row in rows if text(row.value) != row.value}
        gone += len(lost)
        session.execute(delete(indicators).where(indicators.c.id.in_(lost)))
        new = [
            {"row": row.id, "new_raw": raw, "new_comment": comment}
            for row in rows
            if row.id not in lost and (raw := text(row.raw), comment := text(row.comment)) != (row.raw, row.comment)
        ]
        if new:
            session.execute(_REWORD, new)


_REWORD = (
    update(indicators)
    .where(indicators.c.id == bindparam("row"))
    .values(raw=bindparam("new_raw"), comment=bindparam("new_comment"))
)
