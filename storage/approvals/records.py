"""The table of what needs a second coordinator, and the requests that are made of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Select, String, Table, UniqueConstraint, select

from storage import access
from storage.access import Speaker
from storage.base import Instant, metadata
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.people import Role, people, roles

ABOUT = "approval"
LASTS = timedelta(days=1)


class Deed(StrEnum):
    """What needs a second coordinator."""

    EXPORT_ALL = "export_all"
    ADMIT = "admit"
    DISSOLVE = "dissolve"


class State(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Settled(Refusal):
    """The request was answered by somebody else, or it lapsed; `state` says which."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, index=True),
    Column("deed", String(16), nullable=False),
    # What exactly was asked, as the page of the deed wrote it.
    Column("payload", JSON, nullable=False),
    Column("form", String(64), nullable=False),
    Column("company_id", ForeignKey("companies.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("settled_by", ForeignKey("people.id")),
    Column("settled_at", Instant),
    UniqueConstraint("coalition_id", "deed", "form"),
    Index("ixapprovals_state_expires_at", "state", "expires_at"),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """A request: by whom, for what exactly, until when it waits, and who settled it.

    `alone` says that nobody else was needed, since only one company had a coordinator. `by` and `settler` are Slack
    ids, `settler` and `settled_by` (its company) empty as long as nobody has answered.
    """

    id: int
    token: str
    coalition_id: int
    deed: Deed
    payload: Mapping[str, Any]
    company_id: int
    company: str
    person_id: int
    by: str
    asked_at: datetime
    expires_at: datetime
    state: State
    settler_id: int | None
    settler: str
    settled_by: str

    @property
    def alone(self) -> bool:
        """Whether it was granted to who asked, without a second."""
        return self.state is State.GRANTED and self.settler_id == self.person_id


def again(session: Session, speaker: Speaker) -> Speaker:
    """Read somebody's seat and roles anew, now that nobody changes them."""
    found = access.seat_of(session, speaker.person_id)
    if found is None:
        raise Unknown
    return found


def may_answer(speaker: Speaker, approval: Approval) -> bool:
    """Tell whether somebody is the second: a coordinator of another company, and not the same human in two of them."""
    return (
        access.may_coordinate(speaker)
        and speaker.coalition.id == approval.coalition_id
        and speaker.company.id != approval.company_id
        and speaker.user_id != approval.by
    )


def still_coordinates(session: Session, approval: Approval) -> bool:
    """Tell whether whoever asked may ask for it still."""
    found = access.seat_of(session, approval.person_id)
    return found is not None and access.may_coordinate(found)


def coordinators(coalition_id: int) -> Select[*tuple[Any, ...]]:
    """Begin a question for who coordinates, wherever they are: a role that nobody uses still asks for a second."""
    return (
        select(people.c.user_id, companies.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .join(companies, companies.c.id == people.c.company_id)
        .where(
            people.c.coalition_id == coalition_id,
            roles.c.role == Role.COORDINATOR,
            companies.c.seat == Seat.MEMBER,
            companies.c.left_at.is_(None),
        )
    )


_asker, _settler = people.alias("asker"), people.alias("settler")
_asking, _settling = companies.alias("asking"), companies.alias("settling")
_COLUMNS = (
    *(approvals.c[name] for name in ("id", "token", "coalition_id", "deed", "payload", "company_id")),
    _asking.c.name.label("company"),
    approvals.c.person_id,
    _asker.c.user_id.label("by"),
    *(approvals.c[name] for name in ("asked_at", "expires_at", "state")),
    approvals.c.settled_by.label("settler_id"),
    _settler.c.user_id.label("settler"),
    _settling.c.name.label("settled_by"),
    approvals.c.form,
)


def requests() -> Select[*tuple[Any, ...]]:
    """Begin a question for requests."""
    return (
        select(*_COLUMNS)
        .select_from(approvals)
        .join(_asking, _asking.c.id == approvals.c.company_id)
        .join(_asker, _asker.c.id == approvals.c.person_id)
        .join(_settler, _settler.c.id == approvals.c.settled_by, isouter=True)
        .join(_settling, _settling.c.id == _settler.c.company_id, isouter=True)
    )


def by_id(session: Session, approval_id: int) -> Approval:
    """Find a request by its row."""
    return of_row(session.execute(requests().where(approvals.c.id == approval_id)).one())


def of_row(row: Any) -> Approval:
    """Make an Approval of a row of `requests`."""
    found = {name: getattr(row, name) for name in Approval.__dataclass_fields__}
    found |= {"deed": Deed(row.deed), "state": State(row.state)}
    return Approval(**found | {name: found[name] or "" for name in ("settler", "settled_by")})
