"""Which digests are to be drawn: those that wait for it, and those that stand and do not tell what is so any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from storage.coalitions import coalitions
from storage.companies import companies
from storage.database import Session
from storage.digests.records import Digest, digest, digest_records, digests
from storage.takedowns import ABOUT, takedowns

# What happened earlier was seen by somebody, or nobody was there when it happened.
_LATELY = timedelta(days=2)
# So many records in one question.
_SOME = 500


def to_draw(session: Session, *, now: datetime, limit: int) -> tuple[Digest, ...]:
    """List digests that are to be drawn, or drawn anew, those that wait first.

    Something may have happened to a record that they tell of, or ought to: it was changed, recalled, erased, logged
    late, came out of its embargo; or a company came or left.
    """
    stands = digests.c.coalition_id.in_(select(coalitions.c.id).where(coalitions.c.closed_at.is_(None)))
    asked = select(digests).where(stands).order_by(digests.c.asked_at, digests.c.id).limit(limit)
    found = {row.id: digest(row) for row in session.execute(asked.where(digests.c.seen_until.is_(None)))}
    since = now - _LATELY
    for ids in (*_of_records(session, since), _of_companies(since)):
        found |= {row.id: digest(row) for row in session.execute(asked.where(digests.c.id.in_(ids)))}
    return tuple(found.values())[:limit]


def _of_records(session: Session, since: datetime) -> Iterator[Select[tuple[int]]]:
    """Ask for the digests of which a record changed since they were drawn.

    The records come first, in a question of their own: there are few of them, and a database that has not counted its
    rows does not know that.
    """
    moments = (takedowns.c.changed_at, takedowns.c.shared_at, takedowns.c.erased_at)
    # One index each.
    lately = select(takedowns.c.id).where(or_(*(moment >= since for moment in moments))).order_by(takedowns.c.id)
    ids = session.execute(lately).scalars().all()
    unseen = or_(*(moment >= digests.c.seen_until for moment in moments))
    for at in range(0, len(ids), _SOME):
        yield (
            select(digests.c.id)
            .join(takedowns, takedowns.c.coalition_id == digests.c.coalition_id)
            .where(takedowns.c.id.in_(ids[at : at + _SOME]), unseen, or_(_is_told(), _belongs()))
            .distinct()
        )


def _is_told() -> ColumnElement[bool]:
    told = and_(
        digest_records.c.digest_id == digests.c.id,
        digest_records.c.about == ABOUT,
        digest_records.c.about_id == takedowns.c.id,
        digest_records.c.gone_at.is_(None),
    )
    return exists().where(told)


def _belongs() -> ColumnElement[bool]:
    """Say, as a condition, that a takedown became known or was made in the days of a digest, or in those before."""
    was_made = takedowns.c.acted_on.between(digests.c.compared_from, digests.c.ends)
    was_known = (
        and_(moment >= digests.c.begins_at, moment < digests.c.over_at)
        for moment in (takedowns.c.logged_at, takedowns.c.not_before)
    )
    return or_(was_made, *was_known)


def _of_companies(since: datetime) -> Select[tuple[int]]:
    moments = (companies.c.joined_at, companies.c.left_at)
    return (
        select(digests.c.id)
        .join(companies, companies.c.coalition_id == digests.c.coalition_id)
        .where(
            or_(*(moment >= since for moment in moments)), or_(*(moment >= digests.c.seen_until for moment in moments))
        )
        .distinct()
    )
