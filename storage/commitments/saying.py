"""Committing: said by a company of itself, or noted by somebody else for it to say so; and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Unfit, goes_with
from storage.audit import Act
from storage.base import new_token
from storage.commitments.reading import by_id, to_answer_for, to_change
from storage.commitments.records import ABOUT, LONGEST, Commitment, State, commitments, over_at, place_of, reminder
from storage.companies import Company
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.hours import Whereabouts
from storage.once import insert_once

# Nobody commits to a day that is further off.
MOST_DAYS = 366


class NoCommitment(Refusal):
    """Nothing was said, or more than fits."""


class NotAhead(Refusal):
    """The day is over, or too far off."""


def make(
    session: Session,
    speaker: Speaker,
    text: str,
    day: date,
    *,
    mark: Mark,
    audience: Audience,
    form: str,
    meeting_id: int | None = None,
    way: Way,
    now: datetime,
) -> Commitment:
    """Commit the speaker's own company to share something by a day; one form does so once.

    Raises NotSeated for all but members, Dissolving, Unfit, NoCommitment, NotAhead.
    """
    access.may_log(speaker)
    access.must_stand(speaker)
    if not goes_with(mark, audience):
        raise Unfit(mark, audience)
    where = place_of(speaker.person, speaker.coalition)
    values = {
        **_said(speaker, text, day, where.zone, now),
        "company_id": speaker.company.id,
        "person_id": speaker.person_id,
        "meeting_id": meeting_id,
        "form": form,
        "audience": audience,
        "mark": mark,
        "shared_at": now,
        "state": State.OPEN,
        "remind_at": reminder(over_at(day, where.zone), where, now),
    }
    new = insert_once(session, commitments, values)
    if new is None:
        return _of_form(session, speaker, form)
    audit.note(session, speaker, Act.LOGGED, ABOUT, new, way=way, now=now, detail=f"due {day}")
    return by_id(session, new)


def note_for(
    session: Session,
    speaker: Speaker,
    company: Company,
    text: str,
    day: date,
    *,
    form: str,
    meeting_id: int | None = None,
    way: Way,
    now: datetime,
) -> Commitment:
    """Note what another company said, for that company to say so itself: until then it is told to nobody else."""
    access.may_log(speaker)
    access.must_stand(speaker)
    values = {
        **_said(speaker, text, day, speaker.coalition.zone, now),
        "company_id": company.id,
        "noted_by": speaker.person_id,
        "meeting_id": meeting_id,
        "form": form,
        "audience": Audience.MEMBERS,
        "mark": speaker.coalition.default_mark,
        "embargoed": True,
        "state": State.ASKED,
    }
    new = insert_once(session, commitments, values)
    if new is None:
        return _of_form(session, speaker, form)
    audit.note(session, speaker, Act.ASKED, ABOUT, new, way=way, now=now, detail=f"due {day}")
    return by_id(session, new)


def _said(speaker: Speaker, text: str, day: date, zone: str, now: datetime) -> dict[str, Any]:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise NoCommitment
    due_at = over_at(day, zone)
    if due_at <= now or (due_at - now).days > MOST_DAYS:
        raise NotAhead
    return {
        "coalition_id": speaker.coalition.id,
        "token": new_token(),
        "text": text,
        "due_on": day,
        "zone": zone,
        "due_at": due_at,
        "made_at": now,
        "changed_at": now,
    }


def _of_form(session: Session, speaker: Speaker, form: str) -> Commitment:
    """Find what this person's form said before; Unknown where it was somebody else's."""
    own = or_(commitments.c.person_id == speaker.person_id, commitments.c.noted_by == speaker.person_id)
    found = session.execute(select(commitments.c.id).where(commitments.c.form == form, own)).scalar_one_or_none()
    if found is None:
        raise Unknown
    return by_id(session, found)


def confirm(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Commitment:
    """Say for the own company that it commits itself to what somebody else noted; Unknown if that is not theirs.

    Twice is once, and of two who answer at once the first decides.
    """
    there = to_answer_for(session, speaker, token)
    access.may_log(speaker)
    access.must_stand(speaker)
    values = {
        "state": State.OPEN,
        "person_id": speaker.person_id,
        "embargoed": False,
        "shared_at": now,
        "remind_at": reminder(there.due_at, _where(speaker, there), now),
    }
    if _settle(session, there, State.ASKED, values, now):
        audit.note(session, speaker, Act.AGREED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def decline(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Commitment:
    """Say for the own company that it has not committed itself; nothing is kept of what was noted."""
    there = to_answer_for(session, speaker, token)
    if _settle(session, there, State.ASKED, {"state": State.DECLINED, "text": "", "erased_at": now}, now):
        audit.note(session, speaker, Act.DECLINED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def keep(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Commitment:
    """Say that a commitment of the own company is kept; Unknown or NotYours where it is not theirs. Twice is once."""
    return _end(session, speaker, token, State.KEPT, way=way, now=now)


def drop(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Commitment:
    """Say that a commitment of the own company is dropped, as `keep` does."""
    return _end(session, speaker, token, State.DROPPED, way=way, now=now)


def _end(session: Session, speaker: Speaker, token: str, state: State, *, way: Way, now: datetime) -> Commitment:
    there = to_change(session, speaker, token)
    if _settle(session, there, State.OPEN, {"state": state, "remind_at": None}, now):
        audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail=state)
    return by_id(session, there.id)


def move(session: Session, speaker: Speaker, token: str, day: date, *, way: Way, now: datetime) -> Commitment:
    """Give a commitment of the own company another day; one that was kept or dropped is open again with that.

    Raises NotAhead where the day is over.
    """
    there = to_change(session, speaker, token)
    due_at = over_at(day, there.zone)
    if due_at <= now or (due_at - now).days > MOST_DAYS:
        raise NotAhead
    values = {
        "due_on": day,
        "due_at": due_at,
        "state": State.OPEN,
        "remind_at": reminder(due_at, _where(speaker, there), now),
    }
    if there.due_on != day or there.state is not State.OPEN:
        _settle(session, there, there.state, values, now)
        detail = f"due {there.due_on} -> {day}"
        audit.note(session, speaker, Act.REVISED, ABOUT, there.id, way=way, now=now, detail=detail)
    return by_id(session, there.id)


def correct(session: Session, speaker: Speaker, token: str, text: str, *, way: Way, now: datetime) -> Commitment:
    """Put what a commitment of the own company says right."""
    there, text = to_change(session, speaker, token), text.strip()
    if not text or len(text) > LONGEST:
        raise NoCommitment
    if text != there.text:
        _settle(session, there, there.state, {"text": text}, now)
        audit.note(session, speaker, Act.CORRECTED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def reword(session: Session, speaker: Speaker, rewrite: Callable[[str], str], *, now: datetime) -> None:
    """Write the words of the speaker's company anew, for whoever erases a name from what it keeps."""
    own = select(commitments.c.id, commitments.c.text).where(commitments.c.company_id == speaker.company.id)
    for row in session.execute(own).all():
        if (new := rewrite(row.text)) != row.text:
            session.execute(update(commitments).where(commitments.c.id == row.id).values(text=new, changed_at=now))


def _where(speaker: Speaker, there: Commitment) -> Whereabouts:
    coalition = speaker.coalition
    return Whereabouts.of(there.zone, default_zone=coalition.zone, default_country=coalition.country)


def _settle(session: Session, there: Commitment, state: State, values: dict[str, Any], now: datetime) -> bool:
    """Write, where it still stands as it did."""
    its = (commitments.c.id == there.id, commitments.c.state == state)
    changed = update(commitments).where(*its).values(**values, changed_at=now).returning(commitments.c.id)
    return session.execute(changed).first() is not None
