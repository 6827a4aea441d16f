"""The people of a coalition: whose they are, what their company made them, and which channel they are in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
    update,
)

from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.companies import Company, Seat, companies, teams
from storage.database import Session
from storage.once import insert_once


class Role(StrEnum):
    """What a person does for the coalition or for their own company."""

    COORDINATOR = "coordinator"
    LEAD = "lead"
    DEPUTY = "deputy"
    ANALYST = "analyst"
    COUNSEL = "counsel"


class Room(StrEnum):
    """The two channels of a coalition."""

    MEMBERS = "members"
    OPEN = "open"


people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("user_id", String(32), nullable=False, index=True),
    # Their name in Slack's menus, and what Slack calls them there.
    Column("token", String(32), unique=True, default=new_token),
    Column("name", String(80)),
    Column("guest_account", Boolean, nullable=False),
    Column("in_members", Boolean, nullable=False),
    Column("in_open", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("away_until", Instant),
    # Where they are, as Slack tells it, and when Slack was asked last.
    Column("zone", String(64)),
    Column("zone_asked_at", Instant),
    UniqueConstraint("company_id", "user_id"),
)

roles = Table(
    "person_roles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(16), nullable=False),
    UniqueConstraint("person_id", "role"),
)

# Who is in a channel and of no company of the coalition: they read along, so they are counted and never hidden.
outsiders = Table(
    "outsiders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("team", String(32), nullable=False),
    # The organisation around it on Enterprise Grid, by which a company may come to be known.
    Column("organisation", String(32)),
    Column("is_bot", Boolean, nullable=False),
    Column("in_members", Boolean, nullable=False),
    Column("in_open", Boolean, nullable=False),
    UniqueConstraint("coalition_id", "user_id"),
)

_LONGEST_NAME = 80
# People travel, and Slack is asked seldom.
_ZONE_LASTS = timedelta(days=7)
_ROOMS = {Room.MEMBERS: "in_members", Room.OPEN: "in_open"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a company; `guest_account` is Slack's word for an account that their company lends out."""

    id: int
    company_id: int
    user_id: str
    token: str
    name: str
    guest_account: bool
    in_members: bool
    in_open: bool
    away_until: datetime | None = None
    zone: str | None = None
    roles: frozenset[Role] = frozenset()


def named(session: Session, coalition: Coalition, company: Company, user_id: str) -> Person | None:
    """Find a person by company and Slack user id, with their roles; None if never seen."""
    rows = session.execute(
        _people().where(
            people.c.coalition_id == coalition.id,
            people.c.company_id == company.id,
            people.c.user_id == user_id,
        ),
    ).all()
    return _person(rows) if rows else None


def of_company(session: Session, company: Company) -> tuple[Person, ...]:
    """List the known people of a company."""
    rows = session.execute(_people().where(people.c.company_id == company.id).order_by(people.c.user_id)).all()
    by_id: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    return tuple(_person(several) for several in by_id.values())


def in_charge(session: Session, company_ids: Iterable[int]) -> dict[int, tuple[Person, ...]]:
    """List the leads and deputies of companies, by company: for whoever rings for many at once."""
    names = (Role.LEAD, Role.DEPUTY)
    wanted = select(roles.c.person_id).where(roles.c.role.in_(names))
    its = (people.c.company_id.in_(sorted(set(company_ids))), people.c.id.in_(wanted))
    by_person: dict[int, list[Sequence[Any]]] = {}
    for row in session.execute(_people().where(*its).order_by(people.c.user_id, people.c.id)):
        by_person.setdefault(row.id, []).append(row)
    found: dict[int, list[Person]] = {}
    for several in by_person.values():
        one = _person(several)
        found.setdefault(one.company_id, []).append(one)
    return {company_id: tuple(several) for company_id, several in found.items()}


def in_the_room(session: Session, coalition: Coalition) -> tuple[tuple[Person, str], ...]:
    """List everybody of a member company who is in the members' channel and may speak, with the company's name."""
    rows = session.execute(
        select(*COLUMNS, companies.c.name, roles.c.role)
        .select_from(people)
        .join(companies, companies.c.id == people.c.company_id)
        .join(roles, roles.c.person_id == people.c.id, isouter=True)
        .where(
            people.c.coalition_id == coalition.id,
            people.c.in_members,
            companies.c.seat == Seat.MEMBER,
            companies.c.left_at.is_(None),
        )
        .order_by(companies.c.name, people.c.name, people.c.user_id),
    ).all()
    by_id: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        by_id.setdefault(row[0], []).append(row)
    found = [(person(several[0][:-2], [row[-1] for row in several]), several[0][-2]) for several in by_id.values()]
    return tuple((one, company) for one, company in found if not one.guest_account or one.roles)


def by_id(session: Session, person_id: int) -> Person | None:
    """Find a person by row."""
    rows = session.execute(_people().where(people.c.id == person_id)).all()
    return _person(rows) if rows else None


def by_token(session: Session, token: str) -> Person | None:
    """Find a person by their name in Slack's menus."""
    rows = session.execute(_people().where(people.c.token == token)).all()
    return _person(rows) if rows else None


def coalition_of(session: Session, token: str) -> int | None:
    """Tell the coalition of whom a token names; None if it names nobody."""
    return session.execute(select(people.c.coalition_id).where(people.c.token == token)).scalar_one_or_none()


def meet(
    session: Session,
    company: Company,
    user_id: str,
    *,
    guest_account: bool | None,
    now: datetime,
    name: str = "",
    zone: str = "",
) -> Person:
    """Note that a person exists, their name, and whether Slack calls their account a guest's (None: it did not say).

    Repeatable; an empty name leaves the one that is known, and an empty zone the one that they were in.
    """
    insert_once(
        session,
        people,
        {
            "coalition_id": company.coalition_id,
            "company_id": company.id,
            "user_id": user_id,
            "guest_account": bool(guest_account),
            "in_members": False,
            "in_open": False,
            "seen_at": now,
        },
    )
    theirs = (people.c.company_id == company.id, people.c.user_id == user_id)
    said: dict[str, Any] = {} if guest_account is None else {"guest_account": guest_account}
    if name:
        said["name"] = name[:_LONGEST_NAME]
    if zone:
        said |= {"zone": zone, "zone_asked_at": now}
    said |= _was_outside(session, company.coalition_id, user_id)
    session.execute(update(people).where(*theirs).values(seen_at=now, **said))
    return _person(session.execute(_people().where(*theirs)).all())


def zone_is_old(now: datetime) -> ColumnElement[bool]:
    """Say, as a condition, of whom Slack has not been asked for a week where they are, or never."""
    return or_(people.c.zone_asked_at.is_(None), people.c.zone_asked_at <= now - _ZONE_LASTS)


def learn_zone(session: Session, person_id: int, zone: str | None, *, now: datetime) -> None:
    """Note where somebody is; without a zone only that Slack was asked, and does not say."""
    said = {"zone_asked_at": now} | ({"zone": zone} if zone else {})
    session.execute(update(people).where(people.c.id == person_id).values(said))


def _was_outside(session: Session, coalition_id: int, user_id: str) -> dict[str, bool]:
    """Forget that somebody was an outsider before their company was seated; give the channels that they are in."""
    gone = delete(outsiders).where(outsiders.c.coalition_id == coalition_id, outsiders.c.user_id == user_id)
    row = session.execute(gone.returning(outsiders.c.in_members, outsiders.c.in_open)).one_or_none()
    return {} if row is None else {room: True for room, there in row._asdict().items() if there}


def appoint(session: Session, company: Company, user_id: str, role: Role, *, now: datetime) -> tuple[Person, bool]:
    """Give a person a role; True if it is new to them."""
    person = meet(session, company, user_id, guest_account=None, now=now)
    new = insert_once(session, roles, {"person_id": person.id, "role": role}) is not None
    return _person(session.execute(_people().where(people.c.id == person.id)).all()), new


def dismiss(session: Session, person: Person, role: Role) -> bool:
    """Take a role from a person; True if they had it."""
    gone = delete(roles).where(roles.c.person_id == person.id, roles.c.role == role).returning(roles.c.id)
    return session.execute(gone).scalar_one_or_none() is not None


def dismiss_all(session: Session, company: Company) -> None:
    """Take every role from a company's people."""
    theirs = select(people.c.id).where(people.c.company_id == company.id)
    session.execute(delete(roles).where(roles.c.person_id.in_(theirs)))


def enter(session: Session, person: Person, room: Room) -> None:
    """Note that a person is in a channel."""
    session.execute(update(people).where(people.c.id == person.id).values({_ROOMS[room]: True}))


def meet_outsider(
    session: Session,
    coalition: Coalition,
    user_id: str,
    *,
    team: str,
    organisation: str | None = None,
    is_bot: bool,
    room: Room,
) -> None:
    """Note that somebody of no company of the coalition is in a channel."""
    values = {
        "coalition_id": coalition.id,
        "user_id": user_id,
        "team": team,
        "organisation": organisation,
        "is_bot": is_bot,
        "in_members": False,
        "in_open": False,
    }
    insert_once(session, outsiders, values)
    theirs = (outsiders.c.coalition_id == coalition.id, outsiders.c.user_id == user_id)
    said = {"team": team, "organisation": organisation, "is_bot": is_bot, _ROOMS[room]: True}
    session.execute(update(outsiders).where(*theirs).values(said))


def leave(session: Session, coalition: Coalition, user_id: str, room: Room) -> None:
    """Note that a Slack user is in a channel no more."""
    for table in (people, outsiders):
        session.execute(
            update(table)
            .where(table.c.coalition_id == coalition.id, table.c.user_id == user_id)
            .values({_ROOMS[room]: False}),
        )


def leave_all(session: Session, coalition: Coalition, room: Room) -> None:
    """Note that nobody is in a channel: it is another one now, and Slack is asked who is there."""
    keep_only(session, coalition, room, ())


def keep_only(session: Session, coalition: Coalition, room: Room, user_ids: Iterable[str]) -> None:
    """Note that of everybody known, these Slack users are in a channel and nobody else."""
    there = set(user_ids)
    for table in (people, outsiders):
        column = table.c[_ROOMS[room]]
        rows = session.execute(
            select(table.c.id, table.c.user_id, column).where(table.c.coalition_id == coalition.id),
        ).all()
        for present in (True, False):
            changed = [id_ for id_, user_id, was in rows if (user_id in there) is present and bool(was) is not present]
            if changed:
                session.execute(update(table).where(table.c.id.in_(changed)).values({column: present}))


def known_users(session: Session, coalition: Coalition) -> frozenset[str]:
    """List the Slack user ids of everybody known in a coalition: its people, and those of none of its companies.

    Outsiders whose company was seated meanwhile are to be met anew; until then they stay what they were.
    """
    seated = (
        select(teams.c.team)
        .join(companies, companies.c.id == teams.c.company_id)
        .where(teams.c.coalition_id == coalition.id, companies.c.left_at.is_(None))
    )
    is_inside = or_(outsiders.c.team.in_(seated), outsiders.c.organisation.in_(seated))
    outside = or_(outsiders.c.is_bot, not_(func.coalesce(is_inside, false())))
    known = union_all(
        select(people.c.user_id).where(people.c.coalition_id == coalition.id),
        select(outsiders.c.user_id).where(outsiders.c.coalition_id == coalition.id, outside),
    )
    return frozenset(session.execute(known).scalars())


def nameless(session: Session, coalition: Coalition) -> frozenset[str]:
    """List the Slack user ids of those people whose name nobody has asked for: they were named before they were met."""
    rows = session.execute(
        select(people.c.user_id)
        .where(people.c.coalition_id == coalition.id)
        .group_by(people.c.user_id)
        .having(func.max(people.c.name).is_(None)),
    )
    return frozenset(rows.scalars())


COLUMNS = tuple(people.c[field] for field in Person.__dataclass_fields__ if field != "roles")


def person(row: Sequence[Any], held: Iterable[str | None]) -> Person:
    """Make a Person of a row of `COLUMNS` and of the roles they hold."""
    id_, company_id, user_id, token, name, guest_account, in_members, in_open, away_until, zone = row
    return Person(
        id=id_,
        company_id=company_id,
        user_id=user_id,
        token=token,
        name=name or "",
        guest_account=guest_account,
        in_members=in_members,
        in_open=in_open,
        away_until=away_until,
        zone=zone,
        roles=frozenset(Role(role) for role in held if role),
    )


def _people() -> Select[*tuple[Any, ...]]:
    return select(*COLUMNS, roles.c.role).join_from(people, roles, roles.c.person_id == people.c.id, isouter=True)


def _person(rows: Iterable[Sequence[Any]]) -> Person:
    several = list(rows)
    return person(several[0][:-1], [row[-1] for row in several])
