"""Arranging an agenda: in which order, what belongs together, what is struck or put off; for those who coordinate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, not_, or_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.agendas.joining import follow_updates
from storage.agendas.reading import open_items, told_to
from storage.agendas.records import (
    ABOUT,
    ITEM,
    MOST_CARRIED,
    Agenda,
    Item,
    MustBeDecided,
    State,
    agenda,
    agendas,
    items,
)
from storage.audit import Act
from storage.database import Session
from storage.errors import Stale, Unknown
from storage.meetings import Meeting, MeetingState
from storage.meetings.records import meetings
from storage.once import insert_once


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a coordinator wants, by the tokens of what they were shown.

    Whatever `order` does not name follows as it was; the first one `together` leads the others. What stands `apart` is
    led by none of them any more.
    """

    order: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()


def prepared(session: Session, meeting: Meeting, *, now: datetime) -> Agenda:
    """Find the agenda of a meeting, or begin it; what waited for the next meeting comes onto it.

    What an earlier meeting did not reach is carried over, and what was put off comes back; what updates say is there.
    """
    begun = {"coalition_id": meeting.coalition_id, "meeting_id": meeting.id, "version": 1, "fingerprint": ""}
    insert_once(session, agendas, begun)
    _bring(session, meeting, now)
    follow_updates(session, meeting, now=now)
    return of(session, meeting)


def of(session: Session, meeting: Meeting) -> Agenda:
    """Find the agenda of a meeting, which was begun."""
    row = session.execute(select(agendas).where(agendas.c.meeting_id == meeting.id)).one()
    return agenda(row)


def find(session: Session, meeting: Meeting) -> Agenda | None:
    """Find the agenda of a meeting; None while it was not begun."""
    row = session.execute(select(agendas).where(agendas.c.meeting_id == meeting.id)).one_or_none()
    return agenda(row) if row else None


def _bring(session: Session, meeting: Meeting, now: datetime) -> None:
    """Bring onto an agenda what no meeting is there for any more."""
    held = select(meetings.c.id).where(
        meetings.c.coalition_id == meeting.coalition_id,
        meetings.c.state.in_([MeetingState.ENDED, MeetingState.CLOSED]),
        meetings.c.starts_at < meeting.starts_at,
    )
    gone = select(meetings.c.id).where(
        meetings.c.coalition_id == meeting.coalition_id, meetings.c.state == MeetingState.CANCELLED
    )
    here = (items.c.coalition_id == meeting.coalition_id, items.c.state.in_([State.OPEN, State.POSTPONED]))
    waits = or_(items.c.meeting_id.is_(None), items.c.meeting_id.in_(held), items.c.meeting_id.in_(gone))
    # What somebody put off was counted then, and what was cancelled was not in anybody's reach.
    unreached = (items.c.state == State.OPEN) & items.c.meeting_id.in_(held) & (items.c.carried < MOST_CARRIED)
    brought = (
        update(items)
        .where(*here, waits)
        .values(
            meeting_id=meeting.id,
            state=State.OPEN,
            carried=case((unreached, items.c.carried + 1), else_=items.c.carried),
            position=None,
            changed_at=now,
        )
    )
    session.execute(brought)


def arrange(
    session: Session, speaker: Speaker, meeting: Meeting, wanted: Arrangement, *, base: int, way: Way, now: datetime
) -> None:
    """Arrange an agenda as it was shown at version `base`; Stale where somebody else arranged it since.

    MustBeDecided where something is put off that was carried over too often. What a coordinator may not know of stays
    as it is. NotCoordinator for all but coordinators.
    """
    access.must_coordinate(speaker)
    if not access.may_attend(speaker, meeting):
        raise Unknown
    _step(session, meeting, base)
    known = {one.token: one for one in open_items(session, speaker.coalition, meeting, speaker)}
    put_off = [known[token] for token in wanted.postponed if token in known]
    for one in put_off:
        if one.must_be_decided:
            raise MustBeDecided(one.text)
    _end(session, speaker, [known[token] for token in wanted.struck if token in known], State.STRUCK, way=way, now=now)
    _end(session, speaker, put_off, State.POSTPONED, way=way, now=now)
    for token in wanted.apart:
        if token in known:
            _take_apart(session, speaker, known[token], known.values(), way=way, now=now)
    _put_together(session, speaker, [known[token] for token in wanted.together if token in known], way, now)
    _order(session, known, wanted.order, now)
    audit.note(session, speaker, Act.CHANGED, ABOUT, of(session, meeting).id, way=way, now=now, detail="arranged")


def _step(session: Session, meeting: Meeting, base: int) -> None:
    """Step to the next version in one conditional write, so that of two coordinators the second is told."""
    its = (agendas.c.meeting_id == meeting.id, agendas.c.version == base)
    stepped = update(agendas).where(*its).values(version=base + 1).returning(agendas.c.id)
    if session.execute(stepped).first() is None:
        raise Stale("", base)


def _end(session: Session, speaker: Speaker, ended: Iterable[Item], state: State, *, way: Way, now: datetime) -> None:
    for one in ended:
        carried = one.carried + (state is State.POSTPONED)
        values = {"state": state, "carried": carried, "changed_at": now}
        session.execute(update(items).where(items.c.id == one.id).values(values))
        audit.note(session, speaker, Act.CHANGED, ITEM, one.id, way=way, now=now, detail=state)


def _take_apart(
    session: Session, speaker: Speaker, shown: Item, known: Iterable[Item], *, way: Way, now: datetime
) -> None:
    """Let stand on its own again what is led together with what was shown; the leader may be known to others only."""
    leader = shown.merged_into or shown.id
    led = [one.id for one in known if one.merged_into == leader]
    session.execute(update(items).where(items.c.id.in_(led)).values(merged_into=None, changed_at=now))
    audit.note(session, speaker, Act.CHANGED, ITEM, shown.id, way=way, now=now, detail=f"apart: {len(led)}")


def _put_together(session: Session, speaker: Speaker, several: Sequence[Item], way: Way, now: datetime) -> None:
    """Let the first of several lead the others, with all that they lead; alone it is on its own again."""
    if not several:
        return
    head, *others = several
    ids = [one.id for one in others]
    session.execute(update(items).where(items.c.id == head.id).values(merged_into=None, changed_at=now))
    below = or_(items.c.id.in_(ids), items.c.merged_into.in_(ids))
    joined = update(items).where(below, items.c.coalition_id == speaker.coalition.id, not_(items.c.id == head.id))
    session.execute(joined.values(merged_into=head.id, changed_at=now))
    audit.note(session, speaker, Act.CHANGED, ITEM, head.id, way=way, now=now, detail=f"together: {len(ids)}")


def _order(session: Session, known: dict[str, Item], order: Sequence[str], now: datetime) -> None:
    for place, token in enumerate(dict.fromkeys(order), 1):
        one = known.get(token)
        if one is not None and one.position != place:
            session.execute(update(items).where(items.c.id == one.id).values(position=place, changed_at=now))


def reached(session: Session, speaker: Speaker, tokens: Iterable[str], *, way: Way, now: datetime) -> None:
    """Note what a meeting reached: it is not carried over. What somebody may not know of stays as it is."""
    access.must_act(speaker)
    its = (items.c.token.in_(sorted(set(tokens))), items.c.state == State.OPEN, told_to(speaker, speaker.coalition))
    found = session.execute(update(items).where(*its).values(state=State.REACHED, changed_at=now).returning(items.c.id))
    for row in found.all():
        audit.note(session, speaker, Act.CHANGED, ITEM, row.id, way=way, now=now, detail=State.REACHED)


def how_many_to_decide(session: Session, speaker: Speaker, meeting: Meeting) -> int:
    """Count what was carried over so often that it is to be decided, of what whoever coordinates may know."""
    if not access.may_coordinate(speaker):
        return 0
    its = (items.c.meeting_id == meeting.id, items.c.state == State.OPEN, items.c.carried >= MOST_CARRIED)
    asked = select(func.count()).select_from(items).where(*its)
    counted: int = session.execute(asked.where(told_to(speaker, speaker.coalition))).scalar_one()
    return counted
