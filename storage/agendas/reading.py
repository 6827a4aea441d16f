"""Reading what is on an agenda, for one reader; whoever may not know of an item finds none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select

from storage import access
from storage.access import Reader, Speaker
from storage.agendas.records import Item, Kind, State, items, supports
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import Meeting
from storage.people import Room, people
from storage.updates import updates

# So many rows in one question.
_SOME = 500
_FOR_ALL = frozenset({Audience.EVERYONE, Audience.MEMBERS})


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names an item, and nothing else of it; None if in none."""
    its = select(items.c.coalition_id).where(items.c.token == token)
    found: int | None = session.execute(its).scalar_one_or_none()
    return found


def by_token(session: Session, speaker: Speaker, token: str) -> Item:
    """Find an item by its name in Slack's buttons; Unknown unless this person may know of it."""
    which = (items.c.token == token, told_to(speaker, speaker.coalition))
    row = session.execute(_chosen().where(*which)).one_or_none()
    if row is None:
        raise Unknown
    return _item(row)


def open_items(session: Session, coalition: Coalition, meeting: Meeting | None, reader: Reader) -> tuple[Item, ...]:
    """List what is on the agenda of a meeting, or waits for the next one, as far as a reader may know of it."""
    waits = items.c.meeting_id.is_(None)
    here = waits if meeting is None else or_(items.c.meeting_id == meeting.id, waits)
    which = (items.c.coalition_id == coalition.id, items.c.state == State.OPEN, here)
    rows = session.execute(_chosen().where(*which, told_to(reader, coalition)).order_by(items.c.id))
    return tuple(_item(row) for row in rows)


def reached_items(session: Session, coalition: Coalition, meeting: Meeting, reader: Reader) -> tuple[Item, ...]:
    """List what a meeting reached of its agenda, as far as a reader may know of it."""
    which = (items.c.meeting_id == meeting.id, items.c.state == State.REACHED)
    rows = session.execute(_chosen().where(*which, told_to(reader, coalition)).order_by(items.c.position, items.c.id))
    return tuple(_item(row) for row in rows)


def own_items(session: Session, speaker: Speaker, meeting: Meeting) -> tuple[Item, ...]:
    """List what this person's own company put on the agenda of a meeting, whatever became of it, newest first."""
    here = or_(items.c.meeting_id == meeting.id, items.c.meeting_id.is_(None))
    which = (items.c.company_id == speaker.company.id, here, told_to(speaker, speaker.coalition))
    rows = session.execute(_chosen().where(*which).order_by(items.c.id.desc()))
    return tuple(_item(row) for row in rows)


def told_to(reader: Reader, coalition: Coalition) -> ColumnElement[bool]:
    """Say, as a condition, of which items a reader may know; of what an update says, whoever may know the update."""
    of_updates = select(updates.c.id).where(access.may_be_told(reader, coalition, updates))
    own = and_(items.c.update_id.is_(None), access.may_be_told(reader, coalition, items))
    return and_(items.c.coalition_id == coalition.id, or_(own, items.c.update_id.in_(of_updates)))


def _chosen() -> Select[*tuple[Any, ...]]:
    """Ask for items of companies that sit here, with the names of their owners."""
    return (
        select(items, companies.c.name.label("company"), people.c.name.label("owner"))
        .join(companies, companies.c.id == items.c.company_id)
        .join(people, people.c.id == items.c.person_id)
        .where(companies.c.left_at.is_(None))
    )


def _item(row: Row[Any]) -> Item:
    its = row._mapping  # noqa: SLF001  A row's.
    values = {field: its[field] for field in Item.__dataclass_fields__}
    return Item(
        **{
            **values,
            "kind": Kind(row.kind),
            "mark": Mark(row.mark),
            "audience": Audience(row.audience),
            "state": State(row.state),
            "owner": row.owner or "",
        },
    )


def supporters(
    session: Session, coalition: Coalition, reader: Reader, read: Sequence[Item]
) -> dict[int, frozenset[int]]:
    """Tell of items that a reader may know of which companies support each, as far as the reader may know of these.

    Of what is for chosen companies or named people nobody but a supporter's own company is told that it does: that
    somebody else supports it would say that they know of it. Observers and guests know the companies that they meet.
    """
    own = reader.company.id if isinstance(reader, Speaker) else 0
    for_all = {one.id for one in read if one.audience in _FOR_ALL}
    found: dict[int, set[int]] = {}
    asked = select(supports.c.item_id, supports.c.company_id).join(companies, companies.c.id == supports.c.company_id)
    asked = asked.where(companies.c.coalition_id == coalition.id, companies.c.left_at.is_(None), _met_by(reader))
    for some in _parts([one.id for one in read]):
        for row in session.execute(asked.where(supports.c.item_id.in_(some))):
            if row.item_id in for_all or row.company_id == own:
                found.setdefault(row.item_id, set()).add(row.company_id)
    return {item_id: frozenset(who) for item_id, who in found.items()}


def _met_by(reader: Reader) -> ColumnElement[bool]:
    """Say, as a condition, of which companies a reader may know that they sit here."""
    if access.is_among_members(reader):
        return companies.c.id.is_not(None)
    meets = exists().where(people.c.company_id == companies.c.id, people.c.in_open)
    return meets if isinstance(reader, Room) else or_(meets, companies.c.id == reader.company.id)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + _SOME] for at in range(0, len(ids), _SOME))
