"""Who may know what, said slowly: nothing but what happened, and what follows from it. Nothing of Tocsin's is in here.

It can be read in five minutes, and it is what Tocsin is held to. People are Slack's user ids, companies and coalitions
are their names, instants are numbers that grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

MEMBER, OBSERVER, GUEST = "member", "observer", "guest"
EVERYONE, MEMBERS, COMPANIES, NAMED = "everyone", "members", "companies", "people"


class Knows(IntEnum):
    """How much of a record somebody may know: nothing, that there was one, or what it says."""

    NOTHING = 0
    TOMBSTONE = 1
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
class Scope:
    """Whom a record is for: an audience, whom of it, whether they may learn whose it is, and not before when."""

    audience: str = MEMBERS
    companies: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    chatham: bool = False
    not_before: int = 0


@dataclass(frozen=True)
class Record:
    """What somebody logged.

    `words` are said in it and nowhere else; `telling` are those of them that tell whose it is, and `farewell` those
    that its owner told the channel when it was taken back. `fell` says which companies and people read it up to when.
    """

    name: str
    coalition: str
    company: str
    person: str
    words: frozenset[str]
    telling: frozenset[str]
    scope: Scope
    shared_at: int
    embargoed: bool
    farewell: frozenset[str] = frozenset()
    fell: frozenset[tuple[str, int]] = frozenset()
    revisions: int = 1
    withdrawn: bool = False
    recalled: bool = False
    erased: bool = False


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
    # Which channels wait for Slack to disconnect which company.
    waits: set[tuple[str | None, str]] = field(default_factory=set)
    # Who may read along in which coalition's members' channel, as a coordinator decided.
    let_in: set[tuple[str, str]] = field(default_factory=set)
    # In which channels a record's card stood at any time.
    stood: set[tuple[str, str]] = field(default_factory=set)
    # Which coalitions are being dissolved: what is there is read, and nothing is added.
    dissolving: set[str] = field(default_factory=set)
    # Words that somebody typed and did not send, by person.
    drafts: dict[str, set[str]] = field(default_factory=dict)

    def time_passes(self, minutes: int) -> None:
        """Time passes; a stray who left, or is a member's now, would be decided about anew."""
        self.now += minutes
        self.let_in = {(coalition, one) for coalition, one in self.let_in if one in self.strays(coalition)}

    # What happens to companies and people.

    def seats_company(self, coalition: str, company: str, kind: str) -> None:
        """A company takes a seat; who takes another one, or comes back, begins anew there."""
        before = self.seats.get((coalition, company))
        if before is None or before.kind != kind:
            self.seats[coalition, company] = Seat(kind, self.now)

    def company_leaves(self, coalition: str, company: str) -> None:
        """A company leaves or is put out: what it was given by name ends, its roles too, and its channels wait."""
        seat, place = self.seats.pop((coalition, company)), self.places[coalition]
        self.waits |= {(channel, company) for channel in (place.members if seat.kind == MEMBER else None, place.open)}
        self.roles = {
            (where, person): held
            for (where, person), held in self.roles.items()
            if where != coalition or self.company_of[person] != company
        }
        theirs = {company} | {person for person, one in self.company_of.items() if one == company}
        for name, record in self.records.items():
            if record.coalition == coalition:
                gone = theirs & (record.scope.companies | record.scope.people)
                scope = replace(
                    record.scope, companies=record.scope.companies - theirs, people=record.scope.people - theirs
                )
                self.records[name] = replace(record, scope=scope, fell=record.fell | {(one, self.now) for one in gone})

    def cut_off(self, channel: str, company: str) -> None:
        """Slack disconnects a company from a channel: its people are out, and nobody waits for that any more."""
        self.rooms[channel] -= {person for person, one in self.company_of.items() if one == company}
        self.waits.discard((channel, company))

    def goes_on(self, coalition: str, company: str) -> None:
        """A coordinator lets the channels wait no more for a company that left."""
        place = self.places[coalition]
        self.waits -= {(place.members, company), (place.open, company)}

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

    def lets_read(self, coalition: str, person: str) -> None:
        """A coordinator lets somebody read along, for as long as they stay."""
        self.let_in.add((coalition, person))

    # What happens to records.

    def logs(self, record: Record) -> None:
        """Somebody logs a takedown."""
        self.records[record.name] = record

    def revises(self, name: str, word: str, scope: Scope) -> None:
        """A record says a word more, and is shared anew: who sits here now was here when it was said."""
        before = self.records[name]
        embargoed = before.embargoed and scope.not_before > self.now
        after = replace(
            before,
            words=before.words | {word},
            revisions=before.revisions + 1,
            scope=scope,
            shared_at=self.now,
            embargoed=embargoed,
        )
        self.records[name] = replace(after, fell=before.fell | {(one, self.now) for one in self._lost(before, after)})

    def withdraws(self, name: str, word: str) -> None:
        """A record is taken back for a reason that the channel is told; what it said stays readable."""
        record = self.records[name]
        self.records[name] = replace(
            record,
            withdrawn=True,
            words=record.words | {word},
            farewell=record.farewell | {word},
            revisions=record.revisions + 1,
        )

    def recalls(self, name: str, word: str) -> None:
        """A record is taken out of everybody's hands but its owner's."""
        record = self.records[name]
        self.records[name] = replace(record, recalled=True, words=record.words | {word}, revisions=record.revisions + 1)

    def hour_comes(self) -> None:
        """The clock's job lifts every embargo whose hour has come, and so shares the record."""
        for name, record in self.records.items():
            stands = not record.withdrawn and not record.recalled and (record.coalition, record.company) in self.seats
            if record.embargoed and record.scope.not_before <= self.now and stands:
                self.records[name] = replace(record, embargoed=False, shared_at=self.now)

    def forgets(self, coalition: str) -> None:
        """The days are over for which a coalition keeps records: what was said so far is gone."""
        for name, record in self.records.items():
            if record.coalition == coalition:
                self.records[name] = replace(record, erased=True)

    # What follows for a person.

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
        return self.is_of_a_company(coalition, person) and self.is_present(coalition, person)

    def is_present(self, coalition: str, person: str) -> bool:
        """Say whether somebody is in the channel of their company's seat."""
        seat, place = self.seat_of(coalition, person), self.places[coalition]
        in_members = person in self.rooms[place.members]
        in_open = place.open is not None and person in self.rooms[place.open]
        return in_members or (seat is not None and seat.kind != MEMBER and in_open)

    def may_attend(self, coalition: str, person: str, *, with_open: bool) -> bool:
        """Say whether somebody may know of a meeting: members of all, observers and guests where they are invited."""
        seat = self.seat_of(coalition, person)
        return self.is_of_a_company(coalition, person) and seat is not None and (with_open or seat.kind == MEMBER)

    def may_log(self, coalition: str, person: str) -> bool:
        """Say whether somebody may log a takedown."""
        return self.is_members(coalition, person) and coalition not in self.dissolving

    def is_members(self, coalition: str, person: str) -> bool:
        """Say whether somebody is of a member company, and in its channel."""
        seat = self.seat_of(coalition, person)
        return self.may_speak(coalition, person) and seat is not None and seat.kind == MEMBER

    def may_export(self, coalition: str, person: str) -> bool:
        """Say whether somebody may take records with them: a guest's people only read."""
        return self.may_speak(coalition, person) and self.may_be_prompted(coalition, person)

    def may_change(self, name: str, person: str) -> bool:
        """Say whether somebody may take a record back: the people of its own company."""
        record = self.records[name]
        own = self.company_of.get(person) == record.company and self.knows(person, name) is Knows.CONTENT
        return own and not record.withdrawn and not record.recalled and self.is_members(record.coalition, person)

    def may_revise(self, name: str, person: str) -> bool:
        """Say whether somebody may let a record say something else."""
        return self.may_change(name, person) and self.may_log(self.records[name].coalition, person)

    def may_recall(self, name: str, person: str) -> bool:
        """Say whether somebody may take a record out of others' hands; what was taken back before, too."""
        record = self.records[name]
        own = self.company_of.get(person) == record.company and self.knows(person, name) is Knows.CONTENT
        return own and not record.recalled and self.is_members(record.coalition, person)

    def may_read_trail(self, name: str, person: str) -> bool:
        """Say whether somebody may read who opened a record: its own company's lead and counsel."""
        record = self.records[name]
        own = self.company_of.get(person) == record.company and self.knows(person, name) is Knows.CONTENT
        return own and bool(self.roles_of(record.coalition, person) & {"lead", "counsel"})

    def may_coordinate(self, coalition: str, person: str) -> bool:
        """Say whether somebody decides for a coalition: a coordinator, of a member company."""
        return self.is_members(coalition, person) and "coordinator" in self.roles_of(coalition, person)

    def knows(self, person: str, name: str) -> Knows:
        """Say how much of a record somebody may know."""
        if not self.may_speak(self.records[name].coalition, person):
            return Knows.NOTHING
        return self.knows_wherever(person, name)

    def is_told_of_the_end(self, person: str, name: str) -> bool:
        """Say whether somebody is told by its reference that a record is gone for good: those whose it was."""
        record = self.records[name]
        return record.erased and self.may_speak(record.coalition, person) and self._owns(person, record)

    def company_reads(self, company: str, name: str) -> bool:
        """Say whether a company as a whole may read a record, whoever of it that is."""
        record = self.records[name]
        seat = self.seats.get((record.coalition, company))
        if seat is None or record.erased:
            return False
        own = company == record.company and record.scope.audience != NAMED
        return own or (not record.recalled and self._is_shared_with("", company, seat, record))

    def learns_whose(self, person: str, name: str) -> bool:
        """Say whether somebody may learn whose a record is, as far as they may know of it at all."""
        record = self.records[name]
        return not record.scope.chatham or self.company_of.get(person) == record.company

    def may_be_prompted(self, coalition: str, person: str) -> bool:
        """Say whether somebody may be written to who did not ask: a guest's people are not."""
        seat = self.seat_of(coalition, person)
        return seat is not None and seat.kind != GUEST and self.is_of_a_company(coalition, person)

    def may_be_rung(self, person: str, name: str) -> bool:
        """Say whether somebody may be written to directly about a record, with no word of it but a button.

        It goes to them wherever they are by then, and opens nothing for who may not speak here.
        """
        record = self.records[name]
        return self.may_be_prompted(record.coalition, person) and self.knows_wherever(person, name) is Knows.CONTENT

    def knows_wherever(self, person: str, name: str) -> Knows:
        """Say how much of a record somebody may know by what they are, whichever channel they are in."""
        record = self.records[name]
        if record.erased or not self.is_of_a_company(record.coalition, person):
            return Knows.NOTHING
        seat, company = self.seats[record.coalition, self.company_of[person]], self.company_of[person]
        if self._owns(person, record):
            return Knows.CONTENT
        if self._is_shared_with(person, company, seat, record):
            return Knows.TOMBSTONE if record.recalled else Knows.CONTENT
        fell = any(who in (person, company) and at >= seat.since for who, at in record.fell)
        return Knows.TOMBSTONE if fell else Knows.NOTHING

    def _owns(self, person: str, record: Record) -> bool:
        """What is for named people is its author's, and not their company's."""
        if record.scope.audience == NAMED:
            return person == record.person
        return self.company_of[person] == record.company

    def _is_shared_with(self, person: str, company: str, seat: Seat, record: Record) -> bool:
        if record.embargoed:
            return False
        was_here = seat.since <= record.shared_at
        match record.scope.audience:
            case "everyone":
                return was_here
            case "members":
                return was_here and seat.kind == MEMBER
            case "companies":
                return company in record.scope.companies and seat.kind == MEMBER
            case _:
                return person in record.scope.people and seat.kind == MEMBER

    def _lost(self, before: Record, after: Record) -> set[str]:
        """Find which companies and people could read a record before it was revised and cannot any more."""
        seated = {company: seat for (coalition, company), seat in self.seats.items() if coalition == before.coalition}
        companies = {
            company
            for company, seat in seated.items()
            if company != before.company
            and self._is_shared_with("", company, seat, before)
            and not self._is_shared_with("", company, seat, after)
        }
        people = set() if before.embargoed else before.scope.people - after.scope.people
        return companies | people

    # What follows for a channel, and for the line that counts.

    def strays(self, coalition: str) -> set[str]:
        """Find who is in the members' channel and of no member company."""
        there = self.rooms[self.places[coalition].members]
        return {one for one in there if (seat := self.seat_of(coalition, one)) is None or seat.kind != MEMBER}

    def is_paused(self, coalition: str, channel: str) -> bool:
        """Say whether what is said of records waits before a channel: somebody may read it there who should not."""
        waits = any(where == channel and (coalition, company) not in self.seats for where, company in self.waits)
        is_members = channel == self.places[coalition].members
        return waits or (is_members and any((coalition, one) not in self.let_in for one in self.strays(coalition)))

    def is_for_all_in(self, channel: str, name: str) -> bool:
        """Say whether a record is for everybody who is meant to be in a channel."""
        record = self.records[name]
        place = self.places[record.coalition]
        for_members = channel == place.members and record.scope.audience in (EVERYONE, MEMBERS)
        for_all = channel == place.open and record.scope.audience == EVERYONE
        is_out = not record.embargoed and not record.recalled and not record.erased
        # A company that came later would read it there.
        sit_there = [
            seat
            for (coalition, _), seat in self.seats.items()
            if coalition == record.coalition and (seat.kind == MEMBER or channel == place.open)
        ]
        is_theirs = (record.coalition, record.company) in self.seats
        return (for_members or for_all) and is_out and is_theirs and all(s.since <= record.shared_at for s in sit_there)

    def channel_knows(self, channel: str, name: str) -> Knows:
        """Say how much of a record may be posted where everybody in a channel reads it."""
        if self.is_for_all_in(channel, name) and not self.is_paused(self.records[name].coalition, channel):
            return Knows.CONTENT
        return Knows.TOMBSTONE if (channel, name) in self.stood else Knows.NOTHING

    def headcount(self, coalition: str, person: str, scope: Scope) -> tuple[int, int, int]:
        """Count for whom a record of this person's would be: companies, their people, and who reads along besides."""
        place = self.places[coalition]
        in_members = self.rooms[place.members]
        seats = {one: seat for one in self.company_of if (seat := self.seat_of(coalition, one))}
        members = {one for one, seat in seats.items() if seat.kind == MEMBER}
        speaking = {one for one in members if self.is_of_a_company(coalition, one)}
        company = self.company_of[person]
        match scope.audience:
            case "everyone":
                there = in_members | (self.rooms[place.open] if place.open else set())
                meant = there & set(seats)
            case "members":
                there, meant = in_members, in_members & members
            case "companies":
                meant = {one for one in speaking & in_members if self.company_of[one] in scope.companies | {company}}
                there = meant
            case _:
                meant = speaking & (scope.people | {person})
                there = meant
        return len({self.company_of[one] for one in meant}), len(meant), len(there - meant)
