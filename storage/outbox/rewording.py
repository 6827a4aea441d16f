"""Taking words out of what was written: of what waits, and of what stands in Slack, which then says it anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, select, update

from storage.database import Session
from storage.outbox.letters import Body, State, outbox

# Where people's words may stand in blocks; the rest is Slack's own words and our tokens.
# https://docs.slack.dev/reference/block-kit
_WORDS = frozenset({"text", "alt_text", "title_text"})
_NOWHERE = "https://example.invalid/"
_IS_UNDER_WAY = outbox.c.state == State.SENDING
_STANDS = and_(outbox.c.sent_ts.is_not(None), outbox.c.retract_version.is_(None))
_KEEPS_ITS_TIME = or_(_IS_UNDER_WAY, and_(outbox.c.state == State.DUE, outbox.c.doubtful))


def reword(session: Session, coalition_id: int, prefix: str, text: Callable[[str], str], *, now: datetime) -> None:
    """Write every letter whose key begins so anew; what stands in Slack is changed there, whatever became of it."""
    rows = session.execute(
        select(outbox.c.id, outbox.c.body).where(
            outbox.c.coalition_id == coalition_id, outbox.c.key.startswith(prefix, autoescape=True)
        ),
    ).all()
    for row in rows:
        before = Body.read(row.body)
        new = Body(text(before.text), _each(before.blocks, text))
        if new != before:
            _write(session, row.id, new, now)


def _write(session: Session, letter_id: int, body: Body, now: datetime) -> None:
    owed = or_(_IS_UNDER_WAY, and_(_STANDS, outbox.c.state.in_([State.SENT, State.DUE, State.DEAD])))
    session.execute(
        update(outbox)
        .where(outbox.c.id == letter_id)
        .values(
            body=body.dumped(),
            version=outbox.c.version + 1,
            state=case((_IS_UNDER_WAY, outbox.c.state), (owed, State.DUE), else_=outbox.c.state),
            next_at=case((_KEEPS_ITS_TIME, outbox.c.next_at), (owed, now), else_=outbox.c.next_at),
            changed_at=now,
        ),
    )


def _each(value: Any, text: Callable[[str], str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _each(one, text, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_each(one, text, name) for one in value]
    if not isinstance(value, str):
        return value
    if name == "url":
        return value if text(value) == value else _NOWHERE
    return text(value) if name in _WORDS else value
