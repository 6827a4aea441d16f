"""Setting and lifting a company's holds, and reading them; for its lead and counsel, and for nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from storage import access, audit, takedowns
from storage.access import Speaker, Way
from storage.audit import Act, Entry
from storage.base import new_token
from storage.database import Session
from storage.errors import Unknown
from storage.holds.covering import STANDS, gather
from storage.holds.records import ABOUT, SHOWN, Hold, held, holds
from storage.once import insert_once
from storage.people import people


def place(
    session: Session,
    speaker: Speaker,
    *,
    matter: str,
    references: Sequence[str] = (),
    since: datetime | None = None,
    form: str,
    way: Way,
    now: datetime,
) -> Hold:
    """Set a hold over named records, or over all that changed since a day where none is named; a form sets one.

    Raises NotCounsel, and Unknown for the first reference that the speaker cannot see.
    """
    access.must_hold(speaker)
    named = [takedowns.by_reference(session, speaker, each).id for each in dict.fromkeys(references)]
    values = {
        "coalition_id": speaker.coalition.id,
        "company_id": speaker.company.id,
        "person_id": speaker.person_id,
        "token": new_token(),
        "form": form,
        "matter": matter,
        "everything": not named,
        "since": None if named else since,
        "set_at": now,
    }
    hold_id = insert_once(session, holds, values)
    if hold_id is None:
        return _hold(session.execute(_of(speaker).where(holds.c.form == form)).one())
    if named:
        rows = [{"hold_id": hold_id, "about": takedowns.ABOUT, "about_id": each} for each in dict.fromkeys(named)]
        session.execute(insert(held), rows)
    gather(session, speaker.coalition.id, company_id=speaker.company.id)
    audit.note(session, speaker, Act.HELD, ABOUT, hold_id, way=way, now=now)
    return _hold(session.execute(_of(speaker).where(holds.c.id == hold_id)).one())


def lift(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Hold:
    """Lift a hold of one's own company; others that cover the same go on. Twice is once; Unknown if there is none."""
    there = mine(session, speaker, token)
    lifted = update(holds).where(holds.c.id == there.id, STANDS).values(lifted_at=now).returning(holds.c.id)
    if session.execute(lifted).first() is not None:
        audit.note(session, speaker, Act.LIFTED, ABOUT, there.id, way=way, now=now)
    return mine(session, speaker, token)


def of_speaker(session: Session, speaker: Speaker) -> tuple[Hold, ...]:
    """List the holds of the speaker's company, those that stand first; raises NotCounsel."""
    access.must_hold(speaker)
    newest_first = (holds.c.lifted_at.is_not(None), holds.c.set_at.desc(), holds.c.id.desc())
    return tuple(_hold(row) for row in session.execute(_of(speaker).order_by(*newest_first)))


def mine(session: Session, speaker: Speaker, token: str) -> Hold:
    """Find a hold of the speaker's company by its name in Slack's buttons; Unknown for all but its lead and counsel."""
    row = session.execute(_of(speaker).where(holds.c.token == token)).one_or_none()
    if row is None or not access.may_hold(speaker):
        raise Unknown
    return _hold(row)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a hold, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(holds.c.coalition_id).where(holds.c.token == token),
    ).scalar_one_or_none()
    return found


def covered(session: Session, speaker: Speaker, hold: Hold) -> int:
    """Count what a hold covers, as far as the speaker can see it."""
    access.must_hold(speaker)
    gather(session, speaker.coalition.id, company_id=speaker.company.id)
    there = takedowns.takedowns
    seen = (
        select(func.count())
        .select_from(held)
        .join(there, there.c.id == held.c.about_id)
        .where(held.c.hold_id == hold.id, held.c.about == takedowns.ABOUT, access.visible_to(speaker, there))
    )
    return session.execute(seen).scalar_one()


def trail_of(session: Session, speaker: Speaker, hold: Hold) -> tuple[Entry, ...]:
    """Read the newest lines of a hold's own trail, newest first; the lines of its records tell nothing of it."""
    access.must_hold(speaker)
    return tuple(reversed(audit.about(session, speaker.coalition.id, ABOUT, hold.id)[-SHOWN:]))


def _of(speaker: Speaker) -> Select[*tuple[Any, ...]]:
    return (
        select(holds, people.c.user_id)
        .join(people, people.c.id == holds.c.person_id)
        .where(holds.c.coalition_id == speaker.coalition.id, holds.c.company_id == speaker.company.id)
    )


def _hold(row: Row[Any]) -> Hold:
    return Hold(row.id, row.token, row.matter, row.everything, row.since, row.set_at, row.user_id, row.lifted_at)
