"""Taking words out of what a company put on agendas, or its updates brought there: past ones too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, update

from storage import meetings
from storage.access import Speaker
from storage.agendas.joining import hashed
from storage.agendas.records import State, items
from storage.database import Session


def reword(session: Session, speaker: Speaker, text: Callable[[str], str], *, now: datetime) -> None:
    """Write all items of the speaker's company anew, by `text`; whoever may do so was asked before."""
    its = (items.c.company_id == speaker.company.id, items.c.coalition_id == speaker.coalition.id)
    said = select(items.c.id, items.c.text, items.c.words, items.c.update_id, items.c.kind, items.c.meeting_id)
    for row in session.execute(said.where(*its)).all():
        new = text(row.text)
        if new == row.text:
            continue
        values = {"text": new, "changed_at": now}
        if row.words is not None:
            words = hashed(new)
            twins = (items.c.update_id == row.update_id, items.c.kind == row.kind, items.c.words == words)
            there = session.execute(select(func.count()).select_from(items).where(*twins)).scalar_one()
            # What says the same now as another one of its update is taken off.
            values |= {"state": State.WITHDRAWN} if there else {"words": words}
        session.execute(update(items).where(items.c.id == row.id).values(values))
        if row.meeting_id is not None:
            meetings.touch(session, row.meeting_id, now)
