"""What the takedowns of some days add up to, counted record by record. Nothing of Tocsin's is in here.

It is slow and obvious, and it is what Tocsin's figures are held to. Companies and people are names, moments are numbers
that grow, platforms are words; a number is how many, and how exactly that is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

MEMBERS, OPEN = "the members' channel", "the open channel"
TRILLION = 1_000_000_000_000


@dataclass(frozen=True)
class Line:
    """One number, and of which platforms it was said; "" stands for none."""

    n: int
    how: str
    platforms: frozenset[str]


@dataclass(frozen=True)
class Said:
    """What a takedown says: its headline, the lines of each of its parts, where from, at whom, and when it was done."""

    headline: Line | None
    parts: tuple[tuple[Line, ...], ...]
    origins: frozenset[str]
    targets: frozenset[str]
    done_on: date | None


@dataclass(frozen=True)
class Scope:
    """Whom it is for; before `not_before` for nobody."""

    audience: str
    companies: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    chatham: bool = False
    not_before: int = 0


@dataclass
class Slip:
    """A takedown on paper."""

    company: str
    person: str
    said: Said
    scope: Scope
    logged_on: date
    shared_at: int
    changed_at: int
    embargoed: bool
    withdrawn: bool = False
    recalled: bool = False
    erased: bool = False

    @property
    def day(self) -> date:
        """The day that it counts on."""
        return self.said.done_on or self.logged_on


@dataclass
class Seat:
    """Where a company sits, and since when."""

    kind: str
    since: int


@dataclass
class Paper:
    """All slips, and who sits where."""

    person_of: dict[str, str]
    seats: dict[str, Seat]
    slips: list[Slip] = field(default_factory=list)
    agreed: set[str] = field(default_factory=set)

    def leaves(self, company: str) -> None:
        """A company leaves; what was given to it by name is not its any more, whatever comes later."""
        del self.seats[company]
        for slip in self.slips:
            slip.scope = Scope(
                slip.scope.audience,
                slip.scope.companies - {company},
                slip.scope.people - {self.person_of[company]},
                slip.scope.chatham,
                slip.scope.not_before,
            )

    def sits(self, company: str, kind: str, now: int) -> None:
        """A company takes a seat; who takes another one, or comes back, begins anew."""
        if company not in self.seats or self.seats[company].kind != kind:
            self.seats[company] = Seat(kind, now)
            self.agreed.discard(company)

    def may_know(self, reader: str, slip: Slip) -> bool:
        """Say whether a channel, or the person of a company, may know of a slip that counts."""
        if reader in {MEMBERS, OPEN}:
            return self._may_all_know(reader, slip)
        if reader not in self.seats:
            return False
        if slip.company == reader and (slip.scope.audience != "people" or slip.person == self.person_of[reader]):
            return True
        was_here = self.seats[reader].since <= slip.shared_at
        is_member = self.seats[reader].kind == "member"
        if slip.scope.audience == "everyone":
            return was_here
        if slip.scope.audience == "members":
            return was_here and is_member
        chosen = reader in slip.scope.companies or self.person_of[reader] in slip.scope.people
        return is_member and chosen

    def _may_all_know(self, reader: str, slip: Slip) -> bool:
        meant = {"everyone", "members"} if reader == MEMBERS else {"everyone"}
        if slip.scope.audience not in meant or slip.company not in self.seats:
            return False
        for seat in self.seats.values():
            if (seat.kind == "member" or reader == OPEN) and seat.since > slip.shared_at:
                return False
        return True

    def counted(self, reader: str, first: date, last: date) -> list[Slip]:
        """List the slips that count for a reader in some days."""
        found = []
        for slip in self.slips:
            gone = slip.withdrawn or slip.recalled or slip.erased or slip.embargoed
            if not gone and first <= slip.day <= last and self.may_know(reader, slip):
                found.append(slip)
        return found

    def figures(self, reader: str, first: date, last: date) -> dict[str, object]:
        """Add the slips of some days up, one after the other."""
        headlines: list[Line] = []
        listed: list[Line] = []
        platforms: dict[frozenset[str], list[Line]] = {}
        origins: dict[str, int] = {}
        targets: dict[str, int] = {}
        companies: dict[str, int] = {}
        everybody_agreed = all(one in self.agreed for one, seat in self.seats.items() if seat.kind == "member")
        slips = self.counted(reader, first, last)
        for slip in slips:
            stated = [slip.said.headline] if slip.said.headline else []
            itemised = [line for part in slip.said.parts for line in part]
            if slip.scope.chatham:
                headlines += [blurred(stated)] if stated else []
                listed += at_most_a_trillion([blurred(part) for part in slip.said.parts if part])
                continue
            stated, itemised = at_most_a_trillion(stated), at_most_a_trillion(itemised)
            headlines += stated
            listed += itemised
            for line in itemised or stated:
                platforms.setdefault(line.platforms, []).append(line)
            for place in slip.said.origins:
                origins[place] = origins.get(place, 0) + 1
            for place in slip.said.targets:
                targets[place] = targets.get(place, 0) + 1
            companies[slip.company] = companies.get(slip.company, 0) + 1
            sits_as = self.seats[slip.company].kind if slip.company in self.seats else None
            if sits_as != "member" or slip.company not in self.agreed:
                everybody_agreed = False
        return {
            "takedowns": len(slips),
            "stated": summed(headlines),
            "itemised": summed(listed),
            "platform": {names: summed(lines) for names, lines in platforms.items()},
            "origin": origins,
            "target": targets,
            "company": companies if everybody_agreed else None,
        }


def summed(lines: Iterable[Line]) -> tuple[int, str] | None:
    """Add lines up; of no line there is no sum."""
    listed = list(lines)
    if not listed:
        return None
    hows = {line.how for line in listed} - {"exact"}
    how = "exact" if not hows else hows.pop() if len(hows) == 1 else "about"
    return sum(line.n for line in listed), how


def blurred(lines: Iterable[Line]) -> Line:
    """Say how many there are by the first digit alone; halfway between two, by the even one."""
    total = sum(line.n for line in lines)
    unit = 1
    while total >= unit * 10:
        unit *= 10
    digit, rest = divmod(total, unit)
    if rest * 2 > unit or (rest * 2 == unit and digit % 2 == 1):
        digit += 1
    n = digit * unit
    return Line(min(n, TRILLION), "about", frozenset({""}))


def at_most_a_trillion(lines: Iterable[Line]) -> list[Line]:
    """Take what one takedown says of the same platforms together; what is past all reason is at least a trillion."""
    together: dict[frozenset[str], list[Line]] = {}
    for line in lines:
        together.setdefault(line.platforms, []).append(line)
    found = []
    for names, alike in together.items():
        total = summed(alike)
        assert total is not None
        n, how = total
        if n > TRILLION:
            n, how = TRILLION, {"exact": "at_least", "less_than": "about"}.get(how, how)
        found.append(Line(n, how, names))
    return found
