"""Forgetting what letters said: of one thing that is erased, and of all that is old."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, case, not_, or_, select, update

from storage.database import Session
from storage.outbox.letters import Body, Place, State, outbox
from storage.outbox.pictures import abandon

_NOTHING = Body("", []).dumped()
_MAY_STAND = or_(outbox.c.sent_ts.is_not(None), outbox.c.doubtful, outbox.c.state == State.SENDING)
_STANDS_FOR_ALL = and_(outbox.c.place == Place.CHANNEL, _MAY_STAND, outbox.c.state != State.RETRACTED)
# One that is dead may be revived with the words that it has.
_SETTLED = (State.SENT, State.DROPPED, State.RETRACTED)


def forget_words(session: Session, coalition_id: int, about: str, about_id: int, *, now: datetime) -> tuple[str, ...]:
    """Forget what letters about a thing say, and send none that waits; the keys of those that stand in channels.

    These keep their words until they are given others: `replace_what_stands` changes them in Slack too.
    """
    its_own = or_(
        and_(outbox.c.about == about, outbox.c.about_id == about_id),
        outbox.c.key.startswith(f"{about}:{about_id}:", autoescape=True),
    )
    its = (outbox.c.coalition_id == coalition_id, its_own)
    standing = select(outbox.c.key).where(*its, _STANDS_FOR_ALL).order_by(outbox.c.key)
    keys = tuple(session.execute(standing).scalars())
    ends = outbox.c.state.in_([State.DUE, State.DEAD])
    session.execute(
        update(outbox)
        .where(*its, not_(_STANDS_FOR_ALL))
        .values(
            body=_NOTHING,
            state=case((ends, State.DROPPED), else_=outbox.c.state),
            next_at=case((ends, None), else_=outbox.c.next_at),
            changed_at=now,
        ),
    )
    abandon(session, coalition_id, now=now)
    return keys


def forget_old_words(session: Session, coalition_id: int, *, before: datetime, but: Collection[str], limit: int) -> int:
    """Forget what letters said that were settled before a moment, but for those about some things; how many it were."""
    old = (
        select(outbox.c.id)
        .where(
            outbox.c.coalition_id == coalition_id,
            outbox.c.state.in_(_SETTLED),
            outbox.c.next_at.is_(None),
            outbox.c.changed_at <= before,
            outbox.c.about.not_in(but),
            not_(outbox.c.pin),
            outbox.c.body != _NOTHING,
        )
        .order_by(outbox.c.id)
        .limit(limit)
        # SQLite has one writer and leaves this out.
        .with_for_update(skip_locked=True)
    )
    ids = session.execute(old).scalars().all()
    session.execute(update(outbox).where(outbox.c.id.in_(ids)).values(body=_NOTHING))
    return len(ids)
