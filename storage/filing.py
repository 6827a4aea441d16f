"""Filing for somebody who is absent: in the name of one's company's lead or deputy, and the record names both."""

from __future__ import annotations

from storage import people
from storage.access import Speaker
from storage.audiences import NoLongerThere
from storage.database import Session
from storage.people import Person, Role

_IN_WHOSE_NAME = frozenset({Role.LEAD, Role.DEPUTY})


def in_whose_name(session: Session, speaker: Speaker) -> tuple[Person, ...]:
    """List in whose name somebody may log: the leads and deputies of their own company, but for themselves."""
    return tuple(
        one
        for one in people.of_company(session, speaker.company)
        if one.in_members and one.roles & _IN_WHOSE_NAME and one.user_id != speaker.user_id
    )


def chosen(session: Session, speaker: Speaker, token: str) -> Person | None:
    """Find in whose name somebody logs; None for their own, NoLongerThere where that is nobody of those."""
    if not token:
        return None
    for one in in_whose_name(session, speaker):
        if one.token == token:
            return one
    raise NoLongerThere
