"""Putting something on the agenda of a meeting, supporting it, and taking one's own off again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage import access, audiences, audit
from storage.access import Speaker, Way
from storage.agendas.reading import by_token
from storage.agendas.records import ITEM, Item, Kind, Said, State, items, supports
from storage.audiences import Audience, Mark, Scope, Unfit
from storage.audit import Act
from storage.base import new_token
from storage.companies import Seat
from storage.database import Session
from storage.errors import NotSeated, NotYours, Unknown
from storage.meetings import Meeting
from storage.once import insert_once


def may_propose(speaker: Speaker, audience: Audience, meeting: Meeting | None) -> None:
    """Raise NotSeated for an observer, unless it is for everyone and they come; ReadsOnly for a guest's people.

    Unknown for a meeting that they may know nothing of.
    """
    access.must_act(speaker)
    access.must_stand(speaker)
    if meeting is not None and not access.may_attend(speaker, meeting):
        raise Unknown
    if speaker.company.seat is Seat.MEMBER:
        return
    if audience is not Audience.EVERYONE or meeting is None or not meeting.with_open:
        raise NotSeated(speaker.company.seat)


def propose(
    session: Session,
    speaker: Speaker,
    meeting: Meeting | None,
    proposal: Said,
    *,
    mark: Mark,
    scope: Scope,
    form: str,
    way: Way,
    now: datetime,
) -> Item:
    """Put something on the agenda of a meeting, or of the next one that is planned; the same form again is once.

    Unfit where the mark does not allow the audience.
    """
    may_propose(speaker, scope.audience, meeting)
    if not audiences.goes_with(mark, scope.audience):
        raise Unfit(mark, scope.audience)
    token = new_token()
    values: dict[str, Any] = {
        "coalition_id": speaker.coalition.id,
        "company_id": speaker.company.id,
        "person_id": speaker.person_id,
        "token": token,
        "audience": scope.audience,
        "mark": mark,
        "shared_at": now,
        "embargoed": False,
        "meeting_id": meeting.id if meeting else None,
        "kind": proposal.kind,
        "text": proposal.text,
        "link": proposal.link,
        "minutes": proposal.minutes,
        "state": State.OPEN,
        "carried": 0,
        "form": form,
        "proposed_at": now,
        "changed_at": now,
    }
    item_id = insert_once(session, items, values)
    if item_id is None:
        token = session.execute(select(items.c.token).where(items.c.form == form)).scalar_one()
        return by_token(session, speaker, token)
    if scope.companies or scope.people:
        audiences.grant(session, ITEM, item_id, scope, now=now)
    audit.note(session, speaker, Act.PROPOSED, ITEM, item_id, way=way, now=now)
    return by_token(session, speaker, token)


def support(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Item:
    """Say that this company finds it worth the time, or says so no more; Unknown for what they may not know of.

    A company's own needs no support of its own. ReadsOnly for a guest's people.
    """
    access.must_act(speaker)
    access.must_stand(speaker)
    item = by_token(session, speaker, token)
    if item.state is not State.OPEN or item.company_id == speaker.company.id:
        return item
    theirs = (supports.c.item_id == item.id, supports.c.company_id == speaker.company.id)
    gone = session.execute(delete(supports).where(*theirs).returning(supports.c.id)).first()
    if gone is None:
        insert_once(session, supports, {"item_id": item.id, "company_id": speaker.company.id, "at": now})
    session.execute(update(items).where(items.c.id == item.id).values(changed_at=now))
    audit.note(session, speaker, Act.SUPPORTED, ITEM, item.id, way=way, now=now, detail="" if gone is None else "off")
    return item


def take_off(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Item:
    """Take one's own company's item off the agenda; NotYours for another's. Twice is once."""
    return _end(session, speaker, token, State.WITHDRAWN, way=way, now=now)


def answered(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Item:
    """Note that a question is answered: whoever coordinates may say so, and the company that asked."""
    item = by_token(session, speaker, token)
    if item.kind is not Kind.QUESTION:
        raise Unknown
    return _end(session, speaker, token, State.ANSWERED, way=way, now=now, also=access.may_coordinate(speaker))


def _end(
    session: Session, speaker: Speaker, token: str, state: State, *, way: Way, now: datetime, also: bool = False
) -> Item:
    access.must_act(speaker)
    item = by_token(session, speaker, token)
    if item.company_id != speaker.company.id and not also:
        raise NotYours(item.text)
    stands = (items.c.id == item.id, items.c.state.in_([State.OPEN, State.POSTPONED]))
    ended = update(items).where(*stands).values(state=state, changed_at=now).returning(items.c.id)
    if session.execute(ended).first() is not None:
        audit.note(session, speaker, Act.CHANGED, ITEM, item.id, way=way, now=now, detail=state)
    return by_token(session, speaker, token)


def of_form(session: Session, speaker: Speaker, form: str) -> Item | None:
    """Find what a form of this person's company proposed already; None while it proposed nothing."""
    its = select(items.c.token).where(items.c.form == form, items.c.person_id == speaker.person_id)
    token = session.execute(its).scalar_one_or_none()
    return by_token(session, speaker, token) if token else None
