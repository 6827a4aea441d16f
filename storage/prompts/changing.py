"""What becomes of a prompt: its company answers, hands it on to the deputy, wants it later, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.errors import Unknown
from storage.hours import Whereabouts
from storage.meetings import Meeting
from storage.once import insert_once
from storage.prompts.planning import take_back
from storage.prompts.records import ABOUT, DONE, FIRST, WAITS, prompts


def answered(session: Session, meeting: Meeting, company_id: int, *, now: datetime) -> None:
    """Note that a company has answered: nobody is rung for it any more, and what rang is taken back."""
    there = _hold(session, meeting, company_id)
    take_back(session, there.coalition_id, there.letters, now=now)
    _change(session, there, settled_at=there.settled_at or now, next_at=None, letters="")


def hand_on(session: Session, meeting: Meeting, speaker: Speaker, *, now: datetime) -> None:
    """Let the deputy be asked from now on, in the stead of whoever says so."""
    there = _hold(session, meeting, speaker.company.id)
    take_back(session, there.coalition_id, there.letters, now=now)
    # Whoever claims it finds the deputy, and the hours in which they work.
    next_at = now if there.starts_at > now else None
    begun: dict[str, Any] = {"stage": FIRST, "rung": 0, "rung_at": None, "letters": "", "stopped": False}
    _change(session, there, **begun, settled_at=None, handed_on_by=speaker.person_id, next_at=next_at)


def _hold(session: Session, meeting: Meeting, company_id: int) -> Row[Any]:
    """Take the prompt of a company, so that it is not rung meanwhile; made where it was not to be asked yet."""
    values = {
        "coalition_id": meeting.coalition_id,
        "meeting_id": meeting.id,
        "company_id": company_id,
        "token": new_token(),
        "starts_at": meeting.starts_at,
        "stage": FIRST,
        "rung": 0,
    }
    insert_once(session, prompts, values)
    its = (prompts.c.meeting_id == meeting.id, prompts.c.company_id == company_id)
    return session.execute(select(prompts).where(*its).with_for_update()).one()


def snooze(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> datetime | None:
    """Put the next reminder on the next morning that the speaker works; None where none comes before the meeting.

    It takes the place of the reminder that would have come next, so that there are not more of them.
    """
    there = _theirs(session, speaker, token)
    where = Whereabouts.of(
        speaker.person.zone if speaker.person else None,
        default_zone=speaker.coalition.zone,
        default_country=speaker.coalition.country,
    )
    morning = where.morning_after(now)
    if there.stage >= DONE or morning is None or morning >= there.starts_at:
        return None
    _change(session, there, next_at=morning, snoozed_until=morning, stopped=False)
    audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail="later")
    return morning


def stop(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> None:
    """Ring no more for a company before this meeting; it stays asked under *For me*. Twice is once."""
    there = _theirs(session, speaker, token)
    if not there.stopped:
        _change(session, there, stopped=True)
        audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail="stopped")


def _theirs(session: Session, speaker: Speaker, token: str) -> Row[Any]:
    """Take a prompt of the speaker's own company that waits; Unknown for every other."""
    access.must_act(speaker)
    its = (prompts.c.token == token, prompts.c.company_id == speaker.company.id, WAITS)
    row = session.execute(select(prompts).where(*its).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    return row


def _change(session: Session, there: Row[Any], **values: Any) -> None:
    session.execute(update(prompts).where(prompts.c.id == there.id).values(**values))
