"""The statement that each agenda begins with, in the coalition's own words; without any, the views have a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.agendas.records import ABOUT
from storage.audit import Act
from storage.base import Instant, metadata
from storage.coalitions import Coalition
from storage.database import Session
from storage.errors import Stale
from storage.once import insert_once

statements = Table(
    "agenda_statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, unique=True),
    # Empty where the default is to stand again.
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """The coalition's own words, empty where it has none; `version` tells one edition from the next."""

    text: str = ""
    version: int = 0


def statement_of(session: Session, coalition: Coalition) -> Statement:
    """Give the words that the coalition's agendas begin with."""
    its = select(statements.c.text, statements.c.version).where(statements.c.coalition_id == coalition.id)
    row = session.execute(its).one_or_none()
    return Statement(row.text, row.version) if row else Statement()


def state(session: Session, speaker: Speaker, text: str, *, base: int, way: Way, now: datetime) -> bool:
    """Let the coalition's agendas begin with these words; False where they do already.

    NotCoordinator for all but coordinators; Stale where somebody else changed the words since version `base`.
    """
    access.must_coordinate(speaker)
    access.must_stand(speaker)
    stands = statement_of(session, speaker.coalition)
    if stands.text == text:
        return False
    values = {"text": text, "version": base + 1, "changed_at": now}
    first = {"coalition_id": speaker.coalition.id, **values}
    if base > 0 or insert_once(session, statements, first) is None:
        its = (statements.c.coalition_id == speaker.coalition.id, statements.c.version == base)
        if session.execute(update(statements).where(*its).values(values).returning(statements.c.id)).first() is None:
            raise Stale("", base)
    audit.note(session, speaker, Act.CHANGED, ABOUT, None, way=way, now=now, detail="statement")
    return True
