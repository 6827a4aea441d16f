"""Taking the next letter: any number of processes, no leader, never two letters of one lane under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import Instant, new_token
from storage.database import Session
from storage.outbox.letters import Address, Body, Letter, Place, State, Step, is_posted, outbox, paces
from storage.outbox.pictures import Held, held, picture_files

# Other processes may take each lane that we see free a moment before us; this often we look for another.
_TRIES = 8

NOW = bindparam("now", type_=Instant)
BUSY_LANES = select(paces.c.lane).where(paces.c.free_at > NOW)
_NEXT = (
    select(outbox, exists().where(picture_files.c.letter_id == outbox.c.id).label("has_files"))
    .where(outbox.c.next_at <= NOW, outbox.c.lane.not_in(BUSY_LANES))
    .order_by(outbox.c.next_at, outbox.c.id)
    .limit(1)
    # SQLite has one writer and leaves this out.
    .with_for_update(skip_locked=True)
)


def claim(session: Session, *, by: str, lease: timedelta, now: datetime) -> Letter | None:
    """Take the oldest letter that is due in a free lane; None if there is none.

    Until `now + lease` nobody else takes it, nor any other of its lane. A letter whose earlier lease ran out before its
    first post was settled is doubtful: it may stand in the channel already.
    """
    for _ in range(_TRIES):
        row = session.execute(_NEXT, {"now": now}).one_or_none()
        if row is None:
            return None
        # One lease is never equal to another, so that a slow thread cannot settle what was claimed again meanwhile.
        letter = _letter(session, row, f"{by}/{new_token()}", now + lease, now)
        if _took_lane(session, row.lane, letter, now):
            _note_claim(session, letter)
            return letter
    return None


def _took_lane(session: Session, lane: str, letter: Letter, now: datetime) -> bool:
    insert: Any = sqlite.insert if session.dialect.name == "sqlite" else postgresql.insert
    statement = insert(paces).values(lane=lane, free_at=letter.lease_until, held_by=letter.lease)
    taken = statement.on_conflict_do_update(
        index_elements=[paces.c.lane],
        set_={"free_at": statement.excluded.free_at, "held_by": statement.excluded.held_by},
        where=paces.c.free_at <= now,
    ).returning(paces.c.lane)
    return session.execute(taken).first() is not None


def _note_claim(session: Session, letter: Letter) -> None:
    session.execute(
        update(outbox)
        .where(outbox.c.id == letter.id)
        .values(
            state=State.SENDING,
            next_at=letter.lease_until,
            lease_by=letter.lease,
            attempts=letter.attempts,
            doubtful=letter.doubtful,
            tried_at=letter.tried_at,
            tried_version=letter.tried_version,
            uploading=letter.step is Step.UPLOAD,
        ),
    )


def _letter(session: Session, row: Row[Any], lease: str, lease_until: datetime, now: datetime) -> Letter:
    address = Address(Place(row.place), row.channel, row.user_id, row.team, row.thread_of)
    body = Body.read(row.body)
    may_have_posted = row.state == State.SENDING and not row.uploading
    doubtful = row.doubtful or (may_have_posted and is_posted(address, row.sent_channel, row.sent_ts))
    picture = Held() if body.picture is None else held(session, row.id, body.picture, address.team)
    return Letter(
        id=row.id,
        coalition_id=row.coalition_id,
        key=row.key,
        token=row.token,
        address=address,
        about=row.about,
        about_id=row.about_id,
        owner_id=row.owner_id,
        body=body,
        version=row.version,
        pin=row.pin,
        sent_version=row.sent_version,
        sent_channel=row.sent_channel,
        sent_ts=row.sent_ts,
        sent_team=row.sent_team,
        retract_version=row.retract_version,
        pinned=row.pinned,
        attempts=row.attempts + 1,
        doubtful=doubtful,
        # A look asks for the attempt in doubt, so that stays noted; any other claim is an attempt of its own.
        tried_at=row.tried_at if doubtful else now,
        tried_version=row.tried_version if doubtful else row.version,
        lease=lease,
        lease_until=lease_until,
        file_id=picture.file_id,
        file_since=picture.since,
        picture_waits=picture.waits,
        uploads=picture.uploads,
        has_files=row.has_files,
        thread_ts=None if row.thread_of is None else _thread_ts(session, row),
    )


def _thread_ts(session: Session, row: Row[Any]) -> str | None:
    """Find where in the same channel the letter stands in whose thread another one goes."""
    found: str | None = session.execute(
        select(outbox.c.sent_ts).where(
            outbox.c.coalition_id == row.coalition_id,
            outbox.c.key == row.thread_of,
            outbox.c.sent_channel == row.channel,
            outbox.c.retract_version.is_(None),
        ),
    ).scalar_one_or_none()
    return found
