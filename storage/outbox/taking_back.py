"""Taking a letter back: what stands in Slack under its key is to be gone, and what waits is not sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, case, delete, not_, null, or_, select, update

from storage.database import Session
from storage.outbox.left_over import any_left_over
from storage.outbox.letters import Body, Place, State, outbox, paces
from storage.outbox.pictures import abandon

_IS_UNDER_WAY = outbox.c.state == State.SENDING
_MAY_STAND = or_(outbox.c.sent_ts.is_not(None), outbox.c.doubtful, _IS_UNDER_WAY)
# What only one person saw for a moment cannot be named afterwards: https://docs.slack.dev/reference/methods/chat.delete.
_IN_REACH = and_(outbox.c.place != Place.EPHEMERAL, _MAY_STAND)
_IS_OWED = or_(_IN_REACH, _IS_UNDER_WAY)
# Who holds it settles first, and a letter in doubt waits until a look can find it.
_KEEPS_ITS_TIME = or_(_IS_UNDER_WAY, and_(outbox.c.state == State.DUE, outbox.c.doubtful))


def replace_what_stands(
    session: Session,
    coalition_id: int,
    key: str,
    *,
    body: Body,
    about: str,
    now: datetime,
) -> bool:
    """Let a message say something else where it stands, or may stand; what was never sent is sent no more.

    True if something stands in Slack and will say this. The courier asks about `about` in place of what it was.
    """
    its = (outbox.c.coalition_id == coalition_id, outbox.c.key == key)
    unsent = update(outbox).where(*its, not_(_MAY_STAND), outbox.c.state.in_([State.DUE, State.DEAD]))
    session.execute(unsent.values(state=State.DROPPED, next_at=None, changed_at=now))
    abandon(session, coalition_id, now=now)
    said = (
        update(outbox)
        .where(*its, _MAY_STAND, outbox.c.state != State.RETRACTED, outbox.c.body != body.dumped())
        .values(
            body=body.dumped(),
            about=about,
            version=outbox.c.version + 1,
            state=case((_IS_UNDER_WAY, State.SENDING), else_=State.DUE),
            next_at=case((_KEEPS_ITS_TIME, outbox.c.next_at), else_=now),
            attempts=0,
            fault=null(),
            error=null(),
            changed_at=now,
        )
        .returning(outbox.c.id)
    )
    return session.execute(said).first() is not None


def give_up(session: Session, coalition_id: int, user_ids: Iterable[str], *, now: datetime) -> None:
    """Send nothing more to these people; what is under way at this moment is asked about once more."""
    theirs = (outbox.c.coalition_id == coalition_id, outbox.c.place != Place.CHANNEL, outbox.c.user_id.in_(user_ids))
    # What is being deleted goes on.
    owed = (outbox.c.state == State.DUE, outbox.c.retract_version.is_(None))
    session.execute(
        update(outbox).where(*theirs, *owed).values(state=State.DROPPED, next_at=null(), changed_at=now),
    )
    abandon(session, coalition_id, now=now)


def retract(session: Session, coalition_id: int, key: str, *, now: datetime) -> bool:
    """Take a letter back; True if something stands, or may stand, in Slack, and is deleted now.

    False where there is nothing to delete: it was never sent, or is gone already, or was shown to one person for a
    moment. A later `want` of the same key says it anew.
    """
    taken = (
        update(outbox)
        .where(outbox.c.coalition_id == coalition_id, outbox.c.key == key, outbox.c.state != State.RETRACTED)
        .values(
            retract_version=case((_IS_OWED, outbox.c.version), else_=null()),
            state=case((_IS_UNDER_WAY, State.SENDING), (_IN_REACH, State.DUE), else_=State.RETRACTED),
            next_at=case((_KEEPS_ITS_TIME, outbox.c.next_at), (_IN_REACH, now), else_=null()),
            doubtful=and_(outbox.c.doubtful, _IS_OWED),
            attempts=0,
            fault=null(),
            error=null(),
            changed_at=now,
        )
        .returning(outbox.c.state, outbox.c.place)
    )
    row = session.execute(taken).one_or_none()
    if row is not None and row.state == State.RETRACTED:
        abandon(session, coalition_id, now=now)
    return row is not None and row.state != State.RETRACTED and row.place != Place.EPHEMERAL


def retract_from(
    session: Session, coalition_id: int, about: str, about_id: int, user_ids: Iterable[str], *, now: datetime
) -> int:
    """Take back all that was written to these people about one thing; how many stand in Slack and are deleted now."""
    keys = session.execute(
        select(outbox.c.key).where(
            outbox.c.coalition_id == coalition_id,
            outbox.c.about == about,
            outbox.c.about_id == about_id,
            outbox.c.place != Place.CHANNEL,
            outbox.c.user_id.in_(sorted(user_ids)),
        ),
    ).scalars()
    return sum(retract(session, coalition_id, key, now=now) for key in sorted(keys))


def retract_some(session: Session, coalition_id: int, *, before: datetime, limit: int, now: datetime) -> int:
    """Take back some of all letters of a coalition, of those that nobody touched since a moment; how many it were."""
    keys = (
        session.execute(
            select(outbox.c.key)
            .where(
                outbox.c.coalition_id == coalition_id,
                outbox.c.state != State.RETRACTED,
                outbox.c.retract_version.is_(None),
                outbox.c.changed_at <= before,
            )
            .order_by(outbox.c.id)
            .limit(limit),
        )
        .scalars()
        .all()
    )
    for key in keys:
        retract(session, coalition_id, key, now=now)
    return len(keys)


def forget_paces(session: Session, coalition_id: int) -> None:
    """Forget when the channels and people of a coalition may be written to again, but for lanes that are in use."""
    lanes = select(outbox.c.lane).where(outbox.c.coalition_id == coalition_id)
    session.execute(delete(paces).where(paces.c.lane.in_(lanes), paces.c.held_by.is_(None)))


def owes(session: Session, coalition_id: int) -> bool:
    """Tell whether anything is still to be done for a coalition in Slack."""
    owed = select(outbox.c.id).where(outbox.c.coalition_id == coalition_id, outbox.c.next_at.is_not(None)).limit(1)
    return session.execute(owed).first() is not None or any_left_over(session, coalition_id)
