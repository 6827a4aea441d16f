"""A file that the operator brings at the shell: it becomes a takedown of its own, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from storage import access, audit
from storage import coalitions as coalition_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.errors import Refusal
from storage.intakes.records import ABOUT, INTAKES, LONGEST_NAME, Intake, State, intake, intakes, plain
from storage.people import people


class BeingRead(Refusal):
    """Another process reads the same file at this moment."""


def note_import(
    session: Session,
    speaker: Speaker,
    *,
    name: str,
    sha256: str,
    size: int,
    lease: timedelta,
    now: datetime,
) -> Intake | None:
    """Note and claim a file that is to become a takedown of the speaker's company; None where it is one already.

    One whose process died in the middle is taken over. Raises BeingRead while another process has it, and what
    `access.may_log` and `must_stand` raise.
    """
    access.may_log(speaker)
    access.must_stand(speaker)
    # Of two processes with the same file one waits here for the other.
    coalition_page.hold(session, speaker.coalition.id)
    its = select(people.c.id).where(people.c.company_id == speaker.company.id)
    same = (intakes.c.sha256 == sha256, intakes.c.person_id.in_(its), intakes.c.file_id.is_(None))
    known = session.execute(
        select(intakes.c.id, intakes.c.state, intakes.c.next_at).where(
            intakes.c.coalition_id == speaker.coalition.id, *same, intakes.c.state.in_((State.READING, State.READ))
        )
    ).first()
    if known is not None and known.state == State.READ:
        return None
    if known is not None and known.next_at > now:
        raise BeingRead
    values = {"person_id": speaker.person_id, "next_at": now + lease, "lease_by": new_token(), "changed_at": now}
    if known is not None:
        session.execute(update(intakes).where(intakes.c.id == known.id).values(**values))
        return intake(session.execute(INTAKES.where(intakes.c.id == known.id)).one())
    new = {
        "token": new_token(),
        "coalition_id": speaker.coalition.id,
        "name": plain(name)[:LONGEST_NAME],
        "sha256": sha256,
        "size": size,
        "state": State.READING,
        "attempts": 1,
        "staged": False,
        "indicators": 0,
        "why": "",
        "at": now,
    }
    row_id = session.execute(insert(intakes).values(**new, **values).returning(intakes.c.id)).scalar_one()
    audit.note(session, speaker, Act.NOTED_FILE, ABOUT, row_id, way=Way.SHELL, now=now)
    return intake(session.execute(INTAKES.where(intakes.c.id == row_id)).one())
