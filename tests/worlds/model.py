"""Who may know what, said slowly: nothing but what happened, and what follows from it. Nothing of Tocsin's is in here.

It can be read in five minutes, and it is what Tocsin is held to. People are Slack's user ids, companies and coalitions
are their names, instants are numbers that grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

MEMBER, OBSERVER, GUEST = "member", "observer", "guest"
MEMBERS = "members"


class Knows(IntEnum):
    """How much of a record somebody may know."""

    NOTHING = 0
    CONTENT = 2


@dataclass(frozen=True)
class Place:
    """A coalition's channels."""

    members: str
    open: str | None = None


@dataclass(frozen=True)
class Seat:
    """Where a company sits, and since when."""

    kind: str
    since: int


@dataclass(frozen=True)
class Record:
    """What somebody logged; `words` are said in it and nowhere else."""

    name: str
    coalition: str
    company: str
    person: str
    at: int
    words: frozenset[str]
    # To revise is to share anew.
    shared_at: int
    audience: str = MEMBERS
    withdrawn: bool = False
    revisions: int = 1


@dataclass
class Chronicle:
    """All that happened so far."""

    places: Mapping[str, Place]
    company_of: Mapping[str, str]
    lent: frozenset[str]
    rooms: dict[str, set[str]]
    now: int = 0
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)
    roles: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    # Words that somebody typed and did not send, by person.
    drafts: dict[str, set[str]] = field(default_factory=dict)

    # What happens.

    def seats_company(self, coalition: str, company: str, kind: str) -> None:
        """A company takes a seat; who takes another one, or comes back, begins anew there."""
        before = self.seats.get((coalition, company))
        if before is None or before.kind != kind:
            self.seats[coalition, company] = Seat(kind, self.now)

    def company_leaves(self, coalition: str, company: str) -> None:
        """A company leaves or is put out."""
        del self.seats[coalition, company]

    def comes(self, person: str, channel: str) -> None:
        """Somebody comes into a channel."""
        self.rooms[channel].add(person)

    def goes(self, person: str, channel: str) -> None:
        """Somebody leaves a channel."""
        self.rooms[channel].discard(person)

    def appoints(self, coalition: str, person: str, role: str) -> None:
        """Somebody is given a role."""
        self.roles[coalition, person] = self.roles_of(coalition, person) | {role}

    def dismisses(self, coalition: str, person: str, role: str) -> None:
        """Somebody loses a role."""
        self.roles[coalition, person] = self.roles_of(coalition, person) - {role}

    def logs(self, record: Record) -> None:
        """Somebody logs a takedown."""
        self.records[record.name] = record

    def says(self, name: str, words: frozenset[str]) -> None:
        """A record is revised: it says these words too, in its newest revision or in an older one."""
        record = self.records[name]
        self.records[name] = replace(record, words=record.words | words, revisions=record.revisions + 1)

    def shares(self, name: str) -> None:
        """A record is shared anew: who sits here now was here when it was said."""
        self.records[name] = replace(self.records[name], shared_at=self.now)

    def withdraws(self, name: str) -> None:
        """A record is taken back; what it said stays readable."""
        self.records[name] = replace(self.records[name], withdrawn=True)

    # What follows.

    def roles_of(self, coalition: str, person: str) -> frozenset[str]:
        """Say what somebody is in a coalition."""
        return self.roles.get((coalition, person), frozenset())

    def seat_of(self, coalition: str, person: str) -> Seat | None:
        """Say where somebody's company sits."""
        return self.seats.get((coalition, self.company_of.get(person, "")))

    def is_of_a_company(self, coalition: str, person: str) -> bool:
        """Say whether somebody is of a seated company; an account that it lends is nobody before it has a role."""
        lent_to_nobody = person in self.lent and not self.roles_of(coalition, person)
        return self.seat_of(coalition, person) is not None and not lent_to_nobody

    def may_speak(self, coalition: str, person: str) -> bool:
        """Say whether somebody is anybody here: of a seated company, and in its channel."""
        seat, place = self.seat_of(coalition, person), self.places[coalition]
        if seat is None or not self.is_of_a_company(coalition, person):
            return False
        in_members = person in self.rooms[place.members]
        in_open = place.open is not None and person in self.rooms[place.open]
        return in_members or (seat.kind != MEMBER and in_open)

    def may_log(self, coalition: str, person: str) -> bool:
        """Say whether somebody may log a takedown."""
        seat = self.seat_of(coalition, person)
        return self.may_speak(coalition, person) and seat is not None and seat.kind == MEMBER

    def may_change(self, name: str, person: str) -> bool:
        """Say whether somebody may revise a record or take it back: the people of its own company."""
        record = self.records[name]
        own = self.company_of.get(person) == record.company
        return own and not record.withdrawn and self.may_log(record.coalition, person)

    def may_read_trail(self, name: str, person: str) -> bool:
        """Say whether somebody may read who opened a record: its own company's lead and counsel."""
        record = self.records[name]
        own = self.company_of.get(person) == record.company
        roles = self.roles_of(record.coalition, person)
        return own and self.knows(person, name) is Knows.CONTENT and bool(roles & {"lead", "counsel"})

    def knows(self, person: str, name: str) -> Knows:
        """Say how much of a record somebody may know."""
        record = self.records[name]
        seat = self.seat_of(record.coalition, person)
        if seat is None or not self.may_speak(record.coalition, person):
            return Knows.NOTHING
        if self.company_of[person] == record.company:
            return Knows.CONTENT
        if seat.kind == MEMBER and record.audience == MEMBERS and seat.since <= record.shared_at:
            return Knows.CONTENT
        return Knows.NOTHING

    def may_be_rung(self, person: str, name: str) -> bool:
        """Say whether somebody may be written to directly about a record, with no word of it but a button.

        Who logged it is told what became of it, wherever they are by then.
        """
        record = self.records[name]
        own = record.person == person and self.is_of_a_company(record.coalition, person)
        return own or self.knows(person, name) is not Knows.NOTHING

    def channel_knows(self, channel: str, name: str) -> Knows:
        """Say how much of a record may be posted where everybody in a channel reads it."""
        record = self.records[name]
        if channel != self.places[record.coalition].members or (record.coalition, record.company) not in self.seats:
            return Knows.NOTHING
        members = [seat for (where, _), seat in self.seats.items() if where == record.coalition and seat.kind == MEMBER]
        if any(seat.since > record.shared_at for seat in members):
            # A company that came later would read it in the channel.
            return Knows.NOTHING
        return Knows.CONTENT if record.audience == MEMBERS else Knows.NOTHING

    def headcount(self, coalition: str) -> tuple[int, int, int]:
        """Count who is in the members' channel: member companies, their people, people of no member company."""
        there = self.rooms[self.places[coalition].members]
        members = {one for one in there if (seat := self.seat_of(coalition, one)) and seat.kind == MEMBER}
        return len({self.company_of[one] for one in members}), len(members), len(there - members)
