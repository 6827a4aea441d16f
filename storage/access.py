"""Who is speaking, and may this person see or change this? Every question to storage goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, exists, false, func, not_, or_, select

from storage import coalitions as coalition_page
from storage import companies as company_page
from storage.audiences import Audience, grants
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, Seat, companies
from storage.database import Session
from storage.errors import (
    Dissolving,
    GuestAccount,
    NotCoordinator,
    NotCounsel,
    NotSeated,
    NotYours,
    ReadsOnly,
    SeveralCoalitions,
    Stranger,
    Unknown,
)
from storage.people import COLUMNS as PERSON_COLUMNS
from storage.people import Person, Role, Room, people, person, roles


class Way(StrEnum):
    """How somebody reached us; the audit trail keeps it."""

    COMMAND = "command"
    BUTTON = "button"
    SHORTCUT = "shortcut"
    FORM = "form"
    MENTION = "mention"
    MESSAGE = "message"
    SHELL = "shell"
    CLOCK = "clock"
    EVENT = "event"


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


# For whom something is drawn: a whole channel, or one person.
Reader: TypeAlias = Room | Speaker


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
        raise Stranger(next(iter(team_ids), ""))
    if not seats:
        raise Stranger(next(iter(team_ids), ""))
    if len(seats) > 1:
        raise SeveralCoalitions(tuple((seat.coalition.name, seat.coalition.token) for seat in seats))
    return seats[0]


def recognise_in(session: Session, coalition_id: int, *, team_ids: Sequence[str], user_id: str) -> Speaker:
    """Tell who speaks inside a coalition that is known already; raises Stranger."""
    for seat in seats_of(session, team_ids, user_id):
        if seat.coalition.id == coalition_id:
            return seat
    raise Stranger(next(iter(team_ids), ""))


_COALITION = tuple(coalitions.c[field] for field in Coalition.__dataclass_fields__)
_COMPANY_AT = len(_COALITION)
_PERSON_AT = _COMPANY_AT + len(company_page.COLUMNS)
_USER_AT = _PERSON_AT + PERSON_COLUMNS.index(people.c.user_id)
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
# The same of those who were met.
_MET = (
    select(*_COALITION, *company_page.COLUMNS, *PERSON_COLUMNS, roles.c.role)
    .select_from(people)
    .join(companies, companies.c.id == people.c.company_id)
    .join(coalitions, coalitions.c.id == companies.c.coalition_id)
    .join(roles, roles.c.person_id == people.c.id, isouter=True)
    .where(companies.c.left_at.is_(None))
    .order_by(companies.c.name, people.c.user_id)
)
_EVERYBODY = _MET.where(people.c.coalition_id == bindparam("coalition"))
_SEAT = _MET.where(people.c.id == bindparam("person"))


def seats_of(session: Session, team_ids: Sequence[str], user_id: str) -> list[Speaker]:
    """Find every seat that a person speaks from."""
    rows = _sorted_by(0, session.execute(_SEATS, {"user": user_id, "teams": list(team_ids)}))
    return [_speaker([row for row in found if row[_COMPANY_AT] == found[0][_COMPANY_AT]], user_id) for found in rows]


def _sorted_by(column: int, rows: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    """Put those rows together that agree in a column, the first ones first."""
    together: dict[int, list[Row[Any]]] = {}
    for row in rows:
        together.setdefault(row[column], []).append(row)
    return list(together.values())


def _speaker(rows: Sequence[Row[Any]], user_id: str) -> Speaker:
    """Make a speaker of the rows of one seat, which differ in a role that is held."""
    first = rows[0]
    met = None if first[_PERSON_AT] is None else person(first[_PERSON_AT:-1], [row[-1] for row in rows])
    company = company_page.company(first[_COMPANY_AT:_PERSON_AT])
    return Speaker(Coalition(*first[:_COMPANY_AT]), company, met, user_id)


def _met(session: Session, question: Select[*tuple[Any, ...]], **about: int) -> list[Speaker]:
    rows = _sorted_by(_PERSON_AT, session.execute(question, about))
    return [_speaker(found, found[0][_USER_AT]) for found in rows]


def may_speak(speaker: Speaker) -> None:
    """Raise GuestAccount for an account that a company lends to an outsider and has given no role."""
    if speaker.person is not None and speaker.person.guest_account and not speaker.person.roles:
        raise GuestAccount(speaker.company.name)


def may_log(speaker: Speaker) -> None:
    """Raise NotSeated unless this person's company may log a takedown here; GuestAccount as `may_speak` does."""
    may_speak(speaker)
    if speaker.company.seat is not Seat.MEMBER:
        raise NotSeated(speaker.company.seat)


def must_stand(speaker: Speaker) -> None:
    """Raise Dissolving where the coalition is being dissolved."""
    if speaker.coalition.dissolving_at is not None:
        raise Dissolving


def must_act(speaker: Speaker) -> None:
    """Raise ReadsOnly for the people of a guest's company; GuestAccount as `may_speak` does."""
    may_speak(speaker)
    if speaker.company.seat is Seat.GUEST:
        raise ReadsOnly


def may_coordinate(speaker: Speaker) -> bool:
    """Tell whether this person coordinates, for a company that is a member."""
    return speaker.is_coordinator and speaker.company.seat is Seat.MEMBER


def must_coordinate(speaker: Speaker) -> None:
    """Raise NotCoordinator unless this person coordinates; GuestAccount as `may_speak` does."""
    may_speak(speaker)
    if not may_coordinate(speaker):
        raise NotCoordinator


def may_hold(speaker: Speaker) -> bool:
    """Tell whether this person may keep what concerns their company from being lost: its lead and counsel."""
    return speaker.company.seat is not Seat.GUEST and may_read_trail(speaker, speaker.company.id)


def must_hold(speaker: Speaker) -> None:
    """Raise NotCounsel unless this person is lead or counsel of their company; ReadsOnly for a guest's."""
    must_act(speaker)
    if not may_hold(speaker):
        raise NotCounsel


def visible_to(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    """Say, as a condition on a table of records, which of them this person may read.

    The table is of the shape that `storage/takedowns/records.py` gives its own; what it is about stands in its `info`.
    """
    if not _may_know(speaker):
        return false()
    shared = and_(_is_shared_with(speaker, record), record.c.recalled_at.is_(None))
    return and_(_is_inside(speaker, record), or_(_is_own(speaker, record), shared))


def knew_of(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    """Say, as a condition, which records this person may read or could read once: of those they find the tombstone."""
    if not _may_know(speaker):
        return false()
    known = or_(_is_own(speaker, record), _is_shared_with(speaker, record), _fell_away_from(speaker, record))
    return and_(_is_inside(speaker, record), known)


def _may_know(speaker: Speaker) -> bool:
    try:
        may_speak(speaker)
    except GuestAccount:
        return False
    return True


def _is_inside(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    """Leave out what is another coalition's, and what was erased: of that nobody finds anything."""
    return and_(record.c.coalition_id == speaker.coalition.id, record.c.erased_at.is_(None))


def _is_own(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    """Whose record it is reads it whatever happens; one for named people is its author's, not their company's."""
    is_theirs = record.c.company_id == speaker.company.id
    author = record.c.person_id == speaker.person.id if speaker.person else false()
    return and_(is_theirs, or_(record.c.audience != Audience.PEOPLE, author))


def _is_shared_with(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    """Whom the owner shared it with, once its hour has come."""
    was_seated = record.c.shared_at >= speaker.company.joined_at
    shared = [and_(record.c.audience == Audience.EVERYONE, was_seated)]
    if speaker.company.seat is Seat.MEMBER:
        shared += [
            and_(record.c.audience == Audience.MEMBERS, was_seated),
            # Chosen companies and named people hold a grant for as long as they are chosen.
            _has_grant(speaker, record, ended=False),
        ]
    return and_(not_(record.c.embargoed), or_(*shared))


def _fell_away_from(speaker: Speaker, record: Table) -> ColumnElement[bool]:
    return _has_grant(speaker, record, ended=True)


def _has_grant(speaker: Speaker, record: Table, *, ended: bool) -> ColumnElement[bool]:
    """Ask for a grant to the speaker's company or to themselves; what ended before they sat here is nothing to them."""
    whose = grants.c.company_id == speaker.company.id
    if speaker.person is not None:
        whose = or_(whose, grants.c.person_id == speaker.person.id)
    holds = grants.c.ended_at >= speaker.company.joined_at if ended else grants.c.ended_at.is_(None)
    about = and_(grants.c.about == record.info["about"], grants.c.about_id == record.c.id)
    return exists().where(about, whose, holds)


def readers(session: Session, coalition: Coalition, record: Table, record_id: int) -> tuple[Speaker, ...]:
    """List everybody who may read a record now, its owner's people among them."""
    return tuple(seat for seat in everybody(session, coalition) if may_read(session, seat, record, record_id))


def may_read(session: Session, speaker: Speaker, record: Table, record_id: int) -> bool:
    """Tell whether this person may read one record."""
    return _is_there(session, record, record_id, visible_to(speaker, record))


def knows_of(session: Session, speaker: Speaker, record: Table, record_id: int) -> bool:
    """Tell whether this person may read one record, or could once."""
    return _is_there(session, record, record_id, knew_of(speaker, record))


def _is_there(session: Session, record: Table, record_id: int, which: ColumnElement[bool]) -> bool:
    return session.execute(select(record.c.id).where(record.c.id == record_id, which)).first() is not None


def of_company(session: Session, coalition: Coalition, company_id: int) -> tuple[Speaker, ...]:
    """List every known person of a company that sits here."""
    return tuple(seat for seat in everybody(session, coalition) if seat.company.id == company_id)


def everybody(session: Session, coalition: Coalition) -> list[Speaker]:
    """List every known person of every company that sits in a coalition."""
    return _met(session, _EVERYBODY, coalition=coalition.id)


_CHANNEL_READS = {Room.MEMBERS: (Audience.EVERYONE, Audience.MEMBERS), Room.OPEN: (Audience.EVERYONE,)}


# Under names of their own, since the question around them may ask of companies, too.
_owners, _seated = companies.alias("owners"), companies.alias("seated")


class Which(Protocol):
    """A coalition, or in a question that is built once for all of them a parameter that says which it is."""

    @property
    def id(self) -> int | ColumnElement[int]:
        """Its row."""


def shown_in(coalition: Which, room: Room, record: Table) -> ColumnElement[bool]:
    """Say, as a condition on a table of records, which of them everybody who is meant to be in a channel may read."""
    sits = exists().where(_owners.c.id == record.c.company_id, _owners.c.left_at.is_(None))
    # Whoever sits in the channel now may have come after the record was shared.
    last = select(func.max(_seated.c.joined_at)).where(
        _seated.c.coalition_id == coalition.id, _seated.c.left_at.is_(None)
    )
    if room is Room.MEMBERS:
        last = last.where(_seated.c.seat == Seat.MEMBER)
    return and_(
        record.c.coalition_id == coalition.id,
        record.c.audience.in_(_CHANNEL_READS[room]),
        not_(record.c.embargoed),
        record.c.recalled_at.is_(None),
        record.c.erased_at.is_(None),
        sits,
        record.c.shared_at >= func.coalesce(last.scalar_subquery(), record.c.shared_at),
    )


def may_be_told(reader: Reader, coalition: Coalition, record: Table) -> ColumnElement[bool]:
    """Say, as a condition, which records count in what a reader is told; recalled or embargoed ones never do."""
    if isinstance(reader, Room):
        return shown_in(coalition, reader, record)
    is_out = and_(not_(record.c.embargoed), record.c.recalled_at.is_(None))
    return and_(is_out, visible_to(reader, record))


def is_among_members(reader: Reader) -> bool:
    """Tell whether a reader is in the members' room: their channel as a whole, or somebody of a member company."""
    if isinstance(reader, Room):
        return reader is Room.MEMBERS
    return _may_know(reader) and reader.company.seat is Seat.MEMBER


def affairs_of(
    reader: Reader, coalition: Coalition, affair: Table, for_all: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Say, as a condition on a table of the coalition's own affairs, of which of them a reader may know.

    Of its meetings and of what it decides about its own running all members know, whoever came later too; observers and
    guests know of what is `for_all`.
    """
    if isinstance(reader, Speaker) and not (_may_know(reader) and reader.coalition.id == coalition.id):
        return false()
    inside = affair.c.coalition_id == coalition.id
    return inside if is_among_members(reader) else and_(inside, for_all)


class Gathering(Protocol):
    """A meeting, of which somebody may know."""

    @property
    def coalition_id(self) -> int:
        """Whose it is."""

    @property
    def with_open(self) -> bool:
        """Whether observers and guests are invited."""


def may_attend(speaker: Speaker, meeting: Gathering) -> bool:
    """Tell whether this person may know of a meeting and answer its invitation, as `affairs_of` says of its row."""
    if not _may_know(speaker) or meeting.coalition_id != speaker.coalition.id:
        return False
    return meeting.with_open or is_among_members(speaker)


def channel_may_see(
    session: Session,
    coalition: Coalition,
    channel: str,
    record: Table,
    record_id: int | None,
) -> bool:
    """Tell whether everybody who is meant to be in a channel may read a record."""
    room = Room.MEMBERS if channel == coalition.channel else Room.OPEN
    found = select(record.c.id).where(record.c.id == record_id, shown_in(coalition, room, record))
    return session.execute(found).first() is not None


def seats_of_user(session: Session, coalition: Coalition, user_id: str) -> list[Speaker]:
    """Find the seats in a coalition of somebody whom we write to, by the Slack id alone."""
    rows = session.execute(
        select(company_page.teams.c.team)
        .join(people, people.c.company_id == company_page.teams.c.company_id)
        .where(people.c.user_id == user_id),
    ).scalars()
    return [seat for seat in seats_of(session, list(rows), user_id) if seat.coalition.id == coalition.id]


def seat_of(session: Session, person_id: int) -> Speaker | None:
    """Find the seat of a person who was met; None once their company has left."""
    return next(iter(_met(session, _SEAT, person=person_id)), None)


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
