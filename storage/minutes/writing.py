"""Writing minutes: begun when a meeting ends, written by whoever takes notes, corrected by the companies, posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage import access, audit, commitments, meetings
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Session
from storage.decisions import may_write
from storage.errors import Refusal, Unknown
from storage.meetings import Meeting, MeetingState, Reply
from storage.minutes.reading import by_token, of_meeting
from storage.minutes.records import (
    ABOUT,
    CORRECTION_DAYS,
    LONGEST_POINT,
    LONGEST_REMARK,
    MOST_DAYS,
    WRITING,
    Contents,
    Minutes,
    Presence,
    State,
    Written,
    minute_records,
    minutes,
    points,
    presences,
    remarks,
)
from storage.once import insert_once
from storage.people import Room

# Minutes are never for named people alone.
_MARKS = (Mark.CLEAR, Mark.GREEN, Mark.AMBER, Mark.AMBER_STRICT)
# Somebody may write at this moment what they began a while ago; so far back it is looked at once more.
_UNDER_WAY = timedelta(minutes=1)


class MayNotWrite(Refusal):
    """Minutes are written by who takes notes, chairs or invites, and by those who coordinate."""


class NoMoreWriting(Refusal):
    """The minutes stand in the channel, or the meeting stays off the record."""


class TooLong(Refusal):
    """A point, or a remark, is longer than fits; `text` is how it begins."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def begin(session: Session, coalition: Coalition, meeting: Meeting, *, now: datetime) -> Minutes:
    """End a meeting's planning, and begin its minutes with what companies answered; twice is once."""
    values = {
        "coalition_id": coalition.id,
        "meeting_id": meeting.id,
        "token": new_token(),
        "state": State.WRITING,
        "mark": coalition.default_mark if coalition.default_mark in _MARKS else Mark.AMBER,
        "days": CORRECTION_DAYS,
        "next_at": now + WRITING,
        "made_at": now,
        "changed_at": now,
    }
    new = insert_once(session, minutes, values)
    if new is not None:
        noted = {Reply.YES: Presence.PRESENT, Reply.DEPUTY: Presence.PRESENT, Reply.NO: Presence.REGRETS}
        rows = [
            {"minutes_id": new, "company_id": one.company.id, "presence": noted[one.reply]}
            for one in meetings.attendance(session, meeting)
            if one.reply is not None
        ]
        if rows:
            session.execute(insert(presences), rows)
    found = of_meeting(session, meeting.id)
    assert found is not None
    return found


def end(session: Session, speaker: Speaker, meeting: Meeting, *, way: Way, now: datetime) -> Minutes:
    """End a meeting that began; MayNotWrite unless this person writes its minutes, Unknown before it begins."""
    if not may_write(speaker, meeting):
        raise MayNotWrite
    if meeting.starts_at > now or meeting.state is MeetingState.CANCELLED:
        raise Unknown
    meetings.end(session, meeting, now, by=speaker, way=way)
    return begin(session, speaker.coalition, meeting, now=now)


def to_write_in(session: Session, speaker: Speaker, token: str) -> tuple[Minutes, Meeting]:
    """Find minutes to write in, and keep everybody else out of them until this transaction is over.

    Unknown where they are nobody's to write, NoMoreWriting once they are posted.
    """
    there, meeting = by_token(session, speaker, token)
    if not may_write(speaker, meeting):
        raise Unknown
    session.execute(select(minutes.c.id).where(minutes.c.id == there.id).with_for_update())
    now_there = of_meeting(session, meeting.id)
    if now_there is None or now_there.state in {State.POSTED, State.NONE}:
        raise NoMoreWriting
    return now_there, meeting


def write(
    session: Session, speaker: Speaker, token: str, said: Written, *, shown: Written, way: Way, now: datetime
) -> Minutes:
    """Write what was changed of what a form had `shown`: what somebody else wrote meanwhile stays. Twice is once."""
    there, _ = to_write_in(session, speaker, token)
    for one in (*said.among_members, *said.before_all):
        if len(one) > LONGEST_POINT:
            raise TooLong(one)
    seated = _here(session, speaker, said.present | said.regrets)
    _note_presence(session, there, said, shown, seated)
    for audience, new, old in (
        (Audience.MEMBERS, said.among_members, shown.among_members),
        (Audience.EVERYONE, said.before_all, shown.before_all),
    ):
        _note_points(session, speaker, there, audience, new=new, old=old, now=now)
    _touch(session, there, now)
    if said != shown:
        audit.note(session, speaker, Act.REVISED, ABOUT, there.id, way=way, now=now)
    return _again(session, there)


def _here(session: Session, speaker: Speaker, wanted: Iterable[int]) -> frozenset[int]:
    rows = session.execute(
        select(companies.c.id).where(companies.c.id.in_(list(wanted)), companies.c.coalition_id == speaker.coalition.id)
    )
    return frozenset(rows.scalars())


def _note_presence(session: Session, there: Minutes, said: Written, shown: Written, seated: frozenset[int]) -> None:
    """Write of each company what the form changed; who is in both was there."""
    before = dict.fromkeys(shown.regrets, Presence.REGRETS) | dict.fromkeys(shown.present, Presence.PRESENT)
    after = dict.fromkeys(said.regrets, Presence.REGRETS) | dict.fromkeys(said.present, Presence.PRESENT)
    for company_id in sorted(before.keys() | after.keys()):
        new = after.get(company_id)
        if new is before.get(company_id):
            continue
        _set_presence(session, there, company_id, new if company_id in seated else None)


def _set_presence(session: Session, there: Minutes, company_id: int, presence: Presence | None) -> None:
    its = {"minutes_id": there.id, "company_id": company_id}
    same = (presences.c.minutes_id == there.id, presences.c.company_id == company_id)
    if presence is None:
        session.execute(delete(presences).where(*same))
    elif insert_once(session, presences, {**its, "presence": presence}) is None:
        session.execute(update(presences).where(*same).values(presence=presence))


def _note_points(
    session: Session,
    speaker: Speaker,
    there: Minutes,
    audience: Audience,
    *,
    new: Sequence[str],
    old: Sequence[str],
    now: datetime,
) -> None:
    gone = [one for one in old if one not in new]
    its = (points.c.minutes_id == there.id, points.c.audience == audience)
    if gone:
        session.execute(delete(points).where(*its, points.c.text.in_(gone)))
    known = set(session.execute(select(points.c.text).where(*its)).scalars())
    rows = [
        {"minutes_id": there.id, "person_id": speaker.person_id, "audience": audience, "text": one, "at": now}
        for one in dict.fromkeys(new)
        if one not in known and one not in old
    ]
    if rows:
        session.execute(insert(points), rows)


def _touch(session: Session, there: Minutes, now: datetime, **values: Any) -> None:
    session.execute(update(minutes).where(minutes.c.id == there.id).values(changed_at=now, **values))


def _again(session: Session, there: Minutes) -> Minutes:
    found = of_meeting(session, there.meeting_id)
    assert found is not None
    return found


def set_terms(
    session: Session, speaker: Speaker, token: str, *, mark: Mark, days: int, way: Way, now: datetime
) -> Minutes:
    """Set the mark of minutes, and for how many days companies may correct them."""
    there, _ = to_write_in(session, speaker, token)
    mark = mark if mark in _MARKS else there.mark
    days = min(max(days, 1), MOST_DAYS)
    if (mark, days) != (there.mark, there.days):
        _touch(session, there, now, mark=mark, days=days)
        audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail=f"{mark}, {days} days")
    return _again(session, there)


def send(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> tuple[Minutes, bool]:
    """Ask the companies to correct what is said of them; whether this call did. Twice is once."""
    there, _ = to_write_in(session, speaker, token)
    asked = ask(session, there, now=now)
    if asked:
        audit.note(session, speaker, Act.ASKED, ABOUT, there.id, way=way, now=now)
    return _again(session, there), asked


def ask(session: Session, there: Minutes, *, now: datetime) -> bool:
    """Let the days of corrections begin, by whoever writes or by the clock; whether this call did."""
    its = (minutes.c.id == there.id, minutes.c.state == State.WRITING)
    values = {"state": State.CORRECTING, "next_at": now + timedelta(days=there.days), "changed_at": now}
    return session.execute(update(minutes).where(*its).values(values).returning(minutes.c.id)).first() is not None


def keep_off(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Minutes:
    """Keep a meeting off the record: what was written goes, and no minutes are made."""
    there, meeting = to_write_in(session, speaker, token)
    for table in (points, presences, remarks, minute_records):
        session.execute(delete(table).where(table.c.minutes_id == there.id))
    _touch(session, there, now, state=State.NONE, next_at=None)
    audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail="off the record")
    meetings.close(session, meeting, now, by=speaker, way=way)
    return _again(session, there)


def correct(
    session: Session,
    speaker: Speaker,
    token: str,
    *,
    presence: Presence | None,
    remark: str,
    way: Way,
    now: datetime,
) -> Minutes:
    """Say for the own company whether it was there, and what it remarks; the newest word holds.

    Unknown unless this person answers for a member, NoMoreWriting once the days are over.
    """
    there, _ = by_token(session, speaker, token)
    if not access.is_among_members(speaker) or not commitments.answers_for(session, speaker):
        raise Unknown
    if len(remark) > LONGEST_REMARK:
        raise TooLong(remark)
    session.execute(select(minutes.c.id).where(minutes.c.id == there.id).with_for_update())
    there = _again(session, there)
    if there.state is not State.CORRECTING:
        raise NoMoreWriting
    _set_presence(session, there, speaker.company.id, presence)
    said = {"person_id": speaker.person_id, "text": remark, "at": now}
    own = {"minutes_id": there.id, "company_id": speaker.company.id}
    if insert_once(session, remarks, own | said) is None:
        same = (remarks.c.minutes_id == there.id, remarks.c.company_id == speaker.company.id)
        session.execute(update(remarks).where(*same).values(said))
    _touch(session, there, now)
    audit.note(session, speaker, Act.CORRECTED, ABOUT, there.id, way=way, now=now)
    return _again(session, there)


def post(session: Session, there: Minutes, *, now: datetime) -> bool:
    """Let minutes go into the channel, by the clock; whether this call did. Their meeting is closed with that."""
    its = (minutes.c.id == there.id, minutes.c.state == State.CORRECTING)
    values = {"state": State.POSTED, "next_at": None, "posted_at": now, "changed_at": now}
    if session.execute(update(minutes).where(*its).values(values).returning(minutes.c.id)).first() is None:
        return False
    meetings.close(session, meetings.by_id(session, there.meeting_id), now)
    audit.note_clock(session, there.coalition_id, Act.POSTED, ABOUT, there.id, now=now)
    return True


def drawn(session: Session, there: Minutes, told: dict[Room, Contents], *, now: datetime) -> bool:
    """Note what was drawn for each channel, with the records that it tells of; False where somebody else drew it."""
    same = (minutes.c.id == there.id, minutes.c.seen_until.is_not_distinct_from(there.seen_until))
    taken = update(minutes).where(*same).values(seen_until=now - _UNDER_WAY).returning(minutes.c.id)
    if session.execute(taken).first() is None:
        return False
    session.execute(delete(minute_records).where(minute_records.c.minutes_id == there.id))
    rows = [
        {"minutes_id": there.id, "room": room, "about": about, "about_id": about_id}
        for room, one in told.items()
        for about, about_id in dict.fromkeys(one.records)
    ]
    if rows:
        session.execute(insert(minute_records), rows)
    return True
