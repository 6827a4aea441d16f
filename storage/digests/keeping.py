"""Keeping digests: one a period of a coalition, with the records that it tells of; drawn anew where these change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, insert, not_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.digests.records import ABOUT, Contents, Digest, digest, digest_records, digests
from storage.errors import Refusal
from storage.once import insert_once
from storage.people import Room
from storage.periods import Period
from storage.schedules import Occurrence
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import State, takedowns

# Somebody may write at this moment what they began a while ago; so far back it is looked at once more.
_UNDER_WAY = timedelta(minutes=1)
# A digest and its picture tell of so many periods before, too.
_COMPARED = 12
_LATELY = timedelta(days=30)


class StandsAlready(Refusal):
    """The digest of this period was posted before; `at` is when."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class NoPeriod(Refusal):
    """What was typed names no week and no day."""


class NotOver(Refusal):
    """The days of this period are not over."""


def of(session: Session, coalition: Coalition, name: str) -> Digest | None:
    """Find the digest of a period; None while there is none."""
    row = session.execute(
        select(digests).where(digests.c.coalition_id == coalition.id, digests.c.period == name)
    ).one_or_none()
    return digest(row) if row else None


def ask(session: Session, speaker: Speaker, period: Period, *, forced: bool, way: Way, now: datetime) -> Digest:
    """Ask for the digest of a period now; one that stands already only where that is `forced`.

    NotCoordinator for all but coordinators, NotOver, StandsAlready.
    """
    access.must_coordinate(speaker)
    if now < period.instants(speaker.coalition.zone)[1]:
        raise NotOver
    values = _values(speaker.coalition, period, period.key, now)
    if insert_once(session, digests, values) is None:
        there = of(session, speaker.coalition, period.key)
        assert there is not None
        if not forced:
            raise StandsAlready(there.asked_at)
        anew = {"asked_at": now, "seen_until": None, "late_since": None, "updated_at": None}
        once_more = update(digests).where(digests.c.id == there.id)
        session.execute(once_more.values(**anew, forced=digests.c.forced + 1))
    found = of(session, speaker.coalition, period.key)
    assert found is not None
    audit.note(session, speaker, Act.POSTED, ABOUT, found.id, way=way, now=now, detail=period.key)
    return found


def _values(coalition: Coalition, period: Period, name: str, now: datetime, **more: Any) -> dict[str, Any]:
    begins_at, over_at = period.instants(coalition.zone)
    return {
        "coalition_id": coalition.id,
        "period": name,
        "span": period.span,
        "starts": period.starts,
        "ends": period.ends,
        "begins_at": begins_at,
        "over_at": over_at,
        "compared_from": period.before(_COMPARED).starts,
        "asked_at": now,
        "forced": 0,
        "seal": "",
        "fingerprint": "",
        **more,
    }


def begin(session: Session, coalition: Coalition, period: Period, occurrence: Occurrence, *, now: datetime) -> Digest:
    """Note that a digest is due that comes by the clock, or find the one that somebody else noted or asked for.

    The rest of a week of which some days were told before, since it used to end on another day, is told by itself.
    """
    late_since = occurrence.due_at if occurrence.late else None
    there = of(session, coalition, period.key)
    name = period.key
    if there is not None and there.period.ends < period.ends:
        period = Period(period.span, there.period.ends + timedelta(days=1), period.ends)
        name = f"{name}.2"
    values = _values(coalition, period, name, now, late_since=late_since)
    if (new := insert_once(session, digests, values)) is not None:
        audit.note_clock(session, coalition.id, Act.POSTED, ABOUT, new, now=now, detail=name)
    found = of(session, coalition, name)
    assert found is not None
    return found


def drawn(
    session: Session,
    coalition: Coalition,
    there: Digest,
    contents: Contents,
    *,
    seal: str,
    fingerprint: str,
    now: datetime,
) -> bool:
    """Note that a digest was drawn; False, and nothing is noted, where that is out of date already.

    That is so where somebody else drew it meanwhile, or a record that it tells of is not what it was, or may not be
    told of any more. `updated_at` is set where it says something else than the last time.
    """
    says_else = bool(there.fingerprint) and there.fingerprint != fingerprint and there.seen_until is not None
    values: dict[str, Any] = {"seen_until": now - _UNDER_WAY, "seal": seal, "fingerprint": fingerprint}
    if says_else:
        values["updated_at"] = now
    is_as_it_was = digests.c.seen_until.is_not_distinct_from(there.seen_until)
    taken = update(digests).where(digests.c.id == there.id, is_as_it_was).values(values).returning(digests.c.id)
    if session.execute(taken).first() is None:
        return False
    _remember(session, coalition, there, contents, now)
    return _is_true(session, coalition, there.id)


def _remember(session: Session, coalition: Coalition, there: Digest, contents: Contents, now: datetime) -> None:
    """Write down which records a digest tells of, in its lines and in its figures."""
    tells = {one.id: (one.revision, True) for one in contents.takedowns}
    tells = _in_figures(session, coalition, there.period) | tells
    its = select(digest_records).where(digest_records.c.digest_id == there.id)
    known = {row.about_id: row for row in session.execute(its)}
    new = [
        {"digest_id": there.id, "about": TAKEDOWN, "about_id": each, "revision": revision, "listed": listed}
        for each, (revision, listed) in sorted(tells.items())
        if each not in known
    ]
    if new:
        session.execute(insert(digest_records), new)
    for each, row in known.items():
        is_there = each in tells
        if is_there and (row.revision, row.listed, row.gone_at) == (*tells[each], None):
            continue
        if not is_there and row.gone_at is not None:
            continue
        values = dict(zip(("revision", "listed"), tells[each], strict=True)) if is_there else {}
        values["gone_at"] = None if is_there else now  # type: ignore[assignment]
        session.execute(update(digest_records).where(digest_records.c.id == row.id).values(values))


def _in_figures(session: Session, coalition: Coalition, period: Period) -> dict[int, tuple[int, bool]]:
    counted = select(takedowns.c.id, takedowns.c.revision).where(
        takedowns.c.coalition_id == coalition.id,
        takedowns.c.acted_on.between(period.before().starts, period.ends),
        takedowns.c.state == State.STANDING,
        access.shown_in(coalition, Room.MEMBERS, takedowns),
    )
    return {row.id: (row.revision, False) for row in session.execute(counted)}


def _is_true(session: Session, coalition: Coalition, digest_id: int) -> bool:
    """Tell whether every record of a digest still is what it tells, and may still be told of."""
    return _fallen(session, coalition, digest_id, same=True) is None


def may_be_told(session: Session, coalition: Coalition, digest_id: int | None) -> bool:
    """Tell whether everybody in the members' channel may know of every record that a digest tells of."""
    return digest_id is not None and _fallen(session, coalition, digest_id, same=False) is None


def _fallen(session: Session, coalition: Coalition, digest_id: int, *, same: bool) -> object:
    stands = [takedowns.c.id == digest_records.c.about_id, access.shown_in(coalition, Room.MEMBERS, takedowns)]
    if same:
        stands.append(takedowns.c.revision == digest_records.c.revision)
    its = (digest_records.c.digest_id == digest_id, digest_records.c.gone_at.is_(None))
    return session.execute(select(digest_records.c.id).where(*its, not_(exists().where(*stands))).limit(1)).first()


def told_before(session: Session, there: Digest) -> bool:
    """Tell whether a digest has ever told of a record."""
    told = select(digest_records.c.id).where(digest_records.c.digest_id == there.id, digest_records.c.listed)
    return session.execute(told.limit(1)).first() is not None


def has_newcomers(session: Session, coalition: Coalition, there: Digest) -> bool:
    """Tell whether a company came into the members' channel since a digest was posted there."""
    came = select(companies.c.id).where(
        companies.c.coalition_id == coalition.id,
        companies.c.left_at.is_(None),
        companies.c.seat == Seat.MEMBER,
        companies.c.joined_at > there.asked_at,
    )
    return session.execute(came.limit(1)).first() is not None


def lately(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Digest, ...]:
    """List the digests of the last weeks, newest first, for those who coordinate; none for everybody else."""
    if not access.may_coordinate(speaker):
        return ()
    newest = select(digests).where(digests.c.coalition_id == speaker.coalition.id, digests.c.asked_at >= now - _LATELY)
    return tuple(digest(row) for row in session.execute(newest.order_by(digests.c.asked_at.desc(), digests.c.id)))


def holding(session: Session, record_id: int) -> tuple[tuple[Digest, datetime | None], ...]:
    """List the digests that tell of a record, or did once, newest first; with the moment since which they do not."""
    rows = session.execute(
        select(digests, digest_records.c.gone_at)
        .join(digest_records, and_(digest_records.c.digest_id == digests.c.id, digest_records.c.listed))
        .where(digest_records.c.about == TAKEDOWN, digest_records.c.about_id == record_id)
        .order_by(digests.c.ends.desc(), digests.c.id.desc()),
    )
    return tuple((digest(row), row.gone_at) for row in rows)
