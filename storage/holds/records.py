"""The tables of legal holds, and what is made of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.audiences import Mark
from storage.base import Instant, metadata
from storage.takedowns import Revision

ABOUT = "hold"
# A page of Slack's holds a hundred blocks.
SHOWN = 15

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    # Empty once the coalition is dissolved: then the two names tell whose it was.
    Column("coalition_id", ForeignKey("coalitions.id"), index=True),
    Column("company_id", ForeignKey("companies.id")),
    Column("person_id", ForeignKey("people.id")),
    Column("coalition", String(80)),
    Column("company", String(80)),
    Column("token", String(32), nullable=False, unique=True),
    Column("form", String(32), nullable=False, unique=True),
    Column("matter", String(200), nullable=False),
    Column("everything", Boolean, nullable=False),
    Column("since", Instant),
    Column("set_at", Instant, nullable=False),
    Column("lifted_at", Instant),
)

# What a hold covers, remembered because a company may lose sight of what it once received. The content stands here
# once the record itself is erased.
held = Table(
    "held",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hold_id", ForeignKey("holds.id"), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer, nullable=False),
    # Its name in Slack's buttons, and what was put aside.
    Column("token", String(32), unique=True),
    Column("content", Text),
    # Who of the company could read it, each id between bars, where not all of them could.
    Column("named", Text),
    # The company could not read it any more when it was put aside: it is kept, and not shown.
    Column("hidden", Boolean),
    UniqueConstraint("hold_id", "about", "about_id"),
    Index("ix_held_about", "about", "about_id"),
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold of one company; with `everything` it covers all that changed since `since`, and what comes later."""

    id: int
    token: str
    matter: str
    everything: bool
    since: datetime | None
    set_at: datetime
    set_by: str
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as the holder could read it when it was put aside; `company` and `logged_by` as far as it knew them.

    `token` is its name in Slack's buttons.
    """

    reference: str
    company: str
    logged_by: str
    mark: Mark
    logged_at: datetime
    revisions: tuple[Revision, ...]
    token: str = ""
    # How many indicators are put aside with it.
    indicators: int = 0


_KEPT = TypeAdapter(Kept)


def dumped(kept: Kept) -> str:
    """Write what is put aside as it lies in the table."""
    return _KEPT.dump_json(kept, exclude_defaults=True).decode()


def loaded(text: str) -> Kept:
    """Read back what `dumped` wrote."""
    return _KEPT.validate_json(text)
