"""Who is speaking, and may this person see or change this? Every question to storage goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, bindparam, false, select

from storage import coalitions as coalition_page
from storage import companies as company_page
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, Seat, companies
from storage.database import Session
from storage.errors import GuestAccount, NotSeated, NotYours, SeveralCoalitions, Stranger, Unknown
from storage.people import COLUMNS as PERSON_COLUMNS
from storage.people import Person, Role, people, person, roles


class Way(StrEnum):
    """How somebody reached us; the audit trail keeps it."""

    COMMAND = "command"
    BUTTON = "button"
    FORM = "form"
    MENTION = "mention"
    MESSAGE = "message"
    SHELL = "shell"
    CLOCK = "clock"
    EVENT = "event"


class Audience(StrEnum):
    """Whom a record is for."""

    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of a company in one coalition; `person` is None until they were met for the first time."""

    coalition: Coalition
    company: Company
    person: Person | None
    user_id: str

    @property
    def person_id(self) -> int:
        """The row of a person who was met; ValueError before that."""
        if self.person is None:
            raise ValueError("this person has not been met yet")
        return self.person.id

    @property
    def is_coordinator(self) -> bool:
        """Whether this person runs the coalition's meetings."""
        return self.person is not None and Role.COORDINATOR in self.person.roles


def recognise(session: Session, *, team_ids: Sequence[str], user_id: str, channel: str | None) -> Speaker:
    """Tell who speaks, from ids that Slack signed for.

    Raises Stranger where no company of the channel's coalition is known by these ids, and SeveralCoalitions where the
    channel does not tell which is meant.
    """
    seats = seats_of(session, team_ids, user_id)
    here = (
        [seat for seat in seats if channel in (seat.coalition.channel, seat.coalition.open_channel)] if channel else []
    )
    if here:
        return here[0]
    if channel and coalition_page.of_channel(session, channel):
        raise Stranger(team_ids[0] if team_ids else "")
    if not seats:
        raise Stranger(team_ids[0] if team_ids else "")
    if len(seats) > 1:
        raise SeveralCoalitions(tuple((seat.coalition.name, seat.coalition.token) for seat in seats))
    return seats[0]


def recognise_in(session: Session, coalition_id: int, *, team_ids: Sequence[str], user_id: str) -> Speaker:
    """Tell who speaks inside a coalition that is known already; raises Stranger."""
    for seat in seats_of(session, team_ids, user_id):
        if seat.coalition.id == coalition_id:
            return seat
    raise Stranger(team_ids[0] if team_ids else "")


_COALITION = tuple(coalitions.c[field] for field in Coalition.__dataclass_fields__)
_COMPANY_AT = len(_COALITION)
_PERSON_AT = _COMPANY_AT + len(company_page.COLUMNS)
# One question, built once, since it is asked before each answer.
_SEATS = (
    select(*_COALITION, *company_page.COLUMNS, *PERSON_COLUMNS, roles.c.role)
    .select_from(company_page.teams)
    .join(companies, companies.c.id == company_page.teams.c.company_id)
    .join(coalitions, coalitions.c.id == companies.c.coalition_id)
    .join(people, and_(people.c.company_id == companies.c.id, people.c.user_id == bindparam("user")), isouter=True)
    .join(roles, roles.c.person_id == people.c.id, isouter=True)
    .where(company_page.teams.c.team.in_(bindparam("teams", expanding=True)), companies.c.left_at.is_(None))
    # A workspace, T…, says more exactly whose somebody is than the organisation around it, E….
    .order_by(coalitions.c.name, company_page.teams.c.team.desc())
)


def seats_of(session: Session, team_ids: Sequence[str], user_id: str) -> list[Speaker]:
    """Find every seat that a person speaks from."""
    rows = session.execute(_SEATS, {"user": user_id, "teams": list(team_ids)})
    seats: dict[int, Speaker] = {}
    for row in rows:
        known, found = seats.get(row[0]), _speaker(row, user_id)
        if known is None:
            seats[row[0]] = found
        elif known.company.id == found.company.id:
            seats[row[0]] = _with_role(known, row[-1])
    return list(seats.values())


def _speaker(row: Sequence[Any], user_id: str) -> Speaker:
    met = None if row[_PERSON_AT] is None else person(row[_PERSON_AT:-1], [row[-1]])
    company = company_page.company(row[_COMPANY_AT:_PERSON_AT])
    return Speaker(Coalition(*row[:_COMPANY_AT]), company, met, user_id)


def _with_role(speaker: Speaker, role: str | None) -> Speaker:
    if speaker.person is None or role is None:
        return speaker
    return replace(speaker, person=replace(speaker.person, roles=speaker.person.roles | {Role(role)}))


def may_speak(speaker: Speaker) -> None:
    """Raise GuestAccount for an account that a company lends to an outsider and has given no role."""
    if speaker.person is not None and speaker.person.guest_account and not speaker.person.roles:
        raise GuestAccount(speaker.company.name)


def may_log(speaker: Speaker) -> None:
    """Raise NotSeated unless this person's company may log a takedown here; GuestAccount as `may_speak` does."""
    may_speak(speaker)
    if speaker.company.seat is not Seat.MEMBER:
        raise NotSeated(speaker.company.seat)


def visible_to(speaker: Speaker, record: FromClause) -> ColumnElement[bool]:
    """Say, as a condition on a table of records, which of them this person may know of.

    The table has the columns `coalition_id`, `company_id` and `audience`.
    """
    try:
        may_speak(speaker)
    except GuestAccount:
        return false()
    inside = record.c.coalition_id == speaker.coalition.id
    if speaker.company.seat is not Seat.MEMBER:
        return and_(inside, record.c.company_id == speaker.company.id)
    return and_(inside, record.c.audience == Audience.MEMBERS)


def channel_may_see(
    session: Session,
    coalition: Coalition,
    channel: str,
    record: Table,
    record_id: int | None,
) -> bool:
    """Tell whether everybody in a channel may know of a record: the members' channel may know what is for members."""
    if channel != coalition.channel:
        return False
    found = (
        select(record.c.id)
        .join(companies, companies.c.id == record.c.company_id)
        .where(
            record.c.id == record_id,
            record.c.coalition_id == coalition.id,
            record.c.audience == Audience.MEMBERS,
            companies.c.left_at.is_(None),
        )
    )
    return session.execute(found).first() is not None


def seats_of_user(session: Session, coalition: Coalition, user_id: str) -> list[Speaker]:
    """Find the seats in a coalition of somebody whom we write to, by the Slack id alone."""
    rows = session.execute(
        select(company_page.teams.c.team)
        .join(people, people.c.company_id == company_page.teams.c.company_id)
        .where(people.c.coalition_id == coalition.id, people.c.user_id == user_id),
    ).scalars()
    return [seat for seat in seats_of(session, list(rows), user_id) if seat.coalition.id == coalition.id]


def user_of(session: Session, person_id: int) -> str | None:
    """Give the Slack id of a person who sits in a coalition now; None once their company has left."""
    user_id: str | None = session.execute(
        select(people.c.user_id)
        .join(companies, companies.c.id == people.c.company_id)
        .where(people.c.id == person_id, companies.c.left_at.is_(None)),
    ).scalar_one_or_none()
    return user_id


def may_change(speaker: Speaker, company_id: int, reference: str) -> None:
    """Raise NotYours unless the record is the speaker's own company's; ask only of records that they may see."""
    may_log(speaker)
    if speaker.company.id != company_id:
        raise NotYours(reference)


def may_read_trail(speaker: Speaker, company_id: int) -> bool:
    """Tell whether this person may read the trail of a record: the lead and counsel of the company whose it is."""
    if speaker.person is None or speaker.company.id != company_id:
        return False
    return not speaker.person.roles.isdisjoint({Role.LEAD, Role.COUNSEL})


def must_be_theirs(speaker: Speaker, person_id: int) -> None:
    """Raise Unknown unless it is this very person's: a draft does not exist for anybody else."""
    if speaker.person is None or speaker.person.id != person_id:
        raise Unknown
