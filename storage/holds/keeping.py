"""What is put aside for a holder before it is erased, and what becomes of it once the hold is lifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, or_, select, update

from storage import access, audit, takedowns
from storage import companies as company_page
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, grants
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import by_id
from storage.companies import Company, companies
from storage.database import Session
from storage.errors import Unknown
from storage.holds import covering, values
from storage.holds.covering import STANDS
from storage.holds.records import ABOUT, SHOWN, Hold, Kept, dumped, held, holds, loaded
from storage.holds.setting import mine
from storage.indicators import Listed
from storage.people import people
from storage.reports import loaded as report_of
from storage.takedowns import Revision, revisions

# So much at once that nobody waits long for it.
BATCH = 100


def preserve(session: Session, about_id: int, *, about: str = takedowns.ABOUT) -> None:
    """Put a record aside for each company that holds it, as that company could read it; call it just before erasing.

    What was put aside before stays as it was then, revision by revision.
    """
    covering.over(session, about, about_id)
    rows = session.execute(
        select(held.c.id, held.c.token, held.c.content, holds.c.company_id)
        .join(holds, holds.c.id == held.c.hold_id)
        .where(STANDS, held.c.about == about, held.c.about_id == about_id, holds.c.company_id.is_not(None)),
    ).all()
    for row in rows:
        sight = _sight(session, row.company_id, about_id)
        kept = _together(loaded(row.content), sight.kept) if row.content else sight.kept
        if about == takedowns.ABOUT and not sight.blurred:
            kept = replace(kept, indicators=values.put_aside(session, row.id, about_id, until=sight.until))
        session.execute(
            update(held)
            .where(held.c.id == row.id)
            .values(token=row.token or new_token(), content=dumped(kept), named=sight.named, hidden=sight.hidden),
        )


def _together(before: Kept, now: Kept) -> Kept:
    by_number = {each.number: each for each in (*now.revisions, *before.revisions)}
    return replace(now, revisions=tuple(by_number[number] for number in sorted(by_number)))


def as_seen_by(session: Session, company_id: int, about_id: int) -> tuple[Kept, tuple[Listed, ...], bool]:
    """Give a record that is there, and its indicators, as a company can read them.

    True where it could once and cannot any more.
    """
    sight = _sight(session, company_id, about_id)
    listed = () if sight.blurred else values.still_there(session, about_id, until=sight.until)
    return replace(sight.kept, indicators=len(listed)), listed, sight.hidden


class _Sight:
    """A record as one company can read it, or could until it lost sight of it; `named` where not all of it could.

    Where it is `blurred`, it is not told whose the record is.
    """

    def __init__(self, kept: Kept, named: str | None, *, hidden: bool, until: datetime | None, blurred: bool) -> None:
        self.kept, self.named, self.hidden, self.until, self.blurred = kept, named, hidden, until, blurred


def _sight(session: Session, company_id: int, about_id: int) -> _Sight:
    there = takedowns.takedowns
    row = session.execute(
        select(there, companies.c.name, people.c.user_id)
        .join(companies, companies.c.id == there.c.company_id)
        .join(people, people.c.id == there.c.person_id)
        .where(there.c.id == about_id),
    ).one()
    own = row.company_id == company_id
    may_read = _who_may_read(session, row, company_id)
    everybody = may_read is None
    until = None if own or may_read is None or may_read else _lost_sight_at(session, row, company_id)
    blurred = row.chatham and not own
    kept = Kept(
        reference=row.reference,
        company="" if blurred else row.name,
        logged_by="" if blurred else row.user_id,
        mark=Mark(row.mark),
        logged_at=row.logged_at,
        revisions=_revisions(session, row.id, until, blurred=blurred),
    )
    named = None if everybody else "".join(f"|{each}|" for each in sorted(may_read or ()))
    return _Sight(kept, named, hidden=not everybody and not may_read, until=until, blurred=blurred)


def _who_may_read(session: Session, row: Row[Any], company_id: int) -> frozenset[int] | None:
    """List who of a company may read a record now; None for all of it."""
    there, own = takedowns.takedowns, row.company_id == company_id
    if own:
        return frozenset({row.person_id}) if row.audience == Audience.PEOPLE else None
    company = _seated(session, company_id)
    if company is None:
        return frozenset()
    if row.audience != Audience.PEOPLE:
        anybody = Speaker(by_id(session, row.coalition_id), company, None, "")
        seen = session.execute(select(there.c.id).where(there.c.id == row.id, access.visible_to(anybody, there)))
        return None if seen.first() is not None else frozenset()
    ids = session.execute(select(people.c.id).where(people.c.company_id == company_id)).scalars().all()
    seats = (access.seat_of(session, each) for each in ids)
    return frozenset(
        seat.person_id
        for seat in seats
        if seat is not None
        and session.execute(select(there.c.id).where(there.c.id == row.id, access.visible_to(seat, there))).first()
    )


def _seated(session: Session, company_id: int) -> Company | None:
    sits = (companies.c.id == company_id, companies.c.left_at.is_(None))
    row = session.execute(select(*company_page.COLUMNS).where(*sits)).one_or_none()
    return company_page.company(row) if row else None


def _lost_sight_at(session: Session, row: Row[Any], company_id: int) -> datetime | None:
    """Tell until when a company could read a record that it cannot read any more; None where nothing tells."""
    its_people = select(people.c.id).where(people.c.company_id == company_id)
    ended = session.execute(
        select(func.max(grants.c.ended_at)).where(
            grants.c.about == takedowns.ABOUT,
            grants.c.about_id == row.id,
            or_(grants.c.company_id == company_id, grants.c.person_id.in_(its_people)),
        ),
    ).scalar_one()
    left = session.execute(select(companies.c.left_at).where(companies.c.id == company_id)).scalar_one()
    return min((at for at in (row.recalled_at, ended, left) if at is not None), default=None)


def _revisions(session: Session, about_id: int, until: datetime | None, *, blurred: bool) -> tuple[Revision, ...]:
    said = (
        select(revisions.c.number, people.c.user_id, revisions.c.at, revisions.c.reason, revisions.c.content)
        .join(people, people.c.id == revisions.c.person_id)
        .where(revisions.c.takedown_id == about_id)
        .order_by(revisions.c.number)
    )
    # What took the record away from them is itself a revision, and not one that they could read.
    rows = session.execute(said if until is None else said.where(revisions.c.at < until))
    found = [Revision(*row[:4], report_of(row[4])) for row in rows]
    return tuple(one.for_others() if blurred else one for one in found)


def kept(session: Session, speaker: Speaker, hold: Hold, *, before: str = "") -> tuple[Kept, ...]:
    """List what was put aside under a hold that stands, as far as its reader could read it: newest first, a page.

    `before` is the token of the one to go on from; Unknown for all but the company's lead and counsel.
    """
    there = mine(session, speaker, hold.token)
    shown = _shown(speaker).where(held.c.hold_id == there.id).order_by(held.c.id.desc()).limit(SHOWN)
    if before:
        shown = shown.where(held.c.id < select(held.c.id).where(held.c.token == before).scalar_subquery())
    return tuple(_kept(row) for row in session.execute(shown))


def read(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Kept:
    """Read one thing that was put aside, and note it in its hold's trail; Unknown for all who may not."""
    row = session.execute(_shown(speaker).where(held.c.token == token)).one_or_none()
    if row is None or not access.may_hold(speaker):
        raise Unknown
    audit.note(session, speaker, Act.READ_HELD, ABOUT, row.hold_id, way=way, now=now)
    return _kept(row)


def coalition_of_kept(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names something that was put aside, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(holds.c.coalition_id).join(held, held.c.hold_id == holds.c.id).where(held.c.token == token),
    ).scalar_one_or_none()
    return found


def _shown(speaker: Speaker) -> Select[*tuple[Any, ...]]:
    return (
        select(held.c.content, held.c.token, held.c.hold_id)
        .join(holds, holds.c.id == held.c.hold_id)
        .where(
            STANDS,
            holds.c.coalition_id == speaker.coalition.id,
            holds.c.company_id == speaker.company.id,
            held.c.content.is_not(None),
            held.c.hidden.is_(False),
            or_(held.c.named.is_(None), held.c.named.contains(f"|{speaker.person_id}|", autoescape=True)),
        )
    )


def _kept(row: Row[Any]) -> Kept:
    return replace(loaded(row.content), token=row.token)


def any_to_let_go(session: Session, *, now: datetime) -> bool:
    """Tell whether anything is kept under a hold that is lifted; asking takes no lock."""
    lifted = select(held.c.id).join(holds, holds.c.id == held.c.hold_id).where(holds.c.lifted_at <= now).limit(1)
    return session.execute(lifted).first() is not None


def let_go(session: Session, *, now: datetime) -> bool:
    """Erase what was put aside under holds that are lifted, some at a time; True if there may be more."""
    rows = session.execute(
        select(held.c.id, held.c.hold_id, holds.c.coalition_id)
        .join(holds, holds.c.id == held.c.hold_id)
        .where(holds.c.lifted_at <= now)
        .order_by(held.c.id)
        .limit(BATCH)
        # SQLite has one writer and leaves this out.
        .with_for_update(skip_locked=True, of=held),
    ).all()
    session.execute(delete(held).where(held.c.id.in_([row.id for row in rows])))
    for hold_id, coalition_id in sorted({(row.hold_id, row.coalition_id) for row in rows if row.coalition_id}):
        audit.note_clock(session, coalition_id, Act.LET_GO, ABOUT, hold_id, now=now)
    return len(rows) == BATCH
