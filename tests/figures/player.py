"""Plays a world: each act in Tocsin's storage, and what came of it on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from storage import access, coalitions, companies, erasing, figures, leaving, people, retention, takedowns
from storage.access import Reader, Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.audiences import Audience, Mark
from storage.audiences import Scope as RealScope
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.errors import Refusal
from storage.figures import Breakdown, Figures, Number, Sum
from storage.people import Role, Room
from storage.reports import Count, Part, Qualifier, Report
from storage.retention import Kind as Kept
from tests.figures import drawn, slow
from tests.figures.drawn import COMPANIES, PEOPLE, SEATS

ZONE = "America/Los_Angeles"
BEGINS = datetime(2018, 8, 7, 3, 0, tzinfo=UTC)
MARKS = {"everyone": Mark.GREEN, "members": Mark.AMBER, "companies": Mark.AMBER, "people": Mark.RED}
_MONTH = 30


def lay(session: Session) -> Coalition:
    """Found a coalition in which everybody leads their company, and what is not changed for a month is erased."""
    coalition, _ = coalitions.add(
        session,
        "Coalition",
        channel="C0MEMBERS",
        open_channel="C0OPEN",
        host_team=None,
        zone=ZONE,
        language="en",
        now=BEGINS,
    )
    for name in COMPANIES:
        company, _ = companies.add(session, coalition, name, team_ids=[f"T0{name}"], seat=Seat(SEATS[name]), now=BEGINS)
        for role in (Role.LEAD, Role.COORDINATOR):
            people.appoint(session, company, PEOPLE[name], role, now=BEGINS)
    who = access.recognise_in(session, coalition.id, team_ids=["T0Facebook"], user_id=PEOPLE["Facebook"])
    retention.change(session, who, {Kept.RECORDS: _MONTH}, shown={}, way=Way.FORM, now=BEGINS)
    return coalition


class Player:
    """A world as it is played: in storage, and on paper."""

    def __init__(self, session: Session, coalition: Coalition) -> None:
        self.session, self.coalition, self.hour = session, coalition, 0
        self.paper = slow.Paper(dict(PEOPLE), {name: slow.Seat(kind, 0) for name, kind in SEATS.items()})
        self._rows: list[int] = []
        self._acts = 0

    @property
    def now(self) -> datetime:
        """The moment at which the next act happens."""
        return BEGINS + timedelta(hours=self.hour)

    def play(self, hours: int, act: drawn.Act) -> None:
        """Let time pass, and let something happen; what is refused has not happened."""
        self.hour += hours
        self._acts += 1
        match act:
            case drawn.Logs():
                self._log(act)
            case drawn.Revises():
                self._revise(act)
            case drawn.Does():
                self._do(act)
            case drawn.Moves():
                self._move(act)
            case drawn.Agrees():
                self._agree(act)
            case _:
                self._lift() if act.what == "lift" else self._erase()

    def speaker(self, company: str) -> Speaker | None:
        """Recognise the person of a company, where it sits here."""
        try:
            return access.recognise_in(
                self.session, self.coalition.id, team_ids=[f"T0{company}"], user_id=PEOPLE[company]
            )
        except Refusal:
            return None

    @contextmanager
    def _tried(self) -> Iterator[list[bool]]:
        """Try something that may be refused; what is yielded holds something afterwards where it was done."""
        done: list[bool] = []
        savepoint = self.session.begin_nested()
        try:
            yield done
        except Refusal:
            savepoint.rollback()
            return
        savepoint.commit()
        done.append(True)

    def _log(self, act: drawn.Logs) -> None:
        who = self.speaker(act.company)
        if who is None:
            return
        with self._tried() as done:
            record = takedowns.report(
                self.session,
                who,
                report(act.said, ""),
                mark=MARKS[act.scope.audience],
                scope=self._scope(act.scope),
                form=f"form {self._acts}",
                way=Way.FORM,
                now=self.now,
            )
            self._rows.append(record.id)
        if done:
            day = self.now.astimezone(ZoneInfo(ZONE)).date()
            scope, hour = self._on_paper(act.scope), self.hour
            is_early = scope.not_before > hour
            person = PEOPLE[act.company]
            self.paper.slips.append(
                slow.Slip(act.company, person, act.said, scope, day, hour, hour, embargoed=is_early)
            )

    def _revise(self, act: drawn.Revises) -> None:
        found = self._found(act.nth)
        if found is None:
            return
        who, record, slip = found
        with self._tried() as done:
            scope = act.scope or slip.scope
            takedowns.revise(
                self.session,
                who,
                record.token,
                report(act.said, ""),
                mark=MARKS[scope.audience],
                scope=self._scope(act.scope) if act.scope else None,
                reason="",
                base=record.revision,
                form=f"form {self._acts}",
                way=Way.FORM,
                now=self.now,
            )
        if done:
            scope = self._on_paper(act.scope) if act.scope else slip.scope
            slip.embargoed = slip.embargoed and scope.not_before > self.hour
            slip.said, slip.scope, slip.shared_at, slip.changed_at = act.said, scope, self.hour, self.hour

    def _do(self, act: drawn.Does) -> None:
        found = self._found(act.nth)
        if found is None:
            return
        who, record, slip = found
        facts = {"reason": "", "form": f"form {self._acts}", "way": Way.FORM, "now": self.now}
        with self._tried() as done:
            match act.what:
                case "withdraw":
                    takedowns.withdraw(self.session, who, record.token, **facts)  # type: ignore[arg-type]
                case "recall":
                    takedowns.recall(self.session, who, record.token, **facts)  # type: ignore[arg-type]
                case _:
                    words = ["umbrella"]
                    erasing.erase(self.session, who, record.token, words, instead="…", **facts)  # type: ignore[arg-type]
        if done:
            slip.withdrawn |= act.what == "withdraw" and not slip.recalled
            slip.recalled |= act.what == "recall"
            slip.changed_at = self.hour

    def _found(self, nth: int) -> tuple[Speaker, takedowns.Takedown, slow.Slip] | None:
        """Find a record as whoever logged it does."""
        if not self._rows:
            return None
        slip = self.paper.slips[nth % len(self._rows)]
        who = self.speaker(slip.company)
        if who is None or slip.erased:
            return None
        try:
            return who, takedowns.by_id(self.session, who, self._rows[nth % len(self._rows)]), slip
        except Refusal:
            return None

    def _move(self, act: drawn.Moves) -> None:
        who = self.speaker(act.company)
        if act.seat is None:
            if who is not None:
                leaving.by_operator(self.session, self.coalition, who.company, reason="", now=self.now)
                self.paper.leaves(act.company)
            return
        team_ids = [f"T0{act.company}"]
        company, _ = companies.add(
            self.session, self.coalition, act.company, team_ids=team_ids, seat=Seat(act.seat), now=self.now
        )
        people.appoint(self.session, company, PEOPLE[act.company], Role.LEAD, now=self.now)
        self.paper.sits(act.company, act.seat, self.hour)

    def _agree(self, act: drawn.Agrees) -> None:
        who = self.speaker(act.company)
        if who is None:
            return
        with self._tried() as done:
            figures.agree(self.session, who, agrees=act.agrees, way=Way.BUTTON, now=self.now)
        if done and act.agrees:
            self.paper.agreed.add(act.company)
        elif done:
            self.paper.agreed.discard(act.company)

    def _lift(self) -> None:
        takedowns.release(self.session, now=self.now)
        for slip in self.paper.slips:
            stands = not slip.withdrawn and not slip.recalled and not slip.erased and slip.company in self.paper.seats
            if slip.embargoed and slip.scope.not_before <= self.hour and stands:
                slip.embargoed, slip.shared_at = False, self.hour

    def _erase(self) -> None:
        """Let a month pass without a change, and a week in which everybody was told."""
        self.hour += 24 * _MONTH
        retention.announce(self.session, self.coalition, now=self.now)
        self.hour += 24 * 8
        while retention.erase(self.session, now=self.now):
            pass
        for slip in self.paper.slips:
            slip.erased |= not slip.embargoed

    def _scope(self, scope: slow.Scope) -> RealScope:
        """Write a scope as storage takes it; hours count from now."""
        sitting = {name: self.speaker(name) for name in COMPANIES}
        chosen = {name: who for name, who in sitting.items() if who is not None}
        return RealScope(
            Audience(scope.audience),
            frozenset(who.company.id for name, who in chosen.items() if name in scope.companies),
            frozenset(who.person_id for name, who in chosen.items() if PEOPLE[name] in scope.people),
            scope.chatham,
            self.now + timedelta(hours=scope.not_before) if scope.not_before else None,
        )

    def _on_paper(self, scope: slow.Scope) -> slow.Scope:
        seated = {name for name in COMPANIES if name in self.paper.seats}
        return slow.Scope(
            scope.audience,
            scope.companies & seated,
            scope.people & {PEOPLE[name] for name in seated},
            scope.chatham,
            self.hour + scope.not_before if scope.not_before else 0,
        )

    def readers(self) -> Mapping[str, Reader]:
        """Give all for whom figures can be drawn, by their names on paper."""
        found: dict[str, Reader] = {slow.MEMBERS: Room.MEMBERS, slow.OPEN: Room.OPEN}
        return found | {name: who for name in COMPANIES if (who := self.speaker(name))}


def report(said: slow.Said, summary: str) -> Report:
    """Write what a slip says as a report; the first part carries the places."""
    parts = [Part(tuple(_count(line) for line in part)) for part in said.parts]
    return Report(
        summary=summary or "Found under an umbrella",
        stated=_count(said.headline) if said.headline else None,
        parts=tuple(parts),
        acted_on=said.done_on,
        origins=tuple(sorted(said.origins)),
        targets=tuple(sorted(said.targets)),
    )


def _count(line: slow.Line) -> Count:
    assets = tuple(Asset(Kind.PAGE, Platform(name) if name else None) for name in sorted(line.platforms))
    return Count(line.n, assets, Qualifier(line.how))


def plainly(found: Figures) -> dict[str, object]:
    """Write figures as the slow way writes its own."""
    return {
        "takedowns": _exactly(found.takedowns),
        "stated": _how(found.stated),
        "itemised": _how(found.itemised),
        "platform": {frozenset(cell.key.split("+")): _how(cell.number) for cell in found.by_platform.cells},
        "origin": _counts(found.by_origin),
        "target": _counts(found.by_target),
        "company": _counts(found.by_company) if found.by_company else None,
    }


def _counts(breakdown: Breakdown) -> dict[str, int]:
    return {cell.key: _exactly(cell.number) for cell in breakdown.cells}


def _how(number: Number | None) -> tuple[int, str] | None:
    assert number is None or isinstance(number, Sum)
    return (number.n, str(number.qualifier)) if number else None


def _exactly(number: Number | None) -> int:
    assert isinstance(number, Sum)
    assert number.qualifier is Qualifier.EXACT
    return number.n
