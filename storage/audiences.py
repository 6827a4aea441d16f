"""Whom a record is for and how far they may pass it on: the mark, the audience, and who was chosen by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, delete, insert, select, update

from storage import companies as company_page
from storage import people as people_page
from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.companies import Company
from storage.database import Session
from storage.errors import Refusal
from storage.people import Person


class Mark(StrEnum):
    """TLP 2.0, from the widest to the narrowest; https://www.first.org/tlp/."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"


class Audience(StrEnum):
    """Whom a record is for, from the widest to the narrowest; `EVERYONE` is members, observers and guests."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    COMPANIES = "companies"
    PEOPLE = "people"


# What observers and guests may be told: each of them may pass it on to others, the wider the mark the further.
_FOR_EVERYONE = frozenset({Mark.CLEAR, Mark.GREEN})


class Unfit(Refusal):
    """A mark and an audience do not go together; `mark` and `audience` say which."""

    def __init__(self, mark: Mark, audience: Audience) -> None:
        super().__init__(mark, audience)
        self.mark = mark
        self.audience = audience


def goes_with(mark: Mark, audience: Audience) -> bool:
    """Tell whether a mark allows an audience: RED is for named people, and observers and guests get CLEAR and GREEN."""
    if mark is Mark.RED:
        return audience is Audience.PEOPLE
    return audience is not Audience.EVERYONE or mark in _FOR_EVERYONE


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a record is for, under which rule, from when on; `companies` and `people` are the rows that were chosen.

    Under `chatham`, the Chatham House Rule, others may use what it says and not learn whose it is. Before `not_before`
    nobody but its owner knows of it. https://www.chathamhouse.org/about-us/chatham-house-rule
    """

    audience: Audience = Audience.MEMBERS
    companies: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    chatham: bool = False
    not_before: datetime | None = None


class NoLongerThere(Refusal):
    """Somebody who was chosen does not sit in the coalition any more."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom somebody may choose: the other member companies, and their people with the name of their company."""

    companies: tuple[Company, ...]
    people: tuple[tuple[Person, str], ...]

    def chosen(
        self,
        audience: Audience,
        companies: Iterable[str],
        people: Iterable[str],
        *,
        chatham: bool = False,
        not_before: datetime | None = None,
    ) -> Scope:
        """Make the scope of what was chosen, by tokens; NoLongerThere where one of them names nobody here."""
        by_token = {one.token: one.id for one in self.companies}
        person_by_token = {one.token: one.id for one, _ in self.people}
        try:
            return Scope(
                audience,
                frozenset(by_token[token] for token in companies if audience is Audience.COMPANIES),
                frozenset(person_by_token[token] for token in people if audience is Audience.PEOPLE),
                chatham,
                not_before,
            )
        except KeyError:
            raise NoLongerThere from None


def choices(session: Session, coalition: Coalition, *, company_id: int, person_id: int) -> Choices:
    """List whom this person of this company may choose; their own company and they themselves are in it anyway."""
    others = tuple(
        one
        for one in company_page.seated(session, coalition)
        if one.seat is company_page.Seat.MEMBER and one.id != company_id
    )
    named = tuple((one, company) for one, company in people_page.in_the_room(session, coalition) if one.id != person_id)
    return Choices(others, named)


# Who was chosen by name. A grant that ended tells who knew of a record once and finds its tombstone.
grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    Column("company_id", ForeignKey("companies.id"), index=True),
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_grants_about", "about", "about_id"),
)


def granted(session: Session, about: str, about_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """List the companies and the people that a record is granted to now."""
    rows = session.execute(
        select(grants.c.company_id, grants.c.person_id).where(
            grants.c.about == about, grants.c.about_id == about_id, grants.c.ended_at.is_(None)
        ),
    ).all()
    return frozenset(row[0] for row in rows if row[0]), frozenset(row[1] for row in rows if row[1])


def named(session: Session, scope: Scope) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the names of the companies, and the Slack ids of the people, that were chosen."""
    name, user_id = company_page.companies.c.name, people_page.people.c.user_id
    chosen = select(name).where(company_page.companies.c.id.in_(scope.companies)).order_by(name)
    people = select(user_id).where(people_page.people.c.id.in_(scope.people)).order_by(user_id)
    return tuple(session.execute(chosen).scalars()), tuple(session.execute(people).scalars())


def grant(session: Session, about: str, about_id: int, scope: Scope, *, told: bool = True, now: datetime) -> None:
    """Let exactly those have a record who are chosen now: who is new gets a grant, who is not any more loses theirs.

    Where nobody was `told` of it yet, whoever is not chosen any more never was.
    """
    companies, people = granted(session, about, about_id)
    wanted_companies = scope.companies if scope.audience is Audience.COMPANIES else frozenset()
    wanted_people = scope.people if scope.audience is Audience.PEOPLE else frozenset()
    gone = (companies - wanted_companies, people - wanted_people)
    _end(session, about, about_id, *gone, now=now if told else None)
    _begin(session, about, about_id, wanted_companies - companies, wanted_people - people, now=now)


def fall_away(session: Session, about: str, about_id: int, companies: Iterable[int], *, now: datetime) -> None:
    """Note that companies knew of a record up to now."""
    about_it = {"about": about, "about_id": about_id, "at": now, "ended_at": now}
    rows = [{**about_it, "company_id": one} for one in sorted(companies)]
    if rows:
        session.execute(insert(grants), rows)


def end_of_company(session: Session, company_id: int, people: Iterable[int], *, now: datetime) -> None:
    """End every grant of a company that leaves, and of its people."""
    for theirs in (grants.c.company_id == company_id, grants.c.person_id.in_(list(people))):
        session.execute(update(grants).where(theirs, grants.c.ended_at.is_(None)).values(ended_at=now))


def _end(
    session: Session,
    about: str,
    about_id: int,
    companies: frozenset[int],
    people: frozenset[int],
    *,
    now: datetime | None,
) -> None:
    """End grants; without a moment, as if they had never been given."""
    about_it = (grants.c.about == about, grants.c.about_id == about_id, grants.c.ended_at.is_(None))
    for column, gone in ((grants.c.company_id, companies), (grants.c.person_id, people)):
        if gone:
            which = (*about_it, column.in_(gone))
            session.execute(update(grants).where(*which).values(ended_at=now) if now else delete(grants).where(*which))


def _begin(
    session: Session, about: str, about_id: int, companies: frozenset[int], people: frozenset[int], *, now: datetime
) -> None:
    whom = [(one, None) for one in sorted(companies)] + [(None, one) for one in sorted(people)]
    rows = [
        {"about": about, "about_id": about_id, "company_id": company, "person_id": person, "at": now}
        for company, person in whom
    ]
    if rows:
        session.execute(insert(grants), rows)
