"""Reading in bulk: the lead of the reader's own company is rung for, once a day a person; nobody else hears of it."""

from __future__ import annotations

from datetime import datetime

from handlers.takedown.work import words_of
from handlers.views import export as views
from storage import bulk, outbox
from storage.access import Speaker
from storage.bulk import What
from storage.database import Session
from storage.outbox import Address


def exported(session: Session, who: Speaker, records: int, now: datetime) -> None:
    """Tell that somebody exported."""
    _tell(session, who, What.EXPORTED, records, now)


def opened(session: Session, who: Speaker, now: datetime) -> None:
    """Tell that somebody opened many records within an hour, where it is so; ask after noting the newest."""
    records = bulk.opened_lately(session, who, now=now)
    if records > bulk.MOST:
        _tell(session, who, What.OPENED, records, now)


def _tell(session: Session, who: Speaker, what: What, records: int, now: datetime) -> None:
    day = who.coalition.day_of(now)
    if not bulk.note(session, who, what, records, day=day, now=now):
        return
    for lead in bulk.leads(session, who, now=now):
        outbox.want(
            session,
            who.coalition.id,
            f"bulk:{who.person_id}:{day}:{lead}",
            address=Address.to_person(lead, team=who.coalition.host_team),
            body=views.read_in_bulk(words_of(who), who.coalition),
            about="bulk",
            now=now,
        )
