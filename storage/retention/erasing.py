"""Erasing the records whose days are over: some at a time, each with its line in the trail."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update

from storage import access, audit, exports, holds, intakes, outbox
from storage import coalitions as coalition_page
from storage import takedowns as takedowns_page
from storage.access import Speaker
from storage.acknowledgements import acknowledgements
from storage.audiences import Audience, grants
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition
from storage.database import Session
from storage.drafts import drafts
from storage.erasing import erasures
from storage.retention.announcing import concerns
from storage.retention.rules import Kind, standing
from storage.takedowns import ABOUT, revisions, takedowns

# So many records a transaction, so that nobody waits long.
BATCH = 50
_SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Erased:
    """A record that is gone: what is left to be said of it."""

    id: int
    coalition: Coalition
    reference: str
    at: datetime
    # All members knew of it.
    was_for_all: bool
    # The letters that stand in channels for it.
    cards: tuple[str, ...]


def erase(session: Session, *, now: datetime, limit: int = BATCH) -> tuple[Erased, ...]:
    """Erase up to `limit` records that were announced a week ago; none where there is nothing left to do.

    Of several processes each takes others.
    """
    for coalition_id, days in standing(session, Kind.RECORDS):
        due = and_(
            takedowns.c.coalition_id == coalition_id,
            takedowns.c.leaves_at <= now,
            takedowns.c.changed_at <= now - timedelta(days=days),
            takedowns.c.erased_at.is_(None),
        )
        # SQLite has one writer and leaves the lock out.
        found = select(takedowns.c.id).where(due).order_by(takedowns.c.id).limit(limit)
        ids = session.execute(found.with_for_update(skip_locked=True)).scalars().all()
        if ids:
            coalition = coalition_page.by_id(session, coalition_id)
            return tuple(_erase(session, coalition, each, now) for each in ids)
    return ()


def any_due(session: Session, *, now: datetime) -> bool:
    """Tell whether there may be anything to erase; asking takes no lock."""
    due = select(takedowns.c.id).where(takedowns.c.leaves_at <= now, takedowns.c.erased_at.is_(None)).limit(1)
    return session.execute(due).first() is not None


def _erase(session: Session, coalition: Coalition, record_id: int, now: datetime) -> Erased:
    holds.preserve(session, record_id)
    key = new_token()
    said = fingerprint(session, record_id, key)
    session.execute(update(revisions).where(revisions.c.takedown_id == record_id).values(content="", reason=""))
    session.execute(update(erasures).where(erasures.c.takedown_id == record_id).values(reason=""))
    takedowns_page.forget(session, record_id)
    intakes.forget(session, record_id, now=now)
    for table in (grants, exports.export_records):
        session.execute(delete(table).where(table.c.about == ABOUT, table.c.about_id == record_id))
    session.execute(delete(drafts).where(drafts.c.kind == ABOUT, drafts.c.about_id == record_id))
    open_question = (acknowledgements.c.about == ABOUT, acknowledgements.c.about_id == record_id)
    waits = (acknowledgements.c.reply.is_(None), acknowledgements.c.ended_at.is_(None))
    session.execute(update(acknowledgements).where(*open_question, *waits).values(ended_at=now))
    row = session.execute(
        update(takedowns)
        .where(takedowns.c.id == record_id)
        .values(search="", acted_on=None, leaves_at=None, erased_at=now, hash_key=key, content_hash=said)
        .returning(takedowns.c.reference, takedowns.c.audience, takedowns.c.embargoed),
    ).one()
    audit.note_clock(session, coalition.id, Act.RAN_OUT, ABOUT, record_id, now=now, detail=said)
    cards = outbox.forget_words(session, coalition.id, ABOUT, record_id, now=now)
    was_for_all = row.audience in {Audience.EVERYONE, Audience.MEMBERS} and not row.embargoed
    return Erased(record_id, coalition, row.reference, now, was_for_all, cards)


def fingerprint(session: Session, record_id: int, key: str) -> str:
    """Hash all that a record says with a key: whoever has a copy can show that it is what stood there.

    HMAC-SHA256 over a JSON array in ASCII without spaces, of an array for each revision: its number, its moment in UTC
    to the microsecond, why it was made, and its content as it lies in the table.
    """
    rows = session.execute(
        select(revisions.c.number, revisions.c.at, revisions.c.reason, revisions.c.content)
        .where(revisions.c.takedown_id == record_id)
        .order_by(revisions.c.number),
    )
    plain: list[list[Any]] = [
        [number, at.astimezone(UTC).isoformat(timespec="microseconds"), reason, content]
        for number, at, reason, content in rows
    ]
    written = json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return hmac.new(key.encode("ascii"), written, hashlib.sha256).hexdigest()


def erased_lately(session: Session, speaker: Speaker, *, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """List what was erased lately of what the speaker was told of: references, and when; newest first."""
    own = or_(takedowns.c.audience != Audience.PEOPLE, takedowns.c.person_id == speaker.person_id)
    rows = session.execute(
        select(takedowns.c.reference, takedowns.c.erased_at)
        .where(
            takedowns.c.coalition_id == speaker.coalition.id,
            takedowns.c.erased_at > now - _SHOWN_FOR,
            concerns(speaker),
            own,
        )
        .order_by(takedowns.c.erased_at.desc(), takedowns.c.reference),
    )
    return tuple((row[0], row[1]) for row in rows)


def erased_in_all(session: Session, speaker: Speaker, *, now: datetime) -> int:
    """Count what was erased lately of what was for all members, for those who coordinate; 0 for everybody else.

    What was for some only is counted nowhere: its number would tell that it was there.
    """
    if not access.may_coordinate(speaker):
        return 0
    was_for_all = and_(takedowns.c.audience.in_((Audience.EVERYONE, Audience.MEMBERS)), ~takedowns.c.embargoed)
    return session.execute(
        select(func.count()).where(
            takedowns.c.coalition_id == speaker.coalition.id, takedowns.c.erased_at > now - _SHOWN_FOR, was_for_all
        ),
    ).scalar_one()
