"""A coalition whose trail is written, sealed and tampered with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage import access, audit, coalitions, companies, people
from storage.access import Speaker, Way
from storage.audit import Act, Verdict, trail
from storage.audit.encoding import BEGINNING, Line, chained
from storage.audit.sealing import seals
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session

NOW = datetime(2018, 8, 24, 16, tzinfo=UTC)
_numbers = itertools.count(1)
_SEAL_COLUMNS = {"sequence", "sealed_as", "hash"}


@dataclass
class Ground:
    """A coalition of two companies, and those who speak for them."""

    database: Database
    coalition: Coalition
    speakers: Sequence[Speaker]
    written: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def write(self, session: Session, lines: int = 1) -> None:
        """Write some lines, no two of them alike."""
        for number in itertools.islice(self.written, lines):
            speaker = self.speakers[number % len(self.speakers)]
            act = (Act.OPENED, Act.LISTED, Act.REVISED)[number % 3]
            at = NOW + timedelta(microseconds=number)
            audit.note(session, speaker, act, "thing", number, way=Way.BUTTON, now=at, detail=f"№ {number}")

    def seal(self, limit: int = 1000) -> int:
        """Seal in a transaction of its own."""
        with self.database.begin() as session:
            return audit.seal(session, self.coalition, now=NOW, limit=limit)

    def verdict(self) -> Verdict:
        """Verify in a transaction of its own."""
        with self.database.read() as session:
            return audit.verify(session, self.coalition)


def ground(database: Database) -> Ground:
    """Found a coalition that no other test has to do with."""
    number = next(_numbers)
    with database.begin() as session:
        coalition, _ = coalitions.add(
            session,
            f"Coalition {number}",
            channel=f"C{number}",
            open_channel=None,
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=NOW,
        )
        speakers = []
        for name in ("Facebook", "Google"):
            teams = [f"T{name}{number}"]
            company, _ = companies.add(session, coalition, name, team_ids=teams, seat=Seat.MEMBER, now=NOW)
            people.meet(session, company, f"U{name}", guest_account=False, now=NOW)
            speakers.append(
                access.recognise_in(session, coalition.id, team_ids=teams, user_id=f"U{name}"),
            )
    return Ground(database, coalition, speakers)


class Forger:
    """Somebody who may write into the database whatever they want; places are places in the chain."""

    def __init__(self, session: Session, coalition: Coalition) -> None:
        self.session = session
        self._mine = trail.c.coalition_id == coalition.id
        self._seal = seals.c.coalition_id == coalition.id

    def line(self, place: int) -> dict[str, Any]:
        """Read the line at a place, all columns."""
        found = self.session.execute(select(trail).where(self._mine, trail.c.sequence == place)).mappings().one()
        return dict(found)

    def change(self, place: int, **values: Any) -> None:
        """Write over some columns of a line."""
        self._write(self.line(place)["id"], values)

    def _write(self, line: int, values: dict[str, Any]) -> None:
        self.session.execute(update(trail).where(trail.c.id == line).values(**values))

    def delete(self, place: int) -> None:
        """Delete a line."""
        self.session.execute(delete(trail).where(trail.c.id == self.line(place)["id"]))

    def swap_places(self, one: int, other: int, *, with_hashes: bool) -> None:
        """Let two lines stand at each other's places, and keep or swap their hashes."""
        first, second = self.line(one), self.line(other)
        self._write(first["id"], {"sequence": None})
        self._write(second["id"], {"sequence": one} | ({"hash": first["hash"]} if with_hashes else {}))
        self._write(first["id"], {"sequence": other} | ({"hash": second["hash"]} if with_hashes else {}))

    def insert(self, place: int, last: int, *, well_chained: bool) -> None:
        """Push a line in at a place, so that all from there on move one up."""
        before = self.line(place - 1)["hash"] if place > 1 else BEGINNING
        values = {name: value for name, value in self.line(place).items() if name != "id"}
        for each in range(last, place - 1, -1):
            self.change(each, sequence=each + 1)
        values |= {"detail": "never was", "hash": "f" * 64}
        self.session.execute(insert(trail).values(**values))
        if well_chained:
            self.chain(place, before)

    def chain(self, place: int, before: str | None = None) -> str:
        """Give a line the hash that it should have behind the one before."""
        if before is None:
            before = self.line(place - 1)["hash"] if place > 1 else BEGINNING
        found = self.line(place)
        right = chained(Line(place, {name: found[name] for name in found.keys() - _SEAL_COLUMNS}), before)
        self.change(place, hash=right)
        return right

    def chain_all_anew(self, last: int) -> None:
        """Hash the whole trail again, and put the newest seal right."""
        for place in range(1, last + 1):
            right = self.chain(place)
        self.session.execute(update(seals).where(self._seal).values(sequence=last, hash=right))
