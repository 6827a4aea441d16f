"""What becomes of files, and of what they brought, when their record or words of it are erased, or time goes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from storage.database import Session
from storage.indicators import rewording
from storage.intakes.records import (
    INTAKES,
    IS_LEFT,
    LONGEST_NAME,
    Gathered,
    Intake,
    State,
    Trouble,
    dumped,
    dumped_problems,
    intake,
    intakes,
)

# Problems are shown for a week; what the operator began and never went on with is given up after a day.
_PROBLEMS_FOR = timedelta(days=8)
_IMPORTS_FOR = timedelta(days=1)
# Why a file is refused of whose record words were erased while it was on its way.
WORDS_ERASED = "words_erased"
_NOTHING: dict[str, Any] = {"name": "", "text": None, "sha256": None, "gathered": None, "problems": None}


def forget(session: Session, takedown_id: int, *, now: datetime) -> None:
    """Let nothing be told of what the files of a record brought, as it is erased; `sweep` clears the rows away."""
    gone = {"state": State.GONE, "next_at": None, "lease_by": None, "difference": None, "why": "", "changed_at": now}
    session.execute(update(intakes).where(intakes.c.takedown_id == takedown_id).values(**gone, **_NOTHING))


def reword(session: Session, takedown_id: int, text: Callable[[str], str], *, now: datetime) -> None:
    """Write all that the files of a record brought anew, by `text`.

    One that is on its way would bring them again: it is refused, and its sender is told why.
    """
    under_way = and_(intakes.c.takedown_id == takedown_id, intakes.c.state.in_((State.NOTED, State.READING)))
    refused = {"state": State.REFUSED, "why": WORDS_ERASED, "next_at": None, "lease_by": None, "text": None}
    session.execute(update(intakes).where(under_way).values(**refused, changed_at=now))
    for row in session.execute(INTAKES.where(intakes.c.takedown_id == takedown_id).with_for_update()).all():
        there = intake(row)
        gone = rewording.reword(session, there.id, text)
        session.execute(
            update(intakes)
            .where(intakes.c.id == there.id)
            .values(**_reworded(there, text), indicators=intakes.c.indicators - gone)
        )


def _reworded(there: Intake, text: Callable[[str], str]) -> dict[str, Any]:
    problems = tuple(Trouble(one.row, text(one.raw), one.why) for one in there.problems)
    found: Gathered | None = replace(there.gathered, title=text(there.gathered.title)) if there.gathered else None
    return {
        "name": text(there.name)[:LONGEST_NAME],
        "problems": dumped_problems(problems) if problems else None,
        "gathered": dumped(found) if found else None,
    }


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget problems that are shown to nobody any more, and imports that nobody goes on with."""
    session.execute(update(intakes).where(_is_old(now)).values(problems=None))
    ended = {"state": State.GONE, "next_at": None, "lease_by": None}
    session.execute(update(intakes).where(_is_given_up(now)).values(**ended, **_NOTHING))


def any_old(session: Session, *, now: datetime) -> bool:
    """Tell whether there is anything to forget or to sweep; asking takes no lock."""
    which = or_(_is_old(now), _is_given_up(now), IS_LEFT)
    return session.execute(select(intakes.c.id).where(which).limit(1)).first() is not None


def _is_old(now: datetime) -> ColumnElement[bool]:
    return and_(intakes.c.changed_at <= now - _PROBLEMS_FOR, intakes.c.problems.is_not(None))


def _is_given_up(now: datetime) -> ColumnElement[bool]:
    is_import = and_(intakes.c.takedown_id.is_(None), intakes.c.state == State.READING)
    return and_(is_import, intakes.c.next_at <= now - _IMPORTS_FOR)
