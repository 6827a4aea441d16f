"""The companies of a coalition, the Slack workspaces they are known by, and where each is seated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint, func, insert, or_, select, update

from storage.base import Instant, metadata, new_token
from storage.coalitions import Coalition
from storage.database import Session
from storage.errors import Conflict, Unknown
from storage.once import insert_once


class Seat(StrEnum):
    """Where a company sits in a coalition."""

    MEMBER = "member"
    OBSERVER = "observer"
    GUEST = "guest"


companies = Table(
    "companies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("name", String(80), nullable=False),
    # Its name in Slack's menus and buttons.
    Column("token", String(32), unique=True, default=new_token),
    Column("seat", String(16), nullable=False),
    # Since when it sits in the seat that it has.
    Column("joined_at", Instant, nullable=False, index=True),
    Column("left_at", Instant, index=True),
    # Since when it agrees to figures by company.
    Column("figures_agreed_at", Instant),
    UniqueConstraint("coalition_id", "name"),
)

# A company is known by many ids: Grid companies by an E… id too. https://docs.slack.dev/apis/slack-connect
teams = Table(
    "company_teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("team", String(32), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False, index=True),
    UniqueConstraint("coalition_id", "team"),
)


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation in one coalition; `token` is its name in Slack, `joined_at` since when it has its seat."""

    id: int
    coalition_id: int
    name: str
    seat: Seat
    token: str
    joined_at: datetime


def add(
    session: Session,
    coalition: Coalition,
    name: str,
    *,
    team_ids: Iterable[str],
    seat: Seat,
    now: datetime,
) -> tuple[Company, bool]:
    """Seat a company, or change the one of that name; True if it is new. Conflict if a workspace is another's."""
    wanted = list(dict.fromkeys(team_ids))
    _refuse_taken_teams(session, coalition, name, wanted)
    there = _id_of(session, coalition, name)
    if there is None:
        values = {"coalition_id": coalition.id, "name": name.strip(), "seat": seat, "joined_at": now}
        company_id = session.execute(insert(companies).values(values).returning(companies.c.id)).scalar_one()
    else:
        company_id = there
        _seat_again(session, there, seat, now)
    known = set(session.execute(select(teams.c.team).where(teams.c.company_id == company_id)).scalars())
    new = [team for team in wanted if team not in known]
    if new:
        rows = [{"coalition_id": coalition.id, "team": team, "company_id": company_id} for team in new]
        session.execute(insert(teams), rows)
    return named(session, coalition, name), there is None


def depart(session: Session, company: Company, *, now: datetime) -> bool:
    """Let a company sit here no more; False if it did not."""
    gone = update(companies).where(companies.c.id == company.id, companies.c.left_at.is_(None)).values(left_at=now)
    return session.execute(gone.returning(companies.c.id)).first() is not None


def _seat_again(session: Session, company_id: int, seat: Seat, now: datetime) -> None:
    """Seat a company that is known; whoever takes another seat, or comes back, begins anew there."""
    elsewhere = or_(companies.c.seat != seat, companies.c.left_at.is_not(None))
    anew = {"seat": seat, "left_at": None, "joined_at": now, "figures_agreed_at": None}
    session.execute(update(companies).where(companies.c.id == company_id, elsewhere).values(anew))


def _refuse_taken_teams(session: Session, coalition: Coalition, name: str, wanted: list[str]) -> None:
    taken = session.execute(
        select(teams.c.team, companies.c.name)
        .join(companies, companies.c.id == teams.c.company_id)
        .where(
            teams.c.coalition_id == coalition.id,
            teams.c.team.in_(wanted),
            func.lower(companies.c.name) != name.strip().lower(),
        ),
    ).first()
    if taken:
        raise Conflict("team", taken.team, taken.name)


def _id_of(session: Session, coalition: Coalition, name: str) -> int | None:
    return session.execute(
        select(companies.c.id).where(
            companies.c.coalition_id == coalition.id,
            func.lower(companies.c.name) == name.strip().lower(),
        ),
    ).scalar_one_or_none()


def named(session: Session, coalition: Coalition, name: str) -> Company:
    """Find a seated company by its name, in any case of letters; Unknown if there is none."""
    for company in seated(session, coalition):
        if company.name.lower() == name.strip().lower():
            return company
    raise Unknown(name)


def seated(session: Session, coalition: Coalition) -> tuple[Company, ...]:
    """List the companies that sit in the coalition now, by name."""
    rows = session.execute(
        select(*COLUMNS)
        .where(companies.c.coalition_id == coalition.id, companies.c.left_at.is_(None))
        .order_by(companies.c.name),
    )
    return tuple(company(row) for row in rows)


def by_token(session: Session, coalition: Coalition, token: str) -> Company:
    """Find a company that sits here by its name in Slack's menus; Unknown if there is none."""
    for company in seated(session, coalition):
        if company.token == token:
            return company
    raise Unknown


def coalition_of(session: Session, token: str) -> int | None:
    """Tell the coalition of the company that a token names; None if it names none."""
    return session.execute(select(companies.c.coalition_id).where(companies.c.token == token)).scalar_one_or_none()


def learn(session: Session, company: Company, team_ids: Iterable[str]) -> None:
    """Note the workspaces of a company that was seated by its whole Grid organisation; another company's stay its.

    Never the other way round: who was seated by one workspace does not speak for the organisation around it.
    """
    wanted = list(team_ids)
    known = set(session.execute(select(teams.c.team).where(teams.c.company_id == company.id)).scalars())
    if any(team.startswith("E") and team in known for team in wanted):
        for team in wanted:
            insert_once(session, teams, {"coalition_id": company.coalition_id, "team": team, "company_id": company.id})


def of_team(session: Session, coalition: Coalition, team_ids: Iterable[str]) -> Company | None:
    """Find the seated company that is known by one of these Slack ids."""
    row = session.execute(
        select(*COLUMNS)
        .join(teams, teams.c.company_id == companies.c.id)
        .where(
            teams.c.coalition_id == coalition.id,
            teams.c.team.in_(list(team_ids)),
            companies.c.left_at.is_(None),
        )
        # A workspace, T…, says more exactly whose somebody is than the organisation around it, E….
        .order_by(teams.c.team.desc())
        .limit(1),
    ).one_or_none()
    return company(row) if row else None


def known_by(session: Session, team: str) -> tuple[Company, ...]:
    """List the companies of all coalitions that are known by a Slack id and sit there now."""
    rows = session.execute(
        select(*COLUMNS)
        .join(teams, teams.c.company_id == companies.c.id)
        .where(teams.c.team == team, companies.c.left_at.is_(None))
        .order_by(companies.c.id),
    )
    return tuple(company(row) for row in rows)


def team_ids(session: Session, company: Company) -> tuple[str, ...]:
    """List the Slack ids that a company is known by, in the order they were named."""
    rows = session.execute(select(teams.c.team).where(teams.c.company_id == company.id).order_by(teams.c.id))
    return tuple(rows.scalars())


def names_of_teams(session: Session, coalition: Coalition) -> dict[str, str]:
    """Give the company's name for every Slack id that a coalition's companies are known by."""
    rows = session.execute(
        select(teams.c.team, companies.c.name)
        .join(companies, companies.c.id == teams.c.company_id)
        .where(teams.c.coalition_id == coalition.id),
    )
    return {row.team: row.name for row in rows}


COLUMNS = tuple(companies.c[field] for field in Company.__dataclass_fields__)


def company(row: Sequence[Any]) -> Company:
    """Make a Company of a row of `COLUMNS`."""
    id_, coalition_id, name, seat, token, joined_at = row
    return Company(id_, coalition_id, name, Seat(seat), token, joined_at)
