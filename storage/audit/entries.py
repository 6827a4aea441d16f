"""The trail's table and its lines: ids and words of ours, never content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from storage.access import Way
from storage.base import Instant, metadata


class Act(StrEnum):
    """What somebody did."""

    LOGGED = "logged"
    REVISED = "revised"
    CORRECTED = "corrected"
    ERASED = "erased"
    WITHDREW = "withdrew"
    RECALLED = "recalled"
    RELEASED = "released"
    ASKED = "asked"
    ANSWERED = "answered"
    OPENED = "opened"
    READ_HISTORY = "read_history"
    READ_TRAIL = "read_trail"
    LISTED = "listed"
    EXPORTED = "exported"
    REFUSED = "refused"
    FOUNDED = "founded"
    SEATED = "seated"
    APPOINTED = "appointed"
    DISMISSED = "dismissed"
    AWAY = "away"
    BACK = "back"
    CHANGED = "changed"
    AGREED = "agreed"
    LET_READ = "let_read"
    LEFT = "left"
    PUT_OUT = "put_out"
    CUT_OFF = "cut_off"
    WENT_ON = "went_on"
    LEAKED = "leaked"
    READ_REPORT = "read_report"
    CHECKED = "checked"
    RAN_OUT = "ran_out"
    DISSOLVED = "dissolved"
    DECIDED = "decided"
    STUBBED = "stubbed"
    MOVED = "moved"
    HELD = "held"
    LIFTED = "lifted"
    READ_HELD = "read_held"
    LET_GO = "let_go"
    DECLINED = "declined"
    EXPIRED = "expired"
    INSTALLED = "installed"
    UNINSTALLED = "uninstalled"
    FIGURES_AGREED = "figures_agreed"
    FIGURES_ENDED = "figures_ended"
    POSTED = "posted"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    CLOSED = "closed"
    UPDATED = "updated"
    PROPOSED = "proposed"
    SUPPORTED = "supported"
    NOTED_FILE = "noted_file"
    READ_FILE = "read_file"
    REFUSED_FILE = "refused_file"
    READ_INDICATORS = "read_indicators"
    SENT_INDICATORS = "sent_indicators"


# What somebody tried where it was refused.
CHANGE, READ_TRAIL = "change", "read_trail"

trail = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("company_id", ForeignKey("companies.id")),
    Column("person_id", ForeignKey("people.id")),
    Column("way", String(16), nullable=False),
    Column("act", String(16), nullable=False),
    Column("about", String(16), nullable=False),
    Column("about_id", Integer),
    Column("detail", String(200), nullable=False),
    # Filled once, by the sealer: the place in the coalition's chain, the encoding that was hashed, the hash.
    Column("sequence", Integer),
    Column("sealed_as", Integer),
    Column("hash", String(64)),
    Index("ix_audit_about", "coalition_id", "about", "about_id"),
    # How much somebody opened within the last hour is asked each time that they open something.
    Index("ix_audit_person_id_at", "person_id", "at"),
)
_SEALED, _WAITS = trail.c.sequence.is_not(None), trail.c.sequence.is_(None)
Index(
    "ix_audit_chain",
    trail.c.coalition_id,
    trail.c.sequence,
    unique=True,
    sqlite_where=_SEALED,
    postgresql_where=_SEALED,
)
# So that the sealer finds its few lines among a million.
Index("ix_audit_unsealed", trail.c.coalition_id, trail.c.id, sqlite_where=_WAITS, postgresql_where=_WAITS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail; `company` and `user_id` are empty where it was the operator."""

    at: datetime
    company_id: int | None
    person_id: int | None
    way: Way
    act: Act
    detail: str
    company: str
    user_id: str
