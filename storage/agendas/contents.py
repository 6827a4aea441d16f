"""What an agenda holds for its reader, a whole channel or one person; every record through `storage/access.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from storage import access
from storage.access import Reader, Speaker
from storage.agendas import joining
from storage.agendas.dealing import Slot, dealt
from storage.agendas.grouping import Point, grouped
from storage.agendas.reading import open_items, supporters
from storage.agendas.records import Kind
from storage.agendas.statements import statement_of
from storage.coalitions import Coalition
from storage.commitments import Commitment
from storage.companies import Seat, companies
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.meetings import past as past_meetings
from storage.people import Room, people
from storage.takedowns import Takedown, lately, takedowns
from storage.updates import Kind as Answer
from storage.updates import Update

# Before the first meeting, and where none was held for long, what was logged in so many days is told.
_LONGEST = timedelta(days=92)
# More takedowns than this nobody reads out.
MOST_TAKEDOWNS = 300
_STATEMENT, _COMMITMENTS, _RHYTHM, _OTHER = 2, 5, 5, 3
_TURN, _PROBLEM, _PROPOSAL, _QUESTION = 2, 3, 3, 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One company's turn at the round table: what its update says, and what it logged since the last meeting.

    `company` is empty for what members logged under the Chatham House Rule.
    """

    company_id: int
    company: str
    update: Update | None
    takedowns: tuple[Takedown, ...]
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How many minutes the parts of a meeting get that are there whatever anybody says."""

    statement: int = 0
    commitments: int = 0
    rhythm: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What is talked about in one room: among members, or all together.

    `here` names the companies that are in the room; `rhythm` says how often each would meet, where they differ;
    `untold` is how many takedowns are left out because there are too many.
    """

    room: Room
    here: tuple[str, ...]
    minutes: int
    commitments: tuple[Commitment, ...]
    turns: tuple[Turn, ...]
    discussion: tuple[Point, ...]
    questions: tuple[Point, ...]
    proposals: tuple[Point, ...]
    rhythm: tuple[Update, ...]
    times: Times
    untold: int = 0

    @property
    def points(self) -> tuple[Point, ...]:
        """All that is talked about, in its order."""
        return (*self.discussion, *self.questions, *self.proposals)

    @property
    def takedowns(self) -> tuple[Takedown, ...]:
        """Every takedown that it names."""
        return tuple(one for turn in self.turns for one in turn.takedowns)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that one reader is told of what a meeting will talk about; `statement` is the coalition's own, if any."""

    meeting: Meeting
    statement: str
    parts: tuple[Part, ...]

    @property
    def takedowns(self) -> tuple[Takedown, ...]:
        """Every takedown that it names, once."""
        found = {one.id: one for part in self.parts for one in part.takedowns}
        return tuple(found.values())

    @property
    def item_ids(self) -> frozenset[int]:
        """The rows of all items that it tells of."""
        return frozenset(one.id for part in self.parts for point in part.points for one in point.items)

    @property
    def fingerprint(self) -> str:
        """Hash what it says: two that say the same have the same."""
        when = (self.meeting.starts_at, self.meeting.ends_at, self.meeting.place, self.meeting.link)
        said = repr((when, self.meeting.state, self.statement, self.parts))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Told:
    """All that a reader may know of, before it is put in order."""

    here: tuple[tuple[int, str], ...]
    commitments: tuple[Commitment, ...]
    updates: tuple[Update, ...]
    takedowns: tuple[Takedown, ...]
    points: tuple[Point, ...]
    untold: int

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(one.id for point in self.points for one in point.items)


def contents(session: Session, coalition: Coalition, meeting: Meeting, reader: Reader, now: datetime) -> Contents:
    """Gather what a meeting will talk about, as far as a reader may know.

    The minutes are dealt out over what everybody in the room may know, so that they are the same for all of them and
    tell nothing of the rest; what a reader knows beyond the room has none.
    """
    ask = _Asking(session, coalition, meeting, now)
    together = ask.told(Room.OPEN) if meeting.with_open else None
    is_inside = access.is_among_members(reader)
    room = Room.MEMBERS if is_inside else Room.OPEN
    parts: list[Part] = []
    if is_inside or together is None:
        parts.append(_first(ask, reader, room, together))
    if together is not None:
        own = together if is_inside or isinstance(reader, Room) else ask.told(reader)
        parts.append(_part(Room.OPEN, own, together, meeting.minutes // 2))
    return Contents(meeting, statement_of(session, coalition).text, tuple(parts))


def _first(ask: _Asking, reader: Reader, room: Room, together: _Told | None) -> Part:
    """Make the part of those in one room, without what is talked about all together."""
    told = ask.told(room)
    own = told if isinstance(reader, Room) else ask.told(reader)
    minutes = ask.meeting.minutes
    if together is not None:
        # So much is set apart whatever is told to whom, since what is left would tell of what is not told.
        minutes -= ask.meeting.minutes // 2
        told, own = _without(told, together.ids), _without(own, together.ids)
    return _part(room, own, told, minutes)


def _without(told: _Told, ids: frozenset[int]) -> _Told:
    points = tuple(point for point in told.points if point.head.id not in ids)
    return replace(told, points=points)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks what one reader after the other may know of what a meeting will talk about."""

    session: Session
    coalition: Coalition
    meeting: Meeting
    now: datetime

    def told(self, reader: Reader) -> _Told:
        """Gather what a reader may know."""
        session, coalition = self.session, self.coalition
        read = open_items(session, coalition, self.meeting, reader)
        known, in_all = self._logged(reader)
        return _Told(
            here=_here(session, coalition, reader),
            commitments=joining.commitments_of(session, coalition, reader, since=self._since(reader)),
            updates=joining.updates_of(session, self.meeting, reader),
            takedowns=known,
            points=grouped(read, supporters(session, coalition, reader, read)),
            untold=in_all - len(known),
        )

    def _logged(self, reader: Reader) -> tuple[tuple[Takedown, ...], int]:
        """List what was logged since the last meeting, newest first, and how many there are in all."""
        since, until = self._since(reader), self.meeting.ends_at
        zone = ZoneInfo(self.coalition.zone)
        first, last = since.astimezone(zone).date() + timedelta(days=1), until.astimezone(zone).date()
        days = lately.Stretch(self.coalition.id, first, last, since, until)
        company_id = reader.company.id if isinstance(reader, Speaker) else None
        which = access.may_be_told(reader, self.coalition, takedowns)
        known, in_all = lately.became_known(self.session, which, days, reader=company_id, limit=MOST_TAKEDOWNS)
        return tuple(one.takedown for one in known), in_all

    def _since(self, reader: Reader) -> datetime:
        """Say since when it is told what was logged: since the last meeting that the reader may know of."""
        begins = self.meeting.starts_at
        held = past_meetings(self.session, self.coalition, max(self.now, begins), reader=reader)
        over = {MeetingState.ENDED, MeetingState.CLOSED}
        before = [one.starts_at for one in held if one.starts_at < begins and one.state in over]
        return max([begins - _LONGEST, *before])


def _here(session: Session, coalition: Coalition, reader: Reader) -> tuple[tuple[int, str], ...]:
    """List the companies in the room: the members, and for others those that they meet in the open channel."""
    asked = select(companies.c.id, companies.c.name).where(
        companies.c.coalition_id == coalition.id, companies.c.left_at.is_(None)
    )
    if access.is_among_members(reader):
        asked = asked.where(companies.c.seat == Seat.MEMBER)
    else:
        asked = asked.where(exists().where(people.c.company_id == companies.c.id, people.c.in_open))
    return tuple((row.id, row.name) for row in session.execute(asked.order_by(companies.c.name)))


def _part(room: Room, own: _Told, told: _Told, minutes: int) -> Part:
    """Make a part of what a reader knows; `told` is what everybody in the room knows, to which the minutes go."""
    times, of_turns, of_points = _dealt(told, minutes)
    points = [replace(point, minutes=_minutes(point, of_points)) for point in own.points]
    return Part(
        room=room,
        here=tuple(name for _, name in own.here),
        minutes=minutes,
        commitments=own.commitments,
        turns=tuple(replace(turn, minutes=of_turns.get(turn.company_id)) for turn in _turns(own)),
        discussion=_of(Kind.PROBLEM, points),
        questions=_of(Kind.QUESTION, points),
        proposals=_of(Kind.TOPIC, points),
        rhythm=_differing(own.updates),
        times=times,
        untold=own.untold,
    )


def _minutes(point: Point, of_points: Mapping[int, int]) -> int | None:
    return next((of_points[one.id] for one in point.items if one.id in of_points), None)


def _of(kind: Kind, points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if point.kind is kind)


def _turns(told: _Told) -> tuple[Turn, ...]:
    """Give each company its turn that has something to say, by name; what is unattributed comes last."""
    names = dict(told.here)
    names |= {one.company_id: one.company for one in told.updates}
    names |= {one.company_id: one.company for one in told.takedowns}
    said = {one.company_id: one for one in told.updates}
    logged: dict[int, list[Takedown]] = {}
    for one in told.takedowns:
        update = said.get(one.company_id)
        # Of what a company logged, its own update says what it reports on.
        if update is None or update.kind is not Answer.SAID or one.id in update.takedowns:
            logged.setdefault(one.company_id, []).append(one)
    there = sorted({*said, *logged}, key=lambda each: (not names[each], names[each].casefold(), each))
    return tuple(Turn(each, names[each], said.get(each), tuple(logged.get(each, ()))) for each in there)


def _differing(said: Sequence[Update]) -> tuple[Update, ...]:
    """Give those who said how often they would meet, where they did not all say the same."""
    wishes = [one for one in said if one.how_often]
    return tuple(wishes) if len({joining.wish(one) for one in wishes}) > 1 else ()


def _dealt(told: _Told, minutes: int) -> tuple[Times, dict[int, int], dict[int, int]]:
    """Deal the minutes of a room out: to what is always there, to the turns and to the points, by their rows."""
    turns = _turns(told)
    slots = [
        Slot(least=_STATEMENT),
        Slot(least=_COMMITMENTS if told.commitments else 0, rank=1),
        Slot(least=_RHYTHM if _differing(told.updates) else 0, rank=1),
        Slot(least=_OTHER, rank=1),
        # However many they are, half of the time is for what they talk about.
        Slot(least=min(_TURN * len(turns), minutes // 2), weight=len(turns), rank=2),
    ]
    fixed = len(slots)
    slots += [_slot(point) for point in told.points]
    got = dealt(minutes, slots)
    each = dealt(got[fixed - 1], [Slot(weight=1)] * len(turns))
    of_turns = {turn.company_id: n for turn, n in zip(turns, each, strict=True)}
    pairs = zip(told.points, got[fixed:], strict=True)
    of_points = {one.id: n for point, n in pairs for one in point.items}
    return Times(*got[: fixed - 1]), of_turns, of_points


def _slot(point: Point) -> Slot:
    wish = max((one.minutes for one in point.items if one.minutes is not None), default=None)
    least, rank = {Kind.PROBLEM: (_PROBLEM, 3), Kind.QUESTION: (_QUESTION, 4), Kind.TOPIC: (_PROPOSAL, 3)}[point.kind]
    return Slot(weight=1 + point.shared, least=least, wish=wish, rank=rank)
