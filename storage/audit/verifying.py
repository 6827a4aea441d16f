"""Verifying: walk a coalition's chain from its beginning, and name every place where it does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, type_coerce
from sqlalchemy.types import NullType

from storage.audit.encoding import BEGINNING, VERSIONS, Line, chained
from storage.audit.entries import trail
from storage.audit.sealing import NOWHERE, Seal, newest_seal
from storage.coalitions import Coalition
from storage.database import Session

# So many lines are held at once, however long the trail is, and so many faults are told one by one.
PAGE = 2000
TOLD = 100


class Flaw(StrEnum):
    """What is wrong at a place of the chain."""

    ALTERED = "altered"
    """The line there is not the one that was sealed: changed, or moved there."""
    MISSING = "missing"
    """Nothing is there."""
    ADDED = "added"
    """More is there than was sealed."""
    BEYOND = "beyond"
    """It was sealed, as it says, and the newest seal knows nothing of it."""
    RESEALED = "resealed"
    """The newest seal is not that of the line there."""
    OTHER_SEAL = "other_seal"
    """The seal that was printed is not that of the line there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: from which place to which, and when that was; of what is missing, what came before.

    `at` is None where no time is known.
    """

    flaw: Flaw
    first: int
    last: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along a chain has found: `more` faults than those that are named, none in a trail that holds."""

    sealed: int
    unsealed: int
    faults: tuple[Fault, ...]
    more: int


def verify(session: Session, coalition: Coalition, *, printed: Seal | None = None, page: int = PAGE) -> Verdict:
    """Check every sealed line of a coalition's trail, and that a seal that was `printed` once still vouches for it.

    Sealing may go on meanwhile. Lines that are not sealed yet are counted.
    """
    walk = _Walk(printed)
    while True:
        # Read before the page: whatever it vouches for is there to be seen.
        newest = newest_seal(session, coalition)
        values = {"coalition": coalition.id, "place": walk.place, "line": walk.line, "page": page}
        rows = session.execute(_PAGE, values).all()
        if not rows:
            break
        for row in rows:
            walk.step(row)
    walk.end(newest)
    waiting = select(func.count()).where(trail.c.coalition_id == coalition.id, trail.c.sequence.is_(None))
    return Verdict(walk.seen, session.execute(waiting).scalar_one(), tuple(walk.faults), walk.more)


# The time comes as the database has it: where somebody forced in what is no time, that is a fault to tell.
_PAGE = (
    select(*(type_coerce(column, NullType()) if column is trail.c.at else column for column in trail.c))
    .where(
        trail.c.coalition_id == bindparam("coalition"),
        trail.c.sequence >= bindparam("place"),
        or_(trail.c.sequence > bindparam("place"), trail.c.id > bindparam("line")),
    )
    .order_by(trail.c.sequence, trail.c.id)
    .limit(bindparam("page"))
)
_LOWEST = -(2**31)


class _Walk:
    """One walk: where it is, and what it has found."""

    def __init__(self, printed: Seal | None) -> None:
        self.place, self.line = _LOWEST, 0
        self.seen = self.more = 0
        self.faults: list[Fault] = []
        self._printed, self._met = printed, False
        self._last = 0
        self._at: datetime | None = None
        # The hashes that the next line may follow; none where the line before it is gone. Behind a line that was
        # altered, what it says and what it should say are both right, so that no fault draws others after it.
        self._before: tuple[str, ...] = (BEGINNING,)

    def step(self, row: Row[Any]) -> None:
        """Come to the next line."""
        self.place, self.line = row.sequence, row.id
        self.seen += 1
        at = _moment(row.at)
        if not isinstance(row.sequence, int) or row.sequence <= self._last:
            self._tell(Flaw.ADDED, row.sequence, row.sequence, at)
            self._before = (*self._before[:2], row.hash)
            return
        if row.sequence > self._last + 1:
            self._tell(Flaw.MISSING, self._last + 1, row.sequence - 1, self._at)
            self._before = ()
        self._check(row, at)
        self._last, self._at = row.sequence, at
        if self._printed:
            self._hold_against(self._printed, row.sequence, at)

    def _hold_against(self, printed: Seal, place: int, at: datetime | None) -> None:
        """Hold the line here against the seal that was printed, if it was printed for this line."""
        is_right = printed.hash in self._before
        if printed.sequence == place or (printed.sequence == NOWHERE and is_right):
            self._met = True
            if not is_right:
                self._tell(Flaw.OTHER_SEAL, place, place, at)

    def _check(self, row: Row[Any], at: datetime | None) -> None:
        # What is no time stays as it was found, so that it is hashed as that.
        line = Line(row.sequence, {**row._mapping, "at": at or row.at})  # noqa: SLF001  Its public name.
        right = [chained(line, previous, row.sealed_as) for previous in self._before if row.sealed_as in VERSIONS]
        if self._before and row.hash not in right:
            self._tell(Flaw.ALTERED, row.sequence, row.sequence, at)
        self._before = tuple(dict.fromkeys((row.hash, *right[:1])))

    def end(self, newest: Seal | None) -> None:
        """Hold where the walk came to against the newest seal and the printed one."""
        end = newest.sequence if newest else 0
        if self._last < end:
            self._tell(Flaw.MISSING, self._last + 1, end, self._at)
        elif self._last > end:
            self._tell(Flaw.BEYOND, end + 1, self._last, self._at)
        elif newest and newest.hash not in self._before:
            self._tell(Flaw.RESEALED, end, end, self._at)
        if self._printed and not self._met:
            self._tell(Flaw.OTHER_SEAL, self._printed.sequence, self._printed.sequence, None)

    def _tell(self, flaw: Flaw, first: int, last: int, at: datetime | None) -> None:
        if len(self.faults) < TOLD:
            self.faults.append(Fault(flaw, first, last, at))
        else:
            self.more += 1


def _moment(raw: Any) -> datetime | None:
    """Read a time as SQLite writes it (in UTC, without saying so) or as PostgreSQL gives it; None if it is none."""
    try:
        found = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
