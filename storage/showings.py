"""The register of what guests were shown: which record, to whom of which guest's company, when, by which way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)

from storage import access
from storage.access import Speaker, Way
from storage.audiences import Audience
from storage.base import Instant, metadata
from storage.coalitions import Coalition, coalitions
from storage.companies import Seat, companies
from storage.database import Session
from storage.outbox import Letter, Place, outbox
from storage.people import people
from storage.takedowns import ABOUT, Takedown, takedowns

PAGE = 20


class Shown(StrEnum):
    """What of a record a guest was shown."""

    OPENED = "opened"
    REVISIONS = "revisions"
    INDICATORS = "indicators"
    LISTED = "listed"
    # Its card in the open channel, where everybody reads it.
    CARD = "card"


showings = Table(
    "showings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, index=True),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    # Nobody by name where it stood in the channel.
    Column("person_id", ForeignKey("people.id")),
    Column("shown", String(16), nullable=False),
    Column("way", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_showings_about", "about", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing; `owner` is the company whose record it is, `user_id` empty where it was the card in the channel."""

    reference: str
    owner: str
    company: str
    user_id: str
    shown: Shown
    way: Way
    at: datetime


def note(
    session: Session, speaker: Speaker, shown: Shown, records: Iterable[Takedown], *, way: Way, now: datetime
) -> None:
    """Note that a guest is shown records that are not their own company's; nothing for anybody else."""
    if speaker.company.seat is not Seat.GUEST:
        return
    rows = [
        {
            "coalition_id": speaker.coalition.id,
            "about": ABOUT,
            "about_id": record.id,
            "company_id": speaker.company.id,
            "person_id": speaker.person_id,
            "shown": shown,
            "way": way,
            "at": now,
        }
        for record in records
        if record.company_id != speaker.company.id
    ]
    if rows:
        session.execute(insert(showings), rows)


def posted(session: Session, letter: Letter, now: datetime) -> None:
    """Note, in the transaction that notes that it was sent, that a card stands where guests sit."""
    if letter.about != ABOUT or letter.address.place is not Place.CHANNEL:
        return
    in_the_open = and_(
        coalitions.c.id == letter.coalition_id, coalitions.c.open_channel == letter.address.channel, _IS_A_GUEST
    )
    shown = _CARDS.where(takedowns.c.id == letter.about_id, in_the_open)
    session.execute(insert(showings).from_select(_WRITTEN, shown.add_columns(literal(now, Instant))))


def has_somebody_come(session: Session) -> bool:
    """Tell whether a guest sits where cards stand that it was not noted as shown; asking takes no lock."""
    return session.execute(_unnoted().limit(1)).first() is not None


def note_who_came(session: Session, *, now: datetime) -> None:
    """Note for guests who came into the open channel what stands there: Slack shows them the cards of before."""
    session.execute(insert(showings).from_select(_WRITTEN, _unnoted().add_columns(literal(now, Instant))))


def _unnoted() -> Select[*tuple[Any, ...]]:
    stands = exists().where(
        outbox.c.coalition_id == coalitions.c.id,
        outbox.c.about == ABOUT,
        outbox.c.about_id == takedowns.c.id,
        outbox.c.sent_channel == coalitions.c.open_channel,
        outbox.c.sent_ts.is_not(None),
    )
    known = exists().where(
        showings.c.about == ABOUT,
        showings.c.about_id == takedowns.c.id,
        showings.c.company_id == companies.c.id,
        showings.c.shown == Shown.CARD,
    )
    return _CARDS.where(coalitions.c.open_channel.is_not(None), _IS_A_GUEST, stands, ~known)


_WRITTEN = ("coalition_id", "about", "about_id", "company_id", "shown", "way", "at")
_IS_A_GUEST = and_(companies.c.seat == Seat.GUEST, companies.c.left_at.is_(None))
_CARDS: Select[*tuple[Any, ...]] = (
    select(
        coalitions.c.id,
        literal(ABOUT),
        takedowns.c.id,
        companies.c.id,
        literal(Shown.CARD.value),
        literal(Way.CLOCK.value),
    )
    .join(takedowns, takedowns.c.coalition_id == coalitions.c.id)
    .join(companies, companies.c.coalition_id == coalitions.c.id)
    .where(takedowns.c.company_id != companies.c.id)
)


def how_many(session: Session, speaker: Speaker) -> int | None:
    """Count the showings in a coalition, for those who coordinate it; None for everybody else."""
    if not access.may_coordinate(speaker):
        return None
    everything = select(func.count()).where(showings.c.coalition_id == speaker.coalition.id)
    return session.execute(everything).scalar_one()


def of_own(session: Session, speaker: Speaker, *, limit: int | None = PAGE) -> tuple[Showing, ...]:
    """List the showings of the records of the speaker's company, newest first; nothing to a guest."""
    access.must_act(speaker)
    author = takedowns.c.person_id == speaker.person_id
    own = and_(takedowns.c.company_id == speaker.company.id, or_(takedowns.c.audience != Audience.PEOPLE, author))
    return _listed(session, _SHOWINGS.where(showings.c.coalition_id == speaker.coalition.id, own), limit)


def all_of_them(session: Session, coalition: Coalition) -> tuple[Showing, ...]:
    """List every showing in a coalition, newest first; for the operator."""
    return _listed(session, _SHOWINGS.where(showings.c.coalition_id == coalition.id), None)


_OWNER = companies.alias("owner")
_SHOWINGS: Select[*tuple[Any, ...]] = (
    select(
        takedowns.c.reference,
        _OWNER.c.name,
        companies.c.name,
        func.coalesce(people.c.user_id, ""),
        showings.c.shown,
        showings.c.way,
        showings.c.at,
    )
    .select_from(showings)
    .join(takedowns, and_(showings.c.about == ABOUT, takedowns.c.id == showings.c.about_id))
    .join(_OWNER, _OWNER.c.id == takedowns.c.company_id)
    .join(companies, companies.c.id == showings.c.company_id)
    .join(people, people.c.id == showings.c.person_id, isouter=True)
    .order_by(showings.c.at.desc(), showings.c.id.desc())
)


def _listed(session: Session, rows: Select[*tuple[Any, ...]], limit: int | None) -> tuple[Showing, ...]:
    found = session.execute(rows.limit(limit) if limit is not None else rows)
    return tuple(
        Showing(reference, owner, company, user_id, Shown(shown), Way(way), at)
        for reference, owner, company, user_id, shown, way, at in found
    )
