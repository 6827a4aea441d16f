"""Files and pasted text that belong to a record: noted with it in its own transaction, read afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage import intakes
from storage.access import Speaker, Way
from storage.database import Session
from storage.takedowns import Takedown


def hand_in(
    session: Session,
    who: Speaker,
    record: Takedown,
    files: Iterable[str],
    pasted: str,
    *,
    way: Way,
    now: datetime,
) -> None:
    """Note files, each by its id with its name behind a blank, and pasted text; the same file twice is once."""
    for one in files:
        file_id, _, name = one.partition(" ")
        intakes.note(session, who, record, file_id=file_id, name=name, way=way, now=now)
    if pasted.strip():
        intakes.note(session, who, record, name="", text=pasted, way=way, now=now)
