"""Figures by company: shown where every member company agreed to it, and only until one of them takes that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, not_, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Refusal
from storage.leaving import is_lead

ABOUT = "company"
AGREES: ColumnElement[bool] = companies.c.figures_agreed_at.is_not(None)


class MayNotAgree(Refusal):
    """Only the lead of a member company agrees for it, and only members are asked."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether the speaker's company has agreed, whether every member has, and whether the speaker may decide."""

    ours: bool
    everybodys: bool
    may_decide: bool


def agreement(session: Session, speaker: Speaker) -> Agreement:
    """Tell how far the members have agreed, and of no other company alone; MayNotAgree for all but their people."""
    _must_be_of_a_member(speaker)
    own = select(companies.c.figures_agreed_at).where(companies.c.id == speaker.company.id)
    ours = session.execute(own).scalar_one() is not None
    return Agreement(ours, everybody_agrees(session, speaker.coalition), is_lead(speaker))


def _must_be_of_a_member(speaker: Speaker) -> None:
    access.must_act(speaker)
    if speaker.company.seat is not Seat.MEMBER:
        raise MayNotAgree


def everybody_agrees(session: Session, coalition: Coalition) -> bool:
    """Tell whether every member company has agreed."""
    return session.execute(_DISAGREES, {"coalition": coalition.id}).first() is None


# Built once, since it is asked before each figure.
_DISAGREES = (
    select(companies.c.id)
    .where(
        companies.c.coalition_id == bindparam("coalition"),
        companies.c.seat == Seat.MEMBER,
        companies.c.left_at.is_(None),
        not_(AGREES),
    )
    .limit(1)
)


def agree(session: Session, speaker: Speaker, *, agrees: bool, way: Way, now: datetime) -> bool:
    """Agree for the speaker's company, or take that back; False where it stood so. MayNotAgree unless they lead it."""
    _must_be_of_a_member(speaker)
    if not is_lead(speaker):
        raise MayNotAgree
    changed = session.execute(
        update(companies)
        .where(companies.c.id == speaker.company.id, not_(AGREES) if agrees else AGREES)
        .values(figures_agreed_at=now if agrees else None)
        .returning(companies.c.id)
    ).first()
    if changed is None:
        return False
    act = Act.FIGURES_AGREED if agrees else Act.FIGURES_ENDED
    audit.note(session, speaker, act, ABOUT, speaker.company.id, way=way, now=now)
    return True
