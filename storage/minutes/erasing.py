"""Erasing words from minutes: what people of one company wrote there, and what that company remarked."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from storage.access import Speaker
from storage.database import Session
from storage.minutes.records import minutes, points, remarks
from storage.people import people


def reword(session: Session, speaker: Speaker, rewrite: Callable[[str], str]) -> None:
    """Write the words of the speaker's company anew, and let the posted minutes that hold them be drawn anew."""
    its_people = select(people.c.id).where(people.c.company_id == speaker.company.id)
    for table, own in (
        (points, points.c.person_id.in_(its_people)),
        (remarks, remarks.c.company_id == speaker.company.id),
    ):
        for row in session.execute(select(table.c.id, table.c.minutes_id, table.c.text).where(own)).all():
            if (new := rewrite(row.text)) != row.text:
                session.execute(update(table).where(table.c.id == row.id).values(text=new))
                session.execute(update(minutes).where(minutes.c.id == row.minutes_id).values(seen_until=None))
